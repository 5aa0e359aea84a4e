package dev.glovebox.backends.java;

/**
 * Arithmetic modulo an odd prime p &lt; 2^49 on integers in doubles. With M = 1.5·2^52, {@code fma(x, y, M) - M} is the integer
 * nearest to x·y, if |x·y| ≤ 2^51; products are exact as the rounded product and what an FMA leaves over.
 *
 * @param p the prime
 * @param inverse the double nearest to 1/p
 */
record DoubleModulus(double p, double inverse) {
    /** Adding and subtracting it rounds to an integer. */
    static final double ROUND = 0x1.8p52;

    static DoubleModulus of(Modulus modulus) {
        return new DoubleModulus(modulus.p, 1.0 / modulus.p);
    }

    /**
     * The residue of an integer, in [-(p-1)/2, (p-1)/2] if |x| &lt; 2^52. That is exact: x/p keeps a distance of 1/(2p) from
     * every half, and |x·inverse - x/p| ≤ |x/p|·2^-53 is less.
     */
    static double centre(double x, double p, double inverse) {
        double quotient = Math.fma(x, inverse, ROUND) - ROUND;
        return Math.fma(-quotient, p, x);
    }

    /**
     * A number congruent to a·b for integers |a·b| ≤ 2^51·p, in size at most (½ + |a·b/p|·2^-52)·p: the quotient's error comes
     * from two roundings.
     */
    static double multiply(double a, double b, double p, double inverse) {
        double product = a * b;
        double rest = Math.fma(a, b, -product);
        double quotient = Math.fma(product, inverse, ROUND) - ROUND;
        return Math.fma(-quotient, p, product) + rest;
    }

    /** {@link #multiply} by a constant w with the double v nearest to w·inverse, which shortens the chain of roundings. */
    static double multiply(double y, double w, double v, double p, double inverse) {
        double quotient = Math.fma(y, v, ROUND) - ROUND;
        double multiple = -quotient * p;
        return Math.fma(y, w, multiple) - Math.fma(quotient, p, multiple);
    }
}
