package dev.glovebox.compiler.frontend;

import dev.glovebox.compiler.ir.Interval;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Forms of trees of selects. A select is {@code no + comparison·(yes - no)}: a product more for each level of the tree. Or a tree is
 * cut in the middle: it is Σ (whether the way leads to cut k)·(value below cut k), where both factors are trees of half the height.
 * So a tree, or a chain of else-ifs, of height h takes about log₂ h products in a row. For each tree the form of less depth is
 * taken, and of two equal ones the first, which has fewer products.
 */
final class Selects {
    /** Nodes up to which a tree is continued into selects whose values are used elsewhere too. */
    private static final int MAX_EXPANDED = 4096;

    private static final double ROUNDING = 1e-9;

    private final Flattener flattener;
    private final BinaryOperator<Form> product;
    private final SymbolRanges ranges;
    private final Map<Key, Tree> nodes = new HashMap<>();
    private final Map<Form, Tree> leaves = new HashMap<>();

    private record Key(Atom comparison, Tree yes, Tree no) {}

    /** A leaf, or a choice between two trees; equal trees are one object. */
    private static final class Tree {
        /** Null for a leaf. */
        final @Nullable Form comparison;

        final @Nullable Tree yes;
        final @Nullable Tree no;

        /** log₂ Σ 2^depth over the factors of the longest product on a way to a leaf. */
        final double weight;

        /** Depth of the form by nested selects. */
        final int nested;

        final Interval range;

        /** The form, once known; a leaf's from the beginning. */
        @Nullable
        Form form;

        Tree(Form leaf, Interval range) {
            this.comparison = null;
            this.yes = null;
            this.no = null;
            this.form = leaf;
            this.weight = leaf.isConstant() ? Double.NEGATIVE_INFINITY : leaf.depth();
            this.nested = leaf.depth();
            this.range = range;
        }

        Tree(Form comparison, Tree yes, Tree no) {
            this.comparison = comparison;
            this.yes = yes;
            this.no = no;
            this.weight = plus(comparison.depth(), Math.max(yes.weight, no.weight));
            this.nested = nested(comparison, yes, no);
            this.range = yes.range.hull(no.range);
        }

        private static int nested(Form comparison, Tree yes, Tree no) {
            int depth = comparison.depth();
            boolean leaves = yes.isLeaf() && no.isLeaf();
            Form difference = leaves ? difference(yes.value(), no.value()) : null;
            if (difference != null && difference.isConstant()) {
                return Math.max(no.nested, depth);
            }
            int inner = difference == null ? Math.max(yes.nested, no.nested) : difference.depth();
            return Math.max(no.nested, 1 + Math.max(depth, inner));
        }

        boolean isLeaf() {
            return comparison == null;
        }

        boolean isConstant() {
            return isLeaf() && value().isConstant();
        }

        Form value() {
            return java.util.Objects.requireNonNull(form);
        }

        Form comparison() {
            return java.util.Objects.requireNonNull(comparison);
        }

        Tree yes() {
            return java.util.Objects.requireNonNull(yes);
        }

        Tree no() {
            return java.util.Objects.requireNonNull(no);
        }

        int depth() {
            return isLeaf() ? nested : Math.min(nested, balanced());
        }

        int balanced() {
            return (int) Math.ceil(weight - ROUNDING);
        }
    }

    /** @param product the form of a product of two */
    Selects(Flattener flattener, BinaryOperator<Form> product, SymbolRanges ranges) {
        this.flattener = flattener;
        this.product = product;
        this.ranges = ranges;
    }

    /** The form of a select whose comparisons and leaves have theirs. */
    Form form(Symbol.Select select) {
        Tree tree = tree(select, new IdentityHashMap<>(), false);
        if (!tree.isLeaf() && tree.depth() > tree.comparison().depth()) {
            Map<Symbol, Tree> known = new IdentityHashMap<>();
            Tree expanded = tree(select, known, true);
            if (known.size() <= MAX_EXPANDED && expanded.depth() < tree.depth()) {
                tree = expanded;
            }
        }
        return value(tree);
    }

    private Tree tree(Scalar scalar, Map<Symbol, Tree> known, boolean expand) {
        if (scalar instanceof Scalar.Public p) {
            return constant(p.value());
        }
        Symbol symbol = (Symbol) scalar;
        if (!(symbol instanceof Symbol.Select s) || (s.form != null && !(expand && known.size() < MAX_EXPANDED))) {
            return leaf(flattener.flatten(symbol), ranges.of(symbol));
        }
        Tree tree = known.get(s);
        if (tree == null) {
            Form comparison = java.util.Objects.requireNonNull(s.comparison.form);
            if (comparison.isConstant()) {
                tree = tree(comparison.constant > 0 ? s.yes : s.no, known, expand);
            } else {
                tree = node(comparison, tree(s.yes, known, expand), tree(s.no, known, expand));
            }
            known.put(s, tree);
        }
        return tree;
    }

    private Tree constant(double value) {
        return leaf(Form.constant(value, NOWHERE), Interval.point(value));
    }

