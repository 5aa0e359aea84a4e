package dev.glovebox.compiler.schedule;

import dev.glovebox.compiler.ir.slot.CircuitIr;
import dev.glovebox.compiler.ir.slot.SlotOp;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which rotations of a schedule are worth keys of their own, beside a basis that composes all steps: the powers of a power of two.
 * A step that many operations take is, and so are all steps of a linear transform, which only then shares its decompositions.
 */
public final class KeyWishes {
    /** What a baby step spares by a shared decomposition, in rotations. */
    private static final double HOISTING = 0.5;

    private final SortedSet<Integer> basis = new TreeSet<>();
    private final List<Wish> wishes = new ArrayList<>();

    /** @param value rotations that keys for these steps spare */
    private record Wish(SortedSet<Integer> steps, double value) {
        double worth() {
            return value / steps.size();
        }
    }

    /** @param radix a power of two: fewer keys, longer ways the greater it is */
    public KeyWishes(Schedule schedule, int radix) {
        int slots = schedule.program().slots();
        for (int step = 1; step < slots; step *= radix) {
            basis.add(step);
        }
        RotationPaths paths = new RotationPaths(slots, basis);
        ComposeRotations.distances(schedule).forEach((step, uses) -> {
            if (!basis.contains(step)) {
                wishes.add(new Wish(new TreeSet<>(List.of(step)), uses * (paths.length(step) - 1.0)));
            }
        });
        for (CircuitIr.Node node : schedule.nodes()) {
            if (node.op() instanceof SlotOp.LinearTransform transform) {
                SortedSet<Integer> steps = new TreeSet<>();
                schedule.program()
                        .constants()
                        .matrix(transform.matrix())
                        .rotations()
                        .forEach(step -> steps.add(step & (slots - 1)));
                steps.removeAll(basis);
                steps.remove(0);
                if (!steps.isEmpty()) {
                    wishes.add(new Wish(steps, HOISTING * steps.size()));
                }
            }
        }
        wishes.sort(Comparator.comparingDouble(Wish::worth).reversed());
    }

    public int count() {
        return wishes.size();
    }

    /** The basis and the steps of the most valuable wishes. */
    public SortedSet<Integer> keys(int granted) {
        SortedSet<Integer> keys = new TreeSet<>(basis);
        wishes.subList(0, granted).forEach(wish -> keys.addAll(wish.steps));
        return keys;
    }
}
