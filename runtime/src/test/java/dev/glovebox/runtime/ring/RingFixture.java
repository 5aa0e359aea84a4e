package dev.glovebox.runtime.ring;

import dev.glovebox.runtime.ring.ReferenceRing.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** The kernels of one backend for one ring, and what moves residues in and out; closes all it allocated. */
public final class RingFixture implements AutoCloseable {
    public final Ring ring;
    public final RingKernels kernels;
    private final List<RnsPolynomial> allocated = new ArrayList<>();

    public RingFixture(RingBackend backend, Ring ring) {
        this.ring = ring;
        this.kernels = backend.open(ring);
    }

    public RnsPolynomial allocate(Basis basis) {
        RnsPolynomial polynomial = kernels.allocate(basis);
        allocated.add(polynomial);
        return polynomial;
    }

    /** A polynomial with these limbs, in whichever domain. */
    public RnsPolynomial load(Basis basis, long[][] limbs) {
        RnsPolynomial polynomial = allocate(basis);
        for (int i = 0; i < limbs.length; i++) {
            kernels.importLimb(polynomial, i, limbs[i]);
        }
        return polynomial;
    }

    /** As {@link #load}, from the coefficient domain to the NTT domain. */
    public RnsPolynomial transform(Basis basis, long[][] coefficients) {
        RnsPolynomial polynomial = load(basis, coefficients);
        kernels.forwardNtt(polynomial);
        return polynomial;
    }

    public long[][] read(RnsPolynomial polynomial) {
        long[][] limbs = new long[polynomial.basis().size()][ring.degree()];
        for (int i = 0; i < limbs.length; i++) {
            kernels.exportLimb(polynomial, i, limbs[i]);
        }
        return limbs;
    }

    /** Coefficients of a polynomial in the NTT domain, which is left as it is. */
    public long[][] coefficients(RnsPolynomial polynomial) {
        RnsPolynomial copy = allocate(polynomial.basis());
        kernels.copy(copy, polynomial);
        kernels.inverseNtt(copy);
        return read(copy);
    }

    public long[][] limbs(Basis basis, Pattern pattern, RandomGenerator random) {
        long[][] limbs = new long[basis.size()][];
        for (int i = 0; i < limbs.length; i++) {
            limbs[i] = pattern.limb(ring, basis.prime(i), random);
        }
        return limbs;
    }

    public long[][] random(Basis basis, RandomGenerator random) {
        return limbs(basis, Pattern.RANDOM, random);
    }

    public Basis all() {
        return Basis.range(0, ring.primeCount());
    }

    @Override
    public void close() {
        allocated.forEach(RnsPolynomial::close);
        kernels.close();
    }
}
