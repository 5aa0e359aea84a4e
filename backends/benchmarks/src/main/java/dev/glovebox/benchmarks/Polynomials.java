package dev.glovebox.benchmarks;

import dev.glovebox.runtime.ring.Basis;
import dev.glovebox.runtime.ring.RingKernels;
import dev.glovebox.runtime.ring.RnsPolynomial;
import java.util.Arrays;
import java.util.Random;

/** Polynomials to compute with. */
final class Polynomials {
    private Polynomials() {}

    /** Uniform residues, the same in every run. */
    static RnsPolynomial uniform(RingKernels kernels, Basis basis) {
        Random random = new Random(1);
        RnsPolynomial polynomial = kernels.allocate(basis);
        for (int i = 0; i < basis.size(); i++) {
            long p = kernels.ring().prime(basis.prime(i));
            kernels.importLimb(
                    polynomial, i, random.longs(kernels.ring().degree(), 0, p).toArray());
        }
        return polynomial;
    }

    /** As {@link #uniform}, several. */
    static RnsPolynomial[] uniform(RingKernels kernels, Basis basis, int count) {
        RnsPolynomial[] polynomials = new RnsPolynomial[count];
        Arrays.setAll(polynomials, i -> uniform(kernels, basis));
        return polynomials;
    }

    static void close(RnsPolynomial... polynomials) {
        for (RnsPolynomial polynomial : polynomials) {
            polynomial.close();
        }
    }
}
