package dev.glovebox.runtime.rlwe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glovebox.runtime.ckks.CkksFixture;
import dev.glovebox.runtime.ckks.CkksParameters;
import dev.glovebox.runtime.client.KeyGenerator;
import dev.glovebox.runtime.client.SecretKey;
import dev.glovebox.runtime.client.SecretKeys;
import dev.glovebox.runtime.random.SeededRandomness;
import dev.glovebox.runtime.ring.Basis;
import dev.glovebox.runtime.ring.ReferenceRing;
import dev.glovebox.runtime.ring.Ring;
import dev.glovebox.runtime.ring.RingBackend;
import dev.glovebox.runtime.ring.RingFixture;
import dev.glovebox.runtime.ring.RnsPolynomial;
import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Hybrid key switching against integers, over any {@link RingBackend}. */
public abstract class KeySwitchContract {
    protected abstract RingBackend backend();

    /** Log₂N, levels, digits, level of the polynomial. */
    static Stream<Arguments> small() {
        return Stream.of(
                Arguments.of(5, 3, 4, 3),
                Arguments.of(5, 3, 4, 1),
                Arguments.of(6, 4, 2, 4),
                Arguments.of(6, 4, 2, 3),
                Arguments.of(7, 5, 1, 5),
                Arguments.of(10, 2, 2, 2),
                Arguments.of(11, 1, 2, 1));
    }

    private static long[][] uniform(Ring ring, Basis basis, Random random) {
        long[][] limbs = new long[basis.size()][];
        for (int i = 0; i < limbs.length; i++) {
            limbs[i] =
                    random.longs(ring.degree(), 0, ring.prime(basis.prime(i))).toArray();
        }
        return limbs;
    }

    @ParameterizedTest(name = "N=2^{0}, levels {1}, digits {2}, level {3}")
    @MethodSource("small")
    void equalsItsDefinitionOnIntegers(int logDegree, int levels, int digitCount, int level) {
        RlweParameters p = CkksParameters.of(CkksFixture.spec(logDegree, levels, 40, digitCount))
                .rlwe();
        Ring ring = p.ring();
        try (RingFixture f = new RingFixture(backend(), ring)) {
            KeyGenerator generator = new KeyGenerator(p, f.kernels, SeededRandomness.of(logDegree));
            SecretKey secret = generator.secretKey();
            SwitchingKey key = generator.relinearizationKey(secret, levels);
            long[][] source = uniform(ring, p.dataBasis(level), new Random(level));
            RnsPolynomial loaded = f.transform(p.dataBasis(level), source);
            Pair actual = new KeySwitcher(p, f.kernels).switchKey(loaded, level, key);
            List<RnsPolynomial> b =
                    IntStream.range(0, key.digits()).mapToObj(key::b).toList();
            List<RnsPolynomial> a =
                    IntStream.range(0, key.digits()).mapToObj(key::a).toList();
            assertThat(f.coefficients(actual.first())).isDeepEqualTo(reference(f, p, level, source, b));
            assertThat(f.coefficients(actual.second())).isDeepEqualTo(reference(f, p, level, source, a));
        }
    }

    /** Σ over digits of lift(digit)·half, divided by P and rounded. */
    private static long[][] reference(
            RingFixture f, RlweParameters p, int level, long[][] source, List<RnsPolynomial> half) {
        Ring ring = p.ring();
        int n = ring.degree();
        Basis full = p.fullBasis(level);
        Basis[] digits = p.digits(level);
        long[][] sum = new long[full.size()][n];
        for (int d = 0; d < digits.length; d++) {
            BigInteger[] lifted = lift(ring, digits[d], source, p.dataBasis(level));
            long[][] factor = f.coefficients(half.get(d));
            for (int i = 0; i < full.size(); i++) {
                long prime = ring.prime(full.prime(i));
                long[] extended = new long[n];
                for (int k = 0; k < n; k++) {
                    extended[k] = ReferenceRing.mod(lifted[k], prime);
                }
                int at = half.get(d).basis().position(full.prime(i));
                long[] product = ReferenceRing.multiplyNegacyclic(extended, factor[at], prime);
                for (int k = 0; k < n; k++) {
                    sum[i][k] = (sum[i][k] + product[k]) % prime;
                }
            }
        }
        BigInteger[] remainder = lift(ring, p.specialBasis(), sum, full);
        BigInteger special = ring.product(p.specialBasis());
        long[][] quotient = new long[p.limbs(level)][n];
        for (int i = 0; i < quotient.length; i++) {
            long prime = ring.prime(i);
            long inverse = ReferenceRing.inverse(ReferenceRing.mod(special, prime), prime);
            for (int k = 0; k < n; k++) {
                BigInteger numerator = BigInteger.valueOf(sum[i][k]).subtract(remainder[k]);
                quotient[i][k] = ReferenceRing.multiply(ReferenceRing.mod(numerator, prime), inverse, prime);
            }
        }
        return quotient;
    }

