package dev.glovebox.compiler.schedule;

import dev.glovebox.compiler.ir.slot.SlotOp;
import dev.glovebox.compiler.ir.slot.SlotProgram;
import dev.glovebox.runtime.circuit.Constants;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Builds a slot program from another: collects nodes and remembers what became of the old ones. */
final class Rewrite {
    private final SlotProgram source;
    private final List<SlotProgram.Node> nodes = new ArrayList<>();
    private final int[] replacement;

    Rewrite(SlotProgram source) {
        this.source = source;
        replacement = new int[source.nodes().size()];
        Arrays.fill(replacement, -1);
    }

    SlotProgram source() {
        return source;
    }

    SlotProgram.Node old(int index) {
        return source.nodes().get(index);
    }

    /** The new node that stands for an old one. */
    int of(int old) {
        if (replacement[old] < 0) {
            throw new IllegalStateException("node " + old + " is used before it is defined");
        }
        return replacement[old];
    }

    void replace(int old, int index) {
        replacement[old] = index;
    }

    /** Adds a new node and returns its index. */
    int add(SlotOp op, int period, double magnitude, SlotProgram.Node origin) {
        nodes.add(new SlotProgram.Node(op, period, magnitude, origin.location()));
        return nodes.size() - 1;
    }

    /** Adds a new node of the same period and magnitude as its operand. */
    int add(SlotOp op, SlotProgram.Node origin) {
        SlotProgram.Node operand = nodes.get(op.operands().get(0));
        return add(op, operand.period(), operand.magnitude(), origin);
    }

    /** Adds an old node over these new operands. */
    int copy(int old, List<Integer> operands) {
        SlotProgram.Node node = old(old);
        return add(node.op().withOperands(operands), node.period(), node.magnitude(), node);
    }

    /** Adds an old node over what became of its operands. */
    int copy(int old) {
        SlotProgram.Node node = old(old);
        return add(node.op().mapOperands(this::of), node.period(), node.magnitude(), node);
    }

    /** Gives a new node that is the same vector as an old one the tighter magnitude and period of the two. */
    void tighten(int index, SlotProgram.Node same) {
        SlotProgram.Node node = nodes.get(index);
        nodes.set(
                index,
                new SlotProgram.Node(
                        node.op(),
                        Math.min(node.period(), same.period()),
                        Math.min(node.magnitude(), same.magnitude()),
                        node.location()));
    }

    SlotProgram.Node node(int index) {
        return nodes.get(index);
    }

    SlotProgram finish() {
        return finish(source.constants());
    }

    /** With other constants. */
    SlotProgram finish(Constants constants) {
        return new SlotProgram(
                source.name(),
                source.precisionBits(),
                source.slots(),
                source.inputs(),
                nodes,
                source.outputs().stream().map(this::of).toList(),
                source.results(),
                constants);
    }

    /** How often each node is an operand or an output. */
    static int[] uses(SlotProgram program) {
        int[] uses = new int[program.nodes().size()];
        for (SlotProgram.Node node : program.nodes()) {
            for (int operand : node.op().operands()) {
                uses[operand]++;
            }
        }
        for (int output : program.outputs()) {
            uses[output]++;
        }
        return uses;
    }
}