    private static final dev.glovebox.compiler.ir.SourceLocation NOWHERE =
            new dev.glovebox.compiler.ir.SourceLocation("", "", "", 0);

    private Tree leaf(Form form, Interval range) {
        return leaves.computeIfAbsent(form, f -> new Tree(f, range));
    }

    private Tree node(Form comparison, Tree yes, Tree no) {
        return yes == no
                ? yes
                : nodes.computeIfAbsent(new Key(comparison.atoms[0], yes, no), k -> new Tree(comparison, yes, no));
    }

    private Form value(Tree tree) {
        if (tree.form == null) {
            Form form = tree.nested <= tree.balanced() ? nested(tree) : cut(tree);
            tree.form = form.isConstant() ? form : form.within(tree.range);
        }
        return tree.form;
    }

    private Form nested(Tree tree) {
        return choose(tree.comparison(), tree.yes(), tree.no());
    }

    /** {@code no + comparison·(yes - no)}. */
    private Form choose(Form condition, Tree yes, Tree no) {
        Form otherwise = value(no);
        Form difference = difference(value(yes), otherwise).within(minus(yes.range, no.range));
        return plus(otherwise, times(condition, difference));
    }

    private Form cut(Tree root) {
        List<Tree> order = new ArrayList<>();
        order(root, new LinkedHashSet<>(), order);
        double half = root.balanced() - 1 + ROUNDING;
        Map<Tree, Double> before = new IdentityHashMap<>();
        Set<Tree> top = new LinkedHashSet<>();
        List<Tree> cuts = new ArrayList<>();
        before.put(root, Double.NEGATIVE_INFINITY);
        boolean constants = false;
        for (Tree tree : order.reversed()) {
            Double weight = before.get(tree);
            if (weight == null) {
                continue;
            }
            if (tree.isConstant()) {
                constants = true;
                continue;
            }
            double after = tree.isLeaf()
                    ? Double.POSITIVE_INFINITY
                    : plus(weight, tree.comparison().depth());
            if (after > half) {
                cuts.add(tree);
            } else {
                top.add(tree);
                before.merge(tree.yes(), after, Math::max);
                before.merge(tree.no(), after, Math::max);
            }
        }
        if (top.isEmpty()) {
            return nested(root);
        }
        if (!constants && cuts.size() == 2) {
            return choose(value(way(root, cuts.get(0), top)), cuts.get(0), cuts.get(1));
        }
        Form sum = value(above(root, top, null, new IdentityHashMap<>()));
        for (Tree cut : cuts) {
            sum = plus(sum, times(value(way(root, cut, top)), value(cut)));
        }
        return sum;
    }

    /** 1 where the way leads to a node, else 0. */
    private Tree way(Tree root, Tree to, Set<Tree> top) {
        return above(root, top, to, new IdentityHashMap<>());
    }

    /** The part of a tree above its cuts: with its own leaves and 0 below, or with 1 below one of the cuts and 0 elsewhere. */
    private Tree above(Tree tree, Set<Tree> top, @Nullable Tree to, Map<Tree, Tree> known) {
        if (tree == to) {
            return constant(1);
        }
        if (!top.contains(tree)) {
            return to == null && tree.isConstant() ? tree : constant(0);
        }
        Tree result = known.get(tree);
        if (result == null) {
            result = node(tree.comparison(), above(tree.yes(), top, to, known), above(tree.no(), top, to, known));
            known.put(tree, result);
        }
        return result;
    }

    /** Appends a tree's nodes, each after those below it. */
    private static void order(Tree tree, Set<Tree> seen, List<Tree> out) {
        if (seen.add(tree)) {
            if (!tree.isLeaf()) {
                order(tree.no(), seen, out);
                order(tree.yes(), seen, out);
            }
            out.add(tree);
        }
    }

    private Form times(Form condition, Form value) {
        if (condition.isConstant() || value.isConstant()) {
            return condition.isConstant()
                    ? value.scaled(condition.constant, 0, value.location)
                    : condition.scaled(value.constant, 0, condition.location);
        }
        if (value.size() == 1 && value.constant != 0) {
            Form alone = product.apply(condition, Form.of(value.atoms[0]));
            return alone.combine(value.coefficients[0], condition, value.constant, condition.location);
        }
        return product.apply(condition, value);
    }

    private static Form plus(Form a, Form b) {
        return a.combine(1, b, 1, a.isConstant() ? b.location : a.location);
    }

    private static Form difference(Form a, Form b) {
        return a.combine(1, b, -1, a.isConstant() ? b.location : a.location);
    }

    private static Interval minus(Interval a, Interval b) {
        return new Interval(a.lo() - b.hi(), a.hi() - b.lo());
    }

    /** log₂(2^a + 2^b). */
    private static double plus(double a, double b) {
        double most = Math.max(a, b);
        double least = Math.min(a, b);
        return least == Double.NEGATIVE_INFINITY ? most : most + Math.log1p(Math.exp((least - most) * LN2)) / LN2;
    }

    private static final double LN2 = Math.log(2);
}
