package dev.glovebox.compiler.simulator;

import dev.glovebox.compiler.ir.slot.CircuitIr;
import dev.glovebox.compiler.ir.slot.SlotOp;
import dev.glovebox.compiler.schedule.Schedule;
import dev.glovebox.runtime.circuit.Constants;
import dev.glovebox.runtime.circuit.DiagonalMatrix;
import dev.glovebox.runtime.circuit.SlotVector;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What every vector of a circuit holds for one input, without any noise and whatever the parameters. Not safe for threads. One run
 * after another may be made in the same memory, of which long vectors take much.
 */
public final class ClearRun {
    private final Schedule schedule;
    private final int slots;
    private final double[][] values;
    private final Deque<double[]> unused = new ArrayDeque<>();
    private Constants constants;
    private final Map<Energy, double[]> energies = new HashMap<>();

    private record Energy(int operand, Set<Integer> offsets) {}

    private ClearRun(Schedule schedule, Constants constants) {
        this.schedule = schedule;
        this.constants = constants;
        slots = schedule.program().slots();
        values = new double[schedule.nodes().size()][];
    }

    /**
     * @param constants with the public vectors supplied
     * @param sample for each input ciphertext one period of normalised values
     */
    public static ClearRun of(Schedule schedule, Constants constants, double[][] sample) {
        ClearRun run = new ClearRun(schedule, constants);
        run.run(constants, sample);
        return run;
    }

    /** Runs the circuit again, as {@link #of} does; what the run before held is lost. */
    public void run(Constants supplied, double[][] sample) {
        constants = supplied;
        energies.clear();
        List<CircuitIr.Node> nodes = schedule.nodes();
        for (int i = 0; i < values.length; i++) {
            SlotOp op = nodes.get(i).op();
            if (copies(op)) {
                values[i] = values[op.operands().getFirst()];
            } else {
                values[i] = values[i] == null ? new double[slots] : cleared(values[i]);
                compute(op, nodes.get(i).period(), sample, values[i]);
            }
        }
    }

    private static boolean copies(SlotOp op) {
        return switch (op) {
            case SlotOp.Relinearize _, SlotOp.Rescale _, SlotOp.RelinearizeRescale _, SlotOp.Hoist _, SlotOp.Adjust _ ->
                true;
            default -> false;
        };
    }

    private static double[] cleared(double[] vector) {
        Arrays.fill(vector, 0);
        return vector;
    }

    /** All slots of a vector, with zeros: one that was recycled, or a new one. */
    double[] zeros() {
        double[] vector = unused.poll();
        return vector == null ? new double[slots] : cleared(vector);
    }

    /** Takes a vector of {@link #zeros} that is not needed any more. */
    void recycle(double[] vector) {
        unused.push(vector);
    }

    Constants constants() {
        return constants;
    }

    /** All slots of a node. The array is not to be changed. */
    double[] value(int node) {
        return values[node];
    }

