package dev.glovebox.backends.java;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.runtime.ring.ReferenceRing;
import java.math.BigInteger;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The moduli are the greatest and the smallest primes that are 1 modulo 32, of every size. */
class ModulusTest {
    static LongStream primes() {
        return LongStream.rangeClosed(8, 49).flatMap(bits -> {
            long greatest = (1L << bits) + 1;
            do {
                greatest -= 32;
            } while (!BigInteger.valueOf(greatest).isProbablePrime(40));
            long smallest = (1L << (bits - 1)) + 1;
            while (!BigInteger.valueOf(smallest).isProbablePrime(40)) {
                smallest += 32;
            }
            return LongStream.of(greatest, smallest).filter(p -> p < 1L << 49).distinct();
        });
    }

    @ParameterizedTest
    @MethodSource("primes")
    void multipliesAndCentres(long p) {
        Modulus modulus = new Modulus(p);
        DoubleModulus doubles = DoubleModulus.of(modulus);
        long[] values = LongStream.concat(LongStream.of(0, 1, p / 2, p / 2 + 1, p - 1), new Random(p).longs(40, 0, p))
                .toArray();
        for (long a : values) {
            for (long b : values) {
                long expected = ReferenceRing.multiply(a, b, p);
                assertThat(modulus.multiply(a, b)).as("%d·%d", a, b).isEqualTo(expected);
                assertThat(modulus.reduceFrom2p(modulus.multiplyLazy(a, b, modulus.quotientOf(b))))
                        .as("%d·%d", a, b)
                        .isEqualTo(expected);
                double product = DoubleModulus.multiply(modulus.centre(a), modulus.centre(b), p, doubles.inverse());
                assertThat((long) DoubleModulus.centre(product, p, doubles.inverse()))
                        .as("%d·%d", a, b)
                        .isEqualTo(modulus.centre(expected));
            }
        }
    }

    /** The exactness that canonical limbs rest on: next to every half, up to the bound. */
    @ParameterizedTest
    @MethodSource("primes")
    void centresExactlyBelow2To52(long p) {
        DoubleModulus doubles = DoubleModulus.of(new Modulus(p));
        long bound = (1L << 52) - 1;
        long step = Math.max(1, bound / p / 1000);
        for (long k = 0; k <= bound / p; k += step) {
            for (long x : new long[] {k * p, k * p + p / 2, k * p + p / 2 + 1}) {
                if (x <= bound) {
                    long expected = x - p * (x % p > p / 2 ? x / p + 1 : x / p);
                    assertThat((long) DoubleModulus.centre(x, p, doubles.inverse()))
                            .isEqualTo(expected);
                    assertThat((long) DoubleModulus.centre(-x, p, doubles.inverse()))
                            .isEqualTo(-expected);
                }
            }
        }
    }
}
