package dev.glovebox.compiler.approximation;

import dev.glovebox.compiler.ir.Expression;
import dev.glovebox.compiler.ir.Expression.Binary;
import dev.glovebox.compiler.ir.Expression.Constant;
import dev.glovebox.compiler.ir.Expression.Operator;
import dev.glovebox.compiler.ir.Expression.Variable;
import dev.glovebox.compiler.ir.Interval;
import dev.glovebox.compiler.ir.SparseMatrix;
import dev.glovebox.compiler.ir.tensor.TensorOp;
import dev.glovebox.compiler.ir.tensor.TensorOp.Apply;
import dev.glovebox.compiler.ir.tensor.TensorProgram.Node;
import dev.glovebox.compiler.range.ExpressionBounds;
import dev.glovebox.compiler.range.InferRanges;
import dev.glovebox.compiler.range.Tape;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A function and the interval to approximate it on.
 *
 * <p>The interval holds the argument's range with the errors of earlier approximations, and a margin of up to 2⁻¹⁰ of its radius so
 * that encryption noise does not push an argument out of it; less where the function grows much steeper within the margin, as
 * near a pole, and none for inputs that come normalised, which would cost a level. Where a root is not defined on all of the
 * interval, the function is continued by its value at the end of the exact range: f(max(t, lo)) or f(min(t, hi)).
 */
final class ApproximationDomain {
    private static final double[] MARGINS = {0x1p-10, 0x1p-14, 0x1p-18};

    /** Factor by which a margin may raise the greatest slope. */
    private static final double STEEPER = 1.25;

    /** Least radius, relative to the greater of 1 and the middle: normalising smaller ones would amplify noise. */
    private static final double LEAST_RADIUS = 0x1p-16;

    /** Greatest |middle|/radius of an interval to be made symmetric. */
    private static final double MOST_ASYMMETRY = 0.125;

    private static final int TELLING_POINTS = 4096;

    private final Expression function;
    private final Tape tape;
    private final Interval domain;
    /** Whether another domain would cost a level. */
    private final boolean fixed;

    private final Fit fit;
    private final Optional<DegreeSearch.Approximation> exact;

    private ApproximationDomain(Expression function, Tape tape, Interval domain, boolean fixed, Fit fit) {
        this.fit = fit;
        this.function = function;
        this.tape = tape;
        this.domain = domain;
        this.fixed = fixed;
        this.exact = ExactPolynomial.of(tape, domain)
                .map(c -> new DegreeSearch.Approximation(c, DegreeSearch.greatestError(this::evaluate, c, false)));
    }

    /**
     * @param exactOperand the operand in the program without approximations
     * @param nodes the approximated nodes
     */
    static ApproximationDomain of(Apply apply, Node exactOperand, List<Node> nodes, Fit fit) {
        Tape tape = Tape.of(apply.function());
        Node operand = nodes.get(apply.operand());
        Interval range = operand.hull();
        boolean fixed = comesNormalized(operand, nodes);
        if (ExactPolynomial.of(tape, range).isPresent()) {
            return new ApproximationDomain(apply.function(), tape, enlarge(range, leastGrowth(range)), fixed, fit);
        }
        if (!ExpressionBounds.isDefined(tape, range)) {
            Expression continued = continued(apply.function(), InferRanges.usedPart(tape, exactOperand.hull()), range);
            return new ApproximationDomain(continued, Tape.of(continued), range, true, fit);
        }
        Interval enlarged = enlarge(range, leastGrowth(range));
        if (leastGrowth(range) > 0) {
            Interval domain = ExpressionBounds.isDefined(tape, enlarged) ? enlarged : range;
            return new ApproximationDomain(apply.function(), tape, domain, fixed, fit);
        }
        return new ApproximationDomain(apply.function(), tape, fixed ? range : withMargin(tape, range), fixed, fit);
    }

    /**
     * The same function on an interval about 0, if it is even, or odd up to a constant, and the interval would not grow much: half
     * of its Chebyshev coefficients vanish there.
     */
    Optional<ApproximationDomain> symmetric() {
        if (fixed || domain.middle() == 0 || Math.abs(domain.middle()) > MOST_ASYMMETRY * domain.radius()) {
            return Optional.empty();
        }
        Interval wider = new Interval(-domain.magnitude(), domain.magnitude());
        return isSymmetric(wider) && ExpressionBounds.isDefined(tape, wider)
                ? Optional.of(new ApproximationDomain(function, tape, wider, false, fit))
                : Optional.empty();
    }

