package dev.glovebox.compiler.schedule;

import dev.glovebox.compiler.ir.slot.SlotOp;
import dev.glovebox.compiler.ir.slot.SlotProgram;
import java.util.HashMap;
import java.util.Map;

/** Computes every vector once: a node with the operation and operands of an earlier one is that one. */
public final class EliminateCommonSubexpressions implements SlotPass {

    @Override
    public SlotProgram apply(SlotProgram program) {
        Rewrite rewrite = new Rewrite(program);
        Map<SlotOp, Integer> known = HashMap.newHashMap(program.nodes().size());
        for (int i = 0; i < program.nodes().size(); i++) {
            SlotProgram.Node node = program.nodes().get(i);
            SlotOp op = canonical(node.op().mapOperands(rewrite::of));
            Integer earlier = known.get(op);
            if (earlier != null) {
                rewrite.tighten(earlier, node);
                rewrite.replace(i, earlier);
            } else {
                int index = rewrite.add(op, node.period(), node.magnitude(), node);
                known.put(op, index);
                rewrite.replace(i, index);
            }
        }
        return rewrite.finish();
    }

    /** Operands of what commutes in ascending order. */
    private static SlotOp canonical(SlotOp op) {
        return switch (op) {
            case SlotOp.Add(int left, int right) -> new SlotOp.Add(Math.min(left, right), Math.max(left, right));
            case SlotOp.Multiply(int left, int right) ->
                new SlotOp.Multiply(Math.min(left, right), Math.max(left, right));
            default -> op;
        };
    }
}
