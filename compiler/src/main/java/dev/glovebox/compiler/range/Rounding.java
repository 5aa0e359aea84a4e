package dev.glovebox.compiler.range;

/**
 * Arithmetic rounded towards -∞ ({@code Down}) or +∞ ({@code Up}). An exact result is returned as it is: the sign of the rounding
 * error is known from the error-free transformations of sum (Knuth), product, quotient and root (fused multiply-add).
 */
final class Rounding {
    /** Below this magnitude the error terms themselves may underflow. */
    private static final double TINY = 0x1p-900;

    private Rounding() {}

    static double addDown(double a, double b) {
        double sum = a + b;
        if (Double.isInfinite(sum)) {
            return overflowDown(sum, Double.isFinite(a) && Double.isFinite(b));
        }
        return sumError(a, b, sum) < 0 ? Math.nextDown(sum) : sum;
    }

    static double addUp(double a, double b) {
        return 0.0 - addDown(-a, -b);
    }

    /** Zero times infinity is zero: an infinite end stands for arbitrarily large finite numbers. */
    static double multiplyDown(double a, double b) {
        if (a == 0 || b == 0) {
            return 0;
        }
        double product = a * b;
        if (Double.isInfinite(product)) {
            return overflowDown(product, Double.isFinite(a) && Double.isFinite(b));
        }
        boolean below = Math.abs(product) < TINY || Math.fma(a, b, -product) < 0;
        return below ? Math.nextDown(product) : product;
    }

    static double multiplyUp(double a, double b) {
        return 0.0 - multiplyDown(-a, b);
    }

    /** {@code b} is not zero. */
    static double divideDown(double a, double b) {
        if (a == 0 || Double.isInfinite(b)) {
            return 0;
        }
        double quotient = a / b;
        if (Double.isInfinite(quotient)) {
            return overflowDown(quotient, Double.isFinite(a));
        }
        boolean below =
                Math.abs(quotient) < TINY || Math.abs(a) < TINY || Math.fma(-quotient, b, a) * Math.signum(b) < 0;
        return below ? Math.nextDown(quotient) : quotient;
    }

    static double divideUp(double a, double b) {
        return 0.0 - divideDown(-a, b);
    }

    /** {@code a ≥ 0}. */
    static double sqrtDown(double a) {
        double root = Math.sqrt(a);
        return a > 0 && Double.isFinite(a) && (a < TINY || Math.fma(-root, root, a) < 0) ? Math.nextDown(root) : root;
    }

    /** {@code a ≥ 0}. */
    static double sqrtUp(double a) {
        double root = Math.sqrt(a);
        return a > 0 && Double.isFinite(a) && (a < TINY || Math.fma(-root, root, a) > 0) ? Math.nextUp(root) : root;
    }

    /** {@code value} lowered by {@code ulps} units in the last place; for functions that are only nearly rounded. */
    static double lower(double value, int ulps) {
        double lowered = value == Double.POSITIVE_INFINITY ? Double.MAX_VALUE : value;
        for (int i = 0; i < ulps; i++) {
            lowered = Math.nextDown(lowered);
        }
        return lowered;
    }

    static double raise(double value, int ulps) {
        return 0.0 - lower(-value, ulps);
    }

    private static double overflowDown(double result, boolean finiteOperands) {
        return finiteOperands && result > 0 ? Double.MAX_VALUE : result;
    }

    private static double sumError(double a, double b, double sum) {
        double partOfB = sum - a;
        return (a - (sum - partOfB)) + (b - partOfB);
    }
}
