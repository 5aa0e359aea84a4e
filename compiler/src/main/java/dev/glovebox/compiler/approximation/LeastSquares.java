package dev.glovebox.compiler.approximation;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * Polynomials of least weighted mean square error, by orthogonal polynomials on a dense grid (Forsythe, Generation and use of
 * orthogonal polynomials for data-fitting with a digital computer, 1957): no matrix is solved, so degrees of hundreds are no
 * trouble.
 */
public final class LeastSquares {
    /** Points of the grid for each degree. */
    private static final int GRID = 16;

    private static final int LEAST_GRID = 4096;

    private LeastSquares() {}

    /**
     * The p that makes ∫ w·(f - p)² on [-1, 1] least.
     *
     * @param f finite
     * @param degree at least 0
     * @param weight at least 0, and positive on part of the interval
     * @return Chebyshev coefficients
     */
    public static double[] fit(DoubleUnaryOperator f, int degree, DoubleUnaryOperator weight) {
        int points = Math.max(LEAST_GRID, GRID * degree);
        // Midpoints in the angle: dx = sin θ dθ.
        double[] x = new double[points];
        double[] w = new double[points];
        double[] rest = new double[points];
        for (int i = 0; i < points; i++) {
            double angle = Math.PI * (i + 0.5) / points;
            x[i] = StrictMath.cos(angle);
            w[i] = weight.applyAsDouble(x[i]) * StrictMath.sin(angle);
            rest[i] = f.applyAsDouble(x[i]);
        }
        int places = Math.max(1, degree);
        double[] at = new double[places + 1];
        for (int j = 0; j <= places; j++) {
            at[j] = Chebyshev.point(j, places);
        }
        double[] sum = new double[places + 1];
        double[] before = new double[points];
        double[] current = filled(points);
        double[] placesBefore = new double[places + 1];
        double[] placesCurrent = filled(places + 1);
        double normBefore = 1;
        for (int k = 0; k <= degree; k++) {
            double norm = 0;
            double moment = 0;
            double product = 0;
            for (int i = 0; i < points; i++) {
                double square = w[i] * current[i] * current[i];
                norm += square;
                moment += square * x[i];
                product += w[i] * current[i] * rest[i];
            }
            double coefficient = product / norm;
            double middle = moment / norm;
            double ratio = k == 0 ? 0 : norm / normBefore;
            for (int j = 0; j <= places; j++) {
                sum[j] += coefficient * placesCurrent[j];
                double next = 2 * ((at[j] - middle) * placesCurrent[j] - ratio / 2 * placesBefore[j]);
                placesBefore[j] = placesCurrent[j];
                placesCurrent[j] = next;
            }
            for (int i = 0; i < points; i++) {
                rest[i] -= coefficient * current[i];
                double next = 2 * ((x[i] - middle) * current[i] - ratio / 2 * before[i]);
                before[i] = current[i];
                current[i] = next;
            }
            normBefore = norm;
        }
        return degree == 0 ? new double[] {sum[0]} : Chebyshev.fromValues(sum);
    }

    private static double[] filled(int size) {
        double[] ones = new double[size];
        Arrays.fill(ones, 1);
        return ones;
    }
}
