package dev.glovebox.compiler.cost;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.QRDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.linear.SingularMatrixException;

/**
 * Least squares of the relative errors with coefficients from 0: every set of columns is tried, as there are few, and the best
 * with no negative coefficient kept.
 */
final class NonNegativeFit {
    private NonNegativeFit() {}

    /** A measured time and the steps it is to be explained by. */
    record Point(double[] steps, double nanos) {}

    static double[] of(List<Point> points) {
        int columns = points.getFirst().steps().length;
        double[] best = new double[columns];
        double least = squares(points, best);
        for (int set = 1; set < 1 << columns; set++) {
            double[] candidate = solve(points, set);
            double squares = squares(points, candidate);
            if (Arrays.stream(candidate).allMatch(x -> x >= 0) && squares < least) {
                best = candidate;
                least = squares;
            }
        }
        return best;
    }

    /** The multiple of a fit that is nearest to the points. */
    static double[] scaled(List<Point> points, double[] fit) {
        double sum = 0;
        double squares = 0;
        for (Point p : points) {
            double ratio = dot(p.steps, fit) / p.nanos;
            sum += ratio;
            squares += ratio * ratio;
        }
        double factor = squares == 0 ? 1 : sum / squares;
        return Arrays.stream(fit).map(x -> x * factor).toArray();
    }

    /** Greatest relative difference of a fit from the points. */
    static double error(List<Point> points, double[] coefficients) {
        return points.stream()
                .mapToDouble(p -> Math.abs(dot(p.steps, coefficients) / p.nanos - 1))
                .max()
                .orElse(0);
    }

    private static double squares(List<Point> points, double[] coefficients) {
        return points.stream()
                .mapToDouble(p -> Math.pow(dot(p.steps, coefficients) / p.nanos - 1, 2))
                .sum();
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double[] solve(List<Point> points, int set) {
        int columns = points.getFirst().steps().length;
        int[] chosen = java.util.stream.IntStream.range(0, columns)
                .filter(i -> (set >> i & 1) == 1)
                .toArray();
        double[] out = new double[columns];
        if (chosen.length > points.size()) {
            Arrays.fill(out, -1);
            return out;
        }
        RealMatrix matrix = new Array2DRowRealMatrix(points.size(), chosen.length);
        RealVector ones = new ArrayRealVector(points.size(), 1);
        double[] scale = new double[chosen.length];
        for (int j = 0; j < chosen.length; j++) {
            for (Point p : points) {
                scale[j] = Math.max(scale[j], p.steps[chosen[j]] / p.nanos);
            }
            for (int i = 0; i < points.size(); i++) {
                Point p = points.get(i);
                matrix.setEntry(i, j, scale[j] == 0 ? 0 : p.steps[chosen[j]] / p.nanos / scale[j]);
            }
        }
        try {
            RealVector solution = new QRDecomposition(matrix, 1e-9).getSolver().solve(ones);
            for (int j = 0; j < chosen.length; j++) {
                out[chosen[j]] = solution.getEntry(j) / scale[j];
            }
        } catch (SingularMatrixException e) {
            Arrays.fill(out, -1);
        }
        return out;
    }
}
