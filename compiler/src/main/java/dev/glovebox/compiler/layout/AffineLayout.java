package dev.glovebox.compiler.layout;

import dev.glovebox.compiler.ir.Interval;
import dev.glovebox.compiler.ir.Reals;
import dev.glovebox.compiler.ir.SparseMatrix;
import dev.glovebox.compiler.ir.slot.SlotProgramBuilder;
import dev.glovebox.runtime.circuit.SlotVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Places affine maps Σ Aᵢ·xᵢ + b.
 *
 * <p>Operands in one ciphertext form one matrix on its slots. With x of period p and a result of period R ≥ rows: if R ≥ p, the
 * map is Σ_d u_d · rotate(x, d) over d &lt; p with u_d[i] = A[i][(i + d) mod p]; else only d &lt; R are used, u_d[i] = A[i mod R][(i
 * + d) mod p], and the slots that agree modulo R are summed by rotations (the hybrid method of Juvekar, Vaikuntanathan,
 * Chandrakasan, "GAZELLE", USENIX Security 2018, section 4). Every R is compared by {@link LayoutCost}, and so is a result that
 * stays in the slots of an operand.
 */
final class AffineLayout {
    private final SlotProgramBuilder builder;

    private final int capacity;

    private final int maxSlots;

    private LayoutCost costs;

    /**
     * @param costs of the operations
     * @param capacity the slots that the ring has anyway; a longer period makes every operation of the circuit dearer
     * @param maxSlots most slots that there may be
     */
    AffineLayout(SlotProgramBuilder builder, LayoutCost costs, int capacity, int maxSlots) {
        this.builder = builder;
        this.costs = costs;
        this.capacity = capacity;
        this.maxSlots = maxSlots;
    }

    /** The level of what follows. */
    void at(int level) {
        costs = costs.at(level);
    }

    /** A matrix and the vector it is applied to. */
    record Operand(SparseMatrix matrix, Placement vector) {}

    /**
     * @param operands at least one
     * @param lo least value of each element of the result
     * @param hi greatest value of each element of the result
     */
    Placement place(List<Operand> operands, Reals bias, Reals lo, Reals hi) {
        List<SlotMatrix> matrices = slotMatrices(operands);
        return place(cheapest(matrices, lo, hi), matrices, operands, bias, lo, hi);
    }

    /** As {@link #place(List, Reals, Reals, Reals)}, with the result in given slots. */
    Placement place(List<Operand> operands, Reals bias, Reals lo, Reals hi, SlotMap rows) {
        List<SlotMatrix> matrices = slotMatrices(operands);
        return place(AffinePlan.of(matrices, rows, hull(lo, hi), costs), matrices, operands, bias, lo, hi);
    }

    private Placement place(
            AffinePlan plan, List<SlotMatrix> matrices, List<Operand> operands, Reals bias, Reals lo, Reals hi) {
        int sum = plan.groups().isEmpty()
                ? builder.scale(operands.getFirst().vector().node(), 0)
                : sum(plan, bound(matrices, plan, lo.size()));
        SlotBounds bounds = plan.garbage();
        int result = addBias(sum, plan, bias, bounds);
        for (int r = 0; r < lo.size(); r++) {
            bounds.set(plan.rows().slot(r), lo.get(r), hi.get(r));
        }
        builder.bound(result, bounds.magnitude());
        return new Placement(result, plan.rows(), bounds);
    }

    /** A node, and the period that its slots are looked at with: a broadcast vector has a longer one than its node. */
    private record Source(int node, int period) {}

    /** One matrix for each ciphertext that holds operands. */
    private static List<SlotMatrix> slotMatrices(List<Operand> operands) {
        Map<Source, SlotMatrix> matrices = new LinkedHashMap<>();
        for (Operand operand : operands) {
            Placement x = operand.vector();
            matrices.computeIfAbsent(new Source(x.node(), x.period()), source -> new SlotMatrix(x.node(), x.period()))
                    .add(operand.matrix(), x);
        }
        return matrices.values().stream().filter(m -> !m.isEmpty()).toList();
    }

