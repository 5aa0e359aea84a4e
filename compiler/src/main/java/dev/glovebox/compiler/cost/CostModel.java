package dev.glovebox.compiler.cost;

import dev.glovebox.compiler.ir.slot.CircuitIr;
import dev.glovebox.compiler.ir.slot.CircuitIr.CipherType;
import dev.glovebox.compiler.ir.slot.SlotOp;
import dev.glovebox.runtime.circuit.Constants;
import dev.glovebox.runtime.circuit.DiagonalMatrix;
import dev.glovebox.runtime.circuit.SlotVector;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.DoubleFunction;
import java.util.stream.IntStream;

/** Predicts how long operations and circuits take with one backend and number of threads. Immutable. */
public final class CostModel {
    private static final double SECONDS = 1e-9;

    private final CostTable table;
    private final int threads;
    private final Map<OperationKind, TreeMap<Integer, double[]>> nanos = new EnumMap<>(OperationKind.class);

    /**
     * @param threads that one evaluation uses; a number that was not measured is interpolated from those that were (Amdahl's law)
     */
    public CostModel(CostTable table, int threads) {
        this.table = table;
        this.threads = threads;
        for (OperationKind kind : OperationKind.values()) {
            TreeMap<Integer, double[]> byDegree = new TreeMap<>();
            table.fits().stream()
                    .filter(f -> f.operation() == kind)
                    .map(CostTable.Fit::logDegree)
                    .distinct()
                    .forEach(degree -> byDegree.put(degree, nanos(kind, degree)));
            if (byDegree.isEmpty()) {
                throw new IllegalArgumentException("the cost table of " + table.backend() + " lacks " + kind);
            }
            nanos.put(kind, byDegree);
        }
    }

    /** The table that ships for a backend, or one in a file; one thread. */
    public static CostModel of(String nameOrFile) {
        return new CostModel(CostTable.load(nameOrFile), 1);
    }

    /** The table that ships for a backend, if one does; one thread. */
    public static Optional<CostModel> shipped(String backend) {
        return CostTable.shipped(backend).map(table -> new CostModel(table, 1));
    }

    public CostTable table() {
        return table;
    }

    public int threads() {
        return threads;
    }

    /** This model with another number of threads. */
    public CostModel withThreads(int count) {
        return new CostModel(table, count);
    }

    /** How much longer operations take while every thread does one. */
    double slowdown(int logDegree) {
        return threads == 1 ? 1 : nearest(table.overlaps(), logDegree);
    }

    /** How much longer circuits take than their operations. */
    private double company(int logDegree) {
        return nearest(table.companies(), logDegree);
    }

    /** The ratio measured with the nearest number of threads, of the nearest ring; 1 if none was measured. */
    private double nearest(List<CostTable.Ratio> ratios, int logDegree) {
        TreeMap<Integer, CostTable.Ratio> byDegree = new TreeMap<>();
        ratios.stream()
                .sorted(Comparator.comparingInt(r -> -Math.abs(r.threads() - threads)))
                .forEach(r -> byDegree.put(r.logDegree(), r));
        if (byDegree.isEmpty()) {
            return 1;
        }
        Map.Entry<Integer, CostTable.Ratio> below = byDegree.floorEntry(logDegree);
        return (below != null ? below : byDegree.firstEntry()).getValue().ratio();
    }

    private double[] nanos(OperationKind kind, int degree) {
        List<CostTable.Fit> fits = table.fits().stream()
                .filter(f -> f.operation() == kind && f.logDegree() == degree)
                .sorted(Comparator.comparingInt(CostTable.Fit::threads))
                .toList();
        CostTable.Fit one = fits.getFirst();
        CostTable.Fit most = fits.getLast();
        for (CostTable.Fit fit : fits) {
            if (fit.threads() == threads) {
                return fit.nanos();
            }
        }
        double[] out = new double[Work.KINDS];
        for (int i = 0; i < out.length; i++) {
            double parallel = one.threads() == most.threads()
                    ? 0
                    : (one.nanos()[i] - most.nanos()[i]) / (1.0 / one.threads() - 1.0 / most.threads());
            double serial = one.nanos()[i] - parallel / one.threads();
            out[i] = Math.max(0, serial + parallel / threads);
        }
        return out;
    }

    /** Seconds of work of one kind in a ring; the nearest measured ring speaks for one that was not measured. */
    public double seconds(OperationKind kind, int logDegree, Work work) {
        TreeMap<Integer, double[]> byDegree = Objects.requireNonNull(nanos.get(kind));
        Map.Entry<Integer, double[]> below = byDegree.floorEntry(logDegree);
        double[] costs =
                below != null ? below.getValue() : byDegree.firstEntry().getValue();
        double[] steps = work.steps(logDegree);
        double sum = 0;
        for (int i = 0; i < steps.length; i++) {
            sum += steps[i] * costs[i];
        }
        return sum * SECONDS;
    }

