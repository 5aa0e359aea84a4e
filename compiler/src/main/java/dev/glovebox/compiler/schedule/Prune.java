package dev.glovebox.compiler.schedule;

import dev.glovebox.compiler.ir.slot.SlotOp;
import dev.glovebox.compiler.ir.slot.SlotProgram;
import dev.glovebox.runtime.circuit.Constants;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Drops nodes that no output needs, except inputs, and constants that no node needs; and makes every output a vector of its own: one that is an input, or stands
 * twice among the outputs, is copied.
 */
public final class Prune implements SlotPass {

    @Override
    public SlotProgram apply(SlotProgram program) {
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
        return distinctOutputs(usedConstants(rewrite.finish()));
    }

    private static SlotProgram usedConstants(SlotProgram program) {
        Map<Integer, Integer> vectors = new LinkedHashMap<>();
        Map<Integer, Integer> matrices = new LinkedHashMap<>();
        List<SlotProgram.Node> nodes = new ArrayList<>();
        for (SlotProgram.Node node : program.nodes()) {
            SlotOp op = switch (node.op()) {
                case SlotOp.AddPlain o -> new SlotOp.AddPlain(o.operand(), number(vectors, o.vector()));
                case SlotOp.MultiplyPlain o -> new SlotOp.MultiplyPlain(o.operand(), number(vectors, o.vector()));
                case SlotOp.LinearTransform o -> new SlotOp.LinearTransform(o.operand(), number(matrices, o.matrix()));
                default -> node.op();
            };
            nodes.add(new SlotProgram.Node(op, node.period(), node.magnitude(), node.location()));
        }
        Constants constants = new Constants(
                vectors.keySet().stream().map(program.constants()::vector).toList(),
                matrices.keySet().stream().map(program.constants()::matrix).toList(),
                program.constants().publics());
        return new SlotProgram(
                program.name(),
                program.precisionBits(),
                program.slots(),
                program.inputs(),
                nodes,
                program.outputs(),
                program.results(),
                constants);
    }

    private static int number(Map<Integer, Integer> numbers, int old) {
        return old < 0 ? old : numbers.computeIfAbsent(old, k -> numbers.size());
    }

    private static SlotProgram distinctOutputs(SlotProgram program) {
        List<SlotProgram.Node> nodes = new ArrayList<>(program.nodes());
        Set<Integer> taken = new HashSet<>();
        List<Integer> outputs = new ArrayList<>();
        for (int output : program.outputs()) {
            SlotProgram.Node node = nodes.get(output);
            if (node.op() instanceof SlotOp.Input || !taken.add(output)) {
                SlotOp copy = new SlotOp.MultiplyInteger(output, 1);
                nodes.add(new SlotProgram.Node(copy, node.period(), node.magnitude(), node.location()));
                outputs.add(nodes.size() - 1);
            } else {
                outputs.add(output);
            }
        }
        return new SlotProgram(
                program.name(),
                program.precisionBits(),
                program.slots(),
                program.inputs(),
                nodes,
                outputs,
                program.results(),
                program.constants());
    }
}
