package dev.glovebox.compiler.schedule;

import dev.glovebox.compiler.ir.slot.CircuitIr;
import dev.glovebox.compiler.ir.slot.SlotOp;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Makes sums of products one operation each: {@link SlotOp.SumOfScalarProducts}, {@link SlotOp.SumOfPlainProducts} and {@link
 * SlotOp.SumOfProducts}. A public factor also brings its vector down to the level of the product, which spares the {@link
 * SlotOp.Adjust} and its rescaling; and where an adjusted vector is added to a rescaled one, it is added before the rescaling
 * instead, as a product with one.
 */
final class FuseSums {
    /** Terms of one operation: so many operands are alive at once. */
    private static final int MAX_TERMS = 128;

    Schedule apply(Schedule schedule) {
        return new Pass(schedule).run();
    }

    /** A vector in a sum. */
    private record Term(int node, boolean negative) {}

    private static final class Pass {
        private final CircuitRewrite rewrite;
        private final boolean[] absorbed;

        Pass(Schedule schedule) {
            rewrite = new CircuitRewrite(schedule);
            absorbed = new boolean[rewrite.size()];
        }

        Schedule run() {
            List<List<Term>> sums = new ArrayList<>();
            for (int i = rewrite.size() - 1; i >= 0; i--) {
                sums.add(!absorbed[i] && isSum(i) ? collect(i) : List.of());
            }
            for (int i = 0; i < rewrite.size(); i++) {
                List<Term> terms = sums.get(rewrite.size() - 1 - i);
                if (absorbed[i]) {
                    continue;
                }
                if (terms.isEmpty()) {
                    single(i);
                } else {
                    rewrite.replace(i, rewrite.old(i).type().pending() == 2 ? pending(terms, i) : settled(terms, i));
                }
            }
            return rewrite.finish();
        }

        private boolean isSum(int index) {
            return rewrite.op(index) instanceof SlotOp.Add || rewrite.op(index) instanceof SlotOp.Subtract;
        }

        /** The terms of a sum, inner sums dissolved; products that become part of it are absorbed. */
        private List<Term> collect(int root) {
            List<Term> terms = new ArrayList<>();
            Deque<Term> open = new ArrayDeque<>(List.of(new Term(root, false)));
            while (!open.isEmpty()) {
                Term term = open.pop();
                int node = term.node;
                if (node != root && !(rewrite.isUsedOnce(node) && isSum(node))) {
                    terms.add(term);
                    absorbed[node] |= rewrite.isUsedOnce(node) && isProduct(node);
                    continue;
                }
                absorbed[node] = node != root;
                List<Integer> operands = rewrite.op(node).operands();
                open.push(new Term(operands.get(1), term.negative ^ rewrite.op(node) instanceof SlotOp.Subtract));
                open.push(new Term(operands.get(0), term.negative));
            }
            return terms;
        }

        private boolean isProduct(int node) {
            SlotOp op = rewrite.op(node);
            return op instanceof SlotOp.MultiplyScalar
                    || op instanceof SlotOp.MultiplyPlain
                    || op instanceof SlotOp.Multiply;
        }

        /** A node outside of sums. */
        private void single(int i) {
            CircuitIr.Node node = rewrite.old(i);
            int level = node.type().level();
            switch (node.op()) {
                case SlotOp.MultiplyScalar o
                when rewrite.op(o.operand()) instanceof SlotOp.Adjust ->
                    rewrite.replace(
                            i,
                            rewrite.add(
                                    new SlotOp.SumOfScalarProducts(
                                            List.of(high(o.operand())), List.of(o.scalar()), level),
                                    node));
                case SlotOp.MultiplyPlain o
                when rewrite.op(o.operand()) instanceof SlotOp.Adjust ->
                    rewrite.replace(
                            i,
                            rewrite.add(
                                    new SlotOp.SumOfPlainProducts(
                                            List.of(high(o.operand())), List.of(o.vector()), level),
                                    node));
                default -> rewrite.copy(i);
            }
        }

        /** What became of a factor, or of what it was adjusted from. */
        private int high(int operand) {
            return rewrite.of(rewrite.op(operand) instanceof SlotOp.Adjust adjust ? adjust.operand() : operand);
        }

        /** A sum with pending 2. */
        private int pending(List<Term> terms, int root) {
            Sum sum = new Sum(rewrite, rewrite.old(root));
            for (Term term : terms) {
                if (!absorbed[term.node]) {
                    sum.add(rewrite.of(term.node), term.negative);
                    continue;
                }
                switch (rewrite.op(term.node)) {
                    case SlotOp.MultiplyScalar o ->
                        sum.scalar(high(o.operand()), term.negative ? -o.scalar() : o.scalar());
                    case SlotOp.MultiplyPlain o -> sum.plain(high(o.operand()), o.vector(), term.negative);
                    case SlotOp.Multiply o -> sum.product(rewrite.of(o.left()), rewrite.of(o.right()), term.negative);
                    default -> throw new IllegalStateException("not a product: " + rewrite.op(term.node));
                }
            }
            return sum.result();
        }

