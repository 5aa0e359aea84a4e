package dev.glovebox.compiler.layout;

import dev.glovebox.compiler.ir.Interval;
import dev.glovebox.compiler.ir.slot.SlotProgramBuilder;
import dev.glovebox.runtime.circuit.DiagonalMatrix;
import dev.glovebox.runtime.circuit.SlotVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One way to evaluate an affine map, and its cost: with the result in given slots, repeating with a period.
 *
 * <p>A diagonal that is one number wherever its operand is not 0 needs no vector; where that leaves something in padding slots,
 * the padding must stay within what the result or the operands may hold anyway. Whole numbers then cost no level.
 */
final class AffinePlan {
    /** More diagonals than these are always one linear transform. */
    private static final int FEW = 32;

    private final SlotMap rows;
    private final int period;
    private final Interval target;
    private final LayoutCost costs;
    private final List<Group> groups = new ArrayList<>();
    private final SlotBounds garbage;
    private double cost;

    private AffinePlan(SlotMap rows, Interval target, LayoutCost costs) {
        this.rows = rows;
        this.costs = costs;
        this.period = rows.period();
        this.target = target;
        garbage = new SlotBounds(period);
    }

    /**
     * @param rows where the result's elements are to lie
     * @param target the hull of the result's elements and 0
     */
    static AffinePlan of(List<SlotMatrix> matrices, SlotMap rows, Interval target, LayoutCost costs) {
        AffinePlan plan = new AffinePlan(rows, target, costs);
        plan.choose(matrices, true);
        if (!plan.isHarmless(matrices)) {
            plan = new AffinePlan(rows, target, costs);
            plan.choose(matrices, false);
        }
        return plan;
    }

    SlotMap rows() {
        return rows;
    }

    int period() {
        return period;
    }

    double cost() {
        return cost;
    }

    List<Group> groups() {
        return groups;
    }

    /** What lies in the padding of the sum; other slots are meaningless. */
    SlotBounds garbage() {
        return garbage;
    }

    /** Whether b may be added to the padding. */
    boolean allowsInPadding(double b) {
        for (int i = 0; i < period; i++) {
            if (rows.isPadding(i) && !(target.contains(garbage.lo(i) + b) && target.contains(garbage.hi(i) + b))) {
                return false;
            }
        }
        return true;
    }

    private boolean isHarmless(List<SlotMatrix> matrices) {
        double largest = target.magnitude();
        if (groups.stream().allMatch(Group::isLevelFree)) {
            for (SlotMatrix matrix : matrices) {
                largest = Math.max(largest, matrix.source().magnitude());
            }
        }
        for (int i = 0; i < period; i++) {
            if (garbage.magnitude(i) > largest && rows.isPadding(i)) {
                return false;
            }
        }
        return true;
    }

    private void choose(List<SlotMatrix> matrices, boolean garbageAllowed) {
        int longest = period;
        for (SlotMatrix matrix : matrices) {
            Group group = group(matrix, garbageAllowed);
            groups.add(group);
            cost += group.cost(costs) + costs.addition();
            longest = Math.max(longest, group.length());
        }
        for (; longest > period; longest /= 2) {
            cost += costs.doubling();
        }
        if (!groups.stream().allMatch(Group::isLevelFree)) {
            cost += costs.oneLevel();
        }
    }

    private Group group(SlotMatrix matrix, boolean garbageAllowed) {
        int[] offsets = matrix.diagonals(rows, Math.min(period, matrix.period()));
        if (offsets.length <= FEW) {
            Map<Integer, double[]> diagonals = diagonals(matrix);
            Map<Integer, Double> factors = new TreeMap<>();
            diagonals.forEach((d, u) -> factors.put(d, factor(matrix, d, u, garbageAllowed)));
            Group multiples = factors.containsValue(0.0) ? null : multiples(matrix, factors);
            if (multiples != null && isWorthwhile(multiples, offsets, length(matrix))) {
                diagonals.forEach((d, u) -> addGarbage(matrix, d, u));
                return multiples;
            }
            if (diagonals.size() == 1) {
                var only = diagonals.entrySet().iterator().next();
                return new OneDiagonal(matrix.node(), length(matrix), only.getKey(), only.getValue());
            }
        }
        return new Transform(this, matrix, BabyStepGiantStep.of(offsets, length(matrix), costs));
    }

    private @Nullable Group multiples(SlotMatrix matrix, Map<Integer, Double> factors) {
        Multiples multiples = new Multiples(matrix.node(), length(matrix), factors);
        Group plain = factors.size() == 1 || multiples.isLevelFree() ? multiples : null;
        Group separable =
                SeparableSum.of(matrix.node(), length(matrix), factors, costs).orElse(null);
        return plain == null || separable != null && separable.cost(costs) < plain.cost(costs) ? separable : plain;
    }

