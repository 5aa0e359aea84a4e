package dev.glovebox.compiler.simulator;

import dev.glovebox.compiler.ir.slot.CircuitIr.CipherType;
import dev.glovebox.compiler.ir.slot.SlotOp;
import dev.glovebox.compiler.schedule.TypeRules;
import dev.glovebox.runtime.circuit.CircuitManifest.KeyRequirement;
import dev.glovebox.runtime.circuit.DiagonalMatrix;
import dev.glovebox.runtime.circuit.Evaluator;
import dev.glovebox.runtime.circuit.SlotVector;
import dev.glovebox.runtime.ckks.CkksParameters;
import dev.glovebox.runtime.ckks.NoiseModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * An evaluator on clear numbers. It refuses whatever the encrypted one refuses (levels, pending, sizes, missing keys, released
 * vectors, values that do not fit the modulus) and predicts the noise of {@link NoiseModel} in two ways: by a number of seeded
 * trials that carry sampled noise through the circuit, correlations and cancellations included, and by a bound that adds up
 * magnitudes.
 */
public final class Simulator implements Evaluator {
    /** Giant steps that are summed at the same time: each takes the memory of a whole value. */
    private static final int AT_ONCE = 8;

    /** Trials unless told. */
    public static final int DEFAULT_TRIALS = 16;

    private final CkksParameters parameters;
    private final NoiseModel noise;
    private final int slots;
    private final int samples;
    private final KeyRequirement keys;
    private final int trials;
    private final RandomGenerator random;
    private final double[] logModulus;

    public Simulator(CkksParameters parameters, int slots, KeyRequirement keys) {
        this(parameters, slots, keys, DEFAULT_TRIALS, 1);
    }

    /**
     * @param slots n, a power of two up to N/2
     * @param keys the evaluation keys there are
     * @param trials how many times noise is sampled, at least 1
     * @param seed of the sampled noise
     */
    public Simulator(CkksParameters parameters, int slots, KeyRequirement keys, int trials, long seed) {
        this(parameters, slots, 1, keys, trials, seed);
    }

    /**
     * @param samples how many samples the ciphertexts hold, a power of two; one of them is simulated, with the noise that
     *     ciphertexts of all of them have
     */
    public Simulator(CkksParameters parameters, int slots, int samples, KeyRequirement keys, int trials, long seed) {
        this.parameters = parameters;
        this.noise = new NoiseModel(parameters, slots * samples);
        this.slots = slots;
        this.samples = samples;
        this.keys = keys;
        this.trials = trials;
        random = new SplittableRandom(seed);
        logModulus = new double[parameters.maxLevel() + 1];
        for (int level = 0; level < logModulus.length; level++) {
            logModulus[level] = log2(parameters.modulus(level)) + (level > 0 ? logModulus[level - 1] : 0);
        }
    }

    /**
     * How many standard deviations cover the greatest error of n slots. Noise that meets the secret has an exponential rather than
     * a Gaussian tail across fully packed slots, so the factor grows as ln n.
     */
    public static double tail(int slots) {
        return 6 + Math.log(slots);
    }

    /** A fresh encryption of real values, repeated with their period. */
    public Value encrypt(double[] period, int level) {
        Slots exact = Slots.repeat(period, slots);
        Slots[] same = new Slots[trials];
        Arrays.fill(same, exact);
        SimulatedValue value = new SimulatedValue(level, 1, 2, exact, same, new double[slots]);
        return fit(noisy(value, Math.hypot(noise.freshEncryption(level), noise.encode(parameters.scale(level)))));
    }

    /** The values without noise (real parts). */
    public double[] values(Value value) {
        return cast(value).exact().re.clone();
    }

    /** For each slot, the typical standard deviation of the noise: root mean square over the trials. */
    public double[] deviations(Value value) {
        SimulatedValue v = cast(value);
        double[] deviations = new double[slots];
        Arrays.setAll(deviations, v::deviation);
        return deviations;
    }

