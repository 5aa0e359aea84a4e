package dev.glovebox.compiler.approximation;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Finds the polynomial of least degree, and so of least depth ⌈log₂(degree + 1)⌉, that approximates a function on [-1, 1] within
 * a target.
 *
 * <p>The Chebyshev coefficients bound the least error E(d) from both sides: √(½·Σₖ﹥ₙ cₖ²) ≤ E(d) ≤ Σₖ﹥ₙ |cₖ| with n = d (Trefethen,
 * Approximation Theory and Approximation Practice, chapter 4, and orthogonality). Between those bounds a few runs of Remez's
 * algorithm decide, each predicting the next degree from the decay of the coefficients; a run that cannot succeed stops at
 * once by de la Vallée Poussin's bound. Polynomials of another {@link Fit} than the minimax one are found by halving the interval of
 * degrees, of which each is measured.
 */
final class DegreeSearch {
    /** Points of the grid that measures the error, for each degree. */
    private static final int GRID = 64;

    private static final double REMEZ_TOLERANCE = 1e-3;
    private static final int MAX_RUNS = 14;

    private final DoubleUnaryOperator f;
    private final Fit fit;
    private final int maxDegree;
    private final Symmetry symmetry;
    /** What is subtracted to make the function odd. */
    private final double offset;

    private final double[] telling;
    private final double[] series;
    /** Σ |cₖ| over k above the index. */
    private final double[] tail;
    /** √(½·Σ cₖ²) over k above the index. */
    private final double[] rootMeanSquare;

    /**
     * @param coefficients Chebyshev coefficients; the last is not zero unless it is the only one
     * @param error greatest difference from the function, measured on a dense grid and refined at its peaks
     */
    record Approximation(double[] coefficients, double error) {
        int degree() {
            return coefficients.length - 1;
        }
    }

    /**
     * @param f finite on [-1, 1]
     * @param telling points that must be looked at because the function has narrow features there; may be empty
     */
    DegreeSearch(DoubleUnaryOperator f, double[] telling, int maxDegree) {
        this(f, telling, maxDegree, Fit.MINIMAX);
    }

    DegreeSearch(DoubleUnaryOperator f, double[] telling, int maxDegree, Fit fit) {
        this.fit = fit;
        this.maxDegree = maxDegree;
        this.telling = telling;
        double[] samples = new double[65];
        for (int j = 0; j < samples.length; j++) {
            samples[j] = f.applyAsDouble(Chebyshev.point(j, samples.length - 1));
        }
        this.symmetry = symmetry(samples);
        this.offset = symmetry == Symmetry.ODD ? samples[samples.length / 2] : 0;
        double subtracted = offset;
        this.f = x -> f.applyAsDouble(x) - subtracted;
        this.series = series();
        this.tail = new double[series.length];
        this.rootMeanSquare = new double[series.length];
        double squares = 0;
        for (int k = series.length - 1; k > 0; k--) {
            squares += series[k] * series[k] / 2;
            tail[k - 1] = tail[k] + Math.abs(series[k]);
            rootMeanSquare[k - 1] = Math.sqrt(squares);
        }
    }

    private static Symmetry symmetry(double[] samples) {
        int n = samples.length - 1;
        double magnitude = Arrays.stream(samples).map(Math::abs).max().orElse(0);
        double even = 0;
        double odd = 0;
        for (int j = 0; j < n / 2; j++) {
            even = Math.max(even, Math.abs(samples[j] - samples[n - j]));
            odd = Math.max(odd, Math.abs(samples[j] + samples[n - j] - 2 * samples[n / 2]));
        }
        double rounding = 0x1p-46 * magnitude;
        return even <= rounding ? Symmetry.EVEN : odd <= rounding ? Symmetry.ODD : Symmetry.NONE;
    }

