package dev.glovebox.compiler.layout;

import dev.glovebox.compiler.cost.TransformShape;
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
     * @param offsets at least one, ascending
     * @param length of each diagonal
     */
    static BabyStepGiantStep of(int[] offsets, int length, LayoutCost costs) {
        if (offsets.length == 0) {
            throw new IllegalArgumentException("no diagonals");
        }
        BabyStepGiantStep best = null;
        int[] marks = new int[offsets[offsets.length - 1] + 1];
        for (int babySteps : candidates(offsets)) {
            double cost = costs.transform(shape(offsets, babySteps, marks), length)
                    * (Integer.bitCount(babySteps) == 1 ? 1 : UNCOMMON);
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

    /** @param marks of other numbers of baby steps; this one is put at each baby step in use */
    private static TransformShape shape(int[] offsets, int babySteps, int[] marks) {
        int babies = 0;
        int giants = 0;
        int last = 0;
        for (int d : offsets) {
            int giant = d / babySteps;
            int baby = d - giant * babySteps;
            giants += giant == last ? 0 : 1;
            last = giant;
            babies += baby == 0 || marks[baby] == babySteps ? 0 : 1;
            marks[baby] = babySteps;
        }
        return new TransformShape(babies, giants, offsets.length);
    }
}
