package dev.glovebox.compiler.approximation;

import dev.glovebox.compiler.ir.Expression;
import dev.glovebox.compiler.ir.Expression.Binary;
import dev.glovebox.compiler.ir.Expression.Constant;
import dev.glovebox.compiler.ir.Expression.Operator;
import dev.glovebox.compiler.ir.Expression.Variable;
import dev.glovebox.compiler.ir.Interval;
import dev.glovebox.compiler.ir.Reals;
import dev.glovebox.compiler.ir.SourceLocation;
import dev.glovebox.compiler.ir.tensor.TensorOp;
import dev.glovebox.compiler.ir.tensor.TensorOp.Affine;
import dev.glovebox.compiler.ir.tensor.TensorOp.Multiply;
import dev.glovebox.compiler.ir.tensor.TensorOp.Polynomial;
import dev.glovebox.compiler.ir.tensor.TensorOp.Term;
import dev.glovebox.compiler.ir.tensor.TensorProgram.Node;
import dev.glovebox.compiler.range.InferRanges;
import java.util.List;

/** Adds nodes for vectors of one size and source line to a program, with the ranges that follow or are known. */
final class NodeBuilder {
    private final List<Node> nodes;
    private final int size;
    private final SourceLocation location;

    NodeBuilder(List<Node> nodes, Node origin) {
        this.nodes = nodes;
        this.size = origin.size();
        this.location = origin.location();
    }

    int add(TensorOp op) {
        nodes.add(InferRanges.infer(op, nodes, location));
        return nodes.size() - 1;
    }

    int multiply(int a, int b) {
        return add(new Multiply(a, b));
    }

    /** factor·x + bias; x itself if that is the same. */
    int affine(int x, double factor, double bias) {
        return factor == 1 && bias == 0
                ? x
                : add(new Affine(
                        List.of(new Term(Matrices.diagonal(Reals.generate(size, _ -> factor)), x)),
                        Reals.generate(size, _ -> bias)));
    }

    /** A polynomial that stands for itself. */
    int polynomial(int x, Interval domain, double[] coefficients) {
        return add(new Polynomial(x, domain, Reals.of(coefficients), expression(coefficients, domain), 0));
    }

    /** Σ cₖ·Tₖ((t - middle)/radius) by Horner's rule; for small degrees. */
    private static Expression expression(double[] coefficients, Interval domain) {
        double[] a = Chebyshev.toMonomial(coefficients);
        Expression shifted = new Binary(Operator.SUBTRACT, new Variable(), new Constant(domain.middle()));
        Expression x = new Binary(Operator.DIVIDE, shifted, new Constant(domain.radius()));
        Expression sum = new Constant(a[a.length - 1]);
        for (int k = a.length - 2; k >= 0; k--) {
            sum = new Binary(Operator.ADD, new Binary(Operator.MULTIPLY, sum, x), new Constant(a[k]));
        }
        return sum;
    }

    /** States bounds of all elements. */
    int within(int index, double lo, double hi) {
        for (int k = 0; k < nodes.get(index).size(); k++) {
            within(index, k, lo, hi);
        }
        return index;
    }

    /** States bounds of an element. */
    void within(int index, int element, double lo, double hi) {
        Node old = nodes.get(index);
        double[] least = old.lo().toArray();
        double[] greatest = old.hi().toArray();
        least[element] = Math.max(least[element], lo);
        greatest[element] = Math.min(greatest[element], hi);
        nodes.set(index, new Node(old.op(), Reals.of(least), Reals.of(greatest), old.location()));
    }
}
