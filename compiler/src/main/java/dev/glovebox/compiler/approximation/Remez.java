package dev.glovebox.compiler.approximation;

import dev.glovebox.compiler.ir.Interval;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.univariate.BrentOptimizer;
import org.apache.commons.math3.optim.univariate.SearchInterval;
import org.apache.commons.math3.optim.univariate.UnivariateObjectiveFunction;
import org.apache.commons.math3.optim.univariate.UnivariatePointValuePair;

/**
 * The second Remez algorithm: the polynomial of a degree whose greatest error on [-1, 1], or on a union of intervals in it, is least.
 *
 * <p>Follows Pachón and Trefethen, Barycentric-Remez algorithms for best polynomial approximation in the chebfun system, BIT 49
 * (2009): the levelled polynomial on a reference is given by its values there, in barycentric form, so that degrees of many
 * hundreds are no trouble. All extrema of the error between reference points are exchanged at once.
 *
 * <p>An even or odd function is approximated in s = 2t² - 1, with T₂ₖ(t) = Tₖ(s): f(t) = q(s), or f(t) = t·q(s) with the error
 * weighted by t. That halves the unknowns and makes the other coefficients exactly zero.
 *
 * <p>On several intervals only extrema inside them count; the error of one sign may continue across a hole (Filip, A robust and
 * scalable implementation of the Parks-McClellan algorithm, ACM TOMS 43, 2016, uses the same exchange).
 */
public final class Remez {
    private static final int MAX_ITERATIONS = 40;

    private static final List<Interval> EVERYWHERE = List.of(new Interval(0, Math.PI));

    /** Samples of the error between two reference points. */
    private static final int SAMPLES = 4;

    /** Relative tolerance of an extremum's place, and its part of the interval searched. */
    private static final double SECTION_TOLERANCE = 1e-7;

    private static final int SECTION_EVALUATIONS = 200;

    private final DoubleUnaryOperator f;
    private final Symmetry symmetry;
    /** Degree in s. */
    private final int degree;

    /** The angles of the domain, ascending and disjoint. */
    private final List<Interval> pieces;

    /** Reference, as angles: s = cos φ, ascending in [0, π]. */
    private double[] angle;

    private double[] s;
    private double[] lambda;
    private double[] q;
    private double levelled;

    /**
     * A polynomial near the best one.
     *
     * @param coefficients Chebyshev coefficients; the degree may be one less than asked because of symmetry
     * @param error greatest |f - polynomial| that was seen; infinite if the search was given up
     * @param levelled |f - polynomial| at the reference: no polynomial of this degree has a smaller greatest error (de la Vallée
     *     Poussin)
     * @param reference points in [-1, 1] where the error is ± {@code levelled}, with alternating signs; for a symmetric function
     *     those in [0, 1]
     */
    public record Result(double[] coefficients, double error, double levelled, double[] reference) {}

    private Remez(DoubleUnaryOperator f, Symmetry symmetry, int degree, List<Interval> pieces) {
        this.f = f;
        this.symmetry = symmetry;
        this.degree = degree;
        this.pieces = pieces;
        this.angle = pieces.equals(EVERYWHERE) ? firstReference() : firstReferenceInPieces();
        this.s = new double[0];
        this.lambda = s;
        this.q = s;
    }

    /**
     * The best polynomial of a degree.
     *
     * @param f finite on [-1, 1], with the symmetry named
     * @param degree at least 0; at least 1 for an odd function
     * @param tolerance ends the iteration when {@code error ≤ (1 + tolerance)·levelled}
     * @param hopeless ends it when {@code levelled} exceeds this: then only {@code levelled} of the result means anything
     */
    public static Result minimax(
            DoubleUnaryOperator f, int degree, Symmetry symmetry, double tolerance, double hopeless) {
        return new Remez(f, symmetry, innerDegree(degree, symmetry), EVERYWHERE).run(tolerance, hopeless);
    }

