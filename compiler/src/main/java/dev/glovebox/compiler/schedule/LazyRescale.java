package dev.glovebox.compiler.schedule;

import dev.glovebox.compiler.ir.slot.SlotOp;
import dev.glovebox.compiler.ir.slot.SlotProgram;
import dev.glovebox.runtime.circuit.Constants;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rescales when the next use needs pending 1, so that a sum of products is rescaled once.
 *
 * <p>A tree of sums whose inner nodes have no other use is one sum: its terms with pending 2 are added first, then the public
 * addends, then it is rescaled if a term with pending 1 follows. A vector with pending 2 and several uses is rescaled at once,
 * and so is one that is rotated: a key switch costs less a level below.
 */
public final class LazyRescale implements RescalePolicy {

    @Override
    public SlotProgram apply(SlotProgram program) {
        return new Pass(program).run();
    }

    /** A term of a sum. */
    private record Term(int node, boolean negative) {}

    /** A sum of vectors and public addends; addends of {@code plain} are positive. */
    private record Sum(List<Term> terms, List<Integer> plain, double scalar) {}

    private static final class Pass {
        private final Rewrite rewrite;
        private final SlotProgram program;
        private final int[] uses;
        private final boolean[] absorbed;
        private final @Nullable Sum[] sums;
        private final List<Integer> pending = new ArrayList<>();

        Pass(SlotProgram program) {
            this.program = program;
            rewrite = new Rewrite(program);
            uses = Rewrite.uses(program);
            absorbed = new boolean[program.nodes().size()];
            sums = new Sum[program.nodes().size()];
        }

        SlotProgram run() {
            for (int i = program.nodes().size() - 1; i >= 0; i--) {
                if (!absorbed[i] && isSum(rewrite.old(i).op())) {
                    sums[i] = collect(i);
                }
            }
            boolean[] output = new boolean[program.nodes().size()];
            program.outputs().forEach(o -> output[o] = true);
            for (int i = 0; i < program.nodes().size(); i++) {
                if (!absorbed[i]) {
                    Sum sum = sums[i];
                    int index = sum != null ? emit(sum, i) : copy(i);
                    rewrite.replace(i, uses[i] > 1 || output[i] ? settled(index, i) : index);
                }
            }
            return rewrite.finish();
        }

        private static boolean isSum(SlotOp op) {
            return op instanceof SlotOp.Add
                    || op instanceof SlotOp.Subtract
                    || op instanceof SlotOp.Negate
                    || op instanceof SlotOp.AddPlain
                    || op instanceof SlotOp.AddScalar;
        }

        private Sum collect(int root) {
            List<Term> terms = new ArrayList<>();
            List<Integer> plain = new ArrayList<>();
            double scalar = 0;
            Deque<Term> open = new ArrayDeque<>(List.of(new Term(root, false)));
            while (!open.isEmpty()) {
                Term term = open.pop();
                SlotOp op = rewrite.old(term.node).op();
                boolean inner = term.node == root
                        || uses[term.node] == 1 && isSum(op) && !(op instanceof SlotOp.AddPlain && term.negative);
                if (!inner) {
                    terms.add(term);
                    continue;
                }
                absorbed[term.node] = term.node != root;
                switch (op) {
                    case SlotOp.Add add -> {
                        open.push(new Term(add.right(), term.negative));
                        open.push(new Term(add.left(), term.negative));
                    }
                    case SlotOp.Subtract subtract -> {
                        open.push(new Term(subtract.right(), !term.negative));
                        open.push(new Term(subtract.left(), term.negative));
                    }
                    case SlotOp.Negate negate -> open.push(new Term(negate.operand(), !term.negative));
                    case SlotOp.AddPlain add -> {
                        plain.add(add.vector());
                        open.push(new Term(add.operand(), term.negative));
                    }
                    case SlotOp.AddScalar add -> {
                        scalar += term.negative ? -add.scalar() : add.scalar();
                        open.push(new Term(add.operand(), term.negative));
                    }
                    default -> throw new IllegalStateException("not a sum: " + op);
                }
            }
            return new Sum(terms, plain, scalar);
        }