    private static BigInteger[] lift(Ring ring, Basis digit, long[][] limbs, Basis basis) {
        long[][] own = new long[digit.size()][];
        for (int i = 0; i < own.length; i++) {
            own[i] = limbs[basis.position(digit.prime(i))];
        }
        BigInteger[] lifted = new BigInteger[ring.degree()];
        for (int k = 0; k < lifted.length; k++) {
            lifted[k] = ReferenceRing.lift(ring, digit, own, k);
        }
        return lifted;
    }

    static Stream<Arguments> degrees() {
        return IntStream.rangeClosed(10, 16)
                .boxed()
                .flatMap(d -> Stream.of(1, 3).map(digits -> Arguments.of(d, digits)));
    }

    /** b + a·s - source·s² has the standard deviation of the analysis, at every degree. */
    @ParameterizedTest(name = "N=2^{0}, digits {1}")
    @MethodSource("degrees")
    void theErrorIsThatOfTheAnalysis(int logDegree, int digitCount) {
        RlweParameters p = CkksParameters.of(CkksFixture.spec(logDegree, 2, 40, digitCount))
                .rlwe();
        Ring ring = p.ring();
        try (RingFixture f = new RingFixture(backend(), ring)) {
            KeyGenerator generator = new KeyGenerator(p, f.kernels, SeededRandomness.of(logDegree));
            SecretKey secret = generator.secretKey();
            RnsPolynomial s = SecretKeys.polynomial(secret);
            SwitchingKey key = generator.relinearizationKey(secret, 2);
            Basis basis = p.dataBasis(2);
            RnsPolynomial source = f.load(basis, uniform(ring, basis, new Random(logDegree)));
            Pair switched = new KeySwitcher(p, f.kernels).switchKey(source, 2, key);
            RnsPolynomial error = f.allocate(basis);
            f.kernels.multiply(error, source, s);
            f.kernels.subtract(error, switched.second(), error);
            f.kernels.multiply(error, error, s);
            f.kernels.add(error, error, switched.first());
            long[][] residues = f.coefficients(error);
            double variance = 0;
            for (int k = 0; k < ring.degree(); k++) {
                long centred = ReferenceRing.centre(residues[0][k], ring.prime(0));
                for (int i = 1; i < residues.length; i++) {
                    assertThat(ReferenceRing.centre(residues[i][k], ring.prime(i)))
                            .isEqualTo(centred);
                }
                variance += (double) centred * centred / ring.degree();
            }
            assertThat(Math.sqrt(variance / expectedVariance(p, 2))).isBetween(0.8, 1.25);
        }
    }

    private static double expectedVariance(RlweParameters p, int level) {
        double n = p.degree();
        double variance = p.specialBasis().size() / 12.0 * (1 + 2 * n / 3);
        double special = p.ring().product(p.specialBasis()).doubleValue();
        for (Basis digit : p.digits(level)) {
            double ratio = p.ring().product(digit).doubleValue() / special;
            variance += n * 3.2 * 3.2 * digit.size() / 12.0 * ratio * ratio;
        }
        return variance;
    }

    @Test
    void scalingUpIsUndoneByModDown() {
        RlweParameters p = CkksParameters.of(CkksFixture.spec(8, 3, 40, 2)).rlwe();
        try (RingFixture f = new RingFixture(backend(), p.ring())) {
            long[][] limbs = uniform(p.ring(), p.dataBasis(2), new Random(1));
            RnsPolynomial source = f.load(p.dataBasis(2), limbs);
            RnsPolynomial scaled = f.allocate(p.fullBasis(2));
            f.kernels.scaleUp(scaled, source);
            long[][] read = f.read(scaled);
            BigInteger special = p.ring().product(p.specialBasis());
            for (int i = 0; i < read.length; i++) {
                long prime = p.ring().prime(p.fullBasis(2).prime(i));
                for (int k = 0; k < p.degree(); k++) {
                    long expected = i < limbs.length
                            ? ReferenceRing.multiply(limbs[i][k], ReferenceRing.mod(special, prime), prime)
                            : 0;
                    assertThat(read[i][k]).isEqualTo(expected);
                }
            }
            RnsPolynomial back = f.allocate(p.dataBasis(2));
            f.kernels.modDown(back, scaled);
            assertThat(f.read(back)).isDeepEqualTo(limbs);
            assertThatThrownBy(() -> f.kernels.scaleUp(source, scaled)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> f.kernels.scaleUp(source, source)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
