package dev.glovebox.compiler.range;

import dev.glovebox.compiler.diagnostic.Code;
import dev.glovebox.compiler.diagnostic.CompilationException;
import dev.glovebox.compiler.diagnostic.Diagnostic;
import dev.glovebox.compiler.ir.Expression;
import dev.glovebox.compiler.ir.Interval;
import dev.glovebox.compiler.ir.Reals;
import dev.glovebox.compiler.ir.SourceLocation;
import dev.glovebox.compiler.ir.tensor.TensorOp;
import dev.glovebox.compiler.ir.tensor.TensorProgram;
import dev.glovebox.compiler.ir.tensor.TensorProgram.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Gives every element of every vector the interval its values lie in, from the ranges of the inputs, which stay as they are.
 *
 * <p>Interval analysis by affine rows, products and whole expressions. A polynomial's range is its function's, widened by its
 * error. A root whose argument passes 0 by no more than 2⁻⁴⁰ of its magnitude is taken to end there: sums that cancel do that.
 */
public final class InferRanges {
    /** Rounding of an argument that does not make a root undefined, relative to the argument's magnitude. */
    private static final double SLACK = 0x1p-40;

    /**
     * The program with ranges.
     *
     * @throws CompilationException {@link Code#RANGE_CONTAINS_POLE} for a function that is not defined and bounded on its argument's
     *     range, {@link Code#MISSING_RANGE} where a range is unbounded; one diagnostic for each operation
     */
    public TensorProgram apply(TensorProgram program) {
        List<Node> nodes = new ArrayList<>();
        List<Diagnostic> diagnostics = new ArrayList<>();
        Set<Integer> failed = new HashSet<>();
        for (Node node : program.nodes()) {
            try {
                boolean known = node.op().operandStream().noneMatch(failed::contains);
                if (!known) {
                    failed.add(nodes.size());
                }
                nodes.add(known ? infer(node.op(), node.size(), nodes, node) : node);
            } catch (CompilationException e) {
                diagnostics.addAll(e.diagnostics());
                failed.add(nodes.size());
                nodes.add(node);
            }
        }
        if (!diagnostics.isEmpty()) {
            throw new CompilationException(diagnostics);
        }
        return new TensorProgram(program.name(), program.precisionBits(), nodes, program.results());
    }

    /**
     * An operation as a node with its range.
     *
     * @param nodes the nodes before it, with ranges
     */
    public static Node infer(TensorOp op, List<Node> nodes, SourceLocation location) {
        int size = switch (op) {
            case TensorOp.Input _, TensorOp.PublicInput _ ->
                throw new IllegalArgumentException("an input's range is declared, not inferred");
            case TensorOp.Affine a -> a.bias().size();
            default -> nodes.get(op.operands().getFirst()).size();
        };
        Reals lo = Reals.generate(size, i -> Double.NEGATIVE_INFINITY);
        Reals hi = Reals.generate(size, i -> Double.POSITIVE_INFINITY);
        return infer(op, size, nodes, new Node(op, lo, hi, location));
    }

    /**
     * An approximated node whose ranges are those that were declared of the exact one, widened by as much as the approximation of
     * its operands widens what is inferred.
     *
     * @param exact the node before approximation
     * @param exactNodes the nodes that its operands name
     */
    public static Node keepDeclared(Node approximated, Node exact, List<Node> exactNodes) {
        Node inferred;
        try {
            inferred = infer(exact.op(), exactNodes, exact.location());
        } catch (CompilationException e) {
            return approximated;
        }
        Reals lo = Reals.generate(
                exact.size(),
                i -> Math.max(
                        approximated.lo().get(i),
                        Rounding.addDown(
                                exact.lo().get(i),
                                approximated.lo().get(i) - inferred.lo().get(i))));
        Reals hi = Reals.generate(
                exact.size(),
                i -> Math.min(
                        approximated.hi().get(i),
                        Rounding.addUp(
                                exact.hi().get(i),
                                approximated.hi().get(i) - inferred.hi().get(i))));
        boolean declared = IntStream.range(0, exact.size())
                .anyMatch(i -> inferred.lo().get(i)
                                < exact.lo().get(i)
                                        - SLACK * (1 + Math.abs(exact.lo().get(i)))
                        || inferred.hi().get(i)
                                > exact.hi().get(i)
                                        + SLACK * (1 + Math.abs(exact.hi().get(i))));
        return declared ? new Node(approximated.op(), lo, hi, approximated.location()) : approximated;
    }

    private static Node infer(TensorOp op, int size, List<Node> nodes, Node old) {
        SourceLocation location = old.location();
        return switch (op) {
            case TensorOp.Input input -> {
                for (int i = 0; i < size; i++) {
                    requireFinite(old.lo().get(i), old.hi().get(i), "the encrypted input " + input.name(), location);
                }
                yield old;
            }
            case TensorOp.PublicInput _ -> old;
            case TensorOp.Affine affine -> affine(affine, old, nodes);
            case TensorOp.Multiply m -> {
                Node left = nodes.get(m.left());
                Node right = nodes.get(m.right());
                yield node(
                        op,
                        old,
                        i -> m.left() == m.right()
                                ? Intervals.square(left.range(i))
                                : Intervals.multiply(left.range(i), right.range(i)),
                        "a product of encrypted values");
            }
            case TensorOp.Apply a -> function(a.function(), nodes.get(a.operand()), old, op);
            case TensorOp.PublicApply a -> function(a.function(), nodes.get(a.operand()), old, op);
            case TensorOp.Polynomial p -> {
                Ranges ranges = new Ranges(p.function(), location);
                Interval error = new Interval(-p.error(), p.error());
                Node operand = nodes.get(p.operand());
                yield node(
                        op,
                        old,
                        i -> Intervals.add(ranges.of(withGap(operand.range(i), p.gap())), error),
                        Infix.of(p.function()));
            }
        };
    }

