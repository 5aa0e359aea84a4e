package dev.glovebox.runtime.circuit;

/**
 * The operations of a circuit on encrypted vectors: what an emitted class calls. One implementation computes on CKKS
 * ciphertexts, another simulates on clear numbers; the emitted class runs on either, unchanged.
 *
 * <p><b>Values.</b> A value is a vector of n slots ({@link #slots()}), a power of two; rotations are cyclic in n. It has a
 * level ℓ, counted in levels that are left, and {@code pending} ∈ {1, 2}: with the canonical scales Δ_ℓ = √(q_ℓ·Δ_{ℓ-1}), its
 * scale is Δ_ℓ^pending. Its size is the number of ciphertext polynomials: 2, or 3 after a product until relinearized.
 *
 * <p><b>Agreement.</b> Both operands of {@code add} and {@code subtract} agree in level and pending; both operands of {@code
 * multiply} agree in level and have pending 1. A violation is an {@link IllegalArgumentException}: the compiler places
 * {@link #rescale}, {@link #relinearize} and {@link #adjust} so that it never happens.
 *
 * <p>Operations return new values and leave their operands as they are, but for operands marked by {@link #last}; {@link #release}
 * ends a value's life early. Calls from several threads are allowed.
 */
public interface Evaluator {

    /** An encrypted (or simulated) vector; opaque to circuits. */
    interface Value {
        /** Levels left: rescalings that may still follow. */
        int level();

        /** 1, or 2 if the scale is squared and a rescaling is due. */
        int pending();

        /** Ciphertext polynomials: 2, or 3 before relinearization. */
        int size();
    }

    /** n: slots of every value of this circuit. */
    int slots();

    /** a + b. The size is the greater one. */
    Value add(Value a, Value b);

    /** a - b. The size is the greater one. */
    Value subtract(Value a, Value b);

    Value negate(Value a);

    /** a + v, slot by slot, v encoded at the scale of a. */
    Value addPlain(Value a, SlotVector v);

    /** a + c in every slot. */
    Value addScalar(Value a, double c);

    /** a·v, slot by slot; from pending 1 to pending 2. v is encoded at Δ_ℓ. */
    Value multiplyPlain(Value a, SlotVector v);

    /** a·c in every slot; from pending 1 to pending 2. c is encoded at Δ_ℓ. */
    Value multiplyScalar(Value a, double c);

    /** a·k for a small integer, |k| ≤ 2^20; level and pending stay. */
    Value multiplyInteger(Value a, int k);

    /** a·b, slot by slot; from pending 1 and size 2 to pending 2 and size 3. */
    Value multiply(Value a, Value b);

    /** Σ aᵢ·bᵢ, slot by slot, one level for all operands; from pending 1 and size 2 to pending 2 and size 3. */
    Value sumOfProducts(Value[] a, Value[] b);

    /**
     * Σ cᵢ·aᵢ in every slot; from pending 1 at {@code level} or above to pending 2 at {@code level} ≥ 1. As {@link #adjust}, then
     * {@link #multiplyScalar}, but without the rescaling of the former: limbs are dropped, and cᵢ is encoded at
     * Δ_ℓ²/Δ, where Δ is the scale of aᵢ. One pass over memory.
     *
     * @param a at least one; sizes may differ
     * @param c one for each
     */
    Value sumOfScalarProducts(Value[] a, double[] c, int level);

    /** Σ vᵢ·aᵢ, slot by slot; otherwise as {@link #sumOfScalarProducts}. */
    Value sumOfPlainProducts(Value[] a, SlotVector[] v, int level);

    /** From size 3 to size 2, with the relinearization key; size 2 stays. */
    Value relinearize(Value a);

    /** From pending 2 at level ℓ ≥ 1 to pending 1 at level ℓ-1. */
    Value rescale(Value a);

    /** {@link #relinearize}, then {@link #rescale}, in one division; from pending 2. */
    Value relinearizeRescale(Value a);

    /**
     * The same vector, pending 1, at a lower level and exactly at that level's scale: drops limbs, multiplies by one constant
     * and rescales once. From pending 1; {@code level} below the value's.
     */
    Value adjust(Value a, int level);

    /**
     * The vector moved left by {@code steps} places: slot i of the result is slot i + steps (mod n) of the operand. Size 2. Needs
     * the Galois key of the rotation unless steps ≡ 0.
     */
    Value rotate(Value a, int steps);

    /** Complex conjugate of every slot. Size 2. Needs the Galois key of conjugation. */
    Value conjugate(Value a);

    /** Multiplies every slot by the imaginary unit; exact, no level. */
    Value multiplyByI(Value a);

    /**
     * The same vector, prepared for several rotations or linear transforms: the decomposition for key switching is done once. It is
     * a value of its own, which any operation takes.
     *
     * @param a a value of size 2
     */
    Hoisted hoist(Value a);

    /** A value with its key-switching decomposition. Close or release it after the last rotation. */
    interface Hoisted extends Value, AutoCloseable {
        /** As {@link Evaluator#rotate}. */
        Value rotate(int steps);

        @Override
        void close();
    }

    /**
     * Σ_d diagonal_d · rotate(a, d) by baby steps and giant steps, hoisted. From pending 1, size 2 to pending 2, size 2. Needs the
     * Galois keys of {@link DiagonalMatrix#rotations()}.
     */
    Value linearTransform(Value a, DiagonalMatrix matrix);

    /**
     * The same value, marked for its last use: the next operation that takes the mark as an operand ends the value's life, and may
     * reuse its storage for the result. Until then the value must not be used otherwise.
     */
    Value last(Value a);

    /** Ends the life of a value; using it later is an error. */
    void release(Value a);
}
