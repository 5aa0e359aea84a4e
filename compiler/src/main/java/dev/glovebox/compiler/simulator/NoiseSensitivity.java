package dev.glovebox.compiler.simulator;

import dev.glovebox.compiler.ir.slot.CircuitIr;
import dev.glovebox.compiler.ir.slot.SlotOp;
import dev.glovebox.compiler.schedule.Schedule;
import dev.glovebox.compiler.simulator.NoiseSource.Kind;
import dev.glovebox.runtime.circuit.CircuitManifest.ResultElement;
import dev.glovebox.runtime.circuit.DiagonalMatrix;
import dev.glovebox.runtime.circuit.SlotVector;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How much of the error of each operation arrives at a result, to first order. One backward pass over a clear run (reverse-mode
 * differentiation) gives the result's derivative by every slot of every vector; an operation whose slots have independent errors
 * of variance V then adds (sum of squared derivatives)·V to the variance of the result. Correlations are exact: what an error does on
 * several ways is summed before it is squared. Parameters enter through V alone, so one pass serves them all. Products of two errors
 * are left out; {@link Simulator} has them.
 */
public final class NoiseSensitivity {
    private final Schedule schedule;
    private final ClearRun run;
    private final Gains gains;
    private final double[] @Nullable [] adjoints;
    private final int slots;
    private final int mask;

    /** Takes what each operation contributes. */
    public interface Gains {
        /**
         * @param node index of the operation
         * @param gain factor from the source's variance to that of the result, greater than 0
         */
        void add(int node, NoiseSource source, double gain);
    }

    private NoiseSensitivity(Schedule schedule, ClearRun run, Gains gains) {
        this.schedule = schedule;
        this.run = run;
        this.gains = gains;
        adjoints = new double[schedule.nodes().size()][];
        slots = schedule.program().slots();
        mask = slots - 1;
    }

    /** Tells the gain of every error in the circuit at one result. */
    public static void of(Schedule schedule, ClearRun run, ResultElement.InSlot result, Gains gains) {
        NoiseSensitivity pass = new NoiseSensitivity(schedule, run, gains);
        int output = schedule.outputs().get(result.ciphertext());
        pass.adjoint(output)[result.slot()] = 1;
        for (int node = output; node >= 0; node--) {
            double[] adjoint = pass.adjoints[node];
            if (adjoint != null) {
                pass.back(node, schedule.nodes().get(node), adjoint);
                pass.adjoints[node] = null;
                run.recycle(adjoint);
            }
        }
    }

    private double[] adjoint(int node) {
        double[] adjoint = adjoints[node];
        if (adjoint == null) {
            adjoint = run.zeros();
            adjoints[node] = adjoint;
        }
        return adjoint;
    }

    private CircuitIr.CipherType type(int node) {
        return schedule.nodes().get(node).type();
    }

    /** Tells what the node's own errors do, and passes the derivative on to its operands. */
    private void back(int index, CircuitIr.Node node, double[] g) {
        int level = node.type().level();
        int pending = node.type().pending();
        switch (node.op()) {
            case SlotOp.Input _ -> tell(index, Kind.ENCRYPTION, level, pending, squares(g));
            case SlotOp.Add o -> {
                ClearRun.addScaled(adjoint(o.left()), g, 1);
                ClearRun.addScaled(adjoint(o.right()), g, 1);
            }
            case SlotOp.Subtract o -> {
                ClearRun.addScaled(adjoint(o.left()), g, 1);
                ClearRun.addScaled(adjoint(o.right()), g, -1);
            }
            case SlotOp.Negate o -> ClearRun.addScaled(adjoint(o.operand()), g, -1);
            case SlotOp.AddPlain o -> {
                tell(index, Kind.ADDED_VECTOR, level, pending, squares(g));
                ClearRun.addScaled(adjoint(o.operand()), g, 1);
            }
            case SlotOp.AddScalar o -> ClearRun.addScaled(adjoint(o.operand()), g, 1);
            case SlotOp.MultiplyInteger o -> ClearRun.addScaled(adjoint(o.operand()), g, o.factor());
            case SlotOp.Multiply o -> product(g, o.left(), o.right());
            case SlotOp.SumOfProducts o -> {
                for (int t = 0; t < o.left().size(); t++) {
                    product(g, o.left().get(t), o.right().get(t));
                }
            }
            case SlotOp.MultiplyPlain o -> plainProduct(index, g, o.operand(), o.vector(), level);
            case SlotOp.SumOfPlainProducts o -> {
                for (int t = 0; t < o.operands().size(); t++) {
                    plainProduct(index, g, o.operands().get(t), o.vectors().get(t), level);
                }
            }
            case SlotOp.MultiplyScalar o -> scalarProduct(index, g, o.operand(), o.scalar(), level);
            case SlotOp.SumOfScalarProducts o -> {
                for (int t = 0; t < o.operands().size(); t++) {
                    scalarProduct(index, g, o.operands().get(t), o.factors().get(t), level);
                }
            }
            case SlotOp.Adjust o -> {
                rescaled(index, node.type(), squares(g));
                double shift = inner(g, run.value(o.operand()));
                tell(index, Kind.LEVEL_FACTOR, type(o.operand()).level(), level, shift * shift);
                ClearRun.addScaled(adjoint(o.operand()), g, 1);
            }
            case SlotOp.Rescale o -> {
                rescaled(index, node.type(), squares(g));
                ClearRun.addScaled(adjoint(o.operand()), g, 1);
            }
            case SlotOp.RelinearizeRescale o -> {
                double squares = squares(g);
                rescaled(index, node.type(), squares);
                relinearized(index, o.operand(), g, squares);
            }
            case SlotOp.Relinearize o -> relinearized(index, o.operand(), g, squares(g));
            case SlotOp.Hoist o -> ClearRun.addScaled(adjoint(o.operand()), g, 1);
            case SlotOp.Rotate o -> {
                int steps = Math.floorMod(o.steps(), slots);
                if (steps != 0) {
                    tell(index, Kind.KEY_SWITCH, level, pending, squares(g));
                }
                ClearRun.addRotated(adjoint(o.operand()), g, steps);
            }
            case SlotOp.LinearTransform o ->
                transform(index, g, o.operand(), run.constants().matrix(o.matrix()));
        }
    }

