package dev.glovebox.backends.nativecode;

import dev.glovebox.runtime.ring.RnsPolynomial;
import java.util.ArrayList;
import java.util.List;

/** One operation: holds its polynomials, owns its scratch, and gives all back at its end. */
final class Call implements AutoCloseable {
    private final NativeKernels kernels;
    private final List<NativePolynomial> held = new ArrayList<>(4);
    private final List<NativePolynomial> scratch = new ArrayList<>(0);
    private final List<Long> blocks = new ArrayList<>(1);

    Call(NativeKernels kernels) {
        this.kernels = kernels;
    }

    /**
     * The header of a polynomial.
     *
     * @throws IllegalArgumentException if other kernels allocated it
     * @throws IllegalStateException if it is closed
     */
    long use(RnsPolynomial polynomial) {
        return hold(kernels.own(polynomial));
    }

    /**
     * The header of a polynomial of these kernels, or of others that they know.
     *
     * @throws IllegalStateException if it is closed
     */
    long hold(NativePolynomial polynomial) {
        long header = polynomial.hold();
        held.add(polynomial);
        return header;
    }

    /** The header of a new polynomial that is closed at the end. */
    long scratch(NativePolynomial polynomial) {
        scratch.add(polynomial);
        return use(polynomial);
    }

    /** Numbers for the library to read; they are freed at the end. */
    long longs(long... values) {
        long address = Memory.allocate(Math.max(1, values.length) * (long) Long.BYTES);
        blocks.add(address);
        Memory.putLongs(address, values);
        return address;
    }

    @Override
    public void close() {
        held.forEach(NativePolynomial::release);
        scratch.forEach(NativePolynomial::close);
        blocks.forEach(Memory::free);
    }
}
