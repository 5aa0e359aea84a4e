package dev.glovebox.runtime.ring;

import org.jspecify.annotations.Nullable;

/**
 * The operations of one backend on the polynomials of one {@link Ring}: coarse calls over whole RNS polynomials.
 *
 * <p><b>Exactness.</b> Every operation is an exact function on residues, so all backends export equal bytes. <b>Domain.</b>
 * Operands are in the NTT domain unless a method says otherwise. The canonical order of a limb in the NTT domain is
 * bit-reversed: position j holds the value at ψ^(2·brv(j)+1), with ψ = {@link Ring#root(int)} and brv the reversal of log₂N
 * bits; a backend may keep another order inside its buffers. <b>Bases.</b> An operation works on the limbs of its
 * destination; an operand's basis must contain them and may have more. <b>Aliasing.</b> A destination may be an operand
 * unless a method says otherwise. <b>Errors.</b> A basis that does not fit is an {@link IllegalArgumentException}, a closed
 * buffer an {@link IllegalStateException}. <b>Threads.</b> Calls on distinct destinations may run at the same time. Calls
 * may complete asynchronously; the export methods wait.
 */
public interface RingKernels extends AutoCloseable {

    Ring ring();

    /** Bytes of the memory that polynomials are allocated from, what is in use included: the heap's, unless they lie elsewhere. */
    default long memoryBytes() {
        return Runtime.getRuntime().maxMemory();
    }

    /**
     * Kernels of a subring of Y = X^{N/c} with c ≥ 2^logDegree ({@link Ring#subring}). A polynomial of theirs is c values for each limb
     * where the same polynomial in X has N. It may stand for that one as the operand b of {@link #add}, {@link #multiply} and
     * {@link #sumOfProducts} and as an operand a of {@link #sumsOfProducts}: constants of a short period take this form. They are
     * closed with these kernels. These kernels themselves where that is the least subring they have.
     *
     * @param logDegree up to log₂N
     */
    default RingKernels subring(int logDegree) {
        return this;
    }

    /** A polynomial with every limb zero. */
    RnsPolynomial allocate(Basis basis);

    /**
     * A polynomial whose limbs hold anything: for a destination that is written before it is read. Spares the pass over memory
     * that {@link #allocate} takes.
     */
    default RnsPolynomial allocateUnset(Basis basis) {
        return allocate(basis);
    }

    /** As {@link #allocate}, for data that must be zeroed when closed. */
    RnsPolynomial allocateSecret(Basis basis);

    /** Copies the limbs of {@code destination} from {@code source}. */
    void copy(RnsPolynomial destination, RnsPolynomial source);

    /**
     * Sets every limb from signed coefficients (coefficient domain).
     *
     * @param coefficients N values, |c| &lt; 2^62
     */
    void importCoefficients(RnsPolynomial destination, long[] coefficients);

    /** Sets the limb at a position of the basis, in canonical order of whichever domain; N residues in [0, p). */
    void importLimb(RnsPolynomial destination, int position, long[] residues);

    /** Reads the limb at a position of the basis in canonical order; N residues in [0, p). */
    void exportLimb(RnsPolynomial source, int position, long[] residues);

    /** From the coefficient domain to the NTT domain, in place. */
    void forwardNtt(RnsPolynomial polynomial);

    /** From the NTT domain to the coefficient domain, in place. */
    void inverseNtt(RnsPolynomial polynomial);

    void add(RnsPolynomial destination, RnsPolynomial a, RnsPolynomial b);

    void subtract(RnsPolynomial destination, RnsPolynomial a, RnsPolynomial b);

    void negate(RnsPolynomial destination, RnsPolynomial a);

    /** The product of polynomials (pointwise in the NTT domain). */
    void multiply(RnsPolynomial destination, RnsPolynomial a, RnsPolynomial b);

    /** destination ← destination + a·b. */
    void multiplyAdd(RnsPolynomial destination, RnsPolynomial a, RnsPolynomial b);

    /** destination ← Σ aᵢ·bᵢ, reduced once. Arrays of one length, at least 1; the destination is none of the operands. */
    void sumOfProducts(RnsPolynomial destination, RnsPolynomial[] a, RnsPolynomial[] b);

    /**
     * first ← Σ aᵢ·bᵢ and second ← Σ aᵢ·cᵢ, as {@link #sumOfProducts}, reading the aᵢ once. The destinations are two of one basis,
     * and none of the operands.
     */
    default void sumsOfProducts(
            RnsPolynomial first, RnsPolynomial second, RnsPolynomial[] a, RnsPolynomial[] b, RnsPolynomial[] c) {
        sumOfProducts(first, a, b);
        sumOfProducts(second, a, c);
    }

    /** Multiplies each limb of the destination's basis by its own residue in [0, p). */
    void multiplyScalar(RnsPolynomial destination, RnsPolynomial a, long[] residues);