        /** A sum with pending 1: adjusted terms move before the rescaling of the first term that is rescaled for this sum only. */
        private int settled(List<Term> terms, int root) {
            CircuitIr.Node origin = rewrite.old(root);
            int level = origin.type().level();
            Term rescaled = null;
            boolean adjusted = false;
            for (Term term : terms) {
                SlotOp op = rewrite.op(term.node);
                adjusted |= op instanceof SlotOp.Adjust;
                if (rescaled == null && op instanceof SlotOp.Rescale && rewrite.isUsedOnce(term.node)) {
                    rescaled = term;
                }
            }
            Sum sum = new Sum(rewrite, origin);
            if (rescaled == null || !adjusted) {
                terms.forEach(t -> sum.add(rewrite.of(t.node), t.negative));
                return sum.result();
            }
            int product =
                    rewrite.node(rewrite.of(rescaled.node)).op().operands().getFirst();
            boolean relinearize = rewrite.node(product).op() instanceof SlotOp.Relinearize
                    && rewrite.isUsedOnce(rewrite.op(rescaled.node).operands().getFirst());
            if (relinearize) {
                product = rewrite.node(product).op().operands().getFirst();
            }
            Sum inner = new Sum(rewrite, origin);
            inner.at(level + 1);
            inner.add(product, rescaled.negative);
            for (Term term : terms) {
                if (rewrite.op(term.node) instanceof SlotOp.Adjust adjust) {
                    inner.scalar(rewrite.of(adjust.operand()), term.negative ? -1 : 1);
                } else if (term != rescaled) {
                    sum.add(rewrite.of(term.node), term.negative);
                }
            }
            int whole = inner.result();
            double magnitude = rewrite.node(whole).magnitude();
            if (relinearize) {
                whole = rewrite.add(new SlotOp.Relinearize(whole), origin.period(), magnitude, origin);
            }
            sum.first(rewrite.add(new SlotOp.Rescale(whole), origin.period(), magnitude, origin));
            return sum.result();
        }
    }

    /** Collects the terms of one sum by kind. */
    private static final class Sum {
        private final CircuitRewrite rewrite;
        private final CircuitIr.Node origin;
        private int level;
        private final List<Integer> scaled = new ArrayList<>();
        private final List<Double> factors = new ArrayList<>();
        private final List<Integer> masked = new ArrayList<>();
        private final List<Integer> vectors = new ArrayList<>();
        private final List<List<Integer>> left = List.of(new ArrayList<>(), new ArrayList<>());
        private final List<List<Integer>> right = List.of(new ArrayList<>(), new ArrayList<>());
        private final List<Term> others = new ArrayList<>();

        Sum(CircuitRewrite rewrite, CircuitIr.Node origin) {
            this.rewrite = rewrite;
            this.origin = origin;
            level = origin.type().level();
        }

        void at(int other) {
            level = other;
        }

        void add(int node, boolean negative) {
            others.add(new Term(node, negative));
        }

        void first(int node) {
            others.add(0, new Term(node, false));
        }

        void scalar(int node, double factor) {
            scaled.add(node);
            factors.add(factor);
        }

        void plain(int node, int vector, boolean negative) {
            if (negative) {
                add(append(new SlotOp.SumOfPlainProducts(List.of(node), List.of(vector), level)), true);
            } else {
                masked.add(node);
                vectors.add(vector);
            }
        }

        void product(int a, int b, boolean negative) {
            left.get(negative ? 1 : 0).add(a);
            right.get(negative ? 1 : 0).add(b);
        }

        private int append(SlotOp op) {
            int period = op.operands().stream()
                    .mapToInt(o -> rewrite.node(o).period())
                    .max()
                    .orElse(1);
            return rewrite.add(op, Math.max(period, origin.period()), origin.magnitude(), origin);
        }

        private interface Chunk {
            SlotOp of(int from, int to);
        }

        private void chunks(List<Term> terms, int count, boolean negative, Chunk chunk) {
            for (int from = 0; from < count; from += MAX_TERMS) {
                terms.add(new Term(append(chunk.of(from, Math.min(count, from + MAX_TERMS))), negative));
            }
        }

        private void products(List<Term> terms, int sign) {
            List<Integer> a = left.get(sign);
            List<Integer> b = right.get(sign);
            chunks(
                    terms,
                    a.size(),
                    sign == 1,
                    (from, to) -> to - from == 1
                            ? new SlotOp.Multiply(a.get(from), b.get(from))
                            : new SlotOp.SumOfProducts(a.subList(from, to), b.subList(from, to)));
        }

        int result() {
            List<Term> terms = new ArrayList<>();
            products(terms, 0);
            products(terms, 1);
            terms.addAll(others);
            chunks(terms, scaled.size(), false, (from, to) -> scalars(from, to));
            chunks(
                    terms,
                    masked.size(),
                    false,
                    (from, to) ->
                            new SlotOp.SumOfPlainProducts(masked.subList(from, to), vectors.subList(from, to), level));
            int start = 0;
            while (start < terms.size() - 1 && terms.get(start).negative) {
                start++;
            }
            Term first = terms.remove(terms.get(start).negative ? 0 : start);
            int value = first.negative ? append(new SlotOp.Negate(first.node)) : first.node;
            for (Term term : terms) {
                value = append(
                        term.negative ? new SlotOp.Subtract(value, term.node) : new SlotOp.Add(value, term.node));
            }
            return value;
        }

        private SlotOp scalars(int from, int to) {
            boolean plain =
                    to - from == 1 && rewrite.node(scaled.get(from)).type().level() == level;
            return plain
                    ? new SlotOp.MultiplyScalar(scaled.get(from), factors.get(from))
                    : new SlotOp.SumOfScalarProducts(scaled.subList(from, to), factors.subList(from, to), level);
        }
    }
}
