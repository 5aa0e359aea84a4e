package dev.glovebox.compiler.schedule;

import dev.glovebox.compiler.ir.slot.SlotOp;
import dev.glovebox.compiler.ir.slot.SlotProgram;

/** Relinearizes right after every product of vectors, so that every vector used elsewhere has size 2. */
public final class EagerRelinearize implements RelinearizePolicy {

    @Override
    public SlotProgram apply(SlotProgram program) {
        Rewrite rewrite = new Rewrite(program);
        for (int i = 0; i < program.nodes().size(); i++) {
            int index = rewrite.copy(i);
            if (rewrite.old(i).op() instanceof SlotOp.Multiply) {
                index = rewrite.add(new SlotOp.Relinearize(index), rewrite.old(i));
            }
            rewrite.replace(i, index);
        }
        return rewrite.finish();
    }
}
