package dev.glovebox.compiler.ir.tensor;

import dev.glovebox.compiler.ir.Interval;
import dev.glovebox.compiler.ir.Reals;
import dev.glovebox.compiler.ir.SparseMatrix;
import java.util.ArrayList;
import java.util.List;

/** Evaluates a tensor program on clear numbers: the reference for every later stage. */
public final class TensorInterpreter {
    private final TensorProgram program;

    public TensorInterpreter(TensorProgram program) {
        this.program = program;
    }

    /**
     * @param inputs the elements of all parameters in flat order; for an input node that is normalized, the normalized values
     * @return the elements of the result in flat order
     */
    public double[] evaluate(double[] inputs) {
        List<double[]> values = values(inputs);
        double[] results = new double[program.results().size()];
        for (int i = 0; i < results.length; i++) {
            results[i] = switch (program.results().get(i)) {
                case TensorProgram.Result.Element e -> values.get(e.node())[e.index()];
                case TensorProgram.Result.Constant c -> c.value();
            };
        }
        return results;
    }

    /** The value of every node. */
    public List<double[]> values(double[] inputs) {
        List<double[]> values = new ArrayList<>();
        for (TensorProgram.Node node : program.nodes()) {
            values.add(evaluate(node, values, inputs));
        }
        return values;
    }

    private static double[] evaluate(TensorProgram.Node node, List<double[]> values, double[] inputs) {
        double[] out = new double[node.size()];
        switch (node.op()) {
            case TensorOp.Input in -> System.arraycopy(inputs, in.firstElement(), out, 0, out.length);
            case TensorOp.PublicInput in -> {
                for (int i = 0; i < out.length; i++) {
                    double x = inputs[in.firstElement() + i];
                    Interval range = node.range(i);
                    out[i] = in.normalized() ? range.middle() + range.radius() * x : x;
                }
            }
            case TensorOp.Affine a -> {
                for (int i = 0; i < out.length; i++) {
                    out[i] = a.bias().get(i);
                }
                for (TensorOp.Term term : a.terms()) {
                    addProduct(term.matrix(), values.get(term.operand()), out);
                }
            }
            case TensorOp.Multiply m -> {
                double[] left = values.get(m.left());
                double[] right = values.get(m.right());
                for (int i = 0; i < out.length; i++) {
                    out[i] = left[i] * right[i];
                }
            }
            case TensorOp.Apply a -> {
                double[] x = values.get(a.operand());
                for (int i = 0; i < out.length; i++) {
                    out[i] = a.function().evaluate(x[i]);
                }
            }
            case TensorOp.PublicApply a -> {
                double[] x = values.get(a.operand());
                for (int i = 0; i < out.length; i++) {
                    out[i] = a.function().evaluate(x[i]);
                }
            }
            case TensorOp.Polynomial p -> {
                double[] x = values.get(p.operand());
                for (int i = 0; i < out.length; i++) {
                    out[i] = chebyshev(p.domain(), p.coefficients(), x[i]);
                }
            }
        }
        return out;
    }

    private static void addProduct(SparseMatrix matrix, double[] x, double[] out) {
        matrix.forEachRow((row, from, to, columns, values) -> {
            double sum = 0;
            for (int k = from; k < to; k++) {
                sum += values[k] * x[columns[k]];
            }
            out[row] += sum;
        });
    }

    /** Clenshaw's recurrence. */
    private static double chebyshev(Interval domain, Reals coefficients, double x) {
        double t = (x - domain.middle()) / domain.radius();
        double next = 0;
        double afterNext = 0;
        for (int k = coefficients.size() - 1; k > 0; k--) {
            double current = coefficients.get(k) + 2 * t * next - afterNext;
            afterNext = next;
            next = current;
        }
        return coefficients.get(0) + t * next - afterNext;
    }
}
