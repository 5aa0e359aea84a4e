package dev.glovebox.compiler.schedule;

import dev.glovebox.compiler.ir.slot.SlotOp;
import dev.glovebox.compiler.ir.slot.SlotProgram;
import java.util.HashSet;
import java.util.Set;

/**
 * Drops nodes that no output needs, except inputs, and makes every output a vector of its own: one that is an input, or stands
 * twice among the outputs, is copied.
 */
final class Prune {

    SlotProgram apply(SlotProgram program) {
        boolean[] needed = new boolean[program.nodes().size()];
        program.outputs().forEach(output -> needed[output] = true);
        for (int i = needed.length - 1; i >= 0; i--) {
            SlotOp op = program.nodes().get(i).op();
            needed[i] |= op instanceof SlotOp.Input;
            if (needed[i]) {
                op.operands().forEach(operand -> needed[operand] = true);
            }
        }
        Rewrite rewrite = new Rewrite(program);
        for (int i = 0; i < needed.length; i++) {
            if (needed[i]) {
                rewrite.replace(i, rewrite.copy(i));
            }
        }
        return distinctOutputs(rewrite.finish());
    }

    private static SlotProgram distinctOutputs(SlotProgram program) {
        Rewrite rewrite = new Rewrite(program);
        for (int i = 0; i < program.nodes().size(); i++) {
            rewrite.replace(i, rewrite.copy(i));
        }
        Set<Integer> taken = new HashSet<>();
        int[] outputs = new int[program.outputs().size()];
        for (int i = 0; i < outputs.length; i++) {
            int output = program.outputs().get(i);
            boolean own = !(program.nodes().get(output).op() instanceof SlotOp.Input) && taken.add(output);
            outputs[i] = own
                    ? output
                    : rewrite.add(
                            new SlotOp.MultiplyInteger(output, 1),
                            program.nodes().get(output));
        }
        SlotProgram copied = rewrite.finish();
        return new SlotProgram(
                copied.name(),
                copied.precisionBits(),
                copied.slots(),
                copied.inputs(),
                copied.nodes(),
                java.util.Arrays.stream(outputs).boxed().toList(),
                copied.results(),
                copied.constants());
    }
}
