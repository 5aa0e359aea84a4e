package dev.glovebox.compiler.schedule;

import dev.glovebox.compiler.ir.slot.CircuitIr;
import dev.glovebox.compiler.ir.slot.SlotOp;
import dev.glovebox.runtime.circuit.DiagonalMatrix;

/**
 * Makes a relinearization and the rescaling of its result one operation, {@link SlotOp.RelinearizeRescale}, and lets the rotations
 * and linear transforms of one vector share a decomposition, {@link SlotOp.Hoist}.
 */
final class FuseKeySwitches {

    Schedule apply(Schedule schedule) {
        int[] switches = new int[schedule.nodes().size()];
        for (CircuitIr.Node node : schedule.nodes()) {
            switch (node.op()) {
                case SlotOp.Rotate o when o.steps() % schedule.program().slots() != 0 -> switches[o.operand()]++;
                case SlotOp.LinearTransform o -> switches[o.operand()] += hasBabySteps(schedule, o) ? 1 : 0;
                default -> {}
            }
        }
        CircuitRewrite rewrite = new CircuitRewrite(schedule);
        boolean[] late = new boolean[switches.length];
        boolean[] fused = new boolean[switches.length];
        for (int i = 0; i < switches.length; i++) {
            if (rewrite.op(i) instanceof SlotOp.Rescale rescale) {
                int relinearize = relinearized(rewrite, rescale.operand());
                fused[i] = relinearize >= 0;
                if (fused[i]) {
                    late[relinearize] = true;
                }
            }
        }
        for (int i = 0; i < switches.length; i++) {
            CircuitIr.Node node = rewrite.old(i);
            int first =
                    node.op().operands().isEmpty() ? -1 : node.op().operands().getFirst();
            if (late[i]) {
                rewrite.replace(i, rewrite.of(first));
            } else if (fused[i]) {
                rewrite.replace(i, rewrite.add(new SlotOp.RelinearizeRescale(rewrite.of(first)), node));
            } else {
                rewrite.copy(i);
            }
            if (switches[i] > 1) {
                rewrite.replace(i, rewrite.add(new SlotOp.Hoist(rewrite.of(i)), node));
            }
        }
        return rewrite.finish();
    }

    /** The relinearization that can wait for the rescaling of a vector, behind sums and exact products that take size 3 too; or -1. */
    private static int relinearized(CircuitRewrite rewrite, int index) {
        if (!rewrite.isUsedOnce(index)) {
            return -1;
        }
        return switch (rewrite.op(index)) {
            case SlotOp.Relinearize _ -> index;
            case SlotOp.MultiplyInteger o -> relinearized(rewrite, o.operand());
            case SlotOp.Negate o -> relinearized(rewrite, o.operand());
            case SlotOp.AddScalar o -> relinearized(rewrite, o.operand());
            case SlotOp.AddPlain o -> relinearized(rewrite, o.operand());
            case SlotOp.Add o -> either(relinearized(rewrite, o.left()), relinearized(rewrite, o.right()));
            case SlotOp.Subtract o -> either(relinearized(rewrite, o.left()), relinearized(rewrite, o.right()));
            default -> -1;
        };
    }

    private static int either(int left, int right) {
        return left >= 0 && right >= 0 ? -1 : Math.max(left, right);
    }

    private static boolean hasBabySteps(Schedule schedule, SlotOp.LinearTransform transform) {
        DiagonalMatrix matrix = schedule.program().constants().matrix(transform.matrix());
        return matrix.rotations().stream().anyMatch(r -> matrix.giant(r) == 0);
    }
}
