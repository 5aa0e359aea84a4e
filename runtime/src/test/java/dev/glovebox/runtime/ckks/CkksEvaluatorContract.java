package dev.glovebox.runtime.ckks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.glovebox.runtime.circuit.CircuitException;
import dev.glovebox.runtime.circuit.DiagonalMatrix;
import dev.glovebox.runtime.circuit.Evaluator;
import dev.glovebox.runtime.circuit.Evaluator.Value;
import dev.glovebox.runtime.circuit.SlotVector;
import dev.glovebox.runtime.ring.RingBackend;
import dev.glovebox.runtime.ring.RingKernels;
import dev.glovebox.runtime.rlwe.EvaluationKeys;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation on encrypted vectors is that operation on clear ones, over any {@link RingBackend}. */
public abstract class CkksEvaluatorContract {
    /** Twenty times the largest error seen at these sizes and a scale of 40 bits. */
    private static final double TOLERANCE = 1e-6;

    protected abstract RingBackend backend();

    /** Seed, log₂N, slots, levels, digits. */
    static Stream<Arguments> shapes() {
        return Stream.of(
                Arguments.of(1, 10, 512, 3, 4),
                Arguments.of(2, 10, 1, 2, 3),
                Arguments.of(3, 10, 8, 4, 2),
                Arguments.of(4, 11, 1024, 5, 3),
                Arguments.of(5, 12, 64, 2, 1));
    }

    private CkksFixture open(long seed, int logDegree, int slots, int levels, int digits, int... rotations) {
        return new CkksFixture(backend(), CkksFixture.spec(logDegree, levels, 40, digits), slots, seed, rotations);
    }

    private static void assertSlots(CkksFixture f, Value value, IntToDoubleFunction expected) {
        double[] actual = f.decrypt(value);
        double[] wanted = new double[f.slots];
        Arrays.setAll(wanted, expected);
        assertThat(actual).containsExactly(wanted, within(TOLERANCE));
    }

    @ParameterizedTest(name = "seed {0}, N=2^{1}, n={2}, levels {3}, digits {4}")
    @MethodSource("shapes")
    void additiveOperations(long seed, int logDegree, int n, int levels, int digits) {
        try (CkksFixture f = open(seed, logDegree, n, levels, digits)) {
            Random random = new Random(seed);
            double[] x = CkksFixture.random(random, n);
            double[] y = CkksFixture.random(random, n);
            SlotVector v = SlotVector.of(CkksFixture.random(random, Math.max(1, n / 4)));
            for (int level = 0; level <= levels; level++) {
                Value a = f.encrypt(x, level);
                Value b = f.encrypt(y, level);
                Evaluator e = f.evaluator;
                assertSlots(f, e.add(a, b), i -> x[i] + y[i]);
                assertSlots(f, e.subtract(a, b), i -> x[i] - y[i]);
                assertSlots(f, e.negate(a), i -> -x[i]);
                assertSlots(f, e.addPlain(a, v), i -> x[i] + v.get(i));
                assertSlots(f, e.addScalar(a, -0.75), i -> x[i] - 0.75);
                assertSlots(f, e.multiplyInteger(a, -3), i -> -3 * x[i]);
            }
        }
    }

