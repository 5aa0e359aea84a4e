package dev.glovebox.runtime.client;

import dev.glovebox.runtime.ckks.CkksCiphertext;
import dev.glovebox.runtime.ckks.CkksParameters;
import dev.glovebox.runtime.ckks.ComplexVector;
import dev.glovebox.runtime.ckks.Encoder;
import dev.glovebox.runtime.random.PublicSeed;
import dev.glovebox.runtime.random.Randomness;
import dev.glovebox.runtime.random.SecretRandomness;
import dev.glovebox.runtime.ring.Basis;
import dev.glovebox.runtime.ring.RingKernels;
import dev.glovebox.runtime.ring.RnsPolynomial;
import dev.glovebox.runtime.rlwe.Ciphertext;
import dev.glovebox.runtime.rlwe.PublicKey;
import dev.glovebox.runtime.rlwe.UniformPolynomials;
import java.util.Arrays;
import java.util.List;

/**
 * Encrypts vectors, under a public key, or under the secret key: then c₁ is expanded from a seed, so the ciphertext is half as
 * large on the wire, and has less noise. Safe for use by many threads.
 */
public final class Encryptor {
    private final CkksParameters parameters;
    private final RingKernels kernels;
    private final Encoder encoder;
    private final Randomness randomness;
    private final Scheme scheme;

    private Encryptor(CkksParameters parameters, RingKernels kernels, Randomness randomness, Scheme scheme) {
        this.parameters = parameters;
        this.kernels = kernels;
        this.encoder = new Encoder(parameters, kernels);
        this.randomness = randomness;
        this.scheme = scheme;
    }

    /** Encrypts as anybody can. The key stays the caller's. */
    public static Encryptor withPublicKey(
            CkksParameters parameters, RingKernels kernels, Randomness randomness, PublicKey key) {
        return new Encryptor(parameters, kernels, randomness, new Public(key));
    }

    /** Encrypts as the holder of the secret key can, into seeded ciphertexts. The key stays the caller's. */
    public static Encryptor withSecretKey(
            CkksParameters parameters, RingKernels kernels, Randomness randomness, SecretKey key) {
        return new Encryptor(parameters, kernels, randomness, new Secret(key));
    }

    /**
     * Encrypts real values at scale Δ of the level, pending 1.
     *
     * @param values one period of the slots: a power of two of finite values, at most {@code slots}
     * @param slots n of the ciphertext
     */
    public CkksCiphertext encrypt(double[] values, int slots, int level) {
        return encrypt(ComplexVector.ofReal(values), slots, level);
    }

    /** As {@link #encrypt(double[], int, int)}, for complex values. */
    public CkksCiphertext encrypt(ComplexVector values, int slots, int level) {
        parameters.rlwe().checkLevel(level);
        if (values.length() > slots || slots > parameters.maxSlots() || Integer.bitCount(slots) != 1) {
            throw new IllegalArgumentException(values.length() + " values in " + slots
                    + " slots, expected at most as many as slots, and slots a power of two up to "
                    + parameters.maxSlots());
        }
        Ciphertext ciphertext = switch (scheme) {
            case Public(PublicKey key) -> encrypt(values, key, level);
            case Secret(SecretKey key) -> encrypt(values, key, level);
        };
        return new CkksCiphertext(ciphertext, slots, 1);
    }

    /** (b·u + e₀ + m, a·u + e₁) with ternary u. */
    private Ciphertext encrypt(ComplexVector values, PublicKey key, int level) {
        if (level > key.level()) {
            throw new IllegalArgumentException(
                    "level " + level + " is above the public key's, " + key.level() + "; make a key at that level");
        }
        Basis basis = parameters.dataBasis(level);
        RnsPolynomial c0 = kernels.allocateUnset(basis);
        RnsPolynomial c1 = kernels.allocateUnset(basis);
        try (SecretRandomness secrets = randomness.secret();
                RnsPolynomial u = kernels.allocateSecret(basis)) {
            encode(c0, values, level, secrets);
            long[] samples = new long[parameters.degree()];
            secrets.ternary(samples);
            importSmall(u, samples);
            kernels.multiplyAdd(c0, key.b(), u);
            secrets.gaussian(samples);
            importSmall(c1, samples);
            kernels.multiplyAdd(c1, key.a(), u);
            Arrays.fill(samples, 0);
        }
        return Ciphertext.of(parameters.rlwe(), key.keyId(), level, List.of(c0, c1));
    }

    /** (-a·s + e + m, a) with a from a fresh seed. */
    private Ciphertext encrypt(ComplexVector values, SecretKey key, int level) {
        Basis basis = parameters.dataBasis(level);
        PublicSeed seed = randomness.publicSeed();
        RnsPolynomial c0 = kernels.allocateUnset(basis);
        try (SecretRandomness secrets = randomness.secret();
                RnsPolynomial product = kernels.allocateSecret(basis)) {
            encode(c0, values, level, secrets);
            RnsPolynomial c1 = UniformPolynomials.ciphertext(parameters.rlwe(), kernels, seed, key.id(), level);
            kernels.multiply(product, c1, key.polynomial());
            kernels.subtract(c0, c0, product);
            return Ciphertext.seeded(parameters.rlwe(), key.id(), level, seed, c0, c1);
        }
    }

    /** m + e. Nobody but this class sees it before it is masked. */
    private void encode(RnsPolynomial destination, ComplexVector values, int level, SecretRandomness secrets) {
        long[] error = new long[parameters.degree()];
        try {
            secrets.gaussian(error);
            encoder.encode(destination, values, parameters.scale(level), error);
        } finally {
            Arrays.fill(error, 0);
        }
    }

    private void importSmall(RnsPolynomial destination, long[] samples) {
        kernels.importCoefficients(destination, samples);
        kernels.forwardNtt(destination);
    }

    private sealed interface Scheme {}

    private record Public(PublicKey key) implements Scheme {}

    private record Secret(SecretKey key) implements Scheme {}
}
