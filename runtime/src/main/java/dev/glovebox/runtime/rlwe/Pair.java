package dev.glovebox.runtime.rlwe;

import dev.glovebox.runtime.ring.Basis;
import dev.glovebox.runtime.ring.RingKernels;
import dev.glovebox.runtime.ring.RnsPolynomial;

/** Two polynomials over one basis: a ciphertext (c₀, c₁) in the making. Owns both. */
public record Pair(RnsPolynomial first, RnsPolynomial second) implements AutoCloseable {
    /** Two zero polynomials. */
    public Pair(RingKernels kernels, Basis basis) {
        this(kernels.allocate(basis), kernels.allocate(basis));
    }

    /** Two polynomials of anything, for destinations. */
    public static Pair unset(RingKernels kernels, Basis basis) {
        return new Pair(kernels.allocateUnset(basis), kernels.allocateUnset(basis));
    }

    @Override
    public void close() {
        first.close();
        second.close();
    }
}