    /**
     * The best polynomial of a degree on a union of intervals.
     *
     * @param f finite there, with the symmetry named
     * @param domain disjoint intervals of positive width within [-1, 1]; within [0, 1] for an even or odd function, where the
     *     mirrored intervals count too
     */
    public static Result minimax(
            DoubleUnaryOperator f,
            int degree,
            Symmetry symmetry,
            List<Interval> domain,
            double tolerance,
            double hopeless) {
        double perAngle = symmetry == Symmetry.NONE ? 1 : 2;
        List<Interval> pieces = domain.stream()
                .map(t -> new Interval(perAngle * StrictMath.acos(t.hi()), perAngle * StrictMath.acos(t.lo())))
                .sorted(Comparator.comparingDouble(Interval::lo))
                .toList();
        return new Remez(f, symmetry, innerDegree(degree, symmetry), pieces).run(tolerance, hopeless);
    }

    private static int innerDegree(int degree, Symmetry symmetry) {
        return symmetry == Symmetry.NONE ? degree : symmetry == Symmetry.EVEN ? degree / 2 : (degree - 1) / 2;
    }

    private Result run(double tolerance, double hopeless) {
        Result best = null;
        for (int iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
            level();
            if (!Double.isFinite(levelled)) {
                break;
            }
            if (Math.abs(levelled) > hopeless) {
                return new Result(new double[1], Double.POSITIVE_INFINITY, Math.abs(levelled), points());
            }
            List<Extremum> extrema = extrema();
            double error =
                    extrema.stream().mapToDouble(Extremum::magnitude).max().orElse(0);
            if (best == null || error < best.error) {
                best = new Result(coefficients(), error, Math.abs(levelled), points());
            }
            if (error <= (1 + tolerance) * Math.abs(levelled) || extrema.size() < angle.length) {
                break;
            }
            thin(extrema);
            angle = extrema.stream().mapToDouble(Extremum::angle).toArray();
        }
        return best == null ? new Result(new double[1], Double.POSITIVE_INFINITY, 0, points()) : best;
    }

    private double[] firstReference() {
        double[] first = new double[degree + 2];
        for (int i = 0; i < first.length; i++) {
            // Extrema of T(degree + 1) in s, or of T(2·degree + 3) in t without t = 0.
            first[i] = symmetry == Symmetry.ODD ? 2 * Math.PI * i / (2 * degree + 3) : Math.PI * i / (degree + 1);
        }
        return first;
    }

    /** Extrema of Chebyshev polynomials on each piece, as many as its part of the angles. */
    private double[] firstReferenceInPieces() {
        int points = degree + 2;
        double total = pieces.stream().mapToDouble(Interval::radius).sum();
        double[] first = new double[points];
        double before = 0;
        int index = 0;
        for (Interval piece : pieces) {
            before += piece.radius();
            int end = (int) Math.rint(points * before / total);
            int count = end - index;
            // 1 + cos φ and 1 - cos φ by half angles, for angles near π and 0.
            double leastAbove = 2 * square(StrictMath.cos(piece.hi() / 2));
            double greatestAbove = 2 * square(StrictMath.cos(piece.lo() / 2));
            double leastBelow = 2 * square(StrictMath.sin(piece.lo() / 2));
            double greatestBelow = 2 * square(StrictMath.sin(piece.hi() / 2));
            for (int j = 0; j < count; j++) {
                double part = count == 1 ? 0.5 : square(StrictMath.sin(Math.PI / 2 * j / (count - 1)));
                double above = greatestAbove + (leastAbove - greatestAbove) * part;
                double below = leastBelow + (greatestBelow - leastBelow) * part;
                double phi = 2 * StrictMath.atan2(Math.sqrt(below), Math.sqrt(above));
                first[index++] = Math.clamp(phi, piece.lo(), piece.hi());
            }
        }
        return first;
    }

    private static double square(double x) {
        return x * x;
    }

    private double variable(double phi) {
        return symmetry == Symmetry.NONE ? StrictMath.cos(phi) : StrictMath.cos(phi / 2);
    }

    private double weight(double phi) {
        return symmetry == Symmetry.ODD ? StrictMath.cos(phi / 2) : 1;
    }

    private double[] points() {
        double[] points = new double[angle.length];
        for (int i = 0; i < points.length; i++) {
            points[i] = variable(angle[i]);
        }
        return points;
    }