    /** For each slot, what the noise stays below: {@link #tail} standard deviations. */
    public double[] predictedErrors(Value value) {
        return Arrays.stream(deviations(value))
                .map(d -> tail(slots * samples) * d)
                .toArray();
    }

    /** For each slot, a bound of the noise if every single error is at its {@link #tail} and none cancels another. */
    public double[] worstCaseErrors(Value value) {
        return cast(value).bound().clone();
    }

    @Override
    public int slots() {
        return slots;
    }

    @Override
    public Value add(Value a, Value b) {
        return sum(new SlotOp.Add(0, 1), cast(a), cast(b), 1);
    }

    @Override
    public Value subtract(Value a, Value b) {
        return sum(new SlotOp.Subtract(0, 1), cast(a), cast(b), -1);
    }

    private Value sum(SlotOp op, SimulatedValue a, SimulatedValue b, double sign) {
        return fit(combine(type(op, a, b), a, b, (x, y) -> x.plus(y, sign), i -> a.bound()[i] + b.bound()[i]));
    }

    @Override
    public Value negate(Value a) {
        SimulatedValue v = cast(a);
        return v.map(x -> x.times(-1), v.bound());
    }

    @Override
    public Value addPlain(Value a, SlotVector vector) {
        SimulatedValue v = cast(a);
        double encoding = noise.encode(parameters.scale(v.level(), v.pending()));
        return fit(addNoise(v.map(x -> x.plus(vector), v.bound()), _ -> encoding));
    }

    @Override
    public Value addScalar(Value a, double c) {
        SimulatedValue v = cast(a);
        return fit(v.map(x -> x.plus(c), bound(i -> v.bound()[i] + 0.5 / parameters.scale(v.level(), v.pending()))));
    }

    @Override
    public Value multiplyPlain(Value a, SlotVector vector) {
        SimulatedValue v = cast(a);
        double encoding = noise.encode(parameters.scale(v.level()));
        CipherType type = type(new SlotOp.MultiplyPlain(0, 0), v);
        SimulatedValue product = v.map(x -> x.times(vector), bound(i -> v.bound()[i] * Math.abs(vector.get(i))));
        return fit(addNoise(typed(product, type), i -> encoding * v.exact().magnitude(i)));
    }

    @Override
    public Value multiplyScalar(Value a, double c) {
        SimulatedValue v = cast(a);
        double scale = parameters.scale(v.level());
        double encoded = Math.rint(c * scale) / scale;
        CipherType type = type(new SlotOp.MultiplyScalar(0, c), v);
        return fit(typed(scaled(v, c, encoded), type));
    }

    @Override
    public Value multiplyInteger(Value a, int k) {
        SimulatedValue v = cast(a);
        return fit(scaled(v, k, k));
    }

    @Override
    public Value multiply(Value a, Value b) {
        SimulatedValue x = cast(a);
        SimulatedValue y = cast(b);
        return fit(combine(type(new SlotOp.Multiply(0, 1), x, y), x, y, Slots::times, i -> {
            double bx = x.bound()[i];
            double by = y.bound()[i];
            return bx * y.exact().magnitude(i) + by * x.exact().magnitude(i) + bx * by;
        }));
    }

    @Override
    public Value sumOfProducts(Value[] a, Value[] b) {
        if (a.length == 0 || a.length != b.length) {
            throw new IllegalArgumentException("a sum of products of " + a.length + " and " + b.length
                    + " vectors, expected as many, at least one");
        }
        Value sum = multiply(a[0], b[0]);
        for (int i = 1; i < a.length; i++) {
            sum = add(sum, multiply(a[i], b[i]));
        }
        return sum;
    }

