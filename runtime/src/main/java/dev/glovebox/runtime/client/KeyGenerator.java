package dev.glovebox.runtime.client;

import dev.glovebox.runtime.circuit.CircuitManifest.KeyRequirement;
import dev.glovebox.runtime.ckks.CkksParameters;
import dev.glovebox.runtime.random.PublicSeed;
import dev.glovebox.runtime.random.Randomness;
import dev.glovebox.runtime.random.SecretRandomness;
import dev.glovebox.runtime.ring.Basis;
import dev.glovebox.runtime.ring.RingKernels;
import dev.glovebox.runtime.ring.RnsPolynomial;
import dev.glovebox.runtime.ring.Workers;
import dev.glovebox.runtime.rlwe.EvaluationKeys;
import dev.glovebox.runtime.rlwe.KeyId;
import dev.glovebox.runtime.rlwe.PublicKey;
import dev.glovebox.runtime.rlwe.RlweParameters;
import dev.glovebox.runtime.rlwe.SwitchingKey;
import dev.glovebox.runtime.rlwe.UniformPolynomials;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes keys. Safe for use by many threads. */
public final class KeyGenerator {
    private static final Workers WORKERS = Workers.configured();
    private static final long NANOS_PER_RESIDUE = 20;

    private final RlweParameters parameters;
    private final RingKernels kernels;
    private final Randomness randomness;

    public KeyGenerator(RlweParameters parameters, RingKernels kernels, Randomness randomness) {
        this.parameters = parameters;
        this.kernels = kernels;
        this.randomness = randomness;
    }

    /** A fresh uniform ternary secret key. */
    public SecretKey secretKey() {
        long[] coefficients = new long[parameters.degree()];
        try (SecretRandomness secrets = randomness.secret()) {
            secrets.ternary(coefficients);
            return new SecretKey(parameters, kernels, KeyId.random(randomness), coefficients);
        } finally {
            Arrays.fill(coefficients, 0);
        }
    }

    /** A public key that encrypts at a level and below. */
    public PublicKey publicKey(SecretKey key, int level) {
        Basis basis = parameters.dataBasis(parameters.checkLevel(level));
        PublicSeed seed = randomness.publicSeed();
        RnsPolynomial b = kernels.allocate(basis);
        try (RnsPolynomial a = UniformPolynomials.publicKey(parameters, kernels, seed, key.id(), level);
                SecretRandomness secrets = randomness.secret()) {
            encryptZero(b, a, key.polynomial(), secrets);
        }
        return PublicKey.of(parameters, kernels, key.id(), level, seed, b);
    }

    /** From s² to s. */
    public SwitchingKey relinearizationKey(SecretKey key, int level) {
        RnsPolynomial s = key.polynomial();
        try (RnsPolynomial square = kernels.allocateSecret(parameters.fullBasis(parameters.checkLevel(level)))) {
            kernels.multiply(square, s, s);
            return switchingKey(key, square, s, level);
        }
    }

    /**
     * From s to φ⁻¹(s) for φ: X → X^g, as {@link EvaluationKeys} explains.
     *
     * @param galoisElement g, odd, in [1, 2N)
     */
    public SwitchingKey galoisKey(SecretKey key, int galoisElement, int level) {
        RnsPolynomial s = key.polynomial();
        int inverse = BigInteger.valueOf(galoisElement)
                .modInverse(BigInteger.valueOf(2L * parameters.degree()))
                .intValueExact();
        try (RnsPolynomial image = kernels.allocateSecret(parameters.fullBasis(parameters.checkLevel(level)))) {
            kernels.automorphism(image, s, inverse);
            return switchingKey(key, s, image, level);
        }
    }

    /**
     * The keys a circuit needs.
     *
     * @param scheme gives the Galois elements of rotations; has this generator's RLWE parameters
     */
    public EvaluationKeys evaluationKeys(SecretKey key, CkksParameters scheme, KeyRequirement requirement) {
        if (!scheme.rlwe().equals(parameters)) {
            throw new IllegalArgumentException("keys for other parameters than the generator's");
        }
        @Nullable
        SwitchingKey relinearization = requirement.relinearizationLevel() < 0
                ? null
                : relinearizationKey(key, requirement.relinearizationLevel());
        Map<Integer, SwitchingKey> galois = new TreeMap<>();
        requirement.rotations().forEach((steps, level) -> {
            int element = scheme.galoisElement(steps);
            galois.put(element, galoisKey(key, element, level));
        });
        if (requirement.conjugationLevel() >= 0) {
            int element = scheme.conjugationElement();
            galois.put(element, galoisKey(key, element, requirement.conjugationLevel()));
        }
        return new EvaluationKeys(key.id(), relinearization, galois);
    }

    /** A key from one secret to another; both over all limbs that the level needs, at least. */
    private SwitchingKey switchingKey(SecretKey key, RnsPolynomial from, RnsPolynomial to, int level) {
        Basis basis = parameters.fullBasis(level);
        PublicSeed seed = randomness.publicSeed();
        BigInteger special = parameters.ring().product(parameters.specialBasis());
        Basis[] digits = parameters.digits(level);
        RnsPolynomial[] bs = new RnsPolynomial[digits.length];
        RnsPolynomial[] as = new RnsPolynomial[digits.length];
        // Drawn in order: who seeds the randomness gets the same key on any number of threads.
        SecretRandomness[] secrets = new SecretRandomness[digits.length];
        Arrays.setAll(secrets, i -> randomness.secret());
        WORKERS.run(digits.length, NANOS_PER_RESIDUE * basis.size() * parameters.degree(), i -> {
            try (RnsPolynomial gadget = kernels.allocateSecret(basis);
                    SecretRandomness errors = secrets[i]) {
                as[i] = UniformPolynomials.switchingKey(parameters, kernels, seed, key.id(), level, i);
                bs[i] = kernels.allocateUnset(basis);
                encryptZero(bs[i], as[i], to, errors);
                kernels.multiplyScalar(gadget, from, gadgetFactors(basis, digits[i], special));
                kernels.add(bs[i], bs[i], gadget);
            }
        });
        return SwitchingKey.of(parameters, key.id(), level, seed, List.of(bs), List.of(as));
    }

    /** P modulo the primes of a digit, 0 modulo the others. */
    private long[] gadgetFactors(Basis basis, Basis digit, BigInteger special) {
        long[] factors = new long[basis.size()];
        for (int limb = 0; limb < factors.length; limb++) {
            int prime = basis.prime(limb);
            factors[limb] = digit.position(prime) < 0
                    ? 0
                    : special.mod(BigInteger.valueOf(parameters.ring().prime(prime)))
                            .longValueExact();
        }
        return factors;
    }

    /** b ← -a·s + e, over b's limbs. */
    private void encryptZero(RnsPolynomial b, RnsPolynomial a, RnsPolynomial s, SecretRandomness secrets) {
        long[] error = new long[parameters.degree()];
        secrets.gaussian(error);
        try (RnsPolynomial product = kernels.allocateSecret(b.basis())) {
            kernels.importCoefficients(b, error);
            kernels.forwardNtt(b);
            kernels.multiply(product, a, s);
            kernels.subtract(b, b, product);
        } finally {
            Arrays.fill(error, 0);
        }
    }
}
