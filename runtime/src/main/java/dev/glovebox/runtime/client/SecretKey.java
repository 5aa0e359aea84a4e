package dev.glovebox.runtime.client;

import dev.glovebox.runtime.ring.Basis;
import dev.glovebox.runtime.ring.RingKernels;
import dev.glovebox.runtime.ring.RnsPolynomial;
import dev.glovebox.runtime.rlwe.KeyId;
import dev.glovebox.runtime.rlwe.RlweParameters;

/**
 * A secret key: a uniform ternary polynomial, in secret buffers that are zeroed on close. Not serializable; shows its id only. The
 * one way out of the process is the encrypted key file.
 */
public final class SecretKey implements AutoCloseable {
    private final RlweParameters parameters;
    private final RingKernels kernels;
    private final KeyId id;
    private final RnsPolynomial secret;

    /**
     * @param coefficients N values in {-1, 0, 1}; the caller erases them
     */
    SecretKey(RlweParameters parameters, RingKernels kernels, KeyId id, long[] coefficients) {
        for (long c : coefficients) {
            if (c < -1 || c > 1) {
                throw new IllegalArgumentException("a secret key with a coefficient outside -1, 0, 1");
            }
        }
        this.parameters = parameters;
        this.kernels = kernels;
        this.id = id;
        this.secret = kernels.allocateSecret(parameters.fullBasis(parameters.maxLevel()));
        kernels.importCoefficients(secret, coefficients);
        kernels.forwardNtt(secret);
    }

    /** Names the key in public. */
    public KeyId id() {
        return id;
    }

    RlweParameters parameters() {
        return parameters;
    }

    /** s over all primes, NTT domain; stays the key's. */
    RnsPolynomial polynomial() {
        return secret;
    }

    /** The N coefficients, in {-1, 0, 1}, for the key file; the caller erases them. */
    long[] coefficients() {
        Basis first = Basis.of(0);
        long[] values = new long[parameters.degree()];
        try (RnsPolynomial copy = kernels.allocateSecret(first)) {
            kernels.copy(copy, secret);
            kernels.inverseNtt(copy);
            kernels.exportLimb(copy, 0, values);
        }
        long p = parameters.ring().prime(0);
        for (int i = 0; i < values.length; i++) {
            // p - 1 stands for -1.
            values[i] -= p & ((1 - values[i]) >> 63);
        }
        return values;
    }

    /** Zeroes the key. */
    @Override
    public void close() {
        secret.close();
    }

    @Override
    public String toString() {
        return "SecretKey[" + id + "]";
    }
}
