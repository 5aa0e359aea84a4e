package dev.glovebox.runtime.rlwe;

import dev.glovebox.runtime.random.PublicSeed;
import dev.glovebox.runtime.ring.RingKernels;
import dev.glovebox.runtime.ring.RnsPolynomial;
import java.util.Arrays;
import java.util.List;

/**
 * Switches a polynomial from a secret s' to a secret s at a level and below: for each digit Dᵢ, (bᵢ, aᵢ) over the data and
 * special limbs with bᵢ = -aᵢ·s + eᵢ + P·gᵢ·s', where gᵢ is 1 modulo the primes of Dᵢ and 0 modulo the other data primes.
 *
 * <p>The halves aᵢ are expanded from one published seed, so that only the seed and the bᵢ travel. Owns its polynomials;
 * immutable until closed. Source of the construction: Han and Ki, "Better bootstrapping for approximate homomorphic
 * encryption", CT-RSA 2020 (hybrid key switching).
 */
public final class SwitchingKey implements AutoCloseable {
    private final KeyId keyId;
    private final int level;
    private final PublicSeed seed;
    private final RnsPolynomial[] b;
    private final RnsPolynomial[] a;

    private SwitchingKey(KeyId keyId, int level, PublicSeed seed, RnsPolynomial[] b, RnsPolynomial[] a) {
        this.keyId = keyId;
        this.level = level;
        this.seed = seed;
        this.b = b;
        this.a = a;
    }

    /**
     * Takes over the bᵢ and expands the aᵢ: for keys from the wire.
     *
     * @param b one for each of {@code parameters.digits(level)}, over {@code parameters.fullBasis(level)}, NTT domain
     */
    public static SwitchingKey of(
            RlweParameters parameters,
            RingKernels kernels,
            KeyId keyId,
            int level,
            PublicSeed seed,
            List<RnsPolynomial> b) {
        checkDigits(parameters, level, b);
        RnsPolynomial[] a = new RnsPolynomial[b.size()];
        for (int i = 0; i < a.length; i++) {
            a[i] = UniformPolynomials.switchingKey(parameters, kernels, seed, keyId, level, i);
        }
        return new SwitchingKey(keyId, level, seed, b.toArray(RnsPolynomial[]::new), a);
    }

    /**
     * Takes over both halves: for keys just made.
     *
     * @param a what {@link UniformPolynomials#switchingKey} gives for the seed
     */
    public static SwitchingKey of(
            RlweParameters parameters,
            KeyId keyId,
            int level,
            PublicSeed seed,
            List<RnsPolynomial> b,
            List<RnsPolynomial> a) {
        checkDigits(parameters, level, b);
        checkDigits(parameters, level, a);
        return new SwitchingKey(keyId, level, seed, b.toArray(RnsPolynomial[]::new), a.toArray(RnsPolynomial[]::new));
    }

    private static void checkDigits(RlweParameters parameters, int level, List<RnsPolynomial> half) {
        parameters.checkLevel(level);
        if (half.size() != parameters.digitCount(level)
                || half.stream().anyMatch(p -> !p.basis().equals(parameters.fullBasis(level)))) {
            throw new IllegalArgumentException(
                    "a switching key at level " + level + " has " + parameters.digitCount(level)
                            + " digits over the limbs " + parameters.fullBasis(level) + ", found "
                            + half.stream().map(RnsPolynomial::basis).toList());
        }
    }

    public KeyId keyId() {
        return keyId;
    }

    /** The highest level it switches at. */
    public int level() {
        return level;
    }

    public PublicSeed seed() {
        return seed;
    }

    public int digits() {
        return b.length;
    }

    /** The half of a digit that travels; stays the key's. */
    public RnsPolynomial b(int digit) {
        return b[digit];
    }

    /** The uniform half of a digit; stays the key's. */
    public RnsPolynomial a(int digit) {
        return a[digit];
    }

    /** {@link #b} of the first digits. */
    RnsPolynomial[] halvesB(int count) {
        return count == b.length ? b : Arrays.copyOf(b, count);
    }

    /** {@link #a} of the first digits. */
    RnsPolynomial[] halvesA(int count) {
        return count == a.length ? a : Arrays.copyOf(a, count);
    }

    /** Bytes of residues in memory, both halves, 8 bytes each. */
    public long residentBytes(RlweParameters parameters) {
        return 2L * b.length * parameters.fullBasis(level).size() * parameters.degree() * Double.BYTES;
    }

    @Override
    public void close() {
        for (int i = 0; i < b.length; i++) {
            b[i].close();
            a[i].close();
        }
    }

    @Override
    public String toString() {
        return "SwitchingKey[key=" + keyId + ", level=" + level + ", digits=" + b.length + "]";
    }
}
