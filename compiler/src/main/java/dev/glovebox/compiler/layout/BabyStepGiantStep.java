package dev.glovebox.compiler.layout;

import dev.glovebox.compiler.cost.TransformShape;
import java.util.BitSet;
import java.util.Objects;
import java.util.TreeSet;

/**
 * The split of diagonal offsets into baby and giant steps that costs least; of equal ones that with more baby steps, which are
 * hoisted. Beside powers of two, the distances that the offsets themselves have are tried: the rows of an image, for one.
 *
 * @param babySteps at least 1; baby = offset mod babySteps
 * @param cost of all rotations and products, in seconds
 */
record BabyStepGiantStep(int babySteps, double cost) {
    /** Distances of offsets that are tried. */
    private static final int MOST_DISTANCES = 64;

    /** What another split than a power of two must spare: rotations by powers of two serve other maps as well. */
    private static final double UNCOMMON = 1.05;

    /** So many times a distance is tried too. */
    private static final int MOST_MULTIPLES = 4;

    /**
     * @param offsets at least one
     * @param length of each diagonal
     */
    static BabyStepGiantStep of(BitSet offsets, int length, LayoutCost costs) {
        int[] all = offsets.stream().toArray();
        if (all.length == 0) {
            throw new IllegalArgumentException("no diagonals");
        }
        BabyStepGiantStep best = null;
        BitSet marks = new BitSet();
        for (int babySteps : candidates(all)) {
            double cost =
                    cost(all, babySteps, marks, length, costs) * (Integer.bitCount(babySteps) == 1 ? 1 : UNCOMMON);
            if (best == null || cost <= best.cost) {
                best = new BabyStepGiantStep(babySteps, cost);
            }
        }
        return Objects.requireNonNull(best);
    }

    private static TreeSet<Integer> candidates(int[] offsets) {
        int last = offsets[offsets.length - 1];
        TreeSet<Integer> candidates = new TreeSet<>();
        for (int babySteps = 1; babySteps < 2 * (last + 1); babySteps *= 2) {
            candidates.add(babySteps);
        }
        TreeSet<Integer> distances = new TreeSet<>();
        for (int i = 1; i < offsets.length && distances.size() < MOST_DISTANCES; i++) {
            distances.add(offsets[i] - offsets[i - 1]);
            distances.add(offsets[i] - offsets[0]);
        }
        for (int distance : distances) {
            for (int multiple = 1; multiple <= MOST_MULTIPLES && multiple * distance <= last; multiple++) {
                candidates.add(multiple * distance);
            }
        }
        return candidates;
    }

    private static double cost(int[] offsets, int babySteps, BitSet marks, int length, LayoutCost costs) {
        int babies = count(offsets, babySteps, true, marks);
        int giants = count(offsets, babySteps, false, marks);
        return costs.transform(new TransformShape(babies, giants, offsets.length), length);
    }

    /** Distinct steps but 0. */
    private static int count(int[] offsets, int babySteps, boolean baby, BitSet marks) {
        marks.clear();
        for (int d : offsets) {
            marks.set(baby ? d % babySteps : d / babySteps);
        }
        marks.clear(0);
        return marks.cardinality();
    }
}
