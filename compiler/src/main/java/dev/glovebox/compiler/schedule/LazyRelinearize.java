package dev.glovebox.compiler.schedule;

import dev.glovebox.compiler.ir.slot.SlotOp;
import dev.glovebox.compiler.ir.slot.SlotProgram;
import java.util.List;

/**
 * Relinearizes only what a factor of a product, a rotation, a linear transform or an output needs, so that a sum of products
 * is relinearized once.
 *
 * <p>The place is the earliest at which one relinearization still does: it moves up through operations whose only operand of
 * size 3 is one vector, so it stands before the rescaling of a sum, which divides its noise.
 */
public final class LazyRelinearize implements RelinearizePolicy {

    @Override
    public SlotProgram apply(SlotProgram program) {
        List<SlotProgram.Node> nodes = program.nodes();
        boolean[] large = new boolean[nodes.size()];
        for (int i = 0; i < nodes.size(); i++) {
            large[i] = isLarge(nodes.get(i).op(), large);
        }
        boolean[] demanded = demands(program, large);
        Rewrite rewrite = new Rewrite(program);
        boolean[] left = new boolean[nodes.size()];
        for (int i = 0; i < nodes.size(); i++) {
            int index = rewrite.copy(i);
            left[i] = isLarge(nodes.get(i).op(), left);
            if (left[i] && demanded[i]) {
                index = rewrite.add(new SlotOp.Relinearize(index), nodes.get(i));
                left[i] = false;
            }
            rewrite.replace(i, index);
        }
        return rewrite.finish();
    }

    /** Whether an operation's result has size 3, given which operands have. */
    private static boolean isLarge(SlotOp op, boolean[] large) {
        if (op instanceof SlotOp.Multiply) {
            return true;
        }
        return !TypeRules.needsSizeTwo(op) && op.operands().stream().anyMatch(o -> large[o]);
    }

    /** Which vectors are to be of size 2 in every use. */
    private static boolean[] demands(SlotProgram program, boolean[] large) {
        boolean[] demanded = new boolean[program.nodes().size()];
        program.outputs().forEach(output -> demanded[output] = true);
        for (int i = demanded.length - 1; i >= 0; i--) {
            SlotOp op = program.nodes().get(i).op();
            if (TypeRules.needsSizeTwo(op)) {
                op.operands().forEach(operand -> demanded[operand] = true);
            } else if (demanded[i] && large[i]) {
                List<Integer> origins =
                        op.operands().stream().filter(o -> large[o]).distinct().toList();
                if (origins.size() == 1) {
                    demanded[origins.get(0)] = true;
                }
            }
        }
        return demanded;
    }
}
