package dev.glovebox.runtime.ckks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.glovebox.runtime.circuit.DiagonalMatrix;
import dev.glovebox.runtime.circuit.Evaluator;
import dev.glovebox.runtime.circuit.Evaluator.Value;
import dev.glovebox.runtime.circuit.SlotVector;
import dev.glovebox.runtime.ring.RingBackend;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fused and consuming operations give the residues, or the values, of the operations they stand for. */
public abstract class FusedOperationsContract {
    private static final double TOLERANCE = 1e-6;

    protected abstract RingBackend backend();

    /** Seed, slots, specification. */
    static List<Arguments> shapes() {
        ParameterSpec composite = new ParameterSpec(
                10,
                List.of(List.of(40, 40), List.of(36, 36), List.of(36, 36), List.of(36, 36)),
                List.of(49, 49, 49),
                3,
                72,
                true);
        return List.of(
                Arguments.of(1, 8, CkksFixture.spec(10, 3, 40, 4)),
                Arguments.of(2, 512, CkksFixture.spec(10, 4, 40, 2)),
                Arguments.of(3, 16, CkksFixture.spec(11, 3, 45, 1)),
                Arguments.of(4, 64, composite));
    }

    private static List<Long> digest(CkksFixture f, Value value) {
        CkksCiphertext ciphertext =
                value instanceof HoistedCiphertext hoisted ? hoisted.ciphertext() : (CkksCiphertext) value;
        List<Long> residues = new ArrayList<>(List.of((long) value.level(), (long) value.pending()));
        long[] limb = new long[f.parameters.degree()];
        for (int part = 0; part < ciphertext.size(); part++) {
            for (int i = 0; i < f.parameters.limbs(ciphertext.level()); i++) {
                f.kernels.exportLimb(ciphertext.rlwe().part(part), i, limb);
                Arrays.stream(limb).forEach(residues::add);
            }
        }
        return residues;
    }

    private static void assertSlots(CkksFixture f, Value value, IntToDoubleFunction expected) {
        double[] wanted =
                IntStream.range(0, f.slots).mapToDouble(expected::applyAsDouble).toArray();
        assertThat(f.decrypt(value)).containsExactly(wanted, within(TOLERANCE));
    }

    @ParameterizedTest(name = "seed {0}, n={1}")
    @MethodSource("shapes")
    void relinearizeRescaleIsRelinearizeThenRescale(long seed, int n, ParameterSpec spec) {
        try (CkksFixture f = new CkksFixture(backend(), spec, n, seed)) {
            Random random = new Random(seed);
            Evaluator e = f.evaluator;
            for (int level = 1; level <= f.parameters.maxLevel(); level++) {
                Value a = f.encrypt(CkksFixture.random(random, n), level);
                Value product = e.multiply(a, f.encrypt(CkksFixture.random(random, n), level));
                assertThat(digest(f, e.relinearizeRescale(product)))
                        .isEqualTo(digest(f, e.rescale(e.relinearize(product))));
                Value scaled = e.multiplyScalar(a, 0.5);
                assertThat(digest(f, e.relinearizeRescale(scaled))).isEqualTo(digest(f, e.rescale(scaled)));
            }
        }
    }

