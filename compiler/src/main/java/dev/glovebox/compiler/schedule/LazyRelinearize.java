package dev.glovebox.compiler.schedule;

import dev.glovebox.compiler.ir.slot.SlotOp;
import dev.glovebox.compiler.ir.slot.SlotProgram;
import java.util.Arrays;
import java.util.List;

/**
 * Relinearizes only what a factor of a product, a rotation, a linear transform or an output needs, so that a sum of products
 * is relinearized once.
 *
 * <p>The place is the earliest at which one relinearization still does: it moves up through operations whose only operand of
 * size 3 is one vector, so it stands before the rescaling of a sum: that divides its noise, and rounding the third polynomial would add more.
 */
public final class LazyRelinearize implements RelinearizePolicy {

    @Override
    public SlotProgram apply(SlotProgram program) {
        boolean[] demanded = new boolean[program.nodes().size()];
        program.outputs().forEach(output -> demanded[output] = true);
        while (addDemands(program, large(program, demanded), demanded)) {}
        boolean[] large = new boolean[demanded.length];
        Rewrite rewrite = new Rewrite(program);
        for (int i = 0; i < large.length; i++) {
            SlotProgram.Node node = program.nodes().get(i);
            int index = rewrite.copy(i);
            large[i] = isLarge(node.op(), large);
            if (large[i] && demanded[i]) {
                index = rewrite.add(new SlotOp.Relinearize(index), node);
                large[i] = false;
            }
            rewrite.replace(i, index);
        }
        return rewrite.finish();
    }

    /** Which operations' results have size 3 if the demanded vectors are relinearized where they come from. */
    private static boolean[] large(SlotProgram program, boolean[] demanded) {
        boolean[] large = new boolean[demanded.length];
        boolean[] used = new boolean[demanded.length];
        for (int i = 0; i < large.length; i++) {
            large[i] = isLarge(program.nodes().get(i).op(), used);
            used[i] = large[i] && !demanded[i];
        }
        return large;
    }

    /** Whether an operation's result has size 3, given which operands have. */
    private static boolean isLarge(SlotOp op, boolean[] large) {
        if (op instanceof SlotOp.Multiply) {
            return true;
        }
        return !TypeRules.needsSizeTwo(op) && op.operands().stream().anyMatch(o -> large[o]);
    }

    /**
     * Adds the vectors that are to be of size 2 in every use. A demand moves to the operand if only one has size 3; with more
     * demands known, fewer have.
     *
     * @return whether there are new ones
     */
    private static boolean addDemands(SlotProgram program, boolean[] large, boolean[] demanded) {
        boolean[] before = demanded.clone();
        for (int i = demanded.length - 1; i >= 0; i--) {
            SlotOp op = program.nodes().get(i).op();
            if (TypeRules.needsSizeTwo(op)) {
                op.operands().forEach(operand -> demanded[operand] = true);
            } else if (demanded[i] && large[i]) {
                List<Integer> origins = op.operands().stream()
                        .filter(o -> large[o] && !before[o])
                        .distinct()
                        .toList();
                if (origins.size() == 1) {
                    demanded[origins.get(0)] = true;
                }
            }
        }
        return !Arrays.equals(before, demanded);
    }
}