    /**
     * destination ← Σ aᵢ·cᵢ, where cᵢ is a scalar with its own residue in [0, p) for each limb of the destination's basis: one pass
     * over memory. Arrays of one length, at least 1; the destination is none of the operands.
     */
    default void sumOfScalarProducts(RnsPolynomial destination, RnsPolynomial[] a, long[][] residues) {
        if (a.length == 0 || residues.length != a.length) {
            throw new IllegalArgumentException("a sum of " + a.length + " by " + residues.length + " scalar products");
        }
        multiplyScalar(destination, a[0], residues[0]);
        try (RnsPolynomial product = allocateUnset(destination.basis())) {
            for (int i = 1; i < a.length; i++) {
                multiplyScalar(product, a[i], residues[i]);
                add(destination, destination, product);
            }
        }
    }

    /** Adds the constant polynomial with these residues in [0, p), one per limb of the destination's basis. */
    void addScalar(RnsPolynomial destination, RnsPolynomial a, long[] residues);

    /**
     * The automorphism X → X^g. The destination is not the operand.
     *
     * @param galoisElement g, odd, in [1, 2N)
     */
    void automorphism(RnsPolynomial destination, RnsPolynomial a, int galoisElement);

    /**
     * Extends each digit of {@code source} to the basis of its destination (mod-up).
     *
     * <p>For the digit D = {d₁…d_k} ⊆ basis of the source, let yᵢ be the centred residue, |yᵢ| ≤ (dᵢ-1)/2, of
     * xᵢ·(D/dᵢ)⁻¹ modulo dᵢ, per coefficient. The destination is the polynomial with integer coefficients Σ yᵢ·(D/dᵢ): it is
     * congruent to the source modulo D and at most k·D/2 in size; no overflow is subtracted. Source and destinations are
     * in the NTT domain.
     *
     * @param destinations one per digit, each with a basis that contains the digit; all distinct, none the source
     * @param digits the limbs of each digit
     */
    void modUp(RnsPolynomial[] destinations, RnsPolynomial source, Basis[] digits);

    /**
     * first ← Σ uᵢ·bᵢ and second ← Σ uᵢ·cᵢ, where uᵢ is digit i of the source extended to the basis of the destinations as by
     * {@link #modUp}. For digits that are used once: they need not be kept. The destinations are two of one basis that contains
     * every digit, and none of the operands.
     *
     * @param source not secret
     */
    default void sumsOfExtendedProducts(
            RnsPolynomial first,
            RnsPolynomial second,
            RnsPolynomial source,
            Basis[] digits,
            RnsPolynomial[] b,
            RnsPolynomial[] c) {
        RnsPolynomial[] extended = new RnsPolynomial[digits.length];
        try {
            for (int i = 0; i < digits.length; i++) {
                extended[i] = allocateUnset(first.basis());
            }
            modUp(extended, source, digits);
            sumsOfProducts(first, second, extended, b, c);
        } finally {
            for (RnsPolynomial polynomial : extended) {
                if (polynomial != null) {
                    polynomial.close();
                }
            }
        }
    }

    /**
     * Divides by the product P of the limbs that {@code source} has beyond {@code destination} and rounds (mod-down; with one
     * limb, rescaling): (x - r)/P, where r is the integer Σ yᵢ·(P/pᵢ) of {@link #modUp} for the digit of the dropped limbs.
     * With k dropped limbs the error of the rounding is at most k/2 per coefficient. The destination is not the source.
     */
    void modDown(RnsPolynomial destination, RnsPolynomial source);

    /**
     * Divides, adds and, if the addend has limbs beyond the destination, divides again: exactly {@code modDown(t, source)} for a t
     * over the limbs of the addend, t ← t + addend, {@code modDown(destination, t)}. The end of a key switch, with the addition and the
     * rescaling that follow it, in half the transforms.
     *
     * @param destination none of the operands
     * @param source over the limbs of the addend and more
     */
    default void modDownAdd(RnsPolynomial destination, RnsPolynomial source, RnsPolynomial addend) {
        try (RnsPolynomial quotient = allocateUnset(addend.basis())) {
            modDown(quotient, source);
            add(quotient, addend, quotient);
            modDown(destination, quotient);
        }
    }

    /**
     * The end of a rotation in one: {@link #modDown} of the source, plus the addend, then {@link #automorphism}.
     *
     * @param destination none of the operands
     * @param addend over the limbs of the destination, or null for zero
     */
    default void modDownAutomorphism(
            RnsPolynomial destination, RnsPolynomial source, @Nullable RnsPolynomial addend, int galoisElement) {
        try (RnsPolynomial quotient = allocateUnset(destination.basis())) {
            modDown(quotient, source);
            if (addend != null) {
                add(quotient, addend, quotient);
            }
            automorphism(destination, quotient, galoisElement);
        }
    }

    /**
     * destination ← P·source, where P is the product of the limbs that {@code destination} has beyond {@code source}: zero in
     * those limbs. {@link #modDown} undoes it exactly. Here the destination's basis contains the source's; the destination is
     * not the source.
     */
    void scaleUp(RnsPolynomial destination, RnsPolynomial source);

    /** Gives back every pooled buffer. */
    @Override
    void close();
}