        /** Copies a node that is not a sum; its operands get pending 1 where the operation needs it. */
        private int copy(int old) {
            SlotOp op = rewrite.old(old).op();
            boolean settle = TypeRules.isProduct(op) || op instanceof SlotOp.Rotate;
            List<Integer> operands = op.operands().stream()
                    .map(o -> settle ? settled(rewrite.of(o), o) : rewrite.of(o))
                    .toList();
            int index = rewrite.copy(old, operands);
            pending.add(TypeRules.isProduct(op) ? 2 : operands.isEmpty() ? 1 : pending.get(operands.get(0)));
            return index;
        }

        /** The new node itself, or rescaled. */
        private int settled(int index, int old) {
            return pending.get(index) == 1 ? index : add(new SlotOp.Rescale(index), 1, rewrite.old(old));
        }

        private int add(SlotOp op, int pendingAfter, SlotProgram.Node origin) {
            pending.add(pendingAfter);
            return rewrite.add(op, origin);
        }

        private int emit(Sum sum, int root) {
            SlotProgram.Node origin = rewrite.old(root);
            Accumulator accumulator = new Accumulator(origin);
            sum.terms.stream().filter(t -> pendingOf(t) == 2).forEach(accumulator::add);
            if (accumulator.isEmpty()) {
                sum.terms.forEach(accumulator::add);
                accumulator.addPublic(sum);
            } else {
                accumulator.addPublic(sum);
                sum.terms.stream().filter(t -> pendingOf(t) == 1).forEach(accumulator::add);
            }
            return accumulator.result();
        }

        private int pendingOf(Term term) {
            return pending.get(rewrite.of(term.node));
        }

        /** A running sum, or its negative as long as no positive term was met. */
        private final class Accumulator {
            private final SlotProgram.Node origin;
            private int value = -1;
            private boolean negative;

            Accumulator(SlotProgram.Node origin) {
                this.origin = origin;
            }

            boolean isEmpty() {
                return value < 0;
            }

            void add(Term term) {
                int index = rewrite.of(term.node);
                if (isEmpty()) {
                    value = index;
                    negative = term.negative;
                    return;
                }
                if (pending.get(value) > pending.get(index)) {
                    value = Pass.this.add(new SlotOp.Rescale(value), 1, origin);
                }
                SlotOp op = term.negative == negative
                        ? new SlotOp.Add(value, index)
                        : negative ? new SlotOp.Subtract(index, value) : new SlotOp.Subtract(value, index);
                negative &= term.negative;
                pending.add(pending.get(value));
                SlotProgram.Node left = rewrite.node(value);
                SlotProgram.Node right = rewrite.node(index);
                value = rewrite.add(
                        op, Math.max(left.period(), right.period()), left.magnitude() + right.magnitude(), origin);
            }

            void addPublic(Sum sum) {
                if (negative && !sum.plain.isEmpty()) {
                    negate();
                }
                if (sum.scalar != 0) {
                    addend(new SlotOp.AddScalar(value, negative ? -sum.scalar : sum.scalar), Math.abs(sum.scalar), 1);
                }
                for (int vector : sum.plain) {
                    Constants constants = program.constants();
                    addend(new SlotOp.AddPlain(value, vector), constants.magnitude(vector), constants.period(vector));
                }
            }

            private void addend(SlotOp op, double magnitude, int period) {
                SlotProgram.Node node = rewrite.node(value);
                pending.add(pending.get(value));
                value = rewrite.add(op, Math.max(node.period(), period), node.magnitude() + magnitude, origin);
            }

            private void negate() {
                value = Pass.this.add(new SlotOp.Negate(value), pending.get(value), origin);
                negative = false;
            }

            /** The whole sum. */
            int result() {
                if (negative) {
                    negate();
                }
                rewrite.tighten(value, origin);
                return value;
            }
        }
    }
}
