package dev.glovebox.backends.java;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.runtime.ring.RingBackend;
import dev.glovebox.runtime.ring.RingBackends;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackendsAgreeTest {
    @Test
    void theServiceLoaderFindsEveryTierBestFirst() {
        assertThat(RingBackends.all())
                .extracting(RingBackend::name)
                .containsSubsequence("java-vector", "java-autovec", "java-scalar");
        assertThat(RingBackends.choose().name()).isEqualTo("java-vector");
    }

    @ParameterizedTest(name = "N=2^{0}, seeds from {1}")
    @CsvSource({"4, 100", "5, 200", "6, 300", "7, 400", "10, 500", "11, 600", "13, 700"})
    void everyTierExportsTheSameResidues(int logDegree, long firstSeed) {
        for (long seed = firstSeed; seed < firstSeed + (logDegree < 10 ? 20 : 3); seed++) {
            long expected = RandomOperations.digest(new ScalarBackend(), logDegree, seed);
            for (RingBackend backend : RingBackends.all()) {
                assertThat(RandomOperations.digest(backend, logDegree, seed))
                        .as("%s, seed %d", backend.name(), seed)
                        .isEqualTo(expected);
            }
        }
    }
}