    private static Node function(Expression function, Node operand, Node old, TensorOp op) {
        Ranges ranges = new Ranges(function, old.location());
        return node(op, old, i -> ranges.of(operand.range(i)), Infix.of(function));
    }

    /** The node with its ranges: what is inferred, within what is declared. */
    private static Node node(TensorOp op, Node old, IntFunction<Interval> range, String what) {
        double[] lo = new double[old.size()];
        double[] hi = new double[lo.length];
        for (int i = 0; i < lo.length; i++) {
            Interval inferred = range.apply(i);
            lo[i] = Math.max(inferred.lo(), old.lo().get(i));
            hi[i] = Math.min(inferred.hi(), old.hi().get(i));
            if (lo[i] > hi[i]) {
                throw contradiction(what, inferred, old.range(i), old.location());
            }
            requireFinite(lo[i], hi[i], what, old.location());
        }
        return new Node(op, Reals.of(lo), Reals.of(hi), old.location());
    }

    private static CompilationException contradiction(
            String what, Interval inferred, Interval declared, SourceLocation location) {
        return new CompilationException(new Diagnostic(
                Code.MISSING_RANGE,
                location,
                what + " is in " + Infix.rounded(inferred) + ", which is disjoint from the declared range "
                        + Infix.rounded(declared),
                "a range that the values can have",
                "Correct the min and max that Tensor.map declares.",
                List.of()));
    }

    /** Within the gap of a jump the value is anywhere between those on both sides. */
    private static Interval withGap(Interval argument, double gap) {
        boolean reached = argument.lo() < gap && argument.hi() > -gap;
        return gap > 0 && reached ? argument.hull(new Interval(-gap, gap)) : argument;
    }

    private static Node affine(TensorOp.Affine affine, Node old, List<Node> nodes) {
        double[] lo = affine.bias().toArray();
        double[] hi = affine.bias().toArray();
        for (TensorOp.Term term : affine.terms()) {
            double[] least = nodes.get(term.operand()).lo().toArray();
            double[] greatest = nodes.get(term.operand()).hi().toArray();
            term.matrix().forEachRow((row, from, to, columns, values) -> {
                double lower = lo[row];
                double upper = hi[row];
                for (int k = from; k < to; k++) {
                    double factor = values[k];
                    double a = least[columns[k]];
                    double b = greatest[columns[k]];
                    lower = Rounding.addDown(lower, Rounding.multiplyDown(factor, factor > 0 ? a : b));
                    upper = Rounding.addUp(upper, Rounding.multiplyUp(factor, factor > 0 ? b : a));
                }
                lo[row] = lower;
                hi[row] = upper;
            });
        }
        return node(affine, old, i -> new Interval(lo[i], hi[i]), "a sum of encrypted values");
    }

    private static void requireFinite(double lo, double hi, String what, SourceLocation location) {
        if (!Double.isFinite(lo) || !Double.isFinite(hi)) {
            throw new CompilationException(new Diagnostic(
                    Code.MISSING_RANGE,
                    location,
                    what + " has the range [" + Infix.number(lo) + ", " + Infix.number(hi) + "]",
                    "a bounded range",
                    "Declare min and max of every @Encrypted value it depends on, or bound it with Math.max and"
                            + " Math.min.",
                    List.of()));
        }
    }

    /** Ranges of one function, each computed once. */
    private static final class Ranges {
        private final Expression function;
        private final SourceLocation location;
        private final Tape tape;
        private final Map<Interval, Interval> known = new HashMap<>();

        Ranges(Expression function, SourceLocation location) {
            this.function = function;
            this.location = location;
            this.tape = Tape.of(function);
        }

        Interval of(Interval argument) {
            return known.computeIfAbsent(argument, this::compute);
        }

        private Interval compute(Interval argument) {
            try {
                return ExpressionBounds.onDefinedPart(tape, argument, slack(argument))
                        .range();
            } catch (OutsideDomainException e) {
                throw new CompilationException(new Diagnostic(
                        Code.RANGE_CONTAINS_POLE,
                        location,
                        Infix.of(function) + " has a pole or is undefined for t in " + Infix.rounded(argument) + ": "
                                + e.describe(),
                        "a function that is defined and bounded on the whole range of its argument",
                        "Narrow the argument with a tighter min or max of the @Encrypted values it depends on, or keep"
                                + " it away from there with Math.max or Math.min.",
                        List.of()));
            }
        }
    }

    /**
     * The part of a function's argument range that it is meant for: all of it but what rounding adds beyond the end of a root's
     * domain.
     *
     * @throws RuntimeException if the function is not defined on it
     */
    public static Interval usedPart(Tape tape, Interval argument) {
        return ExpressionBounds.onDefinedPart(tape, argument, slack(argument)).part();
    }

    private static double slack(Interval argument) {
        return SLACK * argument.magnitude();
    }
}
