package dev.glovebox.compiler.cost;

import dev.glovebox.runtime.circuit.CircuitManifest.KeyRequirement;
import dev.glovebox.runtime.circuit.DiagonalMatrix;
import dev.glovebox.runtime.circuit.Evaluator;
import dev.glovebox.runtime.circuit.Evaluator.Hoisted;
import dev.glovebox.runtime.circuit.Evaluator.Value;
import dev.glovebox.runtime.circuit.SlotVector;
import dev.glovebox.runtime.ckks.CkksCiphertext;
import dev.glovebox.runtime.ckks.CkksEvaluator;
import dev.glovebox.runtime.ckks.CkksParameters;
import dev.glovebox.runtime.ckks.PlaintextCache;
import dev.glovebox.runtime.random.PublicSeed;
import dev.glovebox.runtime.random.Randomness;
import dev.glovebox.runtime.ring.RingKernels;
import dev.glovebox.runtime.ring.RnsPolynomial;
import dev.glovebox.runtime.rlwe.Ciphertext;
import dev.glovebox.runtime.rlwe.EvaluationKeys;
import dev.glovebox.runtime.rlwe.KeyId;
import dev.glovebox.runtime.rlwe.SwitchingKey;
import dev.glovebox.runtime.rlwe.UniformPolynomials;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Times the operations of {@link CkksEvaluator} under given parameters. Ciphertexts and keys are uniform polynomials: how long
 * an operation takes does not depend on their values, and no secret is needed.
 */
final class OperationTimes implements AutoCloseable {
    private static final int OPERANDS = 4;
    private static final int SLOTS = 1 << 10;
    private static final int BABIES = 4;
    private static final int GIANTS = 3;

    private final CkksParameters parameters;
    private final RingShape ring;
    private final RingKernels kernels;
    private final Randomness randomness = Randomness.system();
    private final KeyId keyId = KeyId.random(randomness);
    private final Stopwatch stopwatch;
    private final EvaluationKeys keys;
    private final Random random = new Random(1);

    OperationTimes(CkksParameters parameters, RingKernels kernels, Stopwatch stopwatch) {
        this.parameters = parameters;
        this.kernels = kernels;
        this.stopwatch = stopwatch;
        ring = RingShape.of(parameters);
        int top = parameters.maxLevel();
        Map<Integer, Integer> rotations = new TreeMap<>();
        for (int i = 1; i < BABIES; i++) {
            rotations.put(i, top);
        }
        for (int i = 1; i <= GIANTS; i++) {
            rotations.put(i * BABIES, top);
        }
        KeyRequirement requirement = new KeyRequirement(top, new TreeMap<>(rotations), -1);
        Map<Integer, SwitchingKey> galois = new HashMap<>();
        requirement.rotations().forEach((steps, level) -> galois.put(parameters.galoisElement(steps), key(level)));
        keys = new EvaluationKeys(keyId, key(top), galois);
    }

    /** What was measured of one operation. */
    record Measured(OperationKind operation, Work work, double nanos) {}

    private SwitchingKey key(int level) {
        PublicSeed seed = randomness.publicSeed();
        List<RnsPolynomial> b = new ArrayList<>();
        for (int i = 0; i < parameters.rlwe().digitCount(level); i++) {
            b.add(UniformPolynomials.switchingKey(
                    parameters.rlwe(), kernels, randomness.publicSeed(), keyId, level, i));
        }
        return SwitchingKey.of(parameters.rlwe(), kernels, keyId, level, seed, b);
    }