    @ParameterizedTest(name = "seed {0}, N=2^{1}, n={2}, levels {3}, digits {4}")
    @MethodSource("shapes")
    void products(long seed, int logDegree, int n, int levels, int digits) {
        try (CkksFixture f = open(seed, logDegree, n, levels, digits)) {
            Random random = new Random(seed);
            double[] x = CkksFixture.random(random, n);
            double[] y = CkksFixture.random(random, n);
            SlotVector v = SlotVector.of(CkksFixture.random(random, n));
            for (int level = 1; level <= levels; level++) {
                Evaluator e = f.evaluator;
                Value a = f.encrypt(x, level);
                Value b = f.encrypt(y, level);
                Value product = e.multiply(a, b);
                assertThat(List.of(product.level(), product.pending(), product.size()))
                        .containsExactly(level, 2, 3);
                assertSlots(f, product, i -> x[i] * y[i]);
                Value relinear = e.relinearize(product);
                assertThat(relinear.size()).isEqualTo(2);
                assertSlots(f, relinear, i -> x[i] * y[i]);
                Value rescaled = e.rescale(relinear);
                assertThat(List.of(rescaled.level(), rescaled.pending())).containsExactly(level - 1, 1);
                assertSlots(f, rescaled, i -> x[i] * y[i]);
                assertSlots(f, e.relinearize(e.rescale(product)), i -> x[i] * y[i]);
                assertSlots(f, e.multiply(a, a), i -> x[i] * x[i]);
                assertSlots(f, e.rescale(e.multiplyPlain(a, v)), i -> x[i] * v.get(i));
                assertSlots(f, e.rescale(e.multiplyScalar(a, 0.3)), i -> x[i] * 0.3);
                assertSlots(f, e.addPlain(e.multiplyPlain(a, v), v), i -> (x[i] + 1) * v.get(i));
                assertSlots(f, e.addScalar(product, 2.5), i -> x[i] * y[i] + 2.5);
                assertSlots(f, e.add(product, e.multiplyPlain(a, v)), i -> x[i] * (y[i] + v.get(i)));
                assertSlots(f, e.subtract(e.multiplyPlain(a, v), product), i -> x[i] * (v.get(i) - y[i]));
                assertSlots(
                        f,
                        e.sumOfProducts(new Value[] {a, b, a}, new Value[] {b, b, a}),
                        i -> x[i] * y[i] + y[i] * y[i] + x[i] * x[i]);
            }
        }
    }

    @ParameterizedTest(name = "seed {0}, N=2^{1}, n={2}, levels {3}, digits {4}")
    @MethodSource("shapes")
    void adjustingKeepsValuesAtTheLowerLevelsScale(long seed, int logDegree, int n, int levels, int digits) {
        try (CkksFixture f = open(seed, logDegree, n, levels, digits)) {
            double[] x = CkksFixture.random(new Random(seed), n);
            for (int level = 0; level < levels; level++) {
                Value low = f.evaluator.adjust(f.encrypt(x, levels), level);
                assertThat(List.of(low.level(), low.pending())).containsExactly(level, 1);
                assertSlots(f, low, i -> x[i]);
                assertSlots(f, f.evaluator.add(low, f.encrypt(x, level)), i -> 2 * x[i]);
            }
        }
    }

    @ParameterizedTest(name = "seed {0}, N=2^{1}, n={2}, levels {3}, digits {4}")
    @MethodSource("shapes")
    void rotations(long seed, int logDegree, int n, int levels, int digits) {
        int[] steps = n == 1 ? new int[0] : new int[] {1, n / 2, n - 1};
        try (CkksFixture f = open(seed, logDegree, n, levels, digits, steps)) {
            double[] x = CkksFixture.random(new Random(seed), n);
            for (int level = 0; level <= levels; level++) {
                Value a = f.encrypt(x, level);
                assertSlots(f, f.evaluator.rotate(a, n), i -> x[i]);
                try (Evaluator.Hoisted hoisted = f.evaluator.hoist(a)) {
                    for (int k : steps) {
                        assertSlots(f, f.evaluator.rotate(a, k), i -> x[(i + k) % n]);
                        assertSlots(f, hoisted.rotate(k), i -> x[(i + k) % n]);
                        assertSlots(f, hoisted.rotate(k - n), i -> x[(i + k) % n]);
                    }
                }
                if (n > 1) {
                    Value twice = f.evaluator.rotate(f.evaluator.rotate(a, n / 2), 1);
                    assertSlots(f, twice, i -> x[(i + n / 2 + 1) % n]);
                    assertSlots(f, f.evaluator.rotate(f.evaluator.rotate(a, 1), -1), i -> x[i]);
                }
            }
        }
    }

