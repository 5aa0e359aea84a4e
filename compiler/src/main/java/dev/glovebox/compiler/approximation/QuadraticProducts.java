package dev.glovebox.compiler.approximation;

import dev.glovebox.compiler.ir.Interval;
import dev.glovebox.compiler.ir.Reals;
import dev.glovebox.compiler.ir.SparseMatrix;
import dev.glovebox.compiler.ir.tensor.TensorOp;
import dev.glovebox.compiler.ir.tensor.TensorOp.Affine;
import dev.glovebox.compiler.ir.tensor.TensorOp.Apply;
import dev.glovebox.compiler.ir.tensor.TensorOp.Multiply;
import dev.glovebox.compiler.ir.tensor.TensorOp.Term;
import dev.glovebox.compiler.ir.tensor.TensorProgram;
import dev.glovebox.compiler.ir.tensor.TensorProgram.Node;
import dev.glovebox.compiler.ir.tensor.TensorProgram.Result;
import dev.glovebox.compiler.range.InferRanges;
import dev.glovebox.compiler.range.Tape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Computes functions that are quadratic as a square: a·t² + b·t + c = ±(√|a|·(t + b/2a))² + c - b²/4a. One level and exact: the map
 * inside the square joins the affine map that made the argument, where a polynomial would first move its argument to [-1, 1].
 */
final class QuadraticProducts {
    /** How far beyond the argument's magnitude the axis may lie: further out, the square is large and its use cancels. */
    private static final double FARTHEST_AXIS = 2;

    private final List<Node> nodes = new ArrayList<>();

    private QuadraticProducts() {}

    /** @param program with ranges */
    static TensorProgram apply(TensorProgram program) {
        QuadraticProducts pass = new QuadraticProducts();
        int[] renamed = new int[program.nodes().size()];
        boolean changed = false;
        for (int i = 0; i < renamed.length; i++) {
            Node node = program.nodes().get(i);
            TensorOp op = node.op()
                    .withOperands(node.op().operandStream().map(o -> renamed[o]).toList());
            Optional<Quadratic> quadratic = op instanceof Apply apply
                    ? Quadratic.of(apply, pass.nodes.get(apply.operand()).hull())
                            .filter(q -> q.isPlain()
                                    || takesLevel(
                                            pass.nodes.get(apply.operand()).op()))
                    : Optional.empty();
            if (quadratic.isPresent()) {
                renamed[i] = pass.square(quadratic.get(), ((Apply) op).operand(), node);
                changed = true;
            } else {
                renamed[i] = pass.nodes.size();
                pass.nodes.add(new Node(op, node.lo(), node.hi(), node.location()));
            }
        }
        if (!changed) {
            return program;
        }
        List<Result> results = program.results().stream()
                .map(r -> r instanceof Result.Element e ? new Result.Element(renamed[e.node()], e.index()) : r)
                .toList();
        return new ComposeAffine()
                .apply(new TensorProgram(program.name(), program.precisionBits(), pass.nodes, results));
    }

    /** Whether it is an affine map that a factor can join; one with an entry a row may vanish into its neighbours. */
    private static boolean takesLevel(TensorOp op) {
        return op instanceof Affine affine
                && affine.terms().stream()
                                .mapToLong(term -> term.matrix().entries())
                                .sum()
                        > affine.bias().size();
    }

    /** sign·(factor·t + shift)² + constant. */
    private record Quadratic(double factor, double shift, int sign, double constant) {
        /** Whether the argument is squared as it is. */
        boolean isPlain() {
            return factor == 1 && shift == 0;
        }

        static Optional<Quadratic> of(Apply apply, Interval range) {
            if (range.radius() == 0 || !range.isFinite()) {
                return Optional.empty();
            }
            return ExactPolynomial.of(Tape.of(apply.function()), range)
                    .filter(c -> c.length == 3)
                    .flatMap(c -> of(c, range));
        }

        private static Optional<Quadratic> of(double[] chebyshev, Interval range) {
            double r = range.radius();
            double m = range.middle();
            double a = 2 * chebyshev[2] / (r * r);
            double b = chebyshev[1] / r - 2 * a * m;
            double c = chebyshev[0] - chebyshev[2] - chebyshev[1] * m / r + a * m * m;
            double axis = b / (2 * a);
            if (!Double.isFinite(axis) || Math.abs(axis) > FARTHEST_AXIS * range.magnitude()) {
                return Optional.empty();
            }
            double factor = Math.sqrt(Math.abs(a));
            double constant = c - a * axis * axis;
            // What cancels exactly in a·t² leaves rounding errors here.
            double tiny = 0x1p-48 * Math.abs(a) * range.magnitude() * range.magnitude();
            return Optional.of(new Quadratic(
                    factor,
                    Math.abs(axis) < 0x1p-48 * range.magnitude() ? 0 : factor * axis,
                    a < 0 ? -1 : 1,
                    Math.abs(constant) < tiny ? 0 : constant));
        }
    }

    /** The square in place of a node, whose range it has. */
    private int square(Quadratic q, int operand, Node node) {
        int inner = affine(operand, q.factor, q.shift, node);
        int square = add(new Multiply(inner, inner), node);
        int last = affine(square, q.sign, q.constant, node);
        Node result = nodes.get(last);
        nodes.set(last, new Node(result.op(), node.lo(), node.hi(), node.location()));
        return last;
    }

    private int affine(int x, double factor, double bias, Node node) {
        if (factor == 1 && bias == 0) {
            return x;
        }
        int size = node.size();
        SparseMatrix matrix =
                factor == 1 ? SparseMatrix.identity(size) : Matrices.diagonal(Reals.generate(size, _ -> factor));
        return add(new Affine(List.of(new Term(matrix, x)), Reals.generate(size, _ -> bias)), node);
    }

    private int add(TensorOp op, Node node) {
        nodes.add(InferRanges.infer(op, nodes, node.location()));
        return nodes.size() - 1;
    }
}
