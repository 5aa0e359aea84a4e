package dev.glovebox.runtime.ckks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SpecialFftTest {
    static IntStream sizes() {
        return IntStream.rangeClosed(0, 15);
    }

    /** Evaluates at some of the roots ζ^{5^j} term by term. */
    @ParameterizedTest(name = "n=2^{0}")
    @MethodSource("sizes")
    void slotsAreValuesAtPowersOfFive(int logSlots) {
        int n = 1 << logSlots;
        Random random = new Random(logSlots);
        double[] re = CkksFixture.random(random, n);
        double[] im = CkksFixture.random(random, n);
        double[] slotsRe = re.clone();
        double[] slotsIm = im.clone();
        SpecialFft fft = new SpecialFft(n);
        fft.toSlots(slotsRe, slotsIm);
        for (int j : logSlots <= 8
                ? IntStream.range(0, n).toArray()
                : random.ints(40, 0, n).toArray()) {
            long power = power5(j, 4L * n);
            double expectedRe = 0;
            double expectedIm = 0;
            for (int k = 0; k < 2 * n; k++) {
                double c = k < n ? re[k] : im[k - n];
                double angle = Math.PI / (2 * n) * (power * k % (4L * n));
                expectedRe += c * Math.cos(angle);
                expectedIm += c * Math.sin(angle);
            }
            assertThat(slotsRe[j]).isEqualTo(expectedRe, within(1e-10));
            assertThat(slotsIm[j]).isEqualTo(expectedIm, within(1e-10));
        }
        fft.toCoefficients(slotsRe, slotsIm, 1);
        assertThat(slotsRe).containsExactly(re, within(1e-13));
        assertThat(slotsIm).containsExactly(im, within(1e-13));
    }

    private static long power5(int exponent, long modulus) {
        long power = 1;
        for (int i = 0; i < exponent; i++) {
            power = power * 5 % modulus;
        }
        return power;
    }
}
