package dev.glovebox.compiler.approximation;

import dev.glovebox.compiler.ir.Expression;
import dev.glovebox.compiler.ir.Expression.Binary;
import dev.glovebox.compiler.ir.Expression.Constant;
import dev.glovebox.compiler.ir.Expression.Function;
import dev.glovebox.compiler.ir.Expression.Operator;
import dev.glovebox.compiler.ir.Expression.Unary;
import dev.glovebox.compiler.ir.Expression.Variable;
import dev.glovebox.compiler.ir.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Functions that are odd up to a constant and saturate, on wide ranges: cubics first fold the range, f(x) = h(s(x)) with s(x) = 3τ - 4τ³,
 * τ = x/2ρR, which is steep at 0 and has its peak at ρR. Beyond the peak s falls again: there h(s(x)) is the value that f has
 * nearer to 0, which is as good where f has saturated. Each cubic takes two levels and two products and shortens the range of f by 1.5/ρ,
 * where a longer range costs one polynomial a proportional degree. See J. H. Cheon, W. Kim, J. H. Park, Efficient homomorphic
 * evaluation on large intervals, IEEE TIFS 17 (2022); here h takes up what the cubic bends, so nothing is corrected afterwards.
 *
 * @param cubics applied first to last
 * @param function h, of the last cubic's value
 * @param domain of h
 * @param polynomial for h
 * @param error greatest difference from f, of folding and polynomial together
 */
record DomainExtension(
        List<Cubic> cubics, Expression function, Interval domain, DegreeSearch.Approximation polynomial, double error) {
    private static final int MOST_CUBICS = 6;

    /** Part of the error that one cubic may take. */
    private static final double PART = 0.05;

    /** The peak of a cubic: below 1, so that noise does not push its value out of the domain of what follows. */
    private static final double PEAK = 1 - 0x1p-11;

    private static final Interval UNIT = new Interval(-1 + 0x1p-12, 1 - 0x1p-12);
    private static final int SAMPLES = 400;
    private static final double LEAST_PEAK = 0.55;
    private static final Expression T = new Variable();

    DomainExtension {
        cubics = List.copyOf(cubics);
    }

    /**
     * {@value #PEAK} times 3τ - 4τ³.
     *
     * @param radius of the domain
     * @param peak ρ
     */
    record Cubic(double radius, double peak) {
        /** In x/radius: with τ = u/2ρ it is 3u/2ρ - u³/2ρ³, and u³ = (3·T₁ + T₃)/4. */
        double[] coefficients() {
            double cube = -PEAK / (2 * peak * peak * peak);
            return new double[] {0, 1.5 * PEAK / peak + 0.75 * cube, 0, 0.25 * cube};
        }

        double evaluate(double x) {
            double tau = x / (2 * peak * radius);
            return PEAK * (3 * tau - 4 * tau * tau * tau);
        }

        /** The x between -ρR and ρR with the value y: τ = sin(asin(y)/3). */
        double inverse(double y) {
            return 2 * peak * radius * StrictMath.sin(StrictMath.asin(Math.clamp(y / PEAK, -1, 1)) / 3);
        }

        /** The inverse, of the variable: asin(y) = atan(y/√(1 - y²)). */
        Expression inverse() {
            Expression y = new Binary(Operator.DIVIDE, T, new Constant(PEAK));
            Expression rest = new Binary(Operator.SUBTRACT, new Constant(1), new Binary(Operator.MULTIPLY, y, y));
            Expression cosine = new Unary(Function.SQRT, new Binary(Operator.MAX, rest, new Constant(0x1p-52)));
            Expression third = new Binary(
                    Operator.DIVIDE, new Unary(Function.ATAN, new Binary(Operator.DIVIDE, y, cosine)), new Constant(3));
            return new Binary(Operator.MULTIPLY, new Constant(2 * peak * radius), new Unary(Function.SIN, third));
        }
    }

    /**
     * The cheapest extension within an error, if the function is odd up to a constant about 0 and there is one.
     *
     * @param cost it has to cost less than that
     */
    static Optional<DomainExtension> of(ApproximationDomain given, int maxDegree, double error, double cost) {
        Optional<ApproximationDomain> about0 = given.domain().middle() == 0 ? Optional.of(given) : given.symmetric();
        if (about0.isEmpty() || !about0.get().isOdd()) {
            return Optional.empty();
        }
        ApproximationDomain domain = about0.get();
        double whole = domain.domain().radius();
        double radius = whole;
        DoubleUnaryOperator f = x -> domain.evaluate(x / whole);
        Expression expression = domain.function();
        List<Cubic> cubics = new ArrayList<>();
        double left = error;
        DomainExtension best = null;
        double least = cost;
        while (cubics.size() < MOST_CUBICS) {
            Folded folded = fold(f, radius, PART * error);
            if (folded == null) {
                break;
            }
            Cubic cubic = folded.cubic;
            cubics.add(cubic);
            left -= folded.error;
            DoubleUnaryOperator before = f;
            f = y -> before.applyAsDouble(cubic.inverse(y));
            expression = Substitution.of(expression, cubic.inverse());
            radius = UNIT.radius();
            DoubleUnaryOperator h = f;
            double scale = radius;
            int most = Math.min(maxDegree, ApproximationCost.greatestDegree(least - ofCubics(cubics.size())));
            DegreeSearch search = new DegreeSearch(t -> h.applyAsDouble(scale * t), new double[0], most, domain.fit());
            if (search.mayMeet(left)) {
                DegreeSearch.Approximation found = search.find(left);
                double total = ofCubics(cubics.size()) + ApproximationCost.ofOdd(found.degree());
                if (found.error() <= left && total < least) {
                    best = new DomainExtension(cubics, expression, UNIT, found, error - left + found.error());
                    least = total;
                } else if (best != null) {
                    break;
                }
            }
        }
        return Optional.ofNullable(best);
    }

    private static double ofCubics(int count) {
        return ApproximationCost.of(2 * count, 2 * count);
    }

    /** A cubic with what it does to the function. */
    private record Folded(Cubic cubic, double error) {}

    /** The cubic that shortens the range most; null if the function has not saturated at the end of its range. */
    private static @Nullable Folded fold(DoubleUnaryOperator f, double radius, double allowed) {
        double best = 1;
        double low = LEAST_PEAK;
        for (int step = 0; step < 12; step++) {
            double middle = (low + best) / 2;
            if (error(f, new Cubic(radius, middle)) <= allowed) {
                best = middle;
            } else {
                low = middle;
            }
        }
        Cubic cubic = new Cubic(radius, best);
        return best < 1 ? new Folded(cubic, 1.01 * error(f, cubic)) : null;
    }

    /** The greatest |f(x) - h(s(x))|, which is beyond the peak, from a dense grid. */
    private static double error(DoubleUnaryOperator f, Cubic cubic) {
        double from = cubic.peak * cubic.radius;
        double greatest = 0;
        for (int i = 0; i <= SAMPLES; i++) {
            double x = from + (cubic.radius - from) * i / SAMPLES;
            double folded = cubic.inverse(cubic.evaluate(x));
            greatest = Math.max(greatest, Math.abs(f.applyAsDouble(x) - f.applyAsDouble(folded)));
        }
        return greatest;
    }

    int depth() {
        return 2 * cubics.size() + Approximate.depth(polynomial.degree());
    }
}