    @Override
    public Value sumOfScalarProducts(Value[] a, double[] c, int level) {
        SimulatedValue[] x = Arrays.stream(a).map(Simulator::cast).toArray(SimulatedValue[]::new);
        List<Double> factors = Arrays.stream(c).boxed().toList();
        CipherType type = type(new SlotOp.SumOfScalarProducts(indices(x.length), factors, level), x);
        return fit(sum(type, x, t -> {
            double scale = parameters.factorScale(x[t].level(), level);
            return scaled(x[t], c[t], Math.rint(c[t] * scale) / scale);
        }));
    }

    @Override
    public Value sumOfPlainProducts(Value[] a, SlotVector[] v, int level) {
        SimulatedValue[] x = Arrays.stream(a).map(Simulator::cast).toArray(SimulatedValue[]::new);
        CipherType type = type(new SlotOp.SumOfPlainProducts(indices(x.length), indices(v.length), level), x);
        return fit(sum(type, x, t -> {
            double encoding = noise.encode(parameters.factorScale(x[t].level(), level));
            SimulatedValue product = x[t].map(s -> s.times(v[t]), bound(i -> x[t].bound()[i] * Math.abs(v[t].get(i))));
            return addNoise(product, i -> encoding * x[t].exact().magnitude(i));
        }));
    }

