package dev.glovebox.runtime.rlwe;

import dev.glovebox.runtime.random.ExpansionLabel;
import dev.glovebox.runtime.random.ExpansionLabel.Use;
import dev.glovebox.runtime.random.PublicSeed;
import dev.glovebox.runtime.random.UniformExpansion;
import dev.glovebox.runtime.ring.Basis;
import dev.glovebox.runtime.ring.RingKernels;
import dev.glovebox.runtime.ring.RnsPolynomial;
import dev.glovebox.runtime.ring.Workers;

/** The uniform halves of ciphertexts and keys, from their seeds: canonical residues of the NTT domain, limb by limb. */
public final class UniformPolynomials {
    private static final long NANOS_PER_RESIDUE = 5;

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
        RnsPolynomial polynomial = kernels.allocateUnset(basis);
        byte[] fingerprint = parameters.fingerprint();
        byte[] key = keyId.toByteArray();
        Workers workers = Workers.configured();
        int group = Math.min(basis.size(), workers.threads());
        long[][] residues = new long[group][parameters.degree()];
        for (int from = 0; from < basis.size(); from += group) {
            int first = from;
            int count = Math.min(group, basis.size() - first);
            workers.run(count, NANOS_PER_RESIDUE * parameters.degree(), i -> {
                int prime = basis.prime(first + i);
                ExpansionLabel label = new ExpansionLabel(use, fingerprint, key, digit, prime);
                UniformExpansion.expand(seed, label, parameters.ring().prime(prime), residues[i]);
            });
            for (int i = 0; i < count; i++) {
                kernels.importLimb(polynomial, first + i, residues[i]);
            }
        }
        return polynomial;
    }
}