    @ParameterizedTest(name = "seed {0}, N=2^{1}, n={2}, levels {3}, digits {4}")
    @MethodSource("shapes")
    void complexOperations(long seed, int logDegree, int n, int levels, int digits) {
        try (CkksFixture f = open(seed, logDegree, n, levels, digits)) {
            Random random = new Random(seed);
            ComplexVector z = new ComplexVector(CkksFixture.random(random, n), CkksFixture.random(random, n));
            Value a = f.encryptor.encrypt(z, n, levels);
            double[] negative = Arrays.stream(z.imaginary()).map(t -> -t).toArray();
            assertComplex(f, f.evaluator.conjugate(a), z.real(), negative);
            assertComplex(f, f.evaluator.conjugate(f.evaluator.conjugate(a)), z.real(), z.imaginary());
            assertComplex(f, f.evaluator.multiplyByI(a), negative, z.real());
            Value square = f.evaluator.multiply(a, f.evaluator.conjugate(a));
            double[] norms = new double[n];
            Arrays.setAll(norms, i -> z.real()[i] * z.real()[i] + z.imaginary()[i] * z.imaginary()[i]);
            assertComplex(f, square, norms, new double[n]);
        }
    }

    private static void assertComplex(CkksFixture f, Value value, double[] real, double[] imaginary) {
        ComplexVector actual = f.decryptComplex(value);
        assertThat(actual.real()).containsExactly(real, within(TOLERANCE));
        assertThat(actual.imaginary()).containsExactly(imaginary, within(TOLERANCE));
    }

    /** Seed, slots, offsets, baby steps. */
    static Stream<Arguments> matrices() {
        return Stream.of(
                Arguments.of(1, 16, new int[] {0}, 1),
                Arguments.of(2, 16, new int[] {3}, 4),
                Arguments.of(3, 16, new int[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}, 4),
                Arguments.of(4, 256, new int[] {0, 5, 16, 17, 63, 255}, 8),
                Arguments.of(5, 256, new int[] {4, 8, 12}, 4),
                Arguments.of(6, 32, new int[] {0, 1, 2, 3, 4, 5, 6, 7}, 16));
    }

    @ParameterizedTest(name = "seed {0}, n={1}, baby steps {3}")
    @MethodSource("matrices")
    void linearTransforms(long seed, int n, int[] offsets, int babySteps) {
        Random random = new Random(seed);
        Map<Integer, SlotVector> diagonals = new TreeMap<>();
        for (int offset : offsets) {
            diagonals.put(offset, SlotVector.of(CkksFixture.random(random, offset % 2 == 0 ? n : Math.min(n, 4))));
        }
        DiagonalMatrix matrix = DiagonalMatrix.of(diagonals, babySteps);
        int[] rotations =
                matrix.rotations().stream().mapToInt(Integer::intValue).toArray();
        try (CkksFixture f = open(seed, 10, n, 3, 2, rotations)) {
            double[] x = CkksFixture.random(random, n);
            for (int level = 1; level <= 3; level++) {
                Value y = f.evaluator.linearTransform(f.encrypt(x, level), matrix);
                assertThat(List.of(y.level(), y.pending(), y.size())).containsExactly(level, 2, 2);
                IntToDoubleFunction expected = i -> diagonals.entrySet().stream()
                        .mapToDouble(d -> d.getValue().get(i) * x[(i + d.getKey()) % n])
                        .sum();
                assertSlots(f, y, expected);
                assertSlots(f, f.evaluator.rescale(y), expected);
            }
        }
    }

    @ParameterizedTest(name = "seed {0}, N=2^{1}, n={2}, levels {3}, digits {4}")
    @MethodSource("shapes")
    void multiplicationDistributes(long seed, int logDegree, int n, int levels, int digits) {
        try (CkksFixture f = open(seed, logDegree, n, levels, digits)) {
            Random random = new Random(seed);
            Value a = f.encrypt(CkksFixture.random(random, n), levels);
            Value b = f.encrypt(CkksFixture.random(random, n), levels);
            Value c = f.encrypt(CkksFixture.random(random, n), levels);
            Evaluator e = f.evaluator;
            double[] left = f.decrypt(e.rescale(e.multiply(a, e.add(b, c))));
            double[] right = f.decrypt(e.rescale(e.add(e.multiply(a, b), e.multiply(a, c))));
            assertThat(left).containsExactly(right, within(TOLERANCE));
        }
    }