    private static List<Integer> indices(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    private static SimulatedValue sum(CipherType type, SimulatedValue[] x, IntFunction<SimulatedValue> term) {
        SimulatedValue sum = typed(term.apply(0), type);
        for (int t = 1; t < x.length; t++) {
            SimulatedValue so = sum;
            SimulatedValue next = term.apply(t);
            sum = combine(type, so, next, (p, q) -> p.plus(q, 1), i -> so.bound()[i] + next.bound()[i]);
        }
        return sum;
    }

    @Override
    public Value relinearizeRescale(Value a) {
        SimulatedValue v = cast(a);
        type(new SlotOp.RelinearizeRescale(0), v);
        return rescale(relinearize(v));
    }

    @Override
    public Value relinearize(Value a) {
        SimulatedValue v = cast(a);
        if (v.size() == 2) {
            return v.map(x -> x, v.bound());
        }
        needKey("relinearization key", v.level(), keys.relinearizationLevel());
        return noisy(v.withType(v.level(), v.pending(), 2), noise.keySwitch(v.level(), v.pending()));
    }

    @Override
    public Value rescale(Value a) {
        SimulatedValue v = cast(a);
        return rescaled(typed(v, type(new SlotOp.Rescale(0), v)));
    }

    /** Adds the rounding of a rescaling that arrived at the value's level. */
    private SimulatedValue rescaled(SimulatedValue v) {
        // The third polynomial of a product meets the square of the secret: N·(2/3)² instead of 2N/3 for each
        // coefficient.
        double third = v.size() == 3 ? Math.sqrt(1 + 2.0 / 3 * parameters.degree()) : 1;
        return fit(noisy(v, noise.rescale(v.level()) * third));
    }

    @Override
    public Value adjust(Value a, int level) {
        SimulatedValue v = cast(a);
        CipherType type = type(new SlotOp.Adjust(0, level), v);
        double factor = parameters.modulus(level + 1) * parameters.scale(level) / parameters.scale(v.level());
        return rescaled(typed(scaled(v, 1, Math.rint(factor) / factor), type));
    }

    @Override
    public Value rotate(Value a, int steps) {
        SimulatedValue v = cast(a);
        return rotate(v, steps, typed(v, type(new SlotOp.Rotate(0, steps), v)).pending());
    }

    private SimulatedValue rotate(SimulatedValue v, int steps, int pending) {
        int cyclic = Math.floorMod(steps, slots);
        double[] bound = bound(i -> v.bound()[(i + cyclic) & (slots - 1)]);
        SimulatedValue rotated = v.map(x -> x.rotate(cyclic), bound);
        if (cyclic == 0) {
            return rotated;
        }
        needRotation(cyclic, v.level());
        double keySwitch = noise.keySwitch(v.level(), pending);
        return addNoise(rotated, _ -> keySwitch);
    }

    @Override
    public Value conjugate(Value a) {
        SimulatedValue v = cast(a);
        type(new SlotOp.Rotate(0, 0), v);
        needKey("Galois key of conjugation", v.level(), keys.conjugationLevel());
        double keySwitch = noise.keySwitch(v.level(), v.pending());
        return addNoise(v.map(Slots::conjugate, v.bound()), _ -> keySwitch);
    }

    @Override
    public Value multiplyByI(Value a) {
        SimulatedValue v = cast(a);
        return v.map(Slots::timesI, v.bound());
    }

    @Override
    public Hoisted hoist(Value a) {
        SimulatedValue v = cast(a);
        type(new SlotOp.Hoist(0), v);
        return new HoistedSimulation(this, v.map(x -> x, v.bound()));
    }

    @Override
    public Value linearTransform(Value a, DiagonalMatrix matrix) {
        SimulatedValue v = cast(a);
        CipherType type = type(new SlotOp.LinearTransform(0, 0), v);
        double encoding = noise.encode(parameters.scale(v.level()));
        Map<Integer, SlotSums.Baby> babies = new HashMap<>();
        SortedMap<Integer, List<Integer>> offsets = new TreeMap<>();
        for (int offset : matrix.diagonals().keySet()) {
            babies.computeIfAbsent(matrix.baby(offset), steps -> baby(v, steps));
            offsets.computeIfAbsent(matrix.giant(offset), _ -> new ArrayList<>())
                    .add(offset);
        }
        SlotSums sums = new SlotSums(slots, trials);
        List<Integer> giants = List.copyOf(offsets.keySet());
        for (int from = 0; from < giants.size(); from += AT_ONCE) {
            // Nothing is sampled in here, so the order of giant steps does not matter.
            List<SlotSums> parts = giants.subList(from, Math.min(giants.size(), from + AT_ONCE)).parallelStream()
                    .map(giant -> {
                        SlotSums part = new SlotSums(slots, trials);
                        for (int offset : Objects.requireNonNull(offsets.get(giant))) {
                            part.addProduct(
                                    v,
                                    Objects.requireNonNull(babies.get(matrix.baby(offset))),
                                    Objects.requireNonNull(matrix.diagonals().get(offset)),
                                    giant & (slots - 1));
                        }
                        return part;
                    })
                    .toList();
            for (int i = 0; i < parts.size(); i++) {
                sums.add(rotate(parts.get(i).value(type), giants.get(from + i), 2));
            }
        }
        SimulatedValue sum = sums.value(type);
        double[] squares = new double[slots];
        Arrays.setAll(squares, i -> v.exact().magnitude(i) * v.exact().magnitude(i));
        double[] energy = new double[slots];
        for (int offset : matrix.diagonals().keySet()) {
            ClearRun.addRotated(energy, squares, -offset);
        }
        return fit(addNoise(sum, i -> encoding * Math.sqrt(energy[i])));
    }

    private SlotSums.Baby baby(SimulatedValue v, int steps) {
        int cyclic = Math.floorMod(steps, slots);
        Slots[] rotated = new Slots[trials];
        Arrays.setAll(rotated, t -> v.trial(t).rotate(cyclic));
        if (cyclic == 0) {
            return new SlotSums.Baby(0, rotated, 0);
        }
        needRotation(cyclic, v.level());
        double keySwitch = noise.keySwitch(v.level(), 1);
        sample(rotated, _ -> keySwitch);
        return new SlotSums.Baby(cyclic, rotated, tail(slots * samples) * keySwitch);
    }

    @Override
    public Value last(Value a) {
        SimulatedValue v = cast(a);
        SimulatedValue mark = v.map(x -> x, v.bound());
        v.release();
        return mark;
    }

    @Override
    public void release(Value a) {
        cast(a).release();
    }

    private static SimulatedValue cast(Value value) {
        if (value instanceof SimulatedValue simulated) {
            return simulated.checkLive();
        }
        if (value instanceof HoistedSimulation hoisted) {
            return hoisted.value().checkLive();
        }
        throw new IllegalArgumentException(value.getClass() + " is not a simulated vector");
    }

    private static CipherType type(SlotOp op, SimulatedValue... operands) {
        return TypeRules.result(
                op,
                Arrays.stream(operands)
                        .map(v -> new CipherType(v.level(), v.pending(), v.size()))
                        .toList());
    }

    private static SimulatedValue typed(SimulatedValue v, CipherType type) {
        return v.withType(type.level(), type.pending(), type.size());
    }

    private void needRotation(int cyclic, int level) {
        needKey("Galois key of rotation " + cyclic, level, keys.rotations().getOrDefault(cyclic, -1));
    }

    private static void needKey(String name, int level, int keyLevel) {
        if (level > keyLevel) {
            throw new IllegalArgumentException("no " + name + " at level " + level
                    + (keyLevel < 0 ? "" : "; the one there is serves up to level " + keyLevel));
        }
    }

    private interface Operation {
        Slots apply(Slots a, Slots b);
    }

    private static SimulatedValue combine(
            CipherType type, SimulatedValue a, SimulatedValue b, Operation operation, SlotFunction bound) {
        Slots[] mapped = new Slots[a.trialCount()];
        Arrays.setAll(mapped, t -> operation.apply(a.trial(t), b.trial(t)));
        Slots exact = operation.apply(a.exact(), b.exact());
        double[] bounds = new double[exact.size()];
        Arrays.setAll(bounds, bound::at);
        return new SimulatedValue(type.level(), type.pending(), type.size(), exact, mapped, bounds);
    }

    private interface SlotFunction {
        double at(int slot);
    }

    private double[] bound(SlotFunction function) {
        double[] bounds = new double[slots];
        Arrays.setAll(bounds, function::at);
        return bounds;
    }

    /** Multiplies the exact value by one factor and the noisy ones by another. */
    private SimulatedValue scaled(SimulatedValue v, double factor, double noisyFactor) {
        Slots[] mapped = new Slots[v.trialCount()];
        Arrays.setAll(mapped, t -> v.trial(t).times(noisyFactor));
        double[] bounds = bound(
                i -> v.bound()[i] * Math.abs(noisyFactor) + v.exact().magnitude(i) * Math.abs(factor - noisyFactor));
        return new SimulatedValue(v.level(), v.pending(), v.size(), v.exact().times(factor), mapped, bounds);
    }

    /** A copy with independent noise of this standard deviation (real and imaginary parts each) in every trial. */
    private SimulatedValue noisy(SimulatedValue v, double deviation) {
        return addNoise(v.copy(), _ -> deviation);
    }

    /** Adds noise to a value that nothing else holds. */
    private SimulatedValue addNoise(SimulatedValue v, SlotFunction deviation) {
        double[] deviations = bound(deviation);
        sample(v.trials(), i -> deviations[i]);
        double tail = tail(slots * samples);
        return v.withBound(bound(i -> v.bound()[i] + tail * deviations[i]));
    }

    private synchronized void sample(Slots[] noisy, SlotFunction deviation) {
        for (Slots trial : noisy) {
            for (int i = 0; i < slots; i++) {
                double d = deviation.at(i);
                trial.re[i] += d * random.nextGaussian();
                trial.im[i] += d * random.nextGaussian();
            }
        }
    }

    /** Refuses a value that wraps around the modulus of its level. */
    private SimulatedValue fit(SimulatedValue v) {
        double size = log2(v.exact().magnitude()) + log2(parameters.scale(v.level(), v.pending()));
        if (size > logModulus[v.level()] - 1) {
            throw new IllegalArgumentException(
                    "a value of magnitude %.3g at level %d, pending %d takes %.1f bits of a modulus of %.1f"
                            .formatted(v.exact().magnitude(), v.level(), v.pending(), size + 1, logModulus[v.level()]));
        }
        return v;
    }

    private static double log2(double x) {
        return Math.log(x) / Math.log(2);
    }
}
