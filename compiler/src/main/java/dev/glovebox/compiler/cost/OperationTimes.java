package dev.glovebox.compiler.cost;

import dev.glovebox.compiler.schedule.Schedule;
import dev.glovebox.compiler.simulator.CircuitInterpreter;
import dev.glovebox.runtime.circuit.CircuitIds;
import dev.glovebox.runtime.circuit.CircuitProgram;
import dev.glovebox.runtime.circuit.Constants;
import dev.glovebox.runtime.circuit.DiagonalMatrix;
import dev.glovebox.runtime.circuit.Evaluator;
import dev.glovebox.runtime.circuit.Evaluator.Hoisted;
import dev.glovebox.runtime.circuit.Evaluator.Value;
import dev.glovebox.runtime.circuit.SlotVector;
import dev.glovebox.runtime.ckks.CkksCiphertext;
import dev.glovebox.runtime.ckks.CkksEvaluator;
import dev.glovebox.runtime.ckks.CkksParameters;
import dev.glovebox.runtime.ckks.DataflowEvaluator;
import dev.glovebox.runtime.ckks.Encoder;
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
import dev.glovebox.runtime.wire.CiphertextFormat.Shape;
import dev.glovebox.runtime.wire.MessageFormat;
import java.util.ArrayList;
import java.util.Collections;
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
    /** Values of a constant of a small model. */
    private static final int FEW = 1 << 6;

    /** Values of one of a larger model. */
    private static final int MANY = 1 << 10;

    /** Terms of sums of products. */
    private static final int[] TERMS = {1, 2, 8};

    /** Linear transforms with every diagonal that their steps reach, small and large. */
    private static final List<Steps> TRANSFORMS =
            List.of(new Steps(1, 1), new Steps(4, 1), new Steps(4, 4), new Steps(8, 4));

    /** Ciphertexts of a request beside the first. */
    private static final int FURTHER = 8;

    private static final Constants NO_CONSTANTS = new Constants(List.of(), List.of());

    private final CkksParameters parameters;
    private final RingShape ring;
    private final RingKernels kernels;
    private final Randomness randomness = Randomness.system();
    private final KeyId keyId = KeyId.random(randomness);
    private final Stopwatch stopwatch;
    private final EvaluationKeys keys;
    private final List<Integer> rotations = TRANSFORMS.stream()
            .flatMap(steps -> steps.matrix(1).rotations().stream())
            .distinct()
            .toList();

    OperationTimes(CkksParameters parameters, RingKernels kernels, Stopwatch stopwatch) {
        this.parameters = parameters;
        this.kernels = kernels;
        this.stopwatch = stopwatch;
        ring = RingShape.of(parameters);
        int top = parameters.maxLevel();
        Map<Integer, SwitchingKey> galois = new HashMap<>();
        rotations.forEach(steps -> galois.put(parameters.galoisElement(steps), key(top)));
        keys = new EvaluationKeys(keyId, key(top), galois);
    }

    /** So many baby steps of each of so many giant steps. */
    record Steps(int babies, int giants) {
        DiagonalMatrix matrix(int values) {
            Map<Integer, SlotVector> diagonals = new TreeMap<>();
            for (int d = 0; d < babies * giants; d++) {
                diagonals.put(d, vector(values));
            }
            return DiagonalMatrix.of(diagonals, babies);
        }
    }

    /** What was measured of one operation. */
    record Measured(OperationKind operation, int logDegree, Work work, double nanos) {}

    private Measured measured(OperationKind operation, Work work, double nanos) {
        return new Measured(operation, ring.logDegree(), work, nanos);
    }

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

    private static SlotVector vector(int values) {
        return SlotVector.of(new Random(values).doubles(values, -1, 1).toArray());
    }

    /** All operations at a level of at least 1. */
    List<Measured> at(int level) {
        int slots = parameters.maxSlots();
        List<Measured> out = new ArrayList<>();
        try (PlaintextCache plaintexts = new PlaintextCache(parameters, kernels)) {
            Evaluator e = new CkksEvaluator(parameters, kernels, slots, keys, plaintexts);
            int limbs = ring.limbs(level);
            Value[] x = values(slots, level, 1, 2);
            Value[] pending = values(slots, level, 2, 2);
            Value[] large = values(slots, level, 2, 3);
            Work pass = Work.passes(2 * limbs);
            out.add(time(OperationKind.ADD, pass, e, x, a -> e.add(a, x[0])));
            out.add(time(OperationKind.ADD, Work.passes(3 * limbs), e, large, a -> e.add(a, large[0])));
            out.add(time(OperationKind.ADD_SCALAR, pass, e, x, a -> e.addScalar(a, 0.3)));
            out.add(time(OperationKind.NEGATE, pass, e, x, e::negate));
            out.add(time(OperationKind.MULTIPLY_SCALAR, Work.sums(2 * limbs, 1), e, x, a -> e.multiplyScalar(a, 0.3)));
            sums(out, e, x, level);
            out.add(time(OperationKind.RELINEARIZE, Work.relinearize(ring, level), e, large, e::relinearize));
            out.add(time(
                    OperationKind.RELINEARIZE_RESCALE,
                    Work.relinearizeRescale(ring, level - 1),
                    e,
                    large,
                    e::relinearizeRescale));
            out.add(time(OperationKind.RESCALE, Work.rescale(ring, level - 1, 2), e, pending, e::rescale));
            out.add(time(OperationKind.RESCALE, Work.rescale(ring, level - 1, 3), e, large, e::rescale));
            out.add(time(OperationKind.ADJUST, Work.adjust(ring, level - 1, 2), e, x, a -> e.adjust(a, level - 1)));
            rotations(out, e, x, level);
            for (int values : new int[] {FEW, slots}) {
                constants(out, e, x, level, values);
            }
            release(e, x, pending, large);
        }
        for (int values : new int[] {FEW, MANY, slots}) {
            out.add(encode(level, values));
        }
        exchange(out, slots, level);
        return out;
    }

    /** What takes constants of so many values. */
    private void constants(List<Measured> out, Evaluator e, Value[] x, int level, int values) {
        int limbs = ring.limbs(level);
        double kept = ring.kept(values);
        SlotVector v = vector(values);
        out.add(time(OperationKind.ADD_PLAIN, Work.plainPasses(2, limbs, kept), e, x, a -> e.addPlain(a, v)));
        out.add(time(
                OperationKind.MULTIPLY_PLAIN, Work.plainSums(2, limbs, 1, kept), e, x, a -> e.multiplyPlain(a, v)));
        for (int terms : TERMS) {
            Value[] a = new Value[terms];
            SlotVector[] vectors = new SlotVector[terms];
            for (int t = 0; t < terms; t++) {
                a[t] = x[t % OPERANDS];
                vectors[t] = vector(values);
            }
            out.add(time(
                    OperationKind.SUM_OF_PLAIN_PRODUCTS,
                    Work.plainSums(2, limbs, terms, kept),
                    e,
                    x,
                    _ -> e.sumOfPlainProducts(a, vectors, level)));
        }
        for (Steps steps : TRANSFORMS) {
            DiagonalMatrix matrix = steps.matrix(values);
            out.add(time(
                    OperationKind.LINEAR_TRANSFORM,
                    Work.linearTransform(ring, level, TransformShape.of(matrix), kept),
                    e,
                    x,
                    a -> e.linearTransform(a, matrix)));
        }
    }

    /** Sums of products, short and long. */
    private void sums(List<Measured> out, Evaluator e, Value[] x, int level) {
        for (int terms : TERMS) {
            Value[] a = new Value[terms];
            Value[] b = new Value[terms];
            double[] scalars = new double[terms];
            for (int t = 0; t < terms; t++) {
                a[t] = x[t % OPERANDS];
                b[t] = x[(t + 1) % OPERANDS];
                scalars[t] = 0.1 * (t + 1);
            }
            out.add(time(
                    OperationKind.SUM_OF_PRODUCTS,
                    Work.sumOfProducts(ring, level, terms),
                    e,
                    x,
                    _ -> e.sumOfProducts(a, b)));
            out.add(time(
                    OperationKind.SUM_OF_SCALAR_PRODUCTS,
                    Work.sums(2 * ring.limbs(level), terms),
                    e,
                    x,
                    _ -> e.sumOfScalarProducts(a, scalars, level)));
        }
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
        return measured(kind, work, stopwatch.nanos(i -> e.release(operation.apply(operands[i % OPERANDS]))));
    }

    /** Rotations, each by other steps than the one before: as in a circuit, the key is rarely in a cache. */
    private void rotations(List<Measured> out, Evaluator e, Value[] x, int level) {
        int[] steps = rotations.stream().mapToInt(Integer::intValue).toArray();
        double one = stopwatch.nanos(i -> e.release(e.rotate(x[i % OPERANDS], steps[i % steps.length])));
        out.add(measured(OperationKind.ROTATE, Work.rotate(ring, level), one));
        double hoist = stopwatch.nanos(i -> e.hoist(x[i % OPERANDS]).close());
        out.add(measured(OperationKind.HOIST, Work.hoist(ring, level, 2), hoist));
        try (Hoisted hoisted = e.hoist(x[0])) {
            double each = stopwatch.nanos(i -> e.release(hoisted.rotate(steps[i % steps.length])));
            out.add(measured(OperationKind.HOISTED_ROTATE, Work.hoistedRotation(ring, level), each));
        }
    }

    /** A constant over the data limbs of a level. */
    private Measured encode(int level, int values) {
        double[] constant = vector(values).toArray();
        Encoder encoder = new Encoder(parameters, kernels);
        double nanos = stopwatch.nanos(
                _ -> encoder.encodeFactor(parameters.dataBasis(level), constant, parameters.scale(level))
                        .close());
        return measured(OperationKind.ENCODE, Work.encode(ring, ring.limbs(level), values), nanos);
    }

    /** A request of one ciphertext, each further one of a request, and a ciphertext written to an answer. */
    private void exchange(List<Measured> out, int slots, int level) {
        Work pass = Work.passes(2 * ring.limbs(level));
        Shape shape = new Shape(level, slots);
        double first = receive(List.of(shape));
        double all = receive(Collections.nCopies(1 + FURTHER, shape));
        out.add(measured(OperationKind.RECEIVE, pass, first));
        out.add(measured(OperationKind.RECEIVE_FURTHER, pass, Math.max(1, (all - first) / FURTHER)));
        CkksCiphertext result = (CkksCiphertext) value(slots, level, 1, 2);
        double send = stopwatch.nanos(_ -> answer(result));
        out.add(measured(OperationKind.SEND, pass, send));
        result.close();
    }

    private double receive(List<Shape> shapes) {
        byte[] request = request(shapes);
        return stopwatch.nanos(_ -> received(request, shapes).forEach(CkksCiphertext::close));
    }

    private byte[] request(List<Shape> shapes) {
        List<CkksCiphertext> ciphertexts = new ArrayList<>();
        for (Shape shape : shapes) {
            RnsPolynomial body = UniformPolynomials.ciphertext(
                    parameters.rlwe(), kernels, randomness.publicSeed(), keyId, shape.level());
            Ciphertext seeded =
                    Ciphertext.seeded(parameters.rlwe(), kernels, keyId, shape.level(), randomness.publicSeed(), body);
            ciphertexts.add(new CkksCiphertext(seeded, shape.slots(), 1));
        }
        byte[] request = MessageFormat.REQUEST.write(parameters, kernels, CircuitIds.NONE, keyId, ciphertexts);
        ciphertexts.forEach(CkksCiphertext::close);
        return request;
    }

    private List<CkksCiphertext> received(byte[] request, List<Shape> shapes) {
        return MessageFormat.REQUEST.read(parameters, kernels, CircuitIds.NONE, keyId, shapes, request);
    }

    private byte[] answer(CkksCiphertext result) {
        return MessageFormat.RESPONSE.write(parameters, kernels, CircuitIds.NONE, keyId, List.of(result));
    }

    /**
     * Nanoseconds of a circuit from request to answer, on as many threads as {@link dev.glovebox.runtime.ring.Workers#PROPERTY} says.
     *
     * @param schedule that needs no other keys than those of {@link #TRANSFORMS}
     */
    double nanos(Schedule schedule) {
        int slots = schedule.program().slots();
        List<Shape> shapes = schedule.inputLevels().stream()
                .map(level -> new Shape(level, slots))
                .toList();
        byte[] request = request(shapes);
        CircuitProgram program = new CircuitInterpreter(schedule.with(parameters.spec()));
        Constants constants = schedule.program().constants();
        try (PlaintextCache plaintexts = new PlaintextCache(parameters, kernels)) {
            Evaluator evaluator = new CkksEvaluator(parameters, kernels, slots, keys, plaintexts);
            return stopwatch.nanos(_ -> {
                List<CkksCiphertext> inputs = received(request, shapes);
                for (Value result : DataflowEvaluator.evaluate(
                        program, evaluator, parameters, constants, inputs.toArray(Value[]::new))) {
                    answer((CkksCiphertext) result);
                    evaluator.release(result);
                }
                inputs.forEach(CkksCiphertext::close);
            });
        }
    }

    /**
     * Nanoseconds that a rotation at the highest level takes of a thread while each thread does one.
     *
     * @param threads as the kernels were opened for
     */
    double overlapping(int threads) {
        int slots = parameters.maxSlots();
        int count = 4 * threads;
        int top = parameters.maxLevel();
        try (PlaintextCache plaintexts = new PlaintextCache(parameters, kernels)) {
            Evaluator evaluator = new CkksEvaluator(parameters, kernels, slots, keys, plaintexts);
            Value[] x = values(slots, top, 1, 2);
            CircuitProgram rotate = (e, _, inputs) -> {
                Value[] rotated = new Value[count];
                for (int i = 0; i < count; i++) {
                    rotated[i] = e.rotate(inputs[i % OPERANDS], rotations.get(i % rotations.size()));
                }
                return rotated;
            };
            double nanos = stopwatch.nanos(_ -> {
                for (Value value : DataflowEvaluator.evaluate(rotate, evaluator, threads, NO_CONSTANTS, x)) {
                    evaluator.release(value);
                }
            });
            release(evaluator, x);
            return nanos * threads / count;
        }
    }

    @Override
    public void close() {
        keys.close();
    }
}