    private Value value(int slots, int level, int pending, int size) {
        List<RnsPolynomial> parts = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            parts.add(UniformPolynomials.ciphertext(parameters.rlwe(), kernels, randomness.publicSeed(), keyId, level));
        }
        return new CkksCiphertext(Ciphertext.of(parameters.rlwe(), keyId, level, parts), slots, pending);
    }

    private SlotVector vector(int slots) {
        return SlotVector.of(random.doubles(slots, -1, 1).toArray());
    }

    /** All operations at a level of at least 1. */
    List<Measured> at(int level) {
        int slots = Math.min(SLOTS, parameters.maxSlots());
        List<Measured> out = new ArrayList<>();
        try (PlaintextCache plaintexts = new PlaintextCache(parameters, kernels)) {
            Evaluator e = new CkksEvaluator(parameters, kernels, slots, keys, plaintexts);
            int limbs = ring.limbs(level);
            SlotVector v = vector(slots);
            Value[] x = values(slots, level, 1, 2);
            Value[] pending = values(slots, level, 2, 2);
            Value[] large = values(slots, level, 2, 3);
            Work pass = Work.passes(2 * limbs);
            out.add(time(OperationKind.ADD, pass, e, x, a -> e.add(a, x[0])));
            out.add(time(OperationKind.ADD, Work.passes(3 * limbs), e, large, a -> e.add(a, large[0])));
            out.add(time(OperationKind.ADD_PLAIN, pass, e, x, a -> e.addPlain(a, v)));
            out.add(time(OperationKind.ADD_SCALAR, pass, e, x, a -> e.addScalar(a, 0.3)));
            out.add(time(OperationKind.NEGATE, pass, e, x, e::negate));
            out.add(time(OperationKind.MULTIPLY_PLAIN, pass, e, x, a -> e.multiplyPlain(a, v)));
            out.add(time(OperationKind.MULTIPLY_SCALAR, pass, e, x, a -> e.multiplyScalar(a, 0.3)));
            out.add(time(OperationKind.MULTIPLY, Work.passes(3 * limbs), e, x, a -> e.multiply(a, x[0])));
            out.add(time(OperationKind.RELINEARIZE, Work.relinearize(ring, level), e, large, e::relinearize));
            out.add(time(OperationKind.RESCALE, Work.rescale(ring, level - 1, 2), e, pending, e::rescale));
            out.add(time(OperationKind.RESCALE, Work.rescale(ring, level - 1, 3), e, large, e::rescale));
            out.add(time(OperationKind.ADJUST, Work.adjust(ring, level - 1, 2), e, x, a -> e.adjust(a, level - 1)));
            out.add(time(OperationKind.ROTATE, Work.rotate(ring, level), e, x, a -> e.rotate(a, 1)));
            hoisted(out, e, x, level);
            for (TransformShape shape : List.of(
                    new TransformShape(0, 0, 1),
                    new TransformShape(BABIES - 1, 0, BABIES),
                    new TransformShape(BABIES - 1, GIANTS, BABIES * (GIANTS + 1)))) {
                DiagonalMatrix matrix = matrix(shape, slots);
                out.add(time(
                        OperationKind.LINEAR_TRANSFORM,
                        Work.linearTransform(ring, level, shape),
                        e,
                        x,
                        a -> e.linearTransform(a, matrix)));
            }
            release(e, x, pending, large);
        }
        out.add(encode(slots, level));
        return out;
    }

    private Value[] values(int slots, int level, int pending, int size) {
        Value[] values = new Value[OPERANDS];
        for (int i = 0; i < values.length; i++) {
            values[i] = value(slots, level, pending, size);
        }
        return values;
    }

    private static void release(Evaluator e, Value[]... all) {
        for (Value[] values : all) {
            for (Value value : values) {
                e.release(value);
            }
        }
    }

    private Measured time(
            OperationKind kind, Work work, Evaluator e, Value[] operands, Function<Value, Value> operation) {
        return new Measured(kind, work, stopwatch.nanos(i -> e.release(operation.apply(operands[i % OPERANDS]))));
    }

    private void hoisted(List<Measured> out, Evaluator e, Value[] x, int level) {
        double first = stopwatch.nanos(i -> {
            try (Hoisted hoisted = e.hoist(x[i % OPERANDS])) {
                e.release(hoisted.rotate(1));
            }
        });
        double all = stopwatch.nanos(i -> {
            try (Hoisted hoisted = e.hoist(x[i % OPERANDS])) {
                for (int steps = 1; steps < BABIES; steps++) {
                    e.release(hoisted.rotate(steps));
                }
            }
        });
        Work one = Work.hoistedRotation(ring, level);
        double each = Math.max((all - first) / (BABIES - 2), first / 100);
        out.add(new Measured(OperationKind.HOISTED_ROTATE, one, each));
        out.add(new Measured(OperationKind.HOIST, Work.rotate(ring, level), first));
    }

    private DiagonalMatrix matrix(TransformShape shape, int slots) {
        Map<Integer, SlotVector> diagonals = new TreeMap<>();
        for (int giant = 0; giant <= shape.giants(); giant++) {
            for (int baby = 0; baby <= shape.babies(); baby++) {
                diagonals.put(giant * BABIES + baby, vector(slots));
            }
        }
        return DiagonalMatrix.of(diagonals, BABIES);
    }

    /** A product with a constant that was not met before, less one with a constant that was. */
    private Measured encode(int slots, int level) {
        SlotVector known = vector(slots);
        try (PlaintextCache plaintexts = new PlaintextCache(parameters, kernels)) {
            Evaluator e = new CkksEvaluator(parameters, kernels, slots, keys, plaintexts);
            Value x = value(slots, level, 1, 2);
            double warm = stopwatch.nanos(_ -> e.release(e.multiplyPlain(x, known)));
            double cold = stopwatch.nanos(_ -> e.release(e.multiplyPlain(x, SlotVector.of(known.toArray()))));
            e.release(x);
            return new Measured(
                    OperationKind.ENCODE, Work.encode(ring, ring.limbs(level)), Math.max(cold - warm, cold / 100));
        }
    }

    @Override
    public void close() {
        keys.close();
    }
}
