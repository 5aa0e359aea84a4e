package dev.glovebox.compiler.frontend;

import dev.glovebox.compiler.approximation.Chebyshev;
import dev.glovebox.compiler.ir.Interval;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A smooth function of which only values are known, as a polynomial: the interpolant in Chebyshev points of the least degree that
 * is near enough.
 *
 * @param domain where it stands for the function
 * @param coefficients of 1, u, u², … with u = (x - middle)/radius
 */
record SampledFunction(Interval domain, double[] coefficients) {
    /** Powers of u beyond this lose too many digits. */
    private static final int MAX_DEGREE = 24;

    private static final int TEST_POINTS = 1 << 12;

    /**
     * The polynomial, or null if no degree is enough.
     *
     * @param error greatest difference from the function on a dense grid
     */
    static @Nullable SampledFunction of(DoubleUnaryOperator function, Interval domain, double error) {
        double[] expected = new double[TEST_POINTS + 1];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = function.applyAsDouble(domain.middle() + domain.radius() * point(i));
            if (!Double.isFinite(expected[i])) {
                return null;
            }
        }
        for (int degree = 0; degree <= MAX_DEGREE; degree++) {
            double[] chebyshev =
                    Chebyshev.interpolate(u -> function.applyAsDouble(domain.middle() + domain.radius() * u), degree);
            double[] monomial = Chebyshev.toMonomial(chebyshev);
            if (isNear(monomial, expected, error)) {
                return new SampledFunction(domain, monomial);
            }
        }
        return null;
    }

    private static double point(int i) {
        return 2.0 * i / TEST_POINTS - 1;
    }

    private static boolean isNear(double[] coefficients, double[] expected, double error) {
        for (int i = 0; i < expected.length; i++) {
            double value = 0;
            for (int k = coefficients.length - 1; k >= 0; k--) {
                value = value * point(i) + coefficients[k];
            }
            if (!(Math.abs(value - expected[i]) <= error)) {
                return false;
            }
        }
        return true;
    }
}
