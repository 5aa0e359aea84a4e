package dev.glovebox.compiler.schedule;

import dev.glovebox.compiler.ir.slot.SlotOp;
import dev.glovebox.compiler.ir.slot.SlotProgram;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rescales where a use needs pending 1: at factors, rotations, outputs, and vectors with several uses. What happens to the terms
 * of a sum that differ in pending is for the subclass to say. Terms are named by their old numbers.
 */
abstract class DeferredRescale {
    private final SlotProgram program;
    private final Rewrite rewrite;
    private final List<Integer> pending = new ArrayList<>();
    private final List<Integer> depth = new ArrayList<>();
    /** What stands for each old node in the sum that is being built. */
    private final int[] term;

    DeferredRescale(SlotProgram program) {
        this.program = program;
        rewrite = new Rewrite(program);
        term = new int[program.nodes().size()];
        Arrays.fill(term, -1);
    }

    /** Makes two terms of a sum agree in pending; one has 1, one 2. */
    abstract void matchTerms(int older, int newer);

    final int pendingOf(int old) {
        return pending.get(term[old]);
    }

    /** Rescalings on the longest path to it. */
    final int depthOf(int old) {
        return depth.get(term[old]);
    }

    /** Rescales it if it has pending 2. */
    final void settle(int old) {
        if (pendingOf(old) == 2) {
            term[old] = add(new SlotOp.Rescale(term[old]), old, 1, depthOf(old) + 1);
        }
    }

    /** Multiplies it by 1. */
    final void raise(int old) {
        term[old] = add(new SlotOp.MultiplyScalar(term[old], 1), old, 2, depthOf(old));
    }

    private int add(SlotOp op, int old, int pendingAfter, int depthAfter) {
        pending.add(pendingAfter);
        depth.add(depthAfter);
        return rewrite.add(op, rewrite.old(old));
    }

    final SlotProgram run() {
        int[] uses = Rewrite.uses(program);
        boolean[] output = new boolean[uses.length];
        program.outputs().forEach(o -> output[o] = true);
        for (int i = 0; i < uses.length; i++) {
            term[i] = copy(i);
            if (uses[i] > 1 || output[i]) {
                settle(i);
            }
            rewrite.replace(i, term[i]);
        }
        return rewrite.finish();
    }

    private int copy(int old) {
        SlotOp op = rewrite.old(old).op();
        List<Integer> operands = op.operands();
        operands.forEach(o -> term[o] = rewrite.of(o));
        if (TypeRules.isProduct(op) || op instanceof SlotOp.Rotate) {
            operands.forEach(this::settle);
        } else if (operands.size() == 2 && pendingOf(operands.get(0)) != pendingOf(operands.get(1))) {
            matchTerms(operands.get(0), operands.get(1));
        }
        int deepest = operands.stream().mapToInt(this::depthOf).max().orElse(0);
        int pendingAfter = TypeRules.isProduct(op) ? 2 : operands.isEmpty() ? 1 : pendingOf(operands.getFirst());
        pending.add(pendingAfter);
        depth.add(deepest);
        return rewrite.copy(old, operands.stream().map(o -> term[o]).toList());
    }
}
