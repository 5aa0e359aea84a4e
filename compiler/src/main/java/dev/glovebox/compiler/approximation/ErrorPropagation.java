package dev.glovebox.compiler.approximation;

import dev.glovebox.compiler.ir.Expression;
import dev.glovebox.compiler.ir.Interval;
import dev.glovebox.compiler.ir.SparseMatrix;
import dev.glovebox.compiler.ir.tensor.TensorOp;
import dev.glovebox.compiler.ir.tensor.TensorProgram;
import dev.glovebox.compiler.ir.tensor.TensorProgram.Node;
import dev.glovebox.compiler.ir.tensor.TensorProgram.Result;
import dev.glovebox.compiler.range.ExpressionBounds;
import dev.glovebox.compiler.range.Tape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;

/**
 * Bounds how far errors made at nodes of a program carry, worst case, by interval Lipschitz constants: through an affine map
 * |A|·e, through a product |a|·e_b + |b|·e_a, through a function or polynomial L·e.
 *
 * <p>Ranges must hold both the exact values and those with errors. Then the product rule needs no second-order term: a'b' - ab =
 * a'(b' - b) + b(a' - a).
 *
 * <p>Nothing is carried through a jump: its argument is kept far enough from it.
 */
final class ErrorPropagation {
    /** Elements with different ranges that get their own Lipschitz constant; with more, all share that of the hull. */
    private static final int MOST_RANGES = 256;

    /** Points at which slopes of polynomials, and steps of functions without a Lipschitz constant, are sampled, at least. */
    private static final int SAMPLES = 2048;

    private final List<Node> nodes;
    private final double smallestStep;
    private final Map<Integer, double[]> lipschitz = new HashMap<>();
    private final Map<Expression, Tape> tapes = new HashMap<>();
    private final Map<Integer, double[]> grids = new HashMap<>();

    /**
     * @param nodes with ranges; more may be added at the end
     * @param smallestStep for functions that are steeper than any Lipschitz constant, such as a root at 0: the argument's change
     *     for which their change is measured. Only for estimates before they are polynomials.
     */
    ErrorPropagation(List<Node> nodes, double smallestStep) {
        this.nodes = nodes;
        this.smallestStep = smallestStep;
    }

    /**
     * The greatest error of every element of every node.
     *
     * @param own the error that a node itself adds to each of its elements
     */
    List<double[]> errors(IntToDoubleFunction own) {
        List<double[]> errors = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            addError(errors, own.applyAsDouble(i));
        }
        return errors;
    }

    /** Adds the errors of the elements of the next node to those of the nodes before it. */
    void addError(List<double[]> errors, double own) {
        int index = errors.size();
        double[] error = carried(index, nodes.get(index), errors);
        for (int k = 0; k < error.length; k++) {
            error[k] += own;
        }
        errors.add(error);
    }

    /** The error of every element of the result. */
    static double[] resultErrors(TensorProgram program, List<double[]> errors) {
        return program.results().stream()
                .mapToDouble(r -> r instanceof Result.Element e ? errors.get(e.node())[e.index()] : 0)
                .toArray();
    }

    private double[] carried(int index, Node node, List<double[]> errors) {
        double[] out = new double[node.size()];
        switch (node.op()) {
            case TensorOp.Input _, TensorOp.PublicInput _, TensorOp.PublicApply _ -> {}
            case TensorOp.Affine a -> {
                for (TensorOp.Term term : a.terms()) {
                    addMagnitudes(term.matrix(), errors.get(term.operand()), out);
                }
            }
            case TensorOp.Multiply m -> {
                for (int k = 0; k < out.length; k++) {
                    double left = nodes.get(m.left()).range(k).magnitude();
                    double right = nodes.get(m.right()).range(k).magnitude();
                    out[k] = left * errors.get(m.right())[k] + right * errors.get(m.left())[k];
                }
            }
            case TensorOp.Apply a -> {
                if (!SplitFunctions.isJump(a.function())) {
                    multiply(errors.get(a.operand()), index, out);
                }
            }
            case TensorOp.Polynomial p -> {
                if (p.gap() == 0) {
                    multiply(errors.get(p.operand()), index, out);
                }
            }
        }
        return out;
    }

    private static void addMagnitudes(SparseMatrix matrix, double[] error, double[] out) {
        if (isZero(error)) {
            return;
        }
        matrix.forEachRow((row, from, to, columns, values) -> {
            double sum = out[row];
            for (int k = from; k < to; k++) {
                sum += Math.abs(values[k]) * error[columns[k]];
            }
            out[row] = sum;
        });
    }

    private static boolean isZero(double[] error) {
        return Arrays.equals(error, new double[error.length]);
    }

    private void multiply(double[] error, int index, double[] out) {
        if (isZero(error)) {
            return;
        }
        double[] constants =
                lipschitz.computeIfAbsent(index, _ -> constants(nodes.get(index).op()));
        for (int k = 0; k < out.length; k++) {
            out[k] = error[k] > 0 ? error[k] * constants[k] : 0;
        }
    }

    private double[] constants(TensorOp op) {
        Node operand = nodes.get(op.operands().getFirst());
        Map<Interval, Double> known = new HashMap<>();
        double[] constants = new double[operand.size()];
        for (int k = 0; k < constants.length; k++) {
            Interval range = known.size() < MOST_RANGES ? operand.range(k) : operand.hull();
            constants[k] = known.computeIfAbsent(range, r -> constant(op, r));
        }
        return constants;
    }

    private double constant(TensorOp op, Interval range) {
        if (op instanceof TensorOp.Polynomial p) {
            double exact = ExpressionBounds.lipschitz(tape(p.function()), range);
            return Math.min(exact, greatestSlope(p, range));
        }
        Tape tape = tape(((TensorOp.Apply) op).function());
        double exact = ExpressionBounds.lipschitz(tape, range);
        return Double.isFinite(exact) ? exact : greatestStep(tape, range);
    }

    private Tape tape(Expression function) {
        return tapes.computeIfAbsent(function, Tape::of);
    }

    /** The greatest |p'| on a range, from a dense grid. */
    private double greatestSlope(TensorOp.Polynomial p, Interval range) {
        double[] derivative = Chebyshev.derivative(p.coefficients().toArray());
        int points = Math.max(SAMPLES, 16 * p.degree());
        double greatest = 0;
        for (double place : grids.computeIfAbsent(points, ErrorPropagation::grid)) {
            double x = range.middle() + range.radius() * place;
            greatest = Math.max(greatest, Math.abs(Chebyshev.evaluate(derivative, p.domain(), x)));
        }
        // The grid of 16 points for each degree sees the maximum but for a factor 1/cos(π/32) (Ehlich and Zeller 1964).
        return 1.005 * greatest / p.domain().radius();
    }

    private static double[] grid(int points) {
        double[] grid = new double[points + 1];
        Arrays.setAll(grid, i -> StrictMath.cos(Math.PI * i / points));
        return grid;
    }

    private double greatestStep(Tape tape, Interval range) {
        double greatest = 0;
        double step = Math.min(smallestStep, range.radius());
        for (int i = 0; i <= SAMPLES && step > 0; i++) {
            double x = range.lo() + (range.hi() - step - range.lo()) * i / SAMPLES;
            double change = Math.abs(tape.evaluate(x + step) - tape.evaluate(x)) / step;
            greatest = Math.max(greatest, Double.isFinite(change) ? change : 0);
        }
        return greatest;
    }
}
