package dev.glovebox.runtime.ckks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glovebox.runtime.circuit.Constants;
import dev.glovebox.runtime.circuit.Evaluator.Value;
import dev.glovebox.runtime.circuit.SlotVector;
import dev.glovebox.runtime.ring.RingBackend;
import dev.glovebox.runtime.ring.RingKernels;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Constants are kept within their bytes, are right when encoded again, and end with the cache. */
public abstract class PlaintextCacheContract {
    private static final int SLOTS = 8;

    protected abstract RingBackend backend();

    private CkksFixture open() {
        return new CkksFixture(backend(), CkksFixture.spec(10, 2, 40, 3), SLOTS, 1);
    }

    private static Constants vectors(int count) {
        List<SlotVector> vectors = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            vectors.add(SlotVector.of(i + 1));
        }
        return new Constants(vectors, List.of());
    }

    @Test
    void keepsThoseThatComeFirst() {
        try (CkksFixture f = open()) {
            Constants constants = vectors(6);
            long one = 3L * f.kernels.subring(1).ring().degree() * Double.BYTES;
            try (PlaintextCache cache = new PlaintextCache(f.parameters, f.kernels, 1, constants, 2 * one)) {
                CkksEvaluator e = new CkksEvaluator(f.parameters, f.kernels, SLOTS, f.keys, cache);
                Value a = f.encrypt(new double[] {0.5}, 2);
                for (int round = 0; round < 3; round++) {
                    for (int i = 0; i < 6; i++) {
                        double[] sum = f.decrypt(e.addPlain(a, constants.vector(i)));
                        assertThat(sum[3]).isCloseTo(i + 1.5, org.assertj.core.api.Assertions.within(1e-6));
                        assertThat(cache.residentBytes()).isEqualTo(Math.min(2, round * 6 + i + 1) * one);
                    }
                }
                assertThat(polynomial(cache, constants.vector(1))).isSameAs(polynomial(cache, constants.vector(1)));
                try (PlaintextCache.Use late = cache.encoded(constants.vector(5), 2, 1)) {
                    assertThat(polynomial(cache, constants.vector(5))).isSameAs(late.polynomial());
                    assertThat(cache.residentBytes()).isEqualTo(2 * one);
                }
                PlaintextCache.Use held = cache.encoded(constants.vector(0), 2, 1);
                cache.encoded(constants.vector(1), 2, 1).close();
                cache.encoded(constants.vector(2), 2, 1).close();
                assertThat(cache.encoded(constants.vector(0), 2, 1).polynomial())
                        .isSameAs(held.polynomial());
                cache.close();
                assertThat(cache.residentBytes()).isZero();
                RingKernels subring = f.kernels.subring(1);
                subring.exportLimb(held.polynomial(), 0, new long[subring.ring().degree()]);
            }
        }
    }

    private static Object polynomial(PlaintextCache cache, SlotVector vector) {
        try (PlaintextCache.Use use = cache.encoded(vector, 2, 1)) {
            return use.polynomial();
        }
    }

    @Test
    void keepsNothingWithoutBytesAndNoVectorsOfOthers() {
        try (CkksFixture f = open()) {
            Constants constants = vectors(1);
            try (PlaintextCache none = new PlaintextCache(f.parameters, f.kernels, 1, constants, 0);
                    PlaintextCache all = new PlaintextCache(f.parameters, f.kernels, 1, constants)) {
                none.encoded(constants.vector(0), 1, 1).close();
                assertThat(none.residentBytes()).isZero();
                PlaintextCache.Use foreign = all.encoded(SlotVector.of(3), 1, 1);
                assertThat(all.residentBytes()).isZero();
                foreign.close();
                RingKernels subring = f.kernels.subring(1);
                assertThatThrownBy(() -> subring.exportLimb(
                                foreign.polynomial(), 0, new long[subring.ring().degree()]))
                        .isInstanceOf(IllegalStateException.class);
            }
        }
    }

    /** A period of n elements takes 2n numbers a limb for each sample, if that is at most an eighth of the degree; else all. */
    @ParameterizedTest(name = "period {0}, {1} samples")
    @CsvSource({
        "1, 1, 16",
        "1, 4, 16",
        "8, 1, 16",
        "16, 1, 32",
        "16, 4, 128",
        "64, 1, 128",
        "32, 4, 1024",
        "512, 1, 1024"
    })
    void countsWhatIsKept(int period, int samples, int numbers) {
        SlotVector vector = SlotVector.of(CkksFixture.random(new java.util.Random(1), period));
        try (CkksFixture f = open();
                PlaintextCache cache = new PlaintextCache(
                        f.parameters, f.kernels, samples, new Constants(List.of(vector), List.of()))) {
            cache.encoded(vector, 2, 1).close();
            assertThat(cache.residentBytes()).isEqualTo(3L * numbers * Double.BYTES);
            cache.encodedExtended(vector, 1, 2).close();
            int limbs = 3 + f.parameters.fullBasis(2).size();
            assertThat(cache.residentBytes()).isEqualTo((long) limbs * numbers * Double.BYTES);
        }
    }

    @Test
    void threadsShareOneEncoding() {
        try (CkksFixture f = open()) {
            Constants constants = vectors(3);
            try (PlaintextCache cache = new PlaintextCache(f.parameters, f.kernels, 1, constants)) {
                List<Object> polynomials = IntStream.range(0, 24)
                        .parallel()
                        .mapToObj(i -> {
                            try (PlaintextCache.Use use = cache.encoded(constants.vector(i % 3), 2, 1)) {
                                return (Object) use.polynomial();
                            }
                        })
                        .toList();
                assertThat(polynomials.stream().distinct()).hasSize(3);
            }
        }
    }

    @Test
    void valuesThatDoNotFitAreToldEachTime() {
        try (CkksFixture f = open()) {
            SlotVector large = SlotVector.of(1e60);
            try (PlaintextCache cache =
                    new PlaintextCache(f.parameters, f.kernels, 1, new Constants(List.of(large), List.of()))) {
                for (int i = 0; i < 2; i++) {
                    assertThatThrownBy(() -> cache.encoded(large, 0, 1))
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessageContaining("values encode to coefficients");
                }
                assertThat(cache.residentBytes()).isZero();
            }
            assertThatThrownBy(() -> new PlaintextCache(f.parameters, f.kernels, 1, vectors(1), -1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("-1 bytes");
        }
    }
}
