package dev.glovebox.backends.java;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.runtime.ring.ReferenceRing;
import dev.glovebox.runtime.ring.Ring;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The transforms on doubles that C2 vectorises and those in the vectors of this machine, where numbers grow most. */
class DoubleNttTest {
    private static final int PRIMES = 2;

    static IntStream logDegrees() {
        return IntStream.rangeClosed(Ring.MIN_LOG_DEGREE, 14);
    }

    private static IntPredicate[] signs(Random random) {
        return new IntPredicate[] {
            j -> true,
            j -> false,
            j -> (j & 1) == 0,
            j -> (j & 8) == 0,
            j -> Integer.bitCount(j) % 2 == 0,
            j -> random.nextBoolean()
        };
    }

    private static double[] numbers(int degree, double size, IntPredicate positive) {
        return IntStream.range(0, degree)
                .mapToDouble(j -> positive.test(j) ? size : -size)
                .toArray();
    }

    @ParameterizedTest(name = "N=2^{0}")
    @MethodSource("logDegrees")
    void agreeOnTheGreatestNumbers(int logDegree) {
        Ring ring = ReferenceRing.ring(logDegree, 49, 30);
        Modulus[] moduli = {new Modulus(ring.prime(0)), new Modulus(ring.prime(1))};
        DoubleNtt expected = new FourStepNtt(ring, moduli);
        DoubleNtt actual = VectorNtt.of(ring, moduli);
        for (IntPredicate positive : signs(new Random(logDegree))) {
            double[] integers = numbers(ring.degree(), 0x1p48 - 1, positive);
            for (int prime = 0; prime < PRIMES; prime++) {
                double greatest = (ring.prime(prime) - 1) / 2;
                double[] residues = numbers(ring.degree(), greatest, positive);
                double[] a = residues.clone();
                double[] b = residues.clone();
                expected.forward(prime, a, a);
                actual.forward(prime, b, b);
                assertThat(b).containsExactly(a);
                expected.forward(prime, a, integers);
                actual.forward(prime, b, integers);
                assertThat(b).containsExactly(a);
                expected.inverse(prime, a, residues, greatest);
                actual.inverse(prime, b, residues, greatest);
                for (int j = 0; j < b.length; j++) {
                    assertThat(b[j] + 0.0).isEqualTo(a[j] + 0.0);
                }
            }
        }
    }
}
