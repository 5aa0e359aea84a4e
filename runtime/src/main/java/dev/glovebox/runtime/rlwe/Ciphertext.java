package dev.glovebox.runtime.rlwe;

import dev.glovebox.runtime.random.PublicSeed;
import dev.glovebox.runtime.ring.RingKernels;
import dev.glovebox.runtime.ring.RnsPolynomial;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Polynomials (c₀, …, c_{k-1}), k ∈ {2, 3}, in the NTT domain over the data limbs of a level, with Σ cᵢ·sⁱ = message + error
 * under the secret s of a key id. Owns its polynomials; immutable until closed.
 */
public final class Ciphertext implements AutoCloseable {
    private final KeyId keyId;
    private final int level;
    private final List<RnsPolynomial> parts;
    private final @Nullable PublicSeed seed;
    private volatile boolean closed;

    private Ciphertext(KeyId keyId, int level, List<RnsPolynomial> parts, @Nullable PublicSeed seed) {
        this.keyId = keyId;
        this.level = level;
        this.parts = List.copyOf(parts);
        this.seed = seed;
    }

    /**
     * Takes over polynomials.
     *
     * @param parts 2 or 3, each over {@code parameters.dataBasis(level)}
     */
    public static Ciphertext of(RlweParameters parameters, KeyId keyId, int level, List<RnsPolynomial> parts) {
        if (parts.size() < 2 || parts.size() > 3) {
            throw new IllegalArgumentException("a ciphertext has 2 or 3 polynomials, found " + parts.size());
        }
        checkBasis(parameters, level, parts);
        return new Ciphertext(keyId, level, parts, null);
    }

    /**
     * Takes over c₀ and expands c₁ from its seed: for ciphertexts from the wire.
     *
     * @param c0 over {@code parameters.dataBasis(level)}
     */
    public static Ciphertext seeded(
            RlweParameters parameters, RingKernels kernels, KeyId keyId, int level, PublicSeed seed, RnsPolynomial c0) {
        checkBasis(parameters, level, List.of(c0));
        RnsPolynomial c1 = UniformPolynomials.ciphertext(parameters, kernels, seed, keyId, level);
        return new Ciphertext(keyId, level, List.of(c0, c1), seed);
    }

    /**
     * Takes over both polynomials: for ciphertexts just made.
     *
     * @param c1 what {@link UniformPolynomials#ciphertext} gives for the seed
     */
    public static Ciphertext seeded(
            RlweParameters parameters, KeyId keyId, int level, PublicSeed seed, RnsPolynomial c0, RnsPolynomial c1) {
        checkBasis(parameters, level, List.of(c0, c1));
        return new Ciphertext(keyId, level, List.of(c0, c1), seed);
    }

    private static void checkBasis(RlweParameters parameters, int level, List<RnsPolynomial> parts) {
        parameters.checkLevel(level);
        for (RnsPolynomial part : parts) {
            if (!part.basis().equals(parameters.dataBasis(level))) {
                throw new IllegalArgumentException("a polynomial over the limbs " + part.basis() + " is not at level "
                        + level + ", whose limbs are " + parameters.dataBasis(level));
            }
        }
    }

    public KeyId keyId() {
        return keyId;
    }

    public int level() {
        return level;
    }

    /** Number of polynomials, 2 or 3. */
    public int size() {
        return parts.size();
    }

    /**
     * Polynomial cᵢ; it stays this ciphertext's.
     *
     * @throws IllegalStateException if closed
     */
    public RnsPolynomial part(int index) {
        checkOpen();
        return parts.get(index);
    }

    /** The seed that c₁ was expanded from, if the ciphertext was made so: then only the seed and c₀ need travel. */
    public @Nullable PublicSeed seed() {
        return seed;
    }

    /**
     * @throws IllegalStateException if closed
     */
    public void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the ciphertext was released");
        }
    }

    /**
     * Ends this ciphertext and gives its polynomials to the caller.
     *
     * @throws IllegalStateException if closed
     */
    public List<RnsPolynomial> take() {
        checkOpen();
        closed = true;
        return parts;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        parts.forEach(RnsPolynomial::close);
    }

    @Override
    public String toString() {
        return "Ciphertext[key=" + keyId + ", level=" + level + ", size=" + size() + "]";
    }
}