    /** Finds h and the values q of the polynomial with f - weight·q = ±h on the reference. */
    private void level() {
        int n = angle.length;
        s = new double[n];
        for (int i = 0; i < n; i++) {
            s[i] = StrictMath.cos(angle[i]);
        }
        lambda = barycentricWeights(s);
        double[] values = new double[n];
        double numerator = 0;
        double denominator = 0;
        for (int i = 0; i < n; i++) {
            double weight = weight(angle[i]);
            values[i] = f.applyAsDouble(variable(angle[i]));
            numerator += lambda[i] * values[i] / weight;
            denominator += (i % 2 == 0 ? lambda[i] : -lambda[i]) / weight;
        }
        levelled = numerator / denominator;
        q = new double[n];
        for (int i = 0; i < n; i++) {
            q[i] = (values[i] - (i % 2 == 0 ? levelled : -levelled)) / weight(angle[i]);
        }
    }

    /** 1/Π(sᵢ - sⱼ) up to a common factor. */
    private static double[] barycentricWeights(double[] s) {
        int n = s.length;
        double[] mantissa = new double[n];
        long[] exponent = new long[n];
        long least = Long.MAX_VALUE;
        for (int i = 0; i < n; i++) {
            double product = 1;
            for (int j = 0; j < n; j++) {
                if (j != i) {
                    product *= 2 * (s[i] - s[j]);
                    if (Math.abs(product) < 0x1p-500 || Math.abs(product) > 0x1p500) {
                        int e = Math.getExponent(product);
                        product = Math.scalb(product, -e);
                        exponent[i] += e;
                    }
                }
            }
            int e = Math.getExponent(product);
            mantissa[i] = Math.scalb(product, -e);
            exponent[i] += e;
            least = Math.min(least, exponent[i]);
        }
        double[] weights = new double[n];
        for (int i = 0; i < n; i++) {
            weights[i] = Math.scalb(1 / mantissa[i], (int) Math.max(-2000, least - exponent[i]));
        }
        return weights;
    }

    /** q at a point, in barycentric form. */
    private double inner(double x) {
        double numerator = 0;
        double denominator = 0;
        for (int i = 0; i < s.length; i++) {
            double ratio = lambda[i] / (x - s[i]);
            numerator += ratio * q[i];
            denominator += ratio;
        }
        double value = numerator / denominator;
        return Double.isNaN(value) ? atReference(x) : value;
    }

    private double atReference(double x) {
        for (int i = 0; i < s.length; i++) {
            if (x == s[i]) {
                return q[i];
            }
        }
        return Double.NaN;
    }

    private double error(double phi) {
        return f.applyAsDouble(variable(phi)) - weight(phi) * inner(StrictMath.cos(phi));
    }

    /** The Chebyshev coefficients in t of the polynomial. */
    private double[] coefficients() {
        double[] c;
        if (degree == 0) {
            c = new double[] {q[0]};
        } else {
            double[] values = new double[degree + 1];
            for (int j = 0; j <= degree; j++) {
                values[j] = inner(Chebyshev.point(j, degree));
            }
            c = Chebyshev.fromValues(values);
        }
        if (symmetry == Symmetry.NONE) {
            return c;
        }
        double[] even = new double[2 * degree + 1];
        for (int k = 0; k <= degree; k++) {
            even[2 * k] = c[k];
        }
        return symmetry == Symmetry.EVEN ? even : Chebyshev.multiply(new double[] {0, 1}, even);
    }

    /** A local extremum of the error. */
    private record Extremum(double angle, double error, int piece) {
        double magnitude() {
            return Math.abs(error);
        }
    }

    /** The greatest extremum of each run of errors of one sign, in order. */
    private List<Extremum> extrema() {
        List<Extremum> samples = samples();
        List<Extremum> extrema = new ArrayList<>();
        int i = 0;
        while (i < samples.size()) {
            int greatest = i;
            double sign = Math.signum(samples.get(i).error);
            int j = i;
            while (j < samples.size() && samples.get(j).error * sign >= 0) {
                greatest = samples.get(j).magnitude() > samples.get(greatest).magnitude() ? j : greatest;
                j++;
            }
            if (samples.get(greatest).error != 0) {
                extrema.add(refine(samples, greatest));
            }
            i = Math.max(j, i + 1);
        }
        return extrema;
    }

