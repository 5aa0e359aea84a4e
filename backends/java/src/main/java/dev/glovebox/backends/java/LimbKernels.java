package dev.glovebox.backends.java;

/**
 * One tier's arithmetic on single limbs. A limb is an array {@code A} of N residues modulo the prime of an index, at rest in
 * the one representation that the tier's class documents. {@link RnsKernels} builds whole operations from these and has
 * checked every argument. Operands may be the destination where nothing else is said. Safe for use by many threads on
 * distinct destinations.
 *
 * @param <A> {@code long[]} or {@code double[]}
 */
interface LimbKernels<A> {
    /** A new limb of zeros. */
    A newLimb();

    /** An array of {@code count} nulls. */
    A[] newLimbs(int count);

    /** Residues in [0, p) in the representation of this tier, as many as given. */
    A constants(int prime, long... residues);

    void clear(A limb);

    void copy(A destination, A source);

    /** Sets a limb from signed integers. */
    void importCoefficients(int prime, A destination, long[] coefficients);

    /** Sets a limb from residues in [0, p). */
    void importResidues(int prime, A destination, long[] residues);

    /** Reads residues in [0, p). */
    void exportResidues(int prime, A source, long[] residues);

    /** In place, to bit-reversed order. */
    void forwardNtt(int prime, A limb);

    /**
     * destination ← inverse NTT of source, times a factor.
     *
     * @param factor a residue in [0, p)
     */
    void inverseNtt(int prime, A destination, A source, long factor);

    void add(int prime, A destination, A a, A b);

    void subtract(int prime, A destination, A a, A b);

    void negate(int prime, A destination, A a);

    void multiply(int prime, A destination, A a, A b);

    /** destination ← destination + a·b. */
    void multiplyAdd(int prime, A destination, A a, A b);

    /** destination ← Σ aᵢ·bᵢ over at least one term; the destination is no operand. */
    void sumOfProducts(int prime, A destination, A[] a, A[] b);

    /** destination[j] ← a[j] + b[j >> shift], where b is a limb of N >> shift residues. */
    void add(int prime, A destination, A a, A b, int shift);

    /** destination[j] ← a[j]·b[j >> shift], where b is a limb of N >> shift residues. */
    void multiply(int prime, A destination, A a, A b, int shift);

    /**
     * destination[j] ← Σ aᵢ[j]·bᵢ[j >> shiftᵢ] over at least one term, where bᵢ is a limb of N >> shiftᵢ residues; the destination is
     * no operand.
     *
     * @param shifts each 0, or as long runs as {@link dev.glovebox.runtime.ring.Ring#MIN_RUN}
     */
    void sumOfProducts(int prime, A destination, A[] a, A[] b, int[] shifts);

    /** first ← Σ aᵢ·bᵢ and second ← Σ aᵢ·cᵢ over at least one term; the destinations are distinct and no operands. */
    default void sumsOfProducts(int prime, A first, A second, A[] a, A[] b, A[] c) {
        sumOfProducts(prime, first, a, b);
        sumOfProducts(prime, second, a, c);
    }

    /** destination ← a·residue. */
    void multiplyScalar(int prime, A destination, A a, long residue);

    /** destination ← a + residue in every position. */
    void addScalar(int prime, A destination, A a, long residue);

    /** destination ← (a - b)·residue. */
    void subtractMultiply(int prime, A destination, A a, A b, long residue);

    /** destination ← (a - b)·residue + addend. */
    void subtractMultiplyAdd(int prime, A destination, A a, A b, long residue, A addend);

    /** destination[j] ← a[source[j]]; the destination is not the operand. */
    void permute(A destination, A a, int[] source);

    /**
     * destination ← Σ yᵢ·factorᵢ modulo the prime, where yᵢ are the centred integers |yᵢ| ≤ (dᵢ-1)/2 that a limb of
     * <em>another</em> prime dᵢ stands for; the destination is no operand.
     *
     * @param digit the index of dᵢ, for each yᵢ
     * @param factors a residue for each yᵢ, made by {@link #constants}
     */
    void convert(int prime, A destination, A[] y, int[] digit, A factors);

    /** As {@link #convert}, to the NTT domain. */
    default void convertNtt(int prime, A destination, A[] y, int[] digit, A factors) {
        convert(prime, destination, y, digit, factors);
        forwardNtt(prime, destination);
    }
}