    private void tell(int node, Kind kind, int level, int other, double gain) {
        if (gain > 0) {
            gains.add(node, new NoiseSource(kind, level, other), gain);
        }
    }

    private void product(double[] g, int left, int right) {
        double[] a = run.value(left);
        double[] b = run.value(right);
        ClearRun.addProduct(adjoint(left), g, b);
        ClearRun.addProduct(adjoint(right), g, a);
    }

    private void plainProduct(int index, double[] g, int operand, int vector, int level) {
        double[] x = run.value(operand);
        double gain = 0;
        for (int i = 0; i < slots; i++) {
            double p = g[i] * x[i];
            gain += p * p;
        }
        tell(index, Kind.FACTOR_VECTOR, type(operand).level(), level, gain);
        ClearRun.addProduct(adjoint(operand), g, run.constants().vector(vector));
    }

    private void scalarProduct(int index, double[] g, int operand, double factor, int level) {
        double shift = inner(g, run.value(operand));
        tell(index, Kind.FACTOR_SCALAR, type(operand).level(), level, shift * shift);
        ClearRun.addScaled(adjoint(operand), g, factor);
    }

    private void rescaled(int index, CircuitIr.CipherType type, double squares) {
        tell(index, type.size() == 3 ? Kind.RESCALE_PRODUCT : Kind.RESCALE, type.level(), 1, squares);
    }

    private void relinearized(int index, int operand, double[] g, double squares) {
        CircuitIr.CipherType type = type(operand);
        if (type.size() == 3) {
            tell(index, Kind.KEY_SWITCH, type.level(), type.pending(), squares);
        }
        ClearRun.addScaled(adjoint(operand), g, 1);
    }

    private void transform(int index, double[] g, int operand, DiagonalMatrix matrix) {
        int level = type(operand).level();
        Map<Integer, double[]> babies = new TreeMap<>();
        Set<Integer> giants = new TreeSet<>();
        int used = slots;
        while (used > 0 && g[used - 1] == 0) {
            used--;
        }
        for (Map.Entry<Integer, SlotVector> diagonal : matrix.diagonals().entrySet()) {
            int offset = diagonal.getKey();
            int giant = matrix.giant(offset) & mask;
            double[] baby = babies.computeIfAbsent(matrix.baby(offset) & mask, _ -> run.zeros());
            diagonal.getValue().addProduct(g, 0, baby, giant, used);
            giants.add(giant);
        }
        giants.remove(0);
        double[] energy = run.energy(operand, matrix);
        double encoding = 0;
        for (int i = 0; i < used; i++) {
            encoding += g[i] * g[i] * energy[i];
        }
        tell(index, Kind.FACTOR_VECTOR, level, level, encoding);
        double switched = 0;
        for (Map.Entry<Integer, double[]> baby : babies.entrySet()) {
            ClearRun.addRotated(adjoint(operand), baby.getValue(), baby.getKey());
            switched += baby.getKey() == 0 ? 0 : squares(baby.getValue());
            run.recycle(baby.getValue());
        }
        tell(index, Kind.KEY_SWITCH, level, 1, switched);
        tell(index, Kind.KEY_SWITCH, level, 2, giants.size() * squares(g));
    }

    private static double squares(double[] x) {
        return inner(x, x);
    }

    private static double inner(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }
}
