package dev.glovebox.runtime.circuit;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A linear map on slots as its generalised diagonals: y = Σ_d diagonal_d · rotate(x, d), with a split d = giant + baby of each
 * offset (Halevi and Shoup, "Faster homomorphic linear transformations in HElib", CRYPTO 2018). Immutable.
 */
public final class DiagonalMatrix {
    private final SortedMap<Integer, SlotVector> diagonals;
    private final int babySteps;

    private DiagonalMatrix(SortedMap<Integer, SlotVector> diagonals, int babySteps) {
        this.diagonals = diagonals;
        this.babySteps = babySteps;
    }

    /**
     * @param diagonals offset ≥ 0 → diagonal; at least one
     * @param babySteps the number of baby steps, at least 1: baby = d mod babySteps, giant = d - baby
     */
    public static DiagonalMatrix of(Map<Integer, SlotVector> diagonals, int babySteps) {
        TreeMap<Integer, SlotVector> sorted = new TreeMap<>(diagonals);
        if (sorted.isEmpty() || sorted.firstKey() < 0 || babySteps < 1) {
            throw new IllegalArgumentException(
                    "a diagonal matrix needs diagonals at offsets from 0 and at least one baby"
                            + " step, found offsets " + sorted.keySet() + " and " + babySteps);
        }
        return new DiagonalMatrix(Collections.unmodifiableSortedMap(sorted), babySteps);
    }

    /** Offset → diagonal, ascending. */
    public SortedMap<Integer, SlotVector> diagonals() {
        return diagonals;
    }

    public int babySteps() {
        return babySteps;
    }

    public int baby(int offset) {
        return offset % babySteps;
    }

    public int giant(int offset) {
        return offset - baby(offset);
    }

    /** Every rotation but 0 that evaluating the map takes: the baby steps and the giant steps in use. */
    public SortedSet<Integer> rotations() {
        TreeSet<Integer> rotations = new TreeSet<>();
        for (int offset : diagonals.keySet()) {
            rotations.add(baby(offset));
            rotations.add(giant(offset));
        }
        rotations.remove(0);
        return rotations;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof DiagonalMatrix m && babySteps == m.babySteps && diagonals.equals(m.diagonals);
    }

    @Override
    public int hashCode() {
        return 31 * diagonals.hashCode() + babySteps;
    }

    @Override
    public String toString() {
        return "DiagonalMatrix" + diagonals.keySet() + "/" + babySteps;
    }
}