    @ParameterizedTest(name = "seed {0}, n={1}")
    @MethodSource("shapes")
    void sumsOfPublicProductsDropLevels(long seed, int n, ParameterSpec spec) {
        try (CkksFixture f = new CkksFixture(backend(), spec, n, seed)) {
            Random random = new Random(seed);
            Evaluator e = f.evaluator;
            int top = f.parameters.maxLevel();
            double[] x = CkksFixture.random(random, n);
            double[] y = CkksFixture.random(random, n);
            SlotVector v = SlotVector.of(CkksFixture.random(random, n));
            SlotVector w = SlotVector.of(CkksFixture.random(random, Math.max(1, n / 4)));
            for (int level = 1; level <= top; level++) {
                Value[] terms = {f.encrypt(x, top), f.encrypt(y, level)};
                Value scalars = e.sumOfScalarProducts(terms, new double[] {0.3, -1.7}, level);
                assertThat(List.of(scalars.level(), scalars.pending(), scalars.size()))
                        .containsExactly(level, 2, 2);
                assertSlots(f, scalars, i -> 0.3 * x[i] - 1.7 * y[i]);
                assertSlots(f, e.rescale(scalars), i -> 0.3 * x[i] - 1.7 * y[i]);
                Value plains = e.sumOfPlainProducts(terms, new SlotVector[] {v, w}, level);
                assertSlots(f, e.rescale(plains), i -> v.get(i) * x[i] + w.get(i) * y[i]);
                assertSlots(
                        f, e.add(scalars, e.multiply(terms[1], terms[1])), i -> 0.3 * x[i] - 1.7 * y[i] + y[i] * y[i]);
                assertThat(digest(f, e.sumOfScalarProducts(new Value[] {terms[1]}, new double[] {0.7}, level)))
                        .isEqualTo(digest(f, e.multiplyScalar(terms[1], 0.7)));
            }
        }
    }

    @ParameterizedTest(name = "seed {0}, n={1}")
    @MethodSource("shapes")
    void aHoistedValueIsAValueThatRotatesAlike(long seed, int n, ParameterSpec spec) {
        try (CkksFixture f = new CkksFixture(backend(), spec, n, seed, 1, 2, 3)) {
            Random random = new Random(seed);
            Evaluator e = f.evaluator;
            Value a = f.encrypt(CkksFixture.random(random, n), 2);
            Value b = f.encrypt(CkksFixture.random(random, n), 2);
            DiagonalMatrix matrix = DiagonalMatrix.of(Map.of(1, SlotVector.of(0.5, 1), 3, SlotVector.of(2)), 2);
            Value hoisted = e.hoist(a);
            assertThat(List.of(hoisted.level(), hoisted.pending(), hoisted.size()))
                    .containsExactly(2, 1, 2);
            for (int steps : new int[] {0, 1, 2, 3}) {
                assertThat(digest(f, e.rotate(hoisted, steps))).isEqualTo(digest(f, e.rotate(a, steps)));
            }
            assertThat(digest(f, e.linearTransform(hoisted, matrix)))
                    .isEqualTo(digest(f, e.linearTransform(a, matrix)));
            assertThat(digest(f, e.add(hoisted, b))).isEqualTo(digest(f, e.add(a, b)));
            assertThat(digest(f, e.rotate(e.last(e.hoist(e.last(hoisted))), 1))).isEqualTo(digest(f, e.rotate(a, 1)));
            assertThatThrownBy(() -> e.rotate(hoisted, 1)).isInstanceOf(IllegalStateException.class);
        }
    }

