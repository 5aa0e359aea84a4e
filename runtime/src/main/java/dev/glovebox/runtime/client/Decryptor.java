package dev.glovebox.runtime.client;

import dev.glovebox.runtime.circuit.CircuitException;
import dev.glovebox.runtime.circuit.ErrorCode;
import dev.glovebox.runtime.ckks.CkksCiphertext;
import dev.glovebox.runtime.ckks.CkksParameters;
import dev.glovebox.runtime.ckks.ComplexVector;
import dev.glovebox.runtime.ckks.Encoder;
import dev.glovebox.runtime.ring.Basis;
import dev.glovebox.runtime.ring.RingKernels;
import dev.glovebox.runtime.ring.RnsPolynomial;
import dev.glovebox.runtime.rlwe.Ciphertext;

/**
 * Decrypts vectors. Works on as few limbs as hold values up to 2^{@value #MAGNITUDE_BITS} at the ciphertext's scale. Safe for use by
 * many threads.
 *
 * <p>A result is the encrypted value plus an error that depends on the secret key: who gives decrypted results away gives
 * something of the key away (Li and Micciancio, EUROCRYPT 2021).
 */
public final class Decryptor {
    /** Values beyond this many bits decrypt to garbage where the ciphertext's level would have had room for them. */
    static final int MAGNITUDE_BITS = 32;

    private final CkksParameters parameters;
    private final RingKernels kernels;
    private final Encoder encoder;
    private final SecretKey key;

    /**
     * @param key stays the caller's
     */
    public Decryptor(CkksParameters parameters, RingKernels kernels, SecretKey key) {
        this.parameters = parameters;
        this.kernels = kernels;
        this.encoder = new Encoder(parameters, kernels);
        this.key = key;
    }

    /** The real parts of the n slots. */
    public double[] decrypt(CkksCiphertext ciphertext) {
        return decryptComplex(ciphertext).real();
    }

    /**
     * The n slots.
     *
     * @throws CircuitException if the ciphertext is under another key
     */
    public ComplexVector decryptComplex(CkksCiphertext ciphertext) {
        if (!ciphertext.keyId().equals(key.id())) {
            throw new CircuitException(
                    ErrorCode.WRONG_KEY.id(),
                    "the ciphertext is under the key " + ciphertext.keyId() + ", this client has " + key.id()
                            + ". Decrypt it with the client that encrypted the input.");
        }
        double scale = parameters.scale(ciphertext.level(), ciphertext.pending());
        try (RnsPolynomial message = kernels.allocateSecret(basis(ciphertext.level(), scale))) {
            phase(message, ciphertext.rlwe());
            return encoder.decode(message, ciphertext.slots(), scale);
        }
    }

    /** Σ cᵢ·sⁱ by Horner's rule. */
    private void phase(RnsPolynomial destination, Ciphertext ciphertext) {
        kernels.copy(destination, ciphertext.part(ciphertext.size() - 1));
        for (int i = ciphertext.size() - 2; i >= 0; i--) {
            kernels.multiply(destination, destination, key.polynomial());
            kernels.add(destination, destination, ciphertext.part(i));
        }
    }

    private Basis basis(int level, double scale) {
        double product = 0.5;
        int limbs = 0;
        while (limbs < parameters.limbs(level) && product < scale * (1L << MAGNITUDE_BITS)) {
            product *= parameters.ring().prime(limbs++);
        }
        return Basis.range(0, limbs);
    }
}
