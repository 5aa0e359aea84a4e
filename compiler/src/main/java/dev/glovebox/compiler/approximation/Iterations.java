package dev.glovebox.compiler.approximation;

import dev.glovebox.compiler.ir.Expression;
import dev.glovebox.compiler.ir.Expression.Binary;
import dev.glovebox.compiler.ir.Expression.Constant;
import dev.glovebox.compiler.ir.Expression.Function;
import dev.glovebox.compiler.ir.Expression.Operator;
import dev.glovebox.compiler.ir.Expression.Unary;
import dev.glovebox.compiler.ir.Expression.Variable;
import dev.glovebox.compiler.ir.Interval;
import java.util.Optional;

/**
 * Reciprocals and exponentials on wide ranges by iterations that square: they take a level for each factor of two in the number of
 * correct bits, where the degree of one polynomial grows with the square root of the ratio of the range's ends, or with its width.
 *
 * @param kind which
 * @param factor c of c/t; 1 for an exponential
 * @param seed Chebyshev coefficients of the polynomial to start with, on the domain
 * @param seedFunction what the seed approximates
 * @param seedError greatest difference of the seed from that
 * @param rounds how often to iterate
 * @param error greatest difference from the function
 */
record Iterations(
        Kind kind,
        Interval domain,
        double factor,
        double[] seed,
        Expression seedFunction,
        double seedError,
        int rounds,
        double error) {
    private static final int MOST_ROUNDS = 24;
    private static final Expression T = new Variable();

    enum Kind {
        /**
         * Goldschmidt's division: e = 1 - t·y, then y ← y·(1 + e), e ← e². The seed with the least greatest |e| on [a, b] has
         * 1 - t·y = Tₙ(x)/Tₙ(x₀), x and x₀ the images of t and 0 when [a, b] becomes [-1, 1].
         */
        RECIPROCAL,
        /** exp(t) = exp(t/2ᵏ)^(2ᵏ). */
        EXPONENTIAL
    }

    /** The cheapest iteration for a function within an error, if it is a reciprocal or an exponential. */
    static Optional<Iterations> of(Expression function, Interval domain, double error) {
        if (function instanceof Unary(Function f, Variable _) && f == Function.EXP) {
            return exponential(domain, error);
        }
        if (function instanceof Binary(Operator op, Constant(double c), Variable _)
                && op == Operator.DIVIDE
                && c != 0
                && !domain.contains(0)) {
            return reciprocal(domain, c, error);
        }
        return Optional.empty();
    }

    private static Optional<Iterations> reciprocal(Interval domain, double factor, double error) {
        double least = Math.min(Math.abs(domain.lo()), Math.abs(domain.hi()));
        double at0 = domain.middle() / domain.radius();
        double target = error * least / Math.abs(factor);
        Iterations best = null;
        for (int degree = 1; degree <= 127; degree = 2 * degree + 1) {
            double log = -(degree + 1) * Math.log(Math.abs(at0) + Math.sqrt(at0 * at0 - 1));
            // 1/T(x₀) = 1/cosh(n·arcosh x₀)
            double first = 2 * Math.exp(log) / (1 + Math.exp(2 * log));
            int rounds = (int) Math.max(1, Math.ceil(Math.log(Math.log(target) / Math.log(first)) / Math.log(2)));
            if (rounds <= MOST_ROUNDS && Double.isFinite(Math.log(target) / Math.log(first))) {
                double reached = Math.abs(factor) / least * Math.pow(first, Math.pow(2, rounds));
                double sign = (degree + 1) % 2 == 0 || at0 > 0 ? 1 : -1;
                double scale = sign * first;
                int n = degree + 1;
                double[] seed = Chebyshev.interpolate(
                        x -> (1 - scale * chebyshev(n, x)) / (domain.middle() + domain.radius() * x), degree);
                Expression inverse = new Binary(Operator.DIVIDE, new Constant(1), T);
                Iterations found = new Iterations(
                        Kind.RECIPROCAL,
                        domain,
                        factor,
                        seed,
                        inverse,
                        first / least * (1 + 1e-9),
                        rounds,
                        reached * (1 + 1e-6));
                best = best == null || found.cost() < best.cost() ? found : best;
            }
        }
        return Optional.ofNullable(best);
    }

    private static double chebyshev(int n, double x) {
        return StrictMath.cos(n * StrictMath.acos(Math.clamp(x, -1, 1)));
    }

    private static Optional<Iterations> exponential(Interval domain, double error) {
        Iterations best = null;
        for (int rounds = 1; rounds <= 12; rounds++) {
            double power = Math.scalb(1.0, rounds);
            // (p + e)^n - p^n ≤ n·e·(p + e)^(n-1), and the greatest p is that at the upper end.
            double top = StrictMath.exp(domain.hi() / power);
            double seedError = error / power / Math.pow(top, power - 1) * 0.9;
            if (!(seedError > 1e-13 * top)) {
                continue;
            }
            DegreeSearch search = new DegreeSearch(
                    x -> StrictMath.exp((domain.middle() + domain.radius() * x) / power), new double[0], 127);
            if (search.mayMeet(seedError)) {
                DegreeSearch.Approximation seed = search.find(seedError);
                if (seed.error() <= seedError && seed.degree() > 0) {
                    double reached = power * seed.error() * Math.pow(top + seed.error(), power - 1);
                    Expression function = new Unary(Function.EXP, new Binary(Operator.DIVIDE, T, new Constant(power)));
                    Iterations found = new Iterations(
                            Kind.EXPONENTIAL, domain, 1, seed.coefficients(), function, seed.error(), rounds, reached);
                    best = reached <= error && (best == null || found.cost() < best.cost()) ? found : best;
                }
            }
        }
        return Optional.ofNullable(best);
    }

    int degree() {
        return seed.length - 1;
    }

    int depth() {
        // A factor other than 1 or -1 is folded into the seed of y, which then differs from that of e.
        return Approximate.depth(degree()) + rounds + (kind == Kind.RECIPROCAL ? 1 : 0);
    }

    double cost() {
        int products = kind == Kind.RECIPROCAL ? 2 * rounds : rounds;
        return ApproximationCost.ofPolynomial(degree())
                + ApproximationCost.of(depth() - Approximate.depth(degree()), products);
    }
}