    /** Chebyshev coefficients, until they are rounding errors or four times as many as the degree allows. */
    private double[] series() {
        int most = 4 * Integer.highestOneBit(Math.max(8, maxDegree));
        for (int n = 32; ; n *= 2) {
            double[] c = Chebyshev.interpolate(f, n);
            for (int k = 0; k < c.length; k++) {
                c[k] = symmetry == Symmetry.ODD && k % 2 == 0 || symmetry == Symmetry.EVEN && k % 2 == 1 ? 0 : c[k];
            }
            double greatest = Arrays.stream(c).map(Math::abs).max().orElse(0);
            boolean resolved = Arrays.stream(c).skip(3L * n / 4).allMatch(x -> Math.abs(x) <= 0x1p-48 * greatest);
            if (resolved && errorAt(telling, c) <= 0x1p-20 * greatest || n >= most) {
                return c;
            }
        }
    }

    /**
     * The approximation of least degree ≥ 1 whose error is at most the target; where none has a degree ≤ maxDegree, the one of the
     * greatest degree, whose error exceeds the target. A function that is constant up to rounding has degree 0.
     */
    Approximation find(double target) {
        if (tail[0] <= 0x1p-46 * Math.abs(series[0]) + Double.MIN_NORMAL) {
            Approximation constant = measured(new double[] {series[0]});
            if (constant.error <= target) {
                return constant;
            }
        }
        int step = symmetry == Symmetry.NONE ? 1 : 2;
        int least = symmetry == Symmetry.EVEN ? 2 : 1;
        int greatest = Math.max(least, maxDegree - (maxDegree - least) % step);
        int low = least - step;
        while (low + step <= greatest && tailAt(rootMeanSquare, low + step) > target) {
            low += step;
        }
        if (fit != Fit.MINIMAX) {
            return halve(target, low, greatest, step);
        }
        int high = greatest + step;
        double ratio = 0.7;
        Approximation best = null;
        for (int run = 0; run < MAX_RUNS && high - low > step; run++) {
            int guess = least;
            while (guess < greatest && ratio * tailAt(tail, guess) > target) {
                guess += step;
            }
            guess = Math.clamp(guess, low + step, high - step);
            Remez.Result result = Remez.minimax(f, guess, symmetry, REMEZ_TOLERANCE, target);
            Approximation approximation = approximation(result, guess, target);
            if (approximation != null) {
                best = approximation;
                high = guess;
            } else {
                low = guess;
            }
            double error = approximation == null ? Math.max(result.levelled(), target) : approximation.error;
            ratio = error / Math.max(tailAt(tail, guess), Double.MIN_NORMAL);
        }
        return best != null ? best : ofDegree(greatest);
    }

    /** The least degree above {@code low} that serves, or the greatest. */
    private Approximation halve(double target, int low, int greatest, int step) {
        int failing = low;
        int serving = greatest;
        Approximation best = ofDegree(greatest);
        for (int degree = Math.max(low + step, 1); degree < greatest && best.error <= target; degree += degree - low) {
            int tried = degree - Math.floorMod(degree - greatest, step);
            Approximation found = ofDegree(tried);
            if (found.error <= target) {
                serving = tried;
                best = found;
                break;
            }
            failing = tried;
        }
        while (serving - failing > step && best.error <= target) {
            int middle = failing + (serving - failing) / step / 2 * step;
            Approximation found = ofDegree(middle);
            if (found.error <= target) {
                serving = middle;
                best = found;
            } else {
                failing = middle;
            }
        }
        return best;
    }

    /** The polynomial of another fit than the minimax one. */
    private Approximation fitted(int degree) {
        double[] c = fit.polynomial(f, degree);
        for (int k = 0; k < c.length; k++) {
            c[k] = symmetry == Symmetry.ODD && k % 2 == 0 || symmetry == Symmetry.EVEN && k % 2 == 1 ? 0 : c[k];
        }
        return measured(c);
    }

