package dev.glovebox.compiler.schedule;

import dev.glovebox.compiler.ir.slot.SlotOp;
import dev.glovebox.compiler.ir.slot.SlotProgram;
import java.util.List;

/**
 * The fewest relinearizations that there can be.
 *
 * <p>Vectors of size 3 come from products and pass through sums and other linear operations. On each such path to a vector that
 * must have size 2, one vector has to be relinearized: so a set of places is right if and only if it cuts all those paths, and
 * the least one is a minimum vertex cut, found as a maximum flow (Menger's theorem). Of several, the one nearest to the products
 * is taken: before a rescaling that divides its noise.
 */
public final class MinimumRelinearize implements RelinearizePolicy {

    @Override
    public SlotProgram apply(SlotProgram program) {
        boolean[] places = places(program);
        Rewrite rewrite = new Rewrite(program);
        for (int i = 0; i < places.length; i++) {
            int index = rewrite.copy(i);
            if (places[i]) {
                index = rewrite.add(new SlotOp.Relinearize(index), rewrite.old(i));
            }
            rewrite.replace(i, index);
        }
        return rewrite.finish();
    }

    /** The vectors to relinearize. */
    static boolean[] places(SlotProgram program) {
        int count = program.nodes().size();
        boolean[] demanded = new boolean[count];
        program.outputs().forEach(o -> demanded[o] = true);
        VertexCut cut = new VertexCut(count);
        boolean[] large = new boolean[count];
        for (int i = 0; i < count; i++) {
            SlotOp op = program.nodes().get(i).op();
            List<Integer> operands = op.operands();
            if (TypeRules.needsSizeTwo(op)) {
                operands.forEach(o -> demanded[o] = true);
            } else {
                for (int operand : operands) {
                    if (large[operand]) {
                        cut.edge(operand, i);
                        large[i] = true;
                    }
                }
            }
            if (op instanceof SlotOp.Multiply) {
                cut.source(i);
                large[i] = true;
            }
        }
        for (int i = 0; i < count; i++) {
            if (demanded[i] && large[i]) {
                cut.sink(i);
            }
        }
        return cut.nearestToSources();
    }
}
