package dev.glovebox.runtime.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretRandomnessTest {
    private static final int COUNT = 1 << 20;

    /** Of a χ² statistic with k degrees of freedom: its mean plus six standard deviations. */
    private static double chiSquareBound(int degrees) {
        return degrees + 6 * Math.sqrt(2.0 * degrees);
    }

    private static SecretRandomness from(int seed) {
        byte[] entropy = new byte[SecretRandomness.ENTROPY_BYTES];
        Arrays.fill(entropy, (byte) seed);
        return SecretRandomness.fromEntropy(entropy);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(ints = {1, 2, 3})
    void ternaryIsUniform(int seed) {
        long[] samples = new long[COUNT];
        from(seed).ternary(samples);
        assertThat(samples).containsOnly(-1, 0, 1);
        double expected = COUNT / 3.0;
        double chiSquare = 0;
        for (int value = -1; value <= 1; value++) {
            int wanted = value;
            double seen = Arrays.stream(samples).filter(s -> s == wanted).count();
            chiSquare += (seen - expected) * (seen - expected) / expected;
        }
        assertThat(chiSquare).isLessThan(chiSquareBound(2));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(ints = {1, 2, 3})
    void errorsAreDiscreteGaussian(int seed) {
        long[] samples = new long[COUNT];
        from(seed).gaussian(samples);
        double total = 0;
        for (int k = -40; k <= 40; k++) {
            total += density(k);
        }
        double chiSquare = 0;
        int cells = 0;
        for (int k = -12; k <= 12; k++) {
            int wanted = k;
            double seen = Arrays.stream(samples).filter(s -> s == wanted).count();
            double expected = COUNT * density(k) / total;
            chiSquare += (seen - expected) * (seen - expected) / expected;
            cells++;
        }
        assertThat(chiSquare).isLessThan(chiSquareBound(cells));
        double variance =
                Arrays.stream(samples).mapToDouble(s -> s * s).average().orElseThrow();
        assertThat(Math.sqrt(variance)).isBetween(3.2 * 0.995, 3.2 * 1.005);
        assertThat(Arrays.stream(samples).map(Math::abs).max().orElseThrow()).isBetween(13L, 24L);
    }

    private static double density(int k) {
        return Math.exp(-k * k / (2 * SecretRandomness.SIGMA * SecretRandomness.SIGMA));
    }

    @Test
    void neighboursAreIndependent() {
        long[] samples = new long[COUNT];
        from(4).gaussian(samples);
        double covariance = 0;
        for (int i = 1; i < COUNT; i++) {
            covariance += samples[i] * samples[i - 1];
        }
        assertThat(Math.abs(covariance / COUNT)).isLessThan(6 * 3.2 * 3.2 / Math.sqrt(COUNT));
    }

    @Test
    void entropyIsErasedAndNothingIsShown() {
        byte[] entropy = new byte[SecretRandomness.ENTROPY_BYTES];
        Arrays.fill(entropy, (byte) 7);
        try (SecretRandomness secrets = SecretRandomness.fromEntropy(entropy)) {
            assertThat(entropy).containsOnly(0);
            assertThat(secrets).hasToString("SecretRandomness");
        }
    }

    @Test
    void instancesAreIndependent() {
        Randomness randomness = Randomness.system();
        long[] a = new long[64];
        long[] b = new long[64];
        randomness.secret().ternary(a);
        randomness.secret().ternary(b);
        assertThat(a).isNotEqualTo(b);
        assertThat(randomness.publicSeed()).isNotEqualTo(randomness.publicSeed());
    }

    @Test
    void secretAndPublishedRandomnessNeverShareASource() {
        SecureRandom source = new SecureRandom();
        assertThatThrownBy(() -> new Randomness(source, source)).isInstanceOf(IllegalArgumentException.class);
    }
}
