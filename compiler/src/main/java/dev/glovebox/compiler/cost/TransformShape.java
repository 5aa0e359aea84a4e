package dev.glovebox.compiler.cost;

import dev.glovebox.runtime.circuit.DiagonalMatrix;
import java.util.BitSet;

/**
 * How many steps a linear transform takes.
 *
 * @param babies rotations that share a decomposition
 * @param giants rotations with one of their own
 * @param diagonals products
 */
public record TransformShape(int babies, int giants, int diagonals) {

    public static TransformShape of(DiagonalMatrix matrix) {
        BitSet offsets = new BitSet();
        matrix.diagonals().keySet().forEach(offsets::set);
        return of(offsets, matrix.babySteps());
    }

    /**
     * @param offsets of the diagonals, from 0
     * @param babySteps baby = offset mod babySteps
     */
    public static TransformShape of(BitSet offsets, int babySteps) {
        BitSet babies = new BitSet();
        BitSet giants = new BitSet();
        offsets.stream().forEach(d -> {
            babies.set(d % babySteps);
            giants.set(d / babySteps);
        });
        babies.clear(0);
        giants.clear(0);
        return new TransformShape(babies.cardinality(), giants.cardinality(), offsets.cardinality());
    }
}