    /**
     * Seconds of one operation of a circuit while nothing else runs; constants are encoded already, public vectors are not.
     *
     * @param type of its result
     * @param operandLevel of its first operand
     * @param samples in each vector
     */
    public double seconds(
            RingShape ring, SlotOp op, CipherType type, int operandLevel, Constants constants, int samples) {
        int level = type.level();
        int size = type.size();
        int limbs = ring.limbs(level);
        return switch (op) {
            case SlotOp.Input(int index) ->
                seconds(
                        index == 0 ? OperationKind.RECEIVE : OperationKind.RECEIVE_FURTHER,
                        ring,
                        Work.passes(size * limbs));
            case SlotOp.Add _, SlotOp.Subtract _ -> seconds(OperationKind.ADD, ring, Work.passes(size * limbs));
            case SlotOp.Negate _ -> seconds(OperationKind.NEGATE, ring, Work.passes(size * limbs));
            case SlotOp.AddPlain o ->
                plain(
                        OperationKind.ADD_PLAIN,
                        ring,
                        limbs,
                        List.of(o.vector()),
                        constants,
                        samples,
                        kept -> Work.plainPasses(size, limbs, kept));
            case SlotOp.AddScalar _ -> seconds(OperationKind.ADD_SCALAR, ring, Work.passes(size * limbs));
            case SlotOp.MultiplyPlain o ->
                plain(
                        OperationKind.MULTIPLY_PLAIN,
                        ring,
                        limbs,
                        List.of(o.vector()),
                        constants,
                        samples,
                        kept -> Work.plainSums(size, limbs, 1, kept));
            case SlotOp.MultiplyScalar _, SlotOp.MultiplyInteger _ ->
                seconds(OperationKind.MULTIPLY_SCALAR, ring, Work.sums(size * limbs, 1));
            case SlotOp.Multiply _ -> seconds(OperationKind.SUM_OF_PRODUCTS, ring, Work.sumOfProducts(ring, level, 1));
            case SlotOp.SumOfProducts o ->
                seconds(
                        OperationKind.SUM_OF_PRODUCTS,
                        ring,
                        Work.sumOfProducts(ring, level, o.left().size()));
            case SlotOp.SumOfScalarProducts o ->
                seconds(
                        OperationKind.SUM_OF_SCALAR_PRODUCTS,
                        ring,
                        Work.sums(size * limbs, o.operands().size()));
            case SlotOp.SumOfPlainProducts o ->
                plain(
                        OperationKind.SUM_OF_PLAIN_PRODUCTS,
                        ring,
                        limbs,
                        o.vectors(),
                        constants,
                        samples,
                        kept -> Work.plainSums(size, limbs, o.operands().size(), kept));
            case SlotOp.RelinearizeRescale _ ->
                seconds(OperationKind.RELINEARIZE_RESCALE, ring, Work.relinearizeRescale(ring, level));
            case SlotOp.Hoist _ -> seconds(OperationKind.HOIST, ring, Work.hoist(ring, level, size));
            case SlotOp.Relinearize _ -> relinearize(ring, level);
            case SlotOp.Rescale _ -> seconds(OperationKind.RESCALE, ring, Work.rescale(ring, level, size));
            case SlotOp.Adjust _ -> seconds(OperationKind.ADJUST, ring, Work.adjust(ring, level, size));
            case SlotOp.Rotate _ -> rotate(ring, level);
            case SlotOp.LinearTransform transform -> {
                DiagonalMatrix matrix = constants.matrix(transform.matrix());
                double kept = kept(ring, matrix.diagonals().values().stream().mapToInt(SlotVector::period), samples);
                yield seconds(
                        OperationKind.LINEAR_TRANSFORM,
                        ring,
                        Work.linearTransform(ring, level, TransformShape.of(matrix), kept));
            }
        };
    }

    private double seconds(OperationKind kind, RingShape ring, Work work) {
        return seconds(kind, ring.logDegree(), work);
    }

    public double relinearize(RingShape ring, int level) {
        return seconds(OperationKind.RELINEARIZE, ring, Work.relinearize(ring, level));
    }

    public double rotate(RingShape ring, int level) {
        return seconds(OperationKind.ROTATE, ring, Work.rotate(ring, level));
    }

    /** @param values of each diagonal */
    public double linearTransform(RingShape ring, int level, TransformShape shape, int values) {
        return seconds(
                OperationKind.LINEAR_TRANSFORM, ring, Work.linearTransform(ring, level, shape, ring.kept(values)));
    }

    /** Seconds of rotations of one vector, which share its decomposition. */
    public double rotations(RingShape ring, int level, int count) {
        if (count <= 1) {
            return count * rotate(ring, level);
        }
        return seconds(OperationKind.HOIST, ring, Work.hoist(ring, level, 2))
                + count * seconds(OperationKind.HOISTED_ROTATE, ring, Work.hoistedRotation(ring, level));
    }

