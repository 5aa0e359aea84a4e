package dev.glovebox.runtime.ckks;

import dev.glovebox.runtime.random.SecretRandomness;
import dev.glovebox.runtime.ring.Basis;
import java.math.BigDecimal;
import java.math.MathContext;

/**
 * The error that each operation adds, as a standard deviation: the typical, not the worst case.
 *
 * <p>Errors are polynomials whose coefficients are close to independent with one variance V, in units of 1 of the integer
 * polynomial. A slot of a vector of n slots is a sum of 2n of them times roots of unity, over the scale: its real part has the
 * standard deviation √(n·V)/Δ, its imaginary part the same. The secret is uniform ternary: the coefficient of a product with
 * it sums N terms of variance 2V/3. Every method gives the standard deviation of the real part of a slot, in units of the
 * encrypted values. Errors add as variances.
 *
 * <p>Rounding is uniform, variance 1/12. Dividing by the product of k limbs rounds each of them (see {@link
 * dev.glovebox.runtime.ring.RingKernels#modDown}): k/12. Source of the analysis: Costache, Curtis, Hales, Murphy, Ogilvie, Player,
 * "On the precision loss in approximate homomorphic encryption", SAC 2023, with the terms of the kernels used here.
 */
public final class NoiseModel {
    private static final double ROUNDING = 1.0 / 12;

    private final CkksParameters parameters;
    private final int slots;

    /**
     * @param slots n, a power of two up to N/2
     */
    public NoiseModel(CkksParameters parameters, int slots) {
        if (Integer.bitCount(slots) != 1 || slots > parameters.maxSlots()) {
            throw new IllegalArgumentException(
                    slots + " slots, expected a power of two up to " + parameters.maxSlots());
        }
        this.parameters = parameters;
        this.slots = slots;
    }

    /** A fresh encryption under the secret key, (-a·s + e + m, a): V = σ². */
    public double freshEncryption(int level) {
        return slot(SecretRandomness.SIGMA * SecretRandomness.SIGMA, parameters.scale(level));
    }

    /** A fresh encryption under a public key, (b·u + e₀ + m, a·u + e₁) with ternary u: V = σ²·(1 + 4N/3). */
    public double freshPublicKeyEncryption(int level) {
        return slot(
                SecretRandomness.SIGMA * SecretRandomness.SIGMA * (1 + 4.0 / 3 * parameters.degree()),
                parameters.scale(level));
    }

    /** Rounding the coefficients of an encoding at a scale: V = 1/12. */
    public double encode(double scale) {
        return slot(ROUNDING, scale);
    }

    /**
     * Rescaling to a level: V = g/12·(1 + 2N/3), where the dropped level has g limbs, at the scale of the level it arrives at.
     *
     * @param level the level after rescaling
     */
    public double rescale(int level) {
        int dropped = parameters.limbs(level + 1) - parameters.limbs(level);
        return slot(rounding(dropped), parameters.scale(level));
    }

    /**
     * A key switch (rotation, conjugation, relinearization) of a ciphertext.
     *
     * <p>Digit i is extended to integers Σⱼ yⱼ·(Dᵢ/dⱼ) of its k primes, each yⱼ uniform, so of variance k·Dᵢ²/12; it multiplies the
     * error eᵢ of the key, and all is divided by P: V = Σᵢ N·σ²·k·Dᵢ²/(12·P²) + |P|/12·(1 + 2N/3), |P| the number of special primes.
     */
    public double keySwitch(int level, int pending) {
        return slot(keySwitchVariance(level), parameters.scale(level, pending));
    }

    private double keySwitchVariance(int level) {
        BigDecimal special = product(parameters.specialBasis());
        double variance = 0;
        for (Basis digit : parameters.digits(level)) {
            double ratio = product(digit).divide(special, MathContext.DECIMAL64).doubleValue();
            variance += ROUNDING * digit.size() * ratio * ratio;
        }
        return variance * parameters.degree() * SecretRandomness.SIGMA * SecretRandomness.SIGMA
                + rounding(parameters.specialBasis().size());
    }

    /** Division by k limbs, of c₀ and of c₁, which meets the secret. */
    private double rounding(int limbs) {
        return ROUNDING * limbs * (1 + 2.0 / 3 * parameters.degree());
    }

    private BigDecimal product(Basis basis) {
        return new BigDecimal(parameters.ring().product(basis));
    }

    /** From the variance of a coefficient to the standard deviation of a slot. */
    private double slot(double variance, double scale) {
        return Math.sqrt(slots * variance) / scale;
    }
}