    /**
     * @param period of the result
     * @param out of zeros
     */
    private void compute(SlotOp op, int period, double[][] sample, double[] out) {
        switch (op) {
            case SlotOp.Input o -> {
                double[] values = sample[o.index()];
                for (int i = 0; i < slots; i++) {
                    out[i] = values[i & (values.length - 1)];
                }
            }
            case SlotOp.Add o -> {
                addScaled(out, values[o.left()], 1);
                addScaled(out, values[o.right()], 1);
            }
            case SlotOp.Subtract o -> {
                addScaled(out, values[o.left()], 1);
                addScaled(out, values[o.right()], -1);
            }
            case SlotOp.Negate o -> addScaled(out, values[o.operand()], -1);
            case SlotOp.AddPlain o -> {
                double[] a = values[o.operand()];
                SlotVector v = constants.vector(o.vector());
                for (int i = 0; i < slots; i++) {
                    out[i] = a[i] + v.get(i);
                }
            }
            case SlotOp.AddScalar o -> {
                double[] a = values[o.operand()];
                for (int i = 0; i < slots; i++) {
                    out[i] = a[i] + o.scalar();
                }
            }
            case SlotOp.MultiplyPlain o -> addProduct(out, values[o.operand()], constants.vector(o.vector()));
            case SlotOp.MultiplyScalar o -> addScaled(out, values[o.operand()], o.scalar());
            case SlotOp.MultiplyInteger o -> addScaled(out, values[o.operand()], o.factor());
            case SlotOp.Multiply o -> addProduct(out, values[o.left()], values[o.right()]);
            case SlotOp.SumOfProducts o -> {
                for (int t = 0; t < o.left().size(); t++) {
                    addProduct(out, values[o.left().get(t)], values[o.right().get(t)]);
                }
            }
            case SlotOp.SumOfScalarProducts o -> {
                for (int t = 0; t < o.operands().size(); t++) {
                    addScaled(out, values[o.operands().get(t)], o.factors().get(t));
                }
            }
            case SlotOp.SumOfPlainProducts o -> {
                for (int t = 0; t < o.operands().size(); t++) {
                    addProduct(
                            out,
                            values[o.operands().get(t)],
                            constants.vector(o.vectors().get(t)));
                }
            }
            case SlotOp.Rotate o -> {
                double[] a = values[o.operand()];
                int steps = Math.floorMod(o.steps(), slots);
                System.arraycopy(a, steps, out, 0, slots - steps);
                System.arraycopy(a, 0, out, slots - steps, steps);
            }
            case SlotOp.LinearTransform o -> transform(out, values[o.operand()], constants.matrix(o.matrix()), period);
            case SlotOp.Relinearize _, SlotOp.Rescale _, SlotOp.RelinearizeRescale _, SlotOp.Hoist _, SlotOp.Adjust _ ->
                throw new IllegalArgumentException("copies: " + op);
        }
    }

    /** sum += c·x. */
    static void addScaled(double[] sum, double[] x, double c) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += c * x[i];
        }
    }

    /** sum += x·y, slot by slot. */
    static void addProduct(double[] sum, double[] x, double[] y) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += x[i] * y[i];
        }
    }

    /** sum += x·y, slot by slot. */
    static void addProduct(double[] sum, double[] x, SlotVector y) {
        y.addProduct(x, 0, sum, 0, x.length);
    }

    private static void transform(double[] out, double[] x, DiagonalMatrix matrix, int period) {
        matrix.diagonals()
                .forEach((offset, diagonal) -> diagonal.addProduct(x, offset & (out.length - 1), out, 0, period));
        for (int known = period; known < out.length; known *= 2) {
            System.arraycopy(out, 0, out, known, known);
        }
    }

    /** For each slot of a linear map's result, the sum of the squares of the values that diagonals multiply there. */
    double[] energy(int operand, DiagonalMatrix matrix) {
        return energies.computeIfAbsent(
                new Energy(operand, matrix.diagonals().keySet()), e -> windows(values[operand], e.offsets));
    }

    /** For each slot i, the sum of x² at i + offset: differences of prefix sums, one for each run of neighbouring offsets. */
    private static double[] windows(double[] x, Set<Integer> offsets) {
        int slots = x.length;
        double[] prefix = new double[2 * slots + 1];
        for (int i = 0; i < 2 * slots; i++) {
            double value = x[i & (slots - 1)];
            prefix[i + 1] = prefix[i] + value * value;
        }
        int[] sorted = offsets.stream().mapToInt(o -> o & (slots - 1)).sorted().toArray();
        double[] sums = new double[slots];
        for (int from = 0, to; from < sorted.length; from = to) {
            to = from + 1;
            while (to < sorted.length && sorted[to] == sorted[to - 1] + 1) {
                to++;
            }
            int first = sorted[from];
            int length = to - from;
            for (int i = 0; i < slots; i++) {
                int start = (i + first) & (slots - 1);
                sums[i] += prefix[start + length] - prefix[start];
            }
        }
        return sums;
    }

    /** sum at slot i + steps grows by x at slot i, cyclically. */
    static void addRotated(double[] sum, double[] x, int steps) {
        int forward = Math.floorMod(steps, x.length);
        int rest = x.length - forward;
        for (int i = 0; i < rest; i++) {
            sum[i + forward] += x[i];
        }
        for (int i = rest; i < x.length; i++) {
            sum[i - rest] += x[i];
        }
    }
}