    /** @param level after it */
    public double rescale(RingShape ring, int level) {
        return seconds(OperationKind.RESCALE, ring, Work.rescale(ring, level, 2));
    }

    public double add(RingShape ring, int level) {
        return seconds(OperationKind.ADD, ring, Work.passes(2 * ring.limbs(level)));
    }

    /** @param values of the constant */
    public double multiplyPlain(RingShape ring, int level, int values) {
        return seconds(OperationKind.MULTIPLY_PLAIN, ring, Work.plainSums(2, ring.limbs(level), 1, ring.kept(values)));
    }

    public double multiplyScalar(RingShape ring, int level) {
        return seconds(OperationKind.MULTIPLY_SCALAR, ring, Work.sums(2 * ring.limbs(level), 1));
    }

    /** Seconds of writing a result. */
    private double send(RingShape ring, CipherType type) {
        return seconds(OperationKind.SEND, ring, Work.passes(type.size() * ring.limbs(type.level())));
    }

    /**
     * Seconds of encoding one vector of constants over so many limbs.
     *
     * @param values that it is encoded from
     */
    public double encode(RingShape ring, int limbs, int values) {
        return seconds(OperationKind.ENCODE, ring, Work.encode(ring, limbs, values));
    }

    /** The part of constants that is kept, on average. */
    private static double kept(RingShape ring, IntStream periods, int samples) {
        return periods.mapToDouble(period -> ring.kept(SlotVector.values(period, samples)))
                .average()
                .orElse(1);
    }

    /** Seconds of an operation that takes vectors beside ciphertexts, given its work by the part of them that is kept. */
    private double plain(
            OperationKind kind,
            RingShape ring,
            int limbs,
            List<Integer> vectors,
            Constants constants,
            int samples,
            DoubleFunction<Work> work) {
        double kept = kept(ring, vectors.stream().mapToInt(constants::period), samples);
        return seconds(kind, ring, work.apply(kept)) + encodeSupplied(ring, limbs, vectors, constants, samples);
    }

    /** Seconds of encoding the public vectors among these, which every evaluation does anew. */
    private double encodeSupplied(RingShape ring, int limbs, List<Integer> vectors, Constants constants, int samples) {
        return vectors.stream()
                .filter(v -> v < 0)
                .mapToDouble(v -> encode(ring, limbs, SlotVector.values(constants.period(v), samples)))
                .sum();
    }

    /**
     * Seconds of every node of a circuit, each while nothing else runs.
     *
     * @param samples in each vector
     */
    public double[] seconds(RingShape ring, List<CircuitIr.Node> nodes, Constants constants, int samples) {
        double[] seconds = new double[nodes.size()];
        for (int i = 0; i < seconds.length; i++) {
            CircuitIr.Node node = nodes.get(i);
            List<Integer> operands = node.op().operands();
            int operandLevel = operands.isEmpty()
                    ? node.type().level()
                    : nodes.get(operands.getFirst()).type().level();
            boolean hoisted = node.op() instanceof SlotOp.Rotate
                    && nodes.get(operands.getFirst()).op() instanceof SlotOp.Hoist;
            seconds[i] = hoisted
                    ? seconds(OperationKind.HOISTED_ROTATE, ring, Work.hoistedRotation(ring, operandLevel))
                    : seconds(ring, node.op(), node.type(), operandLevel, constants, samples);
        }
        return seconds;
    }

    /**
     * Seconds of a circuit on this model's threads, from the request to the answer.
     *
     * @param outputs indices of the nodes that are returned
     * @param samples in each vector
     */
    public double elapsed(
            RingShape ring, List<CircuitIr.Node> nodes, List<Integer> outputs, Constants constants, int samples) {
        double seconds = new Makespan(this, ring, constants, samples).seconds(nodes);
        for (int output : outputs) {
            seconds += send(ring, nodes.get(output).type());
        }
        return company(ring.logDegree()) * seconds;
    }

    /** Seconds of each kind of operation of a circuit, the most expensive first; by simple name of the operation. */
    public Map<String, Double> byOperation(
            RingShape ring, List<CircuitIr.Node> nodes, Constants constants, int samples) {
        double[] seconds = seconds(ring, nodes, constants, samples);
        Map<String, Double> sums = new TreeMap<>();
        for (int i = 0; i < seconds.length; i++) {
            sums.merge(nodes.get(i).op().getClass().getSimpleName(), seconds[i], Double::sum);
        }
        List<Map.Entry<String, Double>> entries = new ArrayList<>(sums.entrySet());
        entries.sort(Map.Entry.<String, Double>comparingByValue().reversed());
        Map<String, Double> sorted = new java.util.LinkedHashMap<>();
        entries.forEach(e -> sorted.put(e.getKey(), e.getValue()));
        return sorted;
    }
}
