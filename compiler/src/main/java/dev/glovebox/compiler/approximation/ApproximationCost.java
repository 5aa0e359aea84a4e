package dev.glovebox.compiler.approximation;

/**
 * What ways to compute a function cost relative to each other. A level widens the modulus of everything before it; a product of
 * ciphertexts is a key switch.
 */
final class ApproximationCost {
    static final double LEVEL = 40;
    static final double PRODUCT = 10;

    private ApproximationCost() {}

    static double of(int depth, int products) {
        return LEVEL * depth + PRODUCT * products;
    }

    /** Of a polynomial without symmetry: about √(2·degree) products for the basis and the splits, and one for each level. */
    static double ofPolynomial(int degree) {
        return of(Approximate.depth(degree), (int) Math.ceil(Math.sqrt(2.0 * degree)) + Approximate.depth(degree) - 1);
    }

    /** Of a polynomial that is odd up to a constant. */
    static double ofOdd(int degree) {
        int odd = Math.max(1, degree - 1 + degree % 2);
        return of(Approximate.depth(odd), PolynomialPlan.of(odd, true).products(odd, PolynomialPlan.Parity.ODD));
    }

    /** The greatest degree of a polynomial that costs no more. */
    static int greatestDegree(double cost) {
        int degree = 1;
        while (degree < 1 << 16 && ofPolynomial(2 * degree) <= cost) {
            degree *= 2;
        }
        for (int step = degree / 2; step > 0; step /= 2) {
            degree += ofPolynomial(degree + step) <= cost ? step : 0;
        }
        return degree;
    }

    /** Of |t| on [-1, 1] by a composite sign; infinite if there is none. */
    static double ofAbsolute(double error) {
        return CompositeSign.forAbsolute(Math.min(0.25, error))
                .map(sign -> of(sign.depth() + 1, sign.products() + 1))
                .orElse(Double.POSITIVE_INFINITY);
    }
}
