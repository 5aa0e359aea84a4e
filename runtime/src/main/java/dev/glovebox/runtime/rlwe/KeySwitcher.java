package dev.glovebox.runtime.rlwe;

import dev.glovebox.runtime.ring.Basis;
import dev.glovebox.runtime.ring.RingKernels;
import dev.glovebox.runtime.ring.RnsPolynomial;
import dev.glovebox.runtime.ring.Workers;

/**
 * Hybrid key switching (Han and Ki, CT-RSA 2020) in steps that callers can share between switches (hoisting: Halevi and Shoup,
 * CRYPTO 2018): decompose once, then one inner product for each key, over Q·P; divide by P at the end. Safe for use by many
 * threads.
 */
public final class KeySwitcher {
    private final RlweParameters parameters;
    private final RingKernels kernels;
    private final Workers workers = Workers.configured();

    public KeySwitcher(RlweParameters parameters, RingKernels kernels) {
        this.parameters = parameters;
        this.kernels = kernels;
    }

    /** The digits of a polynomial at a level, each extended to the data and special limbs. The caller closes it. */
    public Digits decompose(RnsPolynomial source, int level) {
        RnsPolynomial[] digits = new RnsPolynomial[parameters.digitCount(level)];
        for (int i = 0; i < digits.length; i++) {
            digits[i] = kernels.allocateUnset(parameters.fullBasis(level));
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
        checkLevel(key, digits.level);
        Pair pair = Pair.unset(kernels, parameters.fullBasis(digits.level));
        int count = digits.polynomials.length;
        kernels.sumsOfProducts(pair.first(), pair.second(), digits.polynomials, key.halvesB(count), key.halvesA(count));
        return pair;
    }

    /** As {@link #decompose}, then {@link #innerProduct}, for digits that are used once. */
    public Pair extended(RnsPolynomial source, int level, SwitchingKey key) {
        checkLevel(key, level);
        Basis[] digits = parameters.digits(level);
        Pair pair = Pair.unset(kernels, parameters.fullBasis(level));
        kernels.sumsOfExtendedProducts(
                pair.first(), pair.second(), source, digits, key.halvesB(digits.length), key.halvesA(digits.length));
        return pair;
    }

    private static void checkLevel(SwitchingKey key, int level) {
        if (key.level() < level) {
            throw new IllegalArgumentException(
                    "a switching key at level " + key.level() + " for a polynomial at level " + level);
        }
    }

    /** Divides the two polynomials of a pair, each on a thread where that pays. */
    private void both(int level, Runnable first, Runnable second) {
        long nanos =
                (long) parameters.fullBasis(level).size() * parameters.ring().degree();
        workers.run(2, nanos, i -> (i == 0 ? first : second).run());
    }

    /** A pair over the data and special limbs divided by P and rounded; the caller closes both. */
    public Pair divide(Pair pair, int level) {
        Pair quotient = Pair.unset(kernels, parameters.dataBasis(level));
        both(
                level,
                () -> kernels.modDown(quotient.first(), pair.first()),
                () -> kernels.modDown(quotient.second(), pair.second()));
        return quotient;
    }

    /**
     * A pair over the data and special limbs divided by P, then added to c₀ and c₁, then, with {@code rescale}, divided by the
     * modulus of its level: in one division.
     *
     * @return over the data limbs of the level, or of the level below with {@code rescale}
     */
    public Pair divideAdd(Pair pair, RnsPolynomial c0, RnsPolynomial c1, int level, boolean rescale) {
        Basis basis = parameters.dataBasis(rescale ? level - 1 : level);
        Pair sum = Pair.unset(kernels, basis);
        both(
                level,
                () -> kernels.modDownAdd(sum.first(), pair.first(), c0),
                () -> kernels.modDownAdd(sum.second(), pair.second(), c1));
        return sum;
    }

    /** φ((c₀, 0) + a pair over the data and special limbs divided by P): the end of a rotation. */
    public Pair divideAddAutomorphism(Pair pair, RnsPolynomial c0, int level, int galoisElement) {
        Pair image = Pair.unset(kernels, parameters.dataBasis(level));
        both(
                level,
                () -> kernels.modDownAutomorphism(image.first(), pair.first(), c0, galoisElement),
                () -> kernels.modDownAutomorphism(image.second(), pair.second(), null, galoisElement));
        return image;
    }

    /** (b, a) with b + a·s ≈ source·s' for a key from s' to s. */
    public Pair switchKey(RnsPolynomial source, int level, SwitchingKey key) {
        try (Pair extended = extended(source, level, key)) {
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
