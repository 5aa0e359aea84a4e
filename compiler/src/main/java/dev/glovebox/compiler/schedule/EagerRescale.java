package dev.glovebox.compiler.schedule;

import dev.glovebox.compiler.ir.slot.SlotOp;
import dev.glovebox.compiler.ir.slot.SlotProgram;

/** Rescales right after every product, so that every sum adds vectors with pending 1. */
public final class EagerRescale implements RescalePolicy {

    @Override
    public SlotProgram apply(SlotProgram program) {
        Rewrite rewrite = new Rewrite(program);
        for (int i = 0; i < program.nodes().size(); i++) {
            int index = rewrite.copy(i);
            if (TypeRules.isProduct(rewrite.old(i).op())) {
                index = rewrite.add(new SlotOp.Rescale(index), rewrite.old(i));
            }
            rewrite.replace(i, index);
        }
        return rewrite.finish();
    }
}
