package dev.glovebox.backends.java;

import dev.glovebox.runtime.ring.Basis;
import dev.glovebox.runtime.ring.RnsPolynomial;
import org.jspecify.annotations.Nullable;

/** A polynomial as one array per limb, taken from a pool. */
final class RnsBuffer<A> implements RnsPolynomial {
    final RnsKernels<A> owner;
    final boolean secret;
    private final Basis basis;
    private volatile A @Nullable [] limbs;

    RnsBuffer(RnsKernels<A> owner, Basis basis, A[] limbs, boolean secret) {
        this.owner = owner;
        this.basis = basis;
        this.limbs = limbs;
        this.secret = secret;
    }

    @Override
    public Basis basis() {
        return basis;
    }

    /** One array per position of the basis. */
    A[] limbs() {
        A[] open = limbs;
        if (open == null) {
            throw new IllegalStateException("the polynomial over limbs " + basis + " is closed");
        }
        return open;
    }

    @Override
    public void close() {
        A[] open;
        synchronized (this) {
            open = limbs;
            limbs = null;
        }
        if (open != null) {
            owner.release(open, secret);
        }
    }

    @Override
    public String toString() {
        return "RnsPolynomial" + basis;
    }
}
