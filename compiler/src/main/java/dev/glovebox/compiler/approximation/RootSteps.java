package dev.glovebox.compiler.approximation;

import dev.glovebox.compiler.ir.Expression;
import dev.glovebox.compiler.ir.Expression.Binary;
import dev.glovebox.compiler.ir.Expression.Constant;
import dev.glovebox.compiler.ir.Expression.Function;
import dev.glovebox.compiler.ir.Expression.Operator;
import dev.glovebox.compiler.ir.Expression.Unary;
import dev.glovebox.compiler.ir.Expression.Variable;
import dev.glovebox.compiler.ir.Interval;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Square roots and their reciprocals on wide ranges. With u = t/b = s² and a composite sign pₙ ∘ … ∘ p₁ of s ({@link
 * CompositeSign}), whose stages are odd, pₖ(s) = s·qₖ(s²): so q₁(u)·q₂(u₁)·…, uₖ = uₖ₋₁·qₖ(uₖ₋₁)², is 1/s = 1/√u with the
 * relative error of the sign, and u times that is √u with the error of |s|. A stage of degree 3 is a Newton step y·(3 - u·y²)/2 with
 * the best coefficients in place of 3/2 and 1/2; the stages together have the least error of all such iterations of their degrees.
 *
 * @param factor c of c/√t or c·√t
 * @param error greatest difference from the function on the domain
 */
record RootSteps(boolean reciprocal, Interval domain, double factor, CompositeSign sign, double error) {
    /**
     * The iteration for √t, c/√t, or a power of ±1/2, within an error, if the function is one of them and there is one; not of one
     * stage, which is a polynomial.
     */
    static Optional<RootSteps> of(Expression function, Interval domain, double error) {
        return find(function, domain, error).filter(steps -> steps.sign.stages().size() > 1);
    }

    private static Optional<RootSteps> find(Expression function, Interval domain, double error) {
        if (domain.lo() < 0 || !(domain.hi() > 0)) {
            return Optional.empty();
        }
        double root = Math.sqrt(domain.hi());
        if (isRoot(function, 0.5)) {
            return CompositeSign.forAbsolute(Math.min(0.25, error / root))
                    .map(sign -> new RootSteps(false, domain, 1, sign, sign.absoluteError() * root));
        }
        Double factor = reciprocalFactor(function);
        if (factor == null || factor == 0 || domain.lo() == 0) {
            return Optional.empty();
        }
        double c = factor;
        double least = Math.sqrt(domain.lo());
        double relative = Math.min(0.25, error * least / Math.abs(c));
        return CompositeSign.of(Math.min(0.99, least / root), relative)
                .map(sign -> new RootSteps(true, domain, c, sign, sign.error() * Math.abs(c) / least));
    }

    private static boolean isRoot(Expression function, double exponent) {
        return function instanceof Unary(Function f, Variable _) && f == Function.SQRT && exponent == 0.5
                || function instanceof Binary(Operator op, Variable _, Constant(double e))
                        && op == Operator.POW
                        && e == exponent;
    }

    private static @Nullable Double reciprocalFactor(Expression function) {
        if (isRoot(function, -0.5)) {
            return 1.0;
        }
        return function instanceof Binary(Operator op, Constant(double c), Expression root)
                        && op == Operator.DIVIDE
                        && isRoot(root, 0.5)
                ? (Double) c
                : null;
    }

    /** The Chebyshev coefficients of q on [0, radius²], for a stage p(s) = s·q(s²). */
    static double[] quotient(CompositeSign.Stage stage) {
        double[] odd = stage.coefficients();
        double[] quotient = new double[(odd.length - 2) / 2 + 1];
        // T(2j+1)(x)/x = (-1)ʲ + 2·Σ (-1)ʲ⁻ⁱ·Tᵢ(2x² - 1), i from 1 to j.
        for (int j = 0; j < quotient.length; j++) {
            for (int i = 0; i <= j; i++) {
                double sign = (j - i) % 2 == 0 ? 1 : -1;
                quotient[i] += (i == 0 ? 1 : 2) * sign * odd[2 * j + 1] / stage.radius();
            }
        }
        return quotient;
    }

    /** Degrees of the q. */
    List<Integer> degrees() {
        return sign.degrees().stream().map(d -> (d - 1) / 2).toList();
    }

    int depth() {
        int steps = sign.stages().size();
        int polynomials = degrees().stream().mapToInt(Approximate::depth).sum();
        return polynomials + 2 * (steps - 1) + (reciprocal && steps == 1 ? 0 : 1);
    }

    double cost() {
        int products = degrees().stream()
                .mapToInt(d -> PolynomialPlan.of(d, false).products(d, PolynomialPlan.Parity.ANY))
                .sum();
        int steps = sign.stages().size();
        return ApproximationCost.of(depth(), products + 3 * (steps - 1) + (reciprocal && steps == 1 ? 0 : 1));
    }
}
