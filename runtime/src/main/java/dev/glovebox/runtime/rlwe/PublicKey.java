package dev.glovebox.runtime.rlwe;

import dev.glovebox.runtime.random.PublicSeed;
import dev.glovebox.runtime.ring.RingKernels;
import dev.glovebox.runtime.ring.RnsPolynomial;

/**
 * An encryption of zero, (b, a) with b = -a·s + e over the data limbs of a level: encrypts at that level and below. The half a
 * is expanded from a published seed, so that only the seed and b travel. Owns its polynomials; immutable until closed.
 */
public final class PublicKey implements AutoCloseable {
    private final KeyId keyId;
    private final int level;
    private final PublicSeed seed;
    private final RnsPolynomial b;
    private final RnsPolynomial a;

    private PublicKey(KeyId keyId, int level, PublicSeed seed, RnsPolynomial b, RnsPolynomial a) {
        this.keyId = keyId;
        this.level = level;
        this.seed = seed;
        this.b = b;
        this.a = a;
    }

    /**
     * Takes over b and expands a.
     *
     * @param b over {@code parameters.dataBasis(level)}, NTT domain
     */
    public static PublicKey of(
            RlweParameters parameters, RingKernels kernels, KeyId keyId, int level, PublicSeed seed, RnsPolynomial b) {
        parameters.checkLevel(level);
        if (!b.basis().equals(parameters.dataBasis(level))) {
            throw new IllegalArgumentException(
                    "a public key over the limbs " + b.basis() + " is not at level " + level);
        }
        RnsPolynomial a = UniformPolynomials.publicKey(parameters, kernels, seed, keyId, level);
        return new PublicKey(keyId, level, seed, b, a);
    }

    public KeyId keyId() {
        return keyId;
    }

    /** The highest level it encrypts at. */
    public int level() {
        return level;
    }

    public PublicSeed seed() {
        return seed;
    }

    /** The half that travels; stays the key's. */
    public RnsPolynomial b() {
        return b;
    }

    /** The uniform half; stays the key's. */
    public RnsPolynomial a() {
        return a;
    }

    @Override
    public void close() {
        b.close();
        a.close();
    }

    @Override
    public String toString() {
        return "PublicKey[key=" + keyId + ", level=" + level + "]";
    }
}
