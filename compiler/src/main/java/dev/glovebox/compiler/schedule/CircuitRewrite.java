package dev.glovebox.compiler.schedule;

import dev.glovebox.compiler.ir.slot.CircuitIr;
import dev.glovebox.compiler.ir.slot.SlotOp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Builds the nodes of a schedule from those of another: types follow from the rules. */
final class CircuitRewrite {
    private final Schedule source;
    private final int[] uses;
    private final int[] replacement;
    private final List<CircuitIr.Node> nodes = new ArrayList<>();

    CircuitRewrite(Schedule source) {
        this.source = source;
        int count = source.nodes().size();
        replacement = new int[count];
        Arrays.fill(replacement, -1);
        uses = new int[count];
        source.nodes().forEach(n -> n.op().operands().forEach(o -> uses[o]++));
        source.outputs().forEach(o -> uses[o]++);
    }

    int size() {
        return replacement.length;
    }

    CircuitIr.Node old(int index) {
        return source.nodes().get(index);
    }

    SlotOp op(int index) {
        return old(index).op();
    }

    /** Whether one operation, or one output, takes an old node once. */
    boolean isUsedOnce(int index) {
        return uses[index] == 1;
    }

    /** What became of an old node. */
    int of(int index) {
        if (replacement[index] < 0) {
            throw new IllegalStateException("node " + index + " is used before it is defined");
        }
        return replacement[index];
    }

    List<Integer> of(List<Integer> indices) {
        return indices.stream().map(this::of).toList();
    }

    void replace(int index, int made) {
        replacement[index] = made;
    }

    /** Copies an old node over what became of its operands. */
    void copy(int index) {
        CircuitIr.Node node = old(index);
        SlotOp op = node.op().mapOperands(this::of);
        replace(index, add(op, node));
    }

    /** Adds an operation that computes what an old node does. */
    int add(SlotOp op, CircuitIr.Node same) {
        return add(op, same.period(), same.magnitude(), same);
    }

    /** Adds an operation. */
    int add(SlotOp op, int period, double magnitude, CircuitIr.Node origin) {
        CircuitIr.CipherType type = op instanceof SlotOp.Input
                ? origin.type()
                : TypeRules.result(
                        op, op.operands().stream().map(o -> nodes.get(o).type()).toList());
        nodes.add(new CircuitIr.Node(op, type, period, magnitude, origin.location()));
        return nodes.size() - 1;
    }

    CircuitIr.Node node(int made) {
        return nodes.get(made);
    }

    /** The new schedule, without nodes that no output needs; inputs stay. */
    Schedule finish() {
        List<Integer> outputs = of(source.outputs());
        boolean[] needed = new boolean[nodes.size()];
        outputs.forEach(o -> needed[o] = true);
        for (int i = needed.length - 1; i >= 0; i--) {
            needed[i] |= nodes.get(i).op() instanceof SlotOp.Input;
            if (needed[i]) {
                nodes.get(i).op().operands().forEach(o -> needed[o] = true);
            }
        }
        int[] numbers = new int[needed.length];
        List<CircuitIr.Node> live = new ArrayList<>();
        for (int i = 0; i < needed.length; i++) {
            if (needed[i]) {
                CircuitIr.Node node = nodes.get(i);
                SlotOp op = node.op().mapOperands(o -> numbers[o]);
                numbers[i] = live.size();
                live.add(new CircuitIr.Node(op, node.type(), node.period(), node.magnitude(), node.location()));
            }
        }
        return new Schedule(
                source.program(), live, outputs.stream().map(o -> numbers[o]).toList());
    }
}