    private List<Extremum> samples() {
        List<Extremum> samples = new ArrayList<>();
        int i = 0;
        for (int piece = 0; piece < pieces.size(); piece++) {
            double last = pieces.get(piece).lo();
            double end = pieces.get(piece).hi();
            boolean fresh = true;
            for (; i < angle.length && angle[i] <= end; i++) {
                addSamples(last, angle[i], fresh, piece, samples);
                samples.add(new Extremum(angle[i], i % 2 == 0 ? levelled : -levelled, piece));
                last = angle[i];
                fresh = false;
            }
            if (last < end) {
                addSamples(last, end, fresh, piece, samples);
                samples.add(new Extremum(end, error(end), piece));
            }
        }
        return samples;
    }

    /** Samples between two angles, without the ends; with the first if it is fresh. */
    private void addSamples(double from, double to, boolean fresh, int piece, List<Extremum> samples) {
        // Across holes, references need not be near the extrema.
        int count = pieces.size() > 1 ? 2 * SAMPLES : SAMPLES;
        for (int k = fresh ? 0 : 1; from < to && k < count; k++) {
            double phi = from + (to - from) * k / count;
            samples.add(new Extremum(phi, error(phi), piece));
        }
    }

    /** A better extremum between the neighbours of a sample: by a parabola if the error is smooth there, else by Brent's search. */
    private Extremum refine(List<Extremum> samples, int i) {
        Extremum best = samples.get(i);
        if (i == 0 || i == samples.size() - 1) {
            return best;
        }
        Extremum left = samples.get(i - 1);
        Extremum right = samples.get(i + 1);
        boolean inside = left.piece == best.piece && right.piece == best.piece;
        if (!inside || left.angle >= best.angle || best.angle >= right.angle) {
            return best;
        }
        double x1 = left.angle - best.angle;
        double x2 = right.angle - best.angle;
        double slope1 = (left.error - best.error) / x1;
        double slope2 = (right.error - best.error) / x2;
        double curvature = (slope2 - slope1) / (x2 - x1);
        double offset = -(slope1 - curvature * x1) / (2 * curvature);
        if (offset > x1 && offset < x2) {
            double phi = best.angle + offset;
            Extremum vertex = new Extremum(phi, error(phi), best.piece);
            double predicted = best.error - curvature * offset * offset;
            if (vertex.magnitude() >= best.magnitude()
                    && Math.abs(vertex.error - predicted) <= 1e-2 * vertex.magnitude()) {
                return vertex;
            }
        }
        return search(best, left.angle, right.angle);
    }

    private Extremum search(Extremum start, double from, double to) {
        double sign = Math.signum(start.error);
        UnivariatePointValuePair found = new BrentOptimizer(SECTION_TOLERANCE, SECTION_TOLERANCE * (to - from))
                .optimize(
                        new UnivariateObjectiveFunction(phi -> sign * error(phi)),
                        GoalType.MAXIMIZE,
                        new SearchInterval(from, to, start.angle),
                        new MaxEval(SECTION_EVALUATIONS));
        return found.getValue() > start.magnitude()
                ? new Extremum(found.getPoint(), sign * found.getValue(), start.piece)
                : start;
    }

    /** Drops the least extrema until one for each unknown is left, keeping signs alternating and the greatest one in. */
    private void thin(List<Extremum> extrema) {
        while (extrema.size() > angle.length) {
            int last = extrema.size() - 1;
            boolean one = extrema.size() == angle.length + 1;
            int least = 0;
            double magnitude = Double.POSITIVE_INFINITY;
            for (int i = 0; !one && i < last; i++) {
                double pair =
                        Math.max(extrema.get(i).magnitude(), extrema.get(i + 1).magnitude());
                if (pair < magnitude) {
                    magnitude = pair;
                    least = i;
                }
            }
            if (one) {
                extrema.remove(
                        extrema.getFirst().magnitude() < extrema.getLast().magnitude() ? 0 : last);
            } else {
                extrema.remove(least + 1);
                extrema.remove(least);
            }
        }
    }
}
