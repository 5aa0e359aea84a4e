package dev.glovebox.runtime.ring;

/**
 * A polynomial of degree below N in residue form, one limb per prime of its basis: an opaque buffer that only the
 * {@link RingKernels} which allocated it can read. It may live outside the Java heap or on a device.
 */
public interface RnsPolynomial extends AutoCloseable {

    /** The limbs it holds. */
    Basis basis();

    /**
     * Gives the buffer back. Idempotent; any later use is an {@link IllegalStateException}. A buffer allocated as secret is
     * zeroed first.
     */
    @Override
    void close();
}
