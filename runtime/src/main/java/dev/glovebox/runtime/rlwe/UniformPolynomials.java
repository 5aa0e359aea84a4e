package dev.glovebox.runtime.rlwe;

import dev.glovebox.runtime.random.ExpansionLabel;
import dev.glovebox.runtime.random.ExpansionLabel.Use;
import dev.glovebox.runtime.random.PublicSeed;
import dev.glovebox.runtime.random.UniformExpansion;
import dev.glovebox.runtime.ring.Basis;
import dev.glovebox.runtime.ring.RingKernels;
import dev.glovebox.runtime.ring.RnsPolynomial;

/** The uniform halves of ciphertexts and keys, from their seeds: canonical residues of the NTT domain, limb by limb. */
public final class UniformPolynomials {
    private UniformPolynomials() {}

    /** c₁ of a seeded ciphertext. */
    public static RnsPolynomial ciphertext(
            RlweParameters parameters, RingKernels kernels, PublicSeed seed, KeyId keyId, int level) {
        return expand(parameters, kernels, parameters.dataBasis(level), seed, Use.CIPHERTEXT, keyId, 0);
    }

    /** The uniform half of a public key. */
    public static RnsPolynomial publicKey(
            RlweParameters parameters, RingKernels kernels, PublicSeed seed, KeyId keyId, int level) {
        return expand(parameters, kernels, parameters.dataBasis(level), seed, Use.PUBLIC_KEY, keyId, 0);
    }

    /** The uniform half of one digit of a switching key. */
    public static RnsPolynomial switchingKey(
            RlweParameters parameters, RingKernels kernels, PublicSeed seed, KeyId keyId, int level, int digit) {
        return expand(parameters, kernels, parameters.fullBasis(level), seed, Use.SWITCHING_KEY, keyId, digit);
    }

    private static RnsPolynomial expand(
            RlweParameters parameters,
            RingKernels kernels,
            Basis basis,
            PublicSeed seed,
            Use use,
            KeyId keyId,
            int digit) {
        RnsPolynomial polynomial = kernels.allocate(basis);
        long[] residues = new long[parameters.degree()];
        byte[] fingerprint = parameters.fingerprint();
        byte[] key = keyId.toByteArray();
        for (int i = 0; i < basis.size(); i++) {
            ExpansionLabel label = new ExpansionLabel(use, fingerprint, key, digit, basis.prime(i));
            UniformExpansion.expand(seed, label, parameters.ring().prime(basis.prime(i)), residues);
            kernels.importLimb(polynomial, i, residues);
        }
        return polynomial;
    }
}