    private AffinePlan cheapest(List<SlotMatrix> matrices, Reals lo, Reals hi) {
        int rows = lo.size();
        int least = LatencyLayout.powerOfTwo(rows);
        int greatest = matrices.stream().mapToInt(SlotMatrix::period).reduce(least, Math::max);
        Interval target = hull(lo, hi);
        List<SlotMap> candidates = new ArrayList<>();
        for (int period = least; period <= greatest; period *= 2) {
            candidates.add(SlotMap.consecutive(rows, 0, period));
        }
        for (int offset : shifts(matrices)) {
            if (offset + rows <= greatest) {
                candidates.add(SlotMap.consecutive(rows, offset, greatest));
            }
        }
        candidates.addAll(RowSlots.candidates(matrices, rows, maxSlots));
        return candidates.parallelStream()
                .map(slots -> AffinePlan.of(matrices, slots, target, costs))
                .min(Comparator.comparingDouble(plan -> plan.cost() + width(plan.period(), least)))
                .orElseThrow();
    }

    /** What a period beyond the least costs whoever sums over it: half of the rotations, as not all do. */
    private double width(int period, int least) {
        return doublings(least, period) * costs.doubling() / 2
                + costs.largerRing(doublings(Math.max(least, capacity), period));
    }

    private static int doublings(int from, int to) {
        return Math.max(0, Integer.numberOfTrailingZeros(to) - Integer.numberOfTrailingZeros(from));
    }

    /** The hull of all ranges and 0: what padding may hold. */
    private static Interval hull(Reals lo, Reals hi) {
        Interval hull = Interval.point(0);
        for (int r = 0; r < lo.size(); r++) {
            hull = hull.hull(new Interval(lo.get(r), hi.get(r)));
        }
        return hull;
    }

    /** The offsets at which the result of a one-diagonal matrix would need no rotation. */
    private static Set<Integer> shifts(List<SlotMatrix> matrices) {
        Set<Integer> shifts = new TreeSet<>();
        for (SlotMatrix matrix : matrices) {
            int shift = matrix.shift();
            if (shift > 0) {
                shifts.add(shift);
            }
        }
        return shifts;
    }

    /** A bound of every slot of the sum and of its parts, which are sums over parts of rows; infinite if padding is used. */
    private static double bound(List<SlotMatrix> matrices, AffinePlan plan, int rows) {
        if (plan.garbage().magnitude() > 0) {
            return Double.POSITIVE_INFINITY;
        }
        double[] sums = new double[rows];
        matrices.forEach(matrix -> matrix.addMagnitudes(sums));
        return Arrays.stream(sums).max().orElse(0);
    }

    /** Adds the groups, those of the longest period first, folding as soon as what follows allows it. */
    private int sum(AffinePlan plan, double bound) {
        List<AffinePlan.Group> groups = plan.groups().stream()
                .sorted(Comparator.comparingInt(AffinePlan.Group::length).reversed())
                .toList();
        int sum = -1;
        int period = 0;
        for (AffinePlan.Group group : groups) {
            int part = builder.bound(group.emit(builder), bound);
            if (sum >= 0) {
                sum = builder.fold(sum, period, group.length(), bound);
                part = builder.bound(builder.add(sum, part), bound);
            }
            sum = part;
            period = group.length();
        }
        return builder.fold(sum, period, plan.period(), bound);
    }

    /** Adds the bias, in every slot if it is uniform and the padding stays harmless; {@code bounds} then tells of the padding. */
    private int addBias(int sum, AffinePlan plan, Reals bias, SlotBounds bounds) {
        if (bias.equals(Reals.zeros(bias.size()))) {
            return sum;
        }
        double b = bias.get(0);
        if (bias.isUniform() && plan.allowsInPadding(b)) {
            for (int i = 0; i < bounds.period(); i++) {
                bounds.set(i, bounds.lo(i) + b, bounds.hi(i) + b);
            }
            return builder.addScalar(sum, b);
        }
        double[] addend = new double[plan.period()];
        for (int r = 0; r < bias.size(); r++) {
            addend[plan.rows().slot(r)] = bias.get(r);
        }
        return builder.addPlain(sum, SlotVector.of(addend));
    }
}
