package dev.glovebox.compiler.schedule;

import dev.glovebox.compiler.ir.slot.CircuitIr;
import dev.glovebox.compiler.ir.slot.SlotOp;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** When the vectors of a circuit end. Inputs belong to the caller and outputs go to it; neither is released. */
public final class Liveness {
    private Liveness() {}

    /**
     * Whether an operation takes the last use of an operand: it may then reuse its storage ({@link
     * dev.glovebox.runtime.circuit.Evaluator#last}). An operand that stands twice in the operation is not handed over.
     *
     * @param ended what {@link #releases} gives for the operation
     */
    public static boolean consumes(SlotOp op, int operand, List<Integer> ended) {
        return ended.contains(operand) && Collections.frequency(op.operands(), operand) == 1;
    }

    /** For each node, the vectors whose last use it is (itself if nothing uses it), ascending. */
    public static List<List<Integer>> releases(CircuitIr circuit) {
        List<CircuitIr.Node> nodes = circuit.nodes();
        List<List<Integer>> releases = new ArrayList<>();
        nodes.forEach(_ -> releases.add(new ArrayList<>()));
        Set<Integer> seen = new HashSet<>(circuit.outputs());
        for (int i = nodes.size() - 1; i >= 0; i--) {
            int at = i;
            List<Integer> ending = new ArrayList<>(nodes.get(i).op().operands());
            ending.add(i);
            ending.stream()
                    .distinct()
                    .sorted()
                    .filter(o -> !(nodes.get(o).op() instanceof SlotOp.Input) && seen.add(o))
                    .forEach(o -> releases.get(at).add(o));
        }
        return releases;
    }
}