    /** The best approximation of a degree. */
    Approximation ofDegree(int degree) {
        if (fit != Fit.MINIMAX) {
            return fitted(degree);
        }
        Remez.Result result = Remez.minimax(f, degree, symmetry, REMEZ_TOLERANCE, Double.POSITIVE_INFINITY);
        Approximation truncated = measured(Arrays.copyOf(series, Math.min(series.length, degree + 1)));
        if (!Double.isFinite(result.error())) {
            return truncated;
        }
        Approximation minimax = measured(result.coefficients());
        return minimax.error <= truncated.error ? minimax : truncated;
    }

    /** The result if it meets the target; else the truncated series if that does; else null. */
    private @Nullable Approximation approximation(Remez.Result result, int degree, double target) {
        if (result.error() <= target) {
            Approximation minimax = measured(result.coefficients());
            if (minimax.error <= target) {
                return minimax;
            }
        }
        if (tailAt(tail, degree) <= target) {
            Approximation truncated = measured(Arrays.copyOf(series, Math.min(series.length, degree + 1)));
            if (truncated.error <= target) {
                return truncated;
            }
        }
        return null;
    }

    /** Whether some degree that is allowed may meet the target, by the lower bound of its error. */
    boolean mayMeet(double target) {
        return tailAt(rootMeanSquare, maxDegree) <= target;
    }

    private static double tailAt(double[] tail, int degree) {
        return degree < 0 ? Double.POSITIVE_INFINITY : degree < tail.length ? tail[degree] : 0;
    }

    private Approximation measured(double[] coefficients) {
        double[] c = ExactPolynomial.trimmed(coefficients);
        double error = Math.max(greatestError(f, c, symmetry != Symmetry.NONE), errorAt(telling, c));
        double[] shifted = c.clone();
        shifted[0] += offset;
        return new Approximation(shifted, error);
    }

    /**
     * The greatest |f - c| on [-1, 1], from a grid of {@value #GRID} points for each degree, dense near the ends, and refined around
     * its greatest peaks.
     *
     * @param half whether [0, 1] is enough because of symmetry
     */
    static double greatestError(DoubleUnaryOperator f, double[] c, boolean half) {
        int points = Math.max(256, GRID * c.length);
        double to = half ? Math.PI / 2 : Math.PI;
        double[] errors = new double[points + 1];
        double greatest = 0;
        for (int i = 0; i <= points; i++) {
            errors[i] = error(f, c, to * i / points);
            greatest = Math.max(greatest, errors[i]);
        }
        double refined = greatest;
        for (int i = 1; i < points; i++) {
            if (errors[i] > 0.9 * greatest && errors[i] >= errors[i - 1] && errors[i] >= errors[i + 1]) {
                refined = Math.max(refined, peak(f, c, to * (i - 1) / points, to * (i + 1) / points));
            }
        }
        return refined;
    }

    private double errorAt(double[] points, double[] c) {
        return Arrays.stream(points)
                .map(t -> Math.abs(f.applyAsDouble(t) - Chebyshev.evaluate(c, t)))
                .max()
                .orElse(0);
    }

    private static double error(DoubleUnaryOperator f, double[] c, double angle) {
        double t = StrictMath.cos(angle);
        return Math.abs(f.applyAsDouble(t) - Chebyshev.evaluate(c, t));
    }

    /** The greatest error between two angles, where it rises and falls once: by ternary search. */
    private static double peak(DoubleUnaryOperator f, double[] c, double from, double to) {
        double a = from;
        double b = to;
        double greatest = 0;
        for (int step = 0; step < 20; step++) {
            double x = a + (b - a) / 3;
            double y = b - (b - a) / 3;
            double atX = error(f, c, x);
            double atY = error(f, c, y);
            greatest = Math.max(greatest, Math.max(atX, atY));
            if (atX < atY) {
                a = x;
            } else {
                b = y;
            }
        }
        return greatest;
    }
}
