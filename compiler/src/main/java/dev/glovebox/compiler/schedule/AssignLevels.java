package dev.glovebox.compiler.schedule;

import dev.glovebox.compiler.ir.slot.CircuitIr;
import dev.glovebox.compiler.ir.slot.CircuitIr.CipherType;
import dev.glovebox.compiler.ir.slot.SlotOp;
import dev.glovebox.compiler.ir.slot.SlotProgram;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Gives every vector the lowest level that serves all its uses, outputs level 0, and adjusts it for the uses that are lower.
 * The depth is the least one possible: the number of rescalings on the longest path.
 */
final class AssignLevels {

    Schedule apply(SlotProgram program) {
        return new Pass(program, levels(program)).run();
    }

    /** The level of each node's result. */
    private static int[] levels(SlotProgram program) {
        int[] levels = new int[program.nodes().size()];
        for (int i = levels.length - 1; i >= 0; i--) {
            SlotOp op = program.nodes().get(i).op();
            int atOperand = levels[i] + (op instanceof SlotOp.Rescale ? 1 : 0);
            op.operands().forEach(o -> levels[o] = Math.max(levels[o], atOperand));
        }
        return levels;
    }

    /** A node at a level. */
    private record Place(int node, int level) {}

    private static final class Pass {
        private final SlotProgram program;
        private final int[] levels;
        private final int[] replacement;
        private final List<CircuitIr.Node> nodes = new ArrayList<>();
        private final Map<Place, Integer> adjusted = new HashMap<>();

        Pass(SlotProgram program, int[] levels) {
            this.program = program;
            this.levels = levels;
            replacement = new int[levels.length];
        }

        Schedule run() {
            for (int i = 0; i < levels.length; i++) {
                SlotProgram.Node node = program.nodes().get(i);
                int atOperand = levels[i] + (node.op() instanceof SlotOp.Rescale ? 1 : 0);
                SlotOp op = node.op().mapOperands(o -> at(replacement[o], atOperand));
                replacement[i] = op instanceof SlotOp.Input
                        ? add(op, new CipherType(levels[i], 1, 2), node.period(), node.magnitude(), node)
                        : add(op, node.period(), node.magnitude(), node);
            }
            List<Integer> outputs =
                    program.outputs().stream().map(o -> at(replacement[o], 0)).toList();
            return new Schedule(program, nodes, outputs);
        }

        private int add(SlotOp op, CipherType type, int period, double magnitude, SlotProgram.Node origin) {
            nodes.add(new CircuitIr.Node(op, type, period, magnitude, origin.location()));
            return nodes.size() - 1;
        }

        private int add(SlotOp op, int period, double magnitude, SlotProgram.Node origin) {
            List<CipherType> operands =
                    op.operands().stream().map(o -> nodes.get(o).type()).toList();
            return add(op, TypeRules.result(op, operands), period, magnitude, origin);
        }

        /** The node itself, or brought down to a lower level. */
        private int at(int index, int level) {
            CircuitIr.Node node = nodes.get(index);
            if (node.type().level() == level) {
                return index;
            }
            if (node.type().pending() != 1) {
                throw new IllegalStateException("node " + index + " has pending 2 at level "
                        + node.type().level() + " and a use at level " + level
                        + "; the rescale policy must not do that");
            }
            return adjusted.computeIfAbsent(
                    new Place(index, level),
                    place -> add(
                            new SlotOp.Adjust(index, level),
                            node.period(),
                            node.magnitude(),
                            new SlotProgram.Node(node.op(), node.period(), node.magnitude(), node.location())));
        }
    }
}