    private boolean isSymmetric(Interval wider) {
        double center = 2 * tape.evaluate(0);
        double even = 0;
        double odd = 0;
        double magnitude = Math.abs(center);
        for (int i = 1; i <= 32; i++) {
            double right = tape.evaluate(wider.hi() * i / 32);
            double left = tape.evaluate(-wider.hi() * i / 32);
            even = Math.max(even, Math.abs(right - left));
            odd = Math.max(odd, Math.abs(right + left - center));
            magnitude = Math.max(magnitude, Math.abs(right));
        }
        return Math.min(even, odd) <= 0x1p-46 * magnitude;
    }

    /** Whether a function is a polynomial that needs no approximation. */
    static boolean isExact(Expression function, Node operand) {
        Interval range = operand.hull();
        return ExactPolynomial.of(Tape.of(function), enlarge(range, leastGrowth(range)))
                .isPresent();
    }

    Expression function() {
        return function;
    }

    Interval domain() {
        return domain;
    }

    /** Whether the function is odd up to a constant; on a domain about 0. */
    boolean isOdd() {
        double center = 2 * tape.evaluate(0);
        double magnitude = Math.abs(center);
        double odd = 0;
        for (int i = 1; i <= 32; i++) {
            double right = tape.evaluate(domain.hi() * i / 32);
            odd = Math.max(odd, Math.abs(right + tape.evaluate(-domain.hi() * i / 32) - center));
            magnitude = Math.max(magnitude, Math.abs(right));
        }
        return odd <= 0x1p-46 * magnitude;
    }

    /** How its polynomials are found. */
    Fit fit() {
        return fit;
    }

    /** The polynomial that the function is, if it is one. */
    Optional<DegreeSearch.Approximation> exact() {
        return exact;
    }

    /** A search for the least degree that approximates the function about as well as the target. */
    DegreeSearch search(int maxDegree, double target) {
        double[] telling = ExpressionBounds.tellingPoints(tape, domain, target, TELLING_POINTS);
        double[] normalized = Arrays.stream(telling)
                .map(x -> Math.clamp((x - domain.middle()) / domain.radius(), -1, 1))
                .toArray();
        return new DegreeSearch(this::evaluate, normalized, maxDegree, fit);
    }

    /** The function at {@code middle + radius·t}, t ∈ [-1, 1]. */
    double evaluate(double t) {
        return tape.evaluate(Math.clamp(Math.fma(domain.radius(), t, domain.middle()), domain.lo(), domain.hi()));
    }

    private static double leastGrowth(Interval range) {
        return Math.max(0, LEAST_RADIUS * Math.max(1, range.magnitude()) - range.radius());
    }

    private static Interval enlarge(Interval range, double by) {
        return by == 0 ? range : new Interval(range.lo() - by, range.hi() + by);
    }

    private static Interval withMargin(Tape tape, Interval range) {
        double steepest = STEEPER * ExpressionBounds.lipschitz(tape, range);
        for (double margin : MARGINS) {
            Interval enlarged = enlarge(range, margin * range.radius());
            if (ExpressionBounds.isDefined(tape, enlarged) && ExpressionBounds.lipschitz(tape, enlarged) <= steepest) {
                return enlarged;
            }
        }
        return range;
    }

    /** Whether the operand, normalised from its hull, is an input as clients send it. */
    private static boolean comesNormalized(Node operand, List<Node> nodes) {
        if (operand.op() instanceof TensorOp.Affine affine && affine.terms().size() == 1) {
            SparseMatrix matrix = affine.terms().getFirst().matrix();
            Node input = nodes.get(affine.terms().getFirst().operand());
            boolean diagonal = matrix.rows() == matrix.columns() && matrix.entries() == matrix.rows();
            for (int i = 0; diagonal && i < matrix.rows(); i++) {
                diagonal = matrix.get(i, i) == matrix.get(0, 0) && matrix.get(i, i) > 0;
            }
            return diagonal
                    && affine.bias().isUniform()
                    && input.op() instanceof TensorOp.Input
                    && input.hull().equals(new Interval(-1, 1));
        }
        return operand.op() instanceof TensorOp.Input;
    }

    private static Expression continued(Expression function, Interval used, Interval range) {
        Expression argument = new Variable();
        if (range.lo() < used.lo()) {
            argument = new Binary(Operator.MAX, argument, new Constant(used.lo()));
        }
        if (range.hi() > used.hi()) {
            argument = new Binary(Operator.MIN, argument, new Constant(used.hi()));
        }
        return Substitution.of(function, argument);
    }
}