    private interface Operation {
        Value apply(Evaluator e, Value[] x);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void lastUsesGiveTheSameResiduesAndEndTheOperands(long seed) {
        SlotVector v = SlotVector.of(0.5, -1);
        DiagonalMatrix matrix = DiagonalMatrix.of(Map.of(0, v, 1, v, 2, v), 2);
        Map<String, Operation> operations = Map.ofEntries(
                Map.entry("add", (e, x) -> e.add(x[0], x[1])),
                Map.entry("subtract", (e, x) -> e.subtract(x[0], x[1])),
                Map.entry("add smaller", (e, x) -> e.add(x[2], x[3])),
                Map.entry("add greater", (e, x) -> e.add(x[3], x[2])),
                Map.entry("subtract smaller", (e, x) -> e.subtract(x[2], x[3])),
                Map.entry("subtract greater", (e, x) -> e.subtract(x[3], x[2])),
                Map.entry("negate", (e, x) -> e.negate(x[2])),
                Map.entry("addPlain", (e, x) -> e.addPlain(x[0], v)),
                Map.entry("addScalar", (e, x) -> e.addScalar(x[0], 2)),
                Map.entry("multiplyPlain", (e, x) -> e.multiplyPlain(x[0], v)),
                Map.entry("multiplyScalar", (e, x) -> e.multiplyScalar(x[0], 3)),
                Map.entry("multiplyInteger", (e, x) -> e.multiplyInteger(x[2], 3)),
                Map.entry("multiply", (e, x) -> e.multiply(x[0], x[1])),
                Map.entry("scalars", (e, x) -> e.sumOfScalarProducts(new Value[] {x[0], x[1]}, new double[] {1, 2}, 1)),
                Map.entry("plains", (e, x) -> e.sumOfPlainProducts(new Value[] {x[0]}, new SlotVector[] {v}, 2)),
                Map.entry("relinearize", (e, x) -> e.relinearize(x[2])),
                Map.entry("relinearize two", (e, x) -> e.relinearize(x[3])),
                Map.entry("rescale", (e, x) -> e.rescale(x[2])),
                Map.entry("relinearizeRescale", (e, x) -> e.relinearizeRescale(x[2])),
                Map.entry("adjust", (e, x) -> e.adjust(x[0], 0)),
                Map.entry("rotate", (e, x) -> e.rotate(x[0], 1)),
                Map.entry("rotate nowhere", (e, x) -> e.rotate(x[0], 0)),
                Map.entry("conjugate", (e, x) -> e.conjugate(x[0])),
                Map.entry("multiplyByI", (e, x) -> e.multiplyByI(x[0])),
                Map.entry("hoist", (e, x) -> e.hoist(x[0])),
                Map.entry("linearTransform", (e, x) -> e.linearTransform(x[0], matrix)));
        try (CkksFixture f = new CkksFixture(backend(), CkksFixture.spec(10, 3, 40, 2), 8, seed, 1, 2)) {
            Evaluator e = f.evaluator;
            operations.forEach((name, operation) -> {
                Random random = new Random(seed);
                Value a = f.encrypt(CkksFixture.random(random, 8), 2);
                Value b = f.encrypt(CkksFixture.random(random, 8), 2);
                Value product = e.multiply(a, b);
                Value pending = e.multiplyScalar(a, 0.5);
                Value[] x = {a, b, product, pending};
                List<Long> expected = digest(f, operation.apply(e, x));
                Value[] marked = Arrays.stream(x).map(e::last).toArray(Value[]::new);
                assertThat(digest(f, operation.apply(e, marked))).as(name).isEqualTo(expected);
                long ended = Arrays.stream(x).filter(value -> isEnded(e, value)).count();
                assertThat(ended).as(name).isBetween(1L, 2L);
            });
        }
    }

    private static boolean isEnded(Evaluator e, Value value) {
        try {
            e.negate(value);
            return false;
        } catch (IllegalStateException expected) {
            return true;
        }
    }

    @Test
    void wrongOperandsAreRefused() {
        try (CkksFixture f = new CkksFixture(backend(), CkksFixture.spec(10, 2, 40, 2), 8, 1)) {
            Evaluator e = f.evaluator;
            Value a = f.encrypt(new double[8], 1);
            Value product = e.multiply(a, a);
            assertRefused(() -> e.sumOfScalarProducts(new Value[0], new double[0], 1), "0 values by 0 factors");
            assertRefused(() -> e.sumOfScalarProducts(new Value[] {a}, new double[2], 1), "1 values by 2 factors");
            assertRefused(() -> e.sumOfScalarProducts(new Value[] {a}, new double[1], 2), "at level 2 or above");
            assertRefused(() -> e.sumOfScalarProducts(new Value[] {a}, new double[1], 0), "at level 0 or above");
            assertRefused(() -> e.sumOfScalarProducts(new Value[] {product}, new double[1], 1), "pending 1");
            assertRefused(
                    () -> e.sumOfPlainProducts(new Value[] {a}, new SlotVector[] {SlotVector.of(new double[16])}, 1),
                    "period 16");
            assertRefused(() -> e.relinearizeRescale(a), "pending 2");
            assertRefused(() -> e.hoist(product), "size 2");
        }
    }

    private static void assertRefused(Runnable operation, String message) {
        assertThatThrownBy(operation::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