    private boolean isWorthwhile(Group multiples, int[] offsets, int length) {
        double transform = BabyStepGiantStep.of(offsets, length, costs).cost();
        return multiples.cost(costs) <= transform + (multiples.isLevelFree() ? costs.oneLevel() : 0);
    }

    private int length(SlotMatrix matrix) {
        return Math.max(period, matrix.period());
    }

    private boolean folds(SlotMatrix matrix) {
        return period < matrix.period();
    }

    private Map<Integer, double[]> diagonals(SlotMatrix matrix) {
        double[][] all = new double[Math.min(period, matrix.period())][];
        boolean folds = folds(matrix);
        matrix.forEachRow((row, from, to, slots, values) -> {
            int at = rows.slot(row);
            for (int k = from; k < to; k++) {
                int d = (slots[k] - at) & (all.length - 1);
                if (all[d] == null) {
                    all[d] = new double[length(matrix)];
                }
                all[d][folds ? (slots[k] - d) & (matrix.period() - 1) : at] += values[k];
            }
        });
        Map<Integer, double[]> diagonals = new TreeMap<>();
        for (int d = 0; d < all.length; d++) {
            if (all[d] != null) {
                diagonals.put(d, all[d]);
            }
        }
        return diagonals;
    }

    /** The number that a diagonal may be replaced with, or 0. */
    private double factor(SlotMatrix matrix, int d, double[] u, boolean garbageAllowed) {
        double factor = 0;
        for (int i = 0; i < u.length; i++) {
            boolean free = matrix.source().isZero(i + d) || garbageAllowed && !folds(matrix) && rows.isPadding(i);
            if (u[i] == 0 ? !free : factor != 0 && u[i] != factor) {
                return 0;
            }
            factor = u[i] == 0 ? factor : u[i];
        }
        return factor;
    }

    /** Notes what a diagonal, replaced with its one number, leaves in padding. */
    private void addGarbage(SlotMatrix matrix, int d, double[] u) {
        double factor = Arrays.stream(u).filter(v -> v != 0).findFirst().orElseThrow();
        for (int i = 0; i < u.length; i++) {
            if (u[i] == 0 && rows.isPadding(i)) {
                SlotBounds source = matrix.source();
                garbage.addScaled(i & (period - 1), factor, source.lo(i + d), source.hi(i + d));
            }
        }
    }

    /** The part of one ciphertext. */
    interface Group {
        /** What it repeats with before it is folded. */
        int length();

        boolean isLevelFree();

        /** In seconds. */
        double cost(LayoutCost costs);

        int emit(SlotProgramBuilder builder);
    }

    /** Σ factor · rotate(x, d). */
    private record Multiples(int node, int length, Map<Integer, Double> factors) implements Group {
        @Override
        public boolean isLevelFree() {
            return factors.values().stream().allMatch(SlotProgramBuilder::isLevelFree);
        }

        @Override
        public double cost(LayoutCost costs) {
            return SeparableSum.cost(factors, costs);
        }

        @Override
        public int emit(SlotProgramBuilder builder) {
            return factors.entrySet().stream()
                    .map(term -> builder.scale(builder.rotate(node, term.getKey()), term.getValue()))
                    .reduce(builder::add)
                    .orElseThrow();
        }
    }

    /** u · rotate(x, d). */
    private record OneDiagonal(int node, int length, int d, double[] u) implements Group {
        @Override
        public boolean isLevelFree() {
            return false;
        }

        @Override
        public double cost(LayoutCost costs) {
            return costs.rotations(d == 0 ? 0 : 1) + costs.plainProduct(u.length);
        }

        @Override
        public int emit(SlotProgramBuilder builder) {
            return builder.multiplyPlain(builder.rotate(node, d), SlotVector.of(u));
        }
    }

    /** Σ_d u_d · rotate(x, d) by baby steps and giant steps. */
    private record Transform(AffinePlan plan, SlotMatrix matrix, BabyStepGiantStep split) implements Group {
        @Override
        public int length() {
            return plan.length(matrix);
        }

        @Override
        public boolean isLevelFree() {
            return false;
        }

        @Override
        public double cost(LayoutCost costs) {
            return split.cost();
        }

        @Override
        public int emit(SlotProgramBuilder builder) {
            Map<Integer, SlotVector> vectors = new TreeMap<>();
            plan.diagonals(matrix).forEach((d, u) -> vectors.put(d, SlotVector.of(u)));
            return builder.linearTransform(matrix.node(), DiagonalMatrix.of(vectors, split.babySteps()));
        }
    }
}
