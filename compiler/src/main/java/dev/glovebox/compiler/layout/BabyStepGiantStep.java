package dev.glovebox.compiler.layout;

import java.util.BitSet;

/**
 * The split of diagonal offsets into baby and giant steps that costs least; of equal ones that with more baby steps, which are
 * hoisted.
 *
 * @param babySteps a power of two; baby = offset mod babySteps
 * @param cost of all rotations and products
 */
record BabyStepGiantStep(int babySteps, double cost) {

    /** @param offsets at least one */
    static BabyStepGiantStep of(BitSet offsets) {
        BabyStepGiantStep best = null;
        for (int babySteps = 1; babySteps < 2 * offsets.length(); babySteps *= 2) {
            double cost = cost(offsets, babySteps);
            if (best == null || cost <= best.cost) {
                best = new BabyStepGiantStep(babySteps, cost);
            }
        }
        if (best == null) {
            throw new IllegalArgumentException("no diagonals");
        }
        return best;
    }

    private static double cost(BitSet offsets, int babySteps) {
        BitSet babies = new BitSet();
        BitSet giants = new BitSet();
        for (int d = offsets.nextSetBit(0); d >= 0; d = offsets.nextSetBit(d + 1)) {
            babies.set(d % babySteps);
            giants.set(d / babySteps);
        }
        babies.clear(0);
        giants.clear(0);
        int diagonals = offsets.cardinality();
        return (babies.isEmpty() ? 0 : LayoutCost.DECOMPOSITION)
                + babies.cardinality() * LayoutCost.HOISTED_ROTATION
                + giants.cardinality() * LayoutCost.ROTATION
                + diagonals * LayoutCost.PLAIN_PRODUCT
                + (diagonals - 1) * LayoutCost.ADDITION;
    }
}
