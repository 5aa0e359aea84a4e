package dev.glovebox.compiler.schedule;

import dev.glovebox.compiler.ir.slot.SlotOp;
import dev.glovebox.compiler.ir.slot.SlotProgram;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Re-associates trees of one operation whose inner nodes have no other use: the two shallowest terms are joined first, as in
 * Huffman's construction. The depth of a product is then the least one; in a sum, terms of one depth meet before deeper ones.
 */
public final class Balance implements SlotPass {
    private final Class<? extends SlotOp> operation;

    private Balance(Class<? extends SlotOp> operation) {
        this.operation = operation;
    }

    /** Balances products of encrypted vectors. */
    public static Balance products() {
        return new Balance(SlotOp.Multiply.class);
    }

    /** Balances sums of encrypted vectors. */
    public static Balance sums() {
        return new Balance(SlotOp.Add.class);
    }

    @Override
    public SlotProgram apply(SlotProgram program) {
        return new Pass(program).run();
    }

    /** A new node and the products on the longest path to it; ties are broken by order. */
    private record Term(int node, int depth, int order) {}

    private final class Pass {
        private final SlotProgram program;
        private final Rewrite rewrite;
        private final boolean[] inner;
        /** Of new nodes. */
        private final List<Integer> depths = new ArrayList<>();

        Pass(SlotProgram program) {
            this.program = program;
            rewrite = new Rewrite(program);
            int[] uses = Rewrite.uses(program);
            inner = new boolean[uses.length];
            for (SlotProgram.Node node : program.nodes()) {
                if (operation.isInstance(node.op())) {
                    for (int operand : node.op().operands()) {
                        inner[operand] = uses[operand] == 1
                                && operation.isInstance(
                                        program.nodes().get(operand).op());
                    }
                }
            }
        }

        SlotProgram run() {
            for (int i = 0; i < inner.length; i++) {
                if (!inner[i]) {
                    SlotOp op = program.nodes().get(i).op();
                    List<Integer> terms = operation.isInstance(op) ? terms(i) : List.of();
                    rewrite.replace(i, terms.size() > 2 ? joined(terms, i) : copied(i));
                }
            }
            return rewrite.finish();
        }

        private int copied(int old) {
            SlotOp op = program.nodes().get(old).op();
            int deepest = 0;
            for (int operand : op.operands()) {
                deepest = Math.max(deepest, depths.get(rewrite.of(operand)));
            }
            depths.add(deepest + (TypeRules.isProduct(op) ? 1 : 0));
            return rewrite.copy(old);
        }

        /** Old numbers of the terms, left to right. */
        private List<Integer> terms(int root) {
            List<Integer> terms = new ArrayList<>();
            Deque<Integer> open =
                    new ArrayDeque<>(program.nodes().get(root).op().operands());
            while (!open.isEmpty()) {
                int node = open.pop();
                if (inner[node]) {
                    List<Integer> operands = program.nodes().get(node).op().operands();
                    open.push(operands.get(1));
                    open.push(operands.get(0));
                } else {
                    terms.add(node);
                }
            }
            return terms;
        }

        private int joined(List<Integer> terms, int root) {
            SlotProgram.Node origin = program.nodes().get(root);
            PriorityQueue<Term> queue =
                    new PriorityQueue<>(Comparator.comparingInt(Term::depth).thenComparingInt(Term::order));
            int order = 0;
            for (int term : terms) {
                queue.add(new Term(rewrite.of(term), depths.get(rewrite.of(term)), order++));
            }
            while (true) {
                Term a = queue.remove();
                Term b = queue.remove();
                int depth = Math.max(a.depth, b.depth) + (operation == SlotOp.Multiply.class ? 1 : 0);
                depths.add(depth);
                int index = join(a.node, b.node, origin);
                if (queue.isEmpty()) {
                    rewrite.tighten(index, origin);
                    return index;
                }
                queue.add(new Term(index, depth, order++));
            }
        }

        private int join(int a, int b, SlotProgram.Node origin) {
            SlotProgram.Node x = rewrite.node(a);
            SlotProgram.Node y = rewrite.node(b);
            int period = Math.max(x.period(), y.period());
            return operation == SlotOp.Multiply.class
                    ? rewrite.add(new SlotOp.Multiply(a, b), period, x.magnitude() * y.magnitude(), origin)
                    : rewrite.add(new SlotOp.Add(a, b), period, x.magnitude() + y.magnitude(), origin);
        }
    }
}