    /** Kernels without those of subrings: every constant is a polynomial in X. */
    private static RingKernels withoutSubrings(RingKernels kernels) {
        return (RingKernels) Proxy.newProxyInstance(
                RingKernels.class.getClassLoader(), new Class<?>[] {RingKernels.class}, (proxy, method, arguments) -> {
                    try {
                        return method.getName().equals("subring") ? proxy : method.invoke(kernels, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /** Seed, log₂N, slots, samples, greatest period. */
    static Stream<Arguments> periods() {
        return Stream.of(
                Arguments.of(1, 10, 512, 1, 512),
                Arguments.of(2, 10, 64, 1, 64),
                Arguments.of(3, 10, 16, 4, 16),
                Arguments.of(4, 12, 256, 1, 64),
                Arguments.of(5, 13, 128, 1, 128),
                Arguments.of(6, 6, 32, 1, 8));
    }

    @ParameterizedTest(name = "seed {0}, N=2^{1}, n={2}, {3} samples, periods up to {4}")
    @MethodSource("periods")
    void constantsOfAShortPeriodGiveTheResiduesOfAnyOther(
            long seed, int logDegree, int slots, int samples, int greatest) {
        int[] rotations = {1, 2, 3, 4, 8};
        ParameterSpec spec = CkksFixture.spec(logDegree, 3, 40, 2);
        try (CkksFixture f = new CkksFixture(
                        backend(),
                        spec,
                        slots * samples,
                        seed,
                        Arrays.stream(rotations).map(r -> r * samples).toArray());
                PlaintextCache compact = new PlaintextCache(f.parameters, f.kernels, samples);
                PlaintextCache full = new PlaintextCache(f.parameters, withoutSubrings(f.kernels), samples)) {
            Random random = new Random(seed);
            List<SlotVector> vectors = new ArrayList<>();
            for (int period = 1; period <= greatest; period *= 2) {
                vectors.add(SlotVector.of(CkksFixture.random(random, period)));
            }
            Map<Integer, SlotVector> equal = new TreeMap<>();
            Map<Integer, SlotVector> mixed = new TreeMap<>();
            for (int d = 0; d < 11; d++) {
                equal.put(d, SlotVector.of(CkksFixture.random(random, Math.min(8, greatest))));
                mixed.put(d, vectors.get(d % vectors.size()));
            }
            CkksCiphertext a = f.encrypt(CkksFixture.random(random, slots * samples), 3);
            CkksCiphertext b = f.encrypt(CkksFixture.random(random, slots * samples), 2);
            List<List<Long>> results = new ArrayList<>();
            for (PlaintextCache plaintexts : List.of(compact, full)) {
                Evaluator e = new CkksEvaluator(f.parameters, f.kernels, slots, f.keys, plaintexts);
                List<Value> values = new ArrayList<>();
                values.add(e.multiplyByI(a));
                for (SlotVector v : vectors) {
                    values.add(e.addPlain(a, v));
                    values.add(e.multiplyPlain(a, v));
                    values.add(e.multiplyPlain(e.last(e.negate(b)), v));
                    values.add(e.addPlain(e.last(e.multiplyPlain(a, v)), v));
                }
                Value[] terms = new Value[vectors.size()];
                Arrays.setAll(terms, t -> t % 2 == 0 ? a : b);
                values.add(e.sumOfPlainProducts(terms, vectors.toArray(SlotVector[]::new), 2));
                values.add(e.linearTransform(a, DiagonalMatrix.of(equal, 4)));
                values.add(e.linearTransform(b, DiagonalMatrix.of(mixed, 4)));
                values.forEach(v -> results.add(digest(f, (CkksCiphertext) v)));
            }
            int half = results.size() / 2;
            for (int i = 0; i < half; i++) {
                assertThat(results.get(i)).as("value %d", i).isEqualTo(results.get(half + i));
            }
            assertThat(compact.residentBytes()).isLessThanOrEqualTo(full.residentBytes());
        }
    }

    @Test
    void levelsOfTwoPrimesHaveScalesBeyondLongs() {
        ParameterSpec spec = new ParameterSpec(
                10,
                List.of(List.of(40, 40), List.of(36, 36), List.of(36, 36), List.of(36, 36)),
                List.of(49, 49, 49),
                3,
                72,
                true);
        try (CkksFixture f = new CkksFixture(backend(), spec, 512, 8, 1)) {
            Random random = new Random(8);
            double[] x = CkksFixture.random(random, 512);
            SlotVector v = SlotVector.of(CkksFixture.random(random, 512));
            Evaluator e = f.evaluator;
            Value a = f.encrypt(x, 3);
            Value power = e.rescale(e.relinearize(e.addScalar(e.addPlain(e.multiply(a, a), v), 0.1)));
            power = e.add(power, e.adjust(a, 2));
            power = e.rescale(e.multiplyPlain(e.rotate(power, 1), v));
            double[] expected = new double[512];
            Arrays.setAll(expected, i -> {
                int k = (i + 1) % 512;
                return (x[k] * x[k] + v.get(k) + 0.1 + x[k]) * v.get(i);
            });
            assertThat(power.level()).isEqualTo(1);
            assertThat(f.decrypt(power)).containsExactly(expected, within(1e-14));
        }
    }

    @Test
    void wrongLevelsScalesAndSizesAreRefused() {
        try (CkksFixture f = open(1, 10, 8, 2, 3, 1)) {
            double[] x = new double[8];
            Evaluator e = f.evaluator;
            Value high = f.encrypt(x, 2);
            Value low = f.encrypt(x, 1);
            Value bottom = f.encrypt(x, 0);
            Value product = e.multiply(high, high);
            assertRefused(
                    () -> e.add(high, low),
                    "add takes operands of one level and scale, found [level 2, pending 1,"
                            + " size 2][level 1, pending 1, size 2]");
            assertRefused(() -> e.subtract(high, product), "pending 2");
            assertRefused(() -> e.multiply(high, low), "multiply takes operands of level 2");
            assertRefused(() -> e.multiply(product, product), "pending 1");
            assertRefused(() -> e.multiply(high, e.rescale(product)), "level 1");
            assertRefused(() -> e.multiply(bottom, bottom), "level 1 or more");
            assertRefused(() -> e.multiplyScalar(bottom, 2), "level 1 or more");
            assertRefused(() -> e.multiplyPlain(product, SlotVector.of(1)), "pending 1");
            assertRefused(() -> e.rescale(high), "rescale takes pending 2");
            assertRefused(() -> e.adjust(low, 1), "a lower level");
            assertRefused(() -> e.adjust(low, -1), "a lower level");
            assertRefused(() -> e.rotate(product, 1), "size 2");
            assertRefused(() -> e.conjugate(product), "size 2");
            assertRefused(() -> e.multiplyInteger(high, (1 << 20) + 1), "1048577");
            assertRefused(() -> e.addPlain(high, SlotVector.of(new double[16])), "period 16");
            assertRefused(() -> e.addScalar(high, Double.NaN), "NaN");
            assertRefused(() -> e.sumOfProducts(new Value[0], new Value[0]), "0 by 0");
            assertRefused(() -> e.negate(f.encryptor.encrypt(x, 16, 1)), "of 8 slots");
        }
    }

    private static void assertRefused(Runnable operation, String message) {
        assertThatThrownBy(operation::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void missingKeysAreNamed() {
        try (CkksFixture f = open(1, 10, 8, 2, 3)) {
            Evaluator e = f.evaluator;
            Value a = f.encrypt(new double[8], 2);
            assertThatThrownBy(() -> e.rotate(a, 3))
                    .isInstanceOf(CircuitException.class)
                    .hasMessageStartingWith("GBR401: no Galois key for rotation by 3 of 8 slots (element 125)");
            assertThatThrownBy(() -> e.linearTransform(
                            a, DiagonalMatrix.of(Map.of(0, SlotVector.of(1), 5, SlotVector.of(1)), 2)))
                    .isInstanceOf(CircuitException.class)
                    .hasMessageContaining("rotation by 1");
            assertThat(f.decrypt(e.rotate(a, 8))).containsOnly(new double[8], within(TOLERANCE));
        }
    }

    @Test
    void keysBelowTheLevelAreRefused() {
        try (CkksFixture f = open(1, 10, 8, 2, 3);
                EvaluationKeys low = new EvaluationKeys(
                        f.secretKey.id(), f.generator.relinearizationKey(f.secretKey, 1), Map.of())) {
            CkksEvaluator e = new CkksEvaluator(f.parameters, f.kernels, 8, low, f.plaintexts);
            Value a = f.encrypt(new double[] {0.5}, 2);
            assertThatThrownBy(() -> e.relinearize(e.multiply(a, a)))
                    .isInstanceOf(CircuitException.class)
                    .hasMessageStartingWith("GBR401: the relinearization key is at level 1, needed at level 2");
            Value b = f.encrypt(new double[] {0.5}, 1);
            assertSlots(f, e.relinearize(e.multiply(b, b)), i -> 0.25);
        }
    }

    @Test
    void valuesUnderAnotherKeyAreRefused() {
        try (CkksFixture f = open(1, 10, 8, 1, 1);
                CkksFixture other = open(2, 10, 8, 1, 1)) {
            Value foreign = other.encrypt(new double[8], 1);
            assertThatThrownBy(() -> f.evaluator.negate(foreign))
                    .isInstanceOf(CircuitException.class)
                    .hasMessageContaining("GBR305");
            assertThatThrownBy(() -> f.decrypt(foreign))
                    .isInstanceOf(CircuitException.class)
                    .hasMessageContaining("GBR305");
        }
    }

    @Test
    void releasedValuesCannotBeUsed() {
        try (CkksFixture f = open(1, 10, 8, 1, 1, 1)) {
            Value a = f.encrypt(new double[8], 1);
            Evaluator.Hoisted hoisted = f.evaluator.hoist(a);
            hoisted.close();
            assertThatThrownBy(() -> hoisted.rotate(1)).isInstanceOf(IllegalStateException.class);
            f.evaluator.release(a);
            assertThatThrownBy(() -> f.evaluator.negate(a))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the ciphertext was released");
        }
    }

    /** Evaluation is a function on residues: several threads at once get the bytes that one gets. */
    @Test
    void threadsDoNotDisturbEachOther() {
        try (CkksFixture f = open(1, 11, 64, 3, 2, 1, 2, 4)) {
            Random random = new Random(1);
            DiagonalMatrix matrix =
                    DiagonalMatrix.of(Map.of(0, SlotVector.of(CkksFixture.random(random, 64)), 5, SlotVector.of(1)), 4);
            List<CkksCiphertext> inputs = Stream.generate(() -> f.encrypt(CkksFixture.random(random, 64), 3))
                    .limit(8)
                    .toList();
            Function<CkksCiphertext, List<Long>> circuit = x -> {
                Evaluator e = f.evaluator;
                Value y = e.rescale(e.linearTransform(x, matrix));
                y = e.rotate(e.rescale(e.relinearize(e.multiply(y, y))), 2);
                return digest(
                        f, (CkksCiphertext) e.addPlain(y, matrix.diagonals().get(0)));
            };
            List<List<Long>> together = inputs.parallelStream().map(circuit).toList();
            assertThat(together).isEqualTo(inputs.stream().map(circuit).toList());
        }
    }

    private static List<Long> digest(CkksFixture f, CkksCiphertext ciphertext) {
        List<Long> residues = new ArrayList<>();
        for (int part = 0; part < ciphertext.size(); part++) {
            for (int i = 0; i < f.parameters.limbs(ciphertext.level()); i++) {
                long[] limb = new long[f.parameters.degree()];
                f.kernels.exportLimb(ciphertext.rlwe().part(part), i, limb);
                Arrays.stream(limb).forEach(residues::add);
            }
        }
        return residues;
    }
}
