package dev.glovebox.runtime.rlwe;

import dev.glovebox.runtime.ring.RingKernels;
import dev.glovebox.runtime.ring.RnsPolynomial;

/**
 * Hybrid key switching (Han and Ki, CT-RSA 2020) in steps that callers can share between switches (hoisting: Halevi and Shoup,
 * CRYPTO 2018): decompose once, then one inner product for each key, over Q·P; divide by P at the end. Safe for use by many
 * threads.
 */
public final class KeySwitcher {
    private final RlweParameters parameters;
    private final RingKernels kernels;

    public KeySwitcher(RlweParameters parameters, RingKernels kernels) {
        this.parameters = parameters;
        this.kernels = kernels;
    }

    /** The digits of a polynomial at a level, each extended to the data and special limbs. The caller closes it. */
    public Digits decompose(RnsPolynomial source, int level) {
        RnsPolynomial[] digits = new RnsPolynomial[parameters.digitCount(level)];
        for (int i = 0; i < digits.length; i++) {
            digits[i] = kernels.allocate(parameters.fullBasis(level));
        }
        kernels.modUp(digits, source, parameters.digits(level));
        return new Digits(level, digits);
    }

    /**
     * (Σ dᵢ·bᵢ, Σ dᵢ·aᵢ) over the data and special limbs: P times the source, under the key's other secret.
     *
     * @param key at the digits' level or above
     */
    public Pair innerProduct(Digits digits, SwitchingKey key) {
        if (key.level() < digits.level) {
            throw new IllegalArgumentException(
                    "a switching key at level " + key.level() + " for a polynomial at level " + digits.level);
        }
        Pair pair = new Pair(kernels, parameters.fullBasis(digits.level));
        int count = digits.polynomials.length;
        RnsPolynomial[] half = new RnsPolynomial[count];
        for (int i = 0; i < count; i++) {
            half[i] = key.b(i);
        }
        kernels.sumOfProducts(pair.first(), digits.polynomials, half);
        for (int i = 0; i < count; i++) {
            half[i] = key.a(i);
        }
        kernels.sumOfProducts(pair.second(), digits.polynomials, half);
        return pair;
    }

    /** A pair over the data and special limbs divided by P and rounded; the caller closes both. */
    public Pair divide(Pair pair, int level) {
        Pair quotient = new Pair(kernels, parameters.dataBasis(level));
        kernels.modDown(quotient.first(), pair.first());
        kernels.modDown(quotient.second(), pair.second());
        return quotient;
    }

    /** (b, a) with b + a·s ≈ source·s' for a key from s' to s. */
    public Pair switchKey(RnsPolynomial source, int level, SwitchingKey key) {
        try (Digits digits = decompose(source, level);
                Pair extended = innerProduct(digits, key)) {
            return divide(extended, level);
        }
    }

    /** The extended digits of a polynomial. */
    public static final class Digits implements AutoCloseable {
        private final int level;
        private final RnsPolynomial[] polynomials;

        private Digits(int level, RnsPolynomial[] polynomials) {
            this.level = level;
            this.polynomials = polynomials;
        }

        public int level() {
            return level;
        }

        @Override
        public void close() {
            for (RnsPolynomial polynomial : polynomials) {
                polynomial.close();
            }
        }
    }
}
