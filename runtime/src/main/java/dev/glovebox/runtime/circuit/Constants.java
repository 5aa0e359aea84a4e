package dev.glovebox.runtime.circuit;

import java.util.List;

/**
 * The constants of one circuit, as its emitted class names them: by index. The objects are the same at every call, so an
 * evaluator may keep what it encoded by identity.
 *
 * <p>Public vectors, which depend on what the server supplies with an evaluation, have negative indices: {@code ~k} names vector k
 * of the {@link PublicProgram}.
 *
 * @param publics what is computed of public inputs
 * @param supplied the public vectors of one evaluation; empty until {@link #supplied(double[])}
 */
public record Constants(
        List<SlotVector> vectors, List<DiagonalMatrix> matrices, PublicProgram publics, List<SlotVector> supplied) {
    public Constants {
        vectors = List.copyOf(vectors);
        matrices = List.copyOf(matrices);
        supplied = List.copyOf(supplied);
    }

    /** Of a circuit, with nothing supplied yet. */
    public Constants(List<SlotVector> vectors, List<DiagonalMatrix> matrices, PublicProgram publics) {
        this(vectors, matrices, publics, List.of());
    }

    /** Of a circuit without public inputs. */
    public Constants(List<SlotVector> vectors, List<DiagonalMatrix> matrices) {
        this(vectors, matrices, PublicProgram.EMPTY);
    }

    /** With the public vectors of one evaluation, as {@link PublicProgram#evaluate}. */
    public Constants supplied(double[] elements) {
        return with(publics.evaluate(elements));
    }

    /** With the public vectors of one evaluation, as {@link PublicProgram#evaluateNormalized}. */
    public Constants suppliedNormalized(double[] elements) {
        return with(publics.evaluateNormalized(elements));
    }

    /** With zeros for the public vectors. */
    public Constants suppliedZeros() {
        return with(publics.zeros());
    }

    private Constants with(List<SlotVector> values) {
        return values.isEmpty() ? this : new Constants(vectors, matrices, publics, values);
    }

    /** Constant vector {@code index}; for a negative index public vector {@code ~index}. */
    public SlotVector vector(int index) {
        return index < 0 ? supplied.get(~index) : vectors.get(index);
    }

    /** Length of one period of a vector; unlike its values, known before anything is supplied. */
    public int period(int index) {
        return index < 0
                ? publics.vectors().get(~index).period()
                : vectors.get(index).period();
    }

    /** A bound of a vector's values; unlike these, known before anything is supplied. */
    public double magnitude(int index) {
        return index < 0
                ? publics.vectors().get(~index).magnitude()
                : vectors.get(index).magnitude();
    }

    public DiagonalMatrix matrix(int index) {
        return matrices.get(index);
    }
}
