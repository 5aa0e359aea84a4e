package dev.glovebox.compiler.frontend;

import dev.glovebox.compiler.CompilerOptions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Conditions on encrypted data: reduced ordered binary decision diagrams over comparisons (Bryant, "Graph-based algorithms for
 * Boolean function manipulation", 1986), in the order in which the model first made the comparisons. Equal conditions are one
 * object.
 */
final class Conditions {
    /** A condition: if the variable's comparison holds, {@code yes}, else {@code no}. */
    static final class Condition {
        private final int variable;
        private final Condition yes;
        private final Condition no;

        private Condition(int variable, Condition yes, Condition no) {
            this.variable = variable;
            this.yes = yes;
            this.no = no;
        }

        /** A constant. */
        private Condition() {
            this.variable = Integer.MAX_VALUE;
            this.yes = this;
            this.no = this;
        }

        Condition yes() {
            return yes;
        }

        Condition no() {
            return no;
        }
    }

    private record Key(int variable, Condition yes, Condition no) {}

    private record Choice(Condition condition, Condition yes, Condition no) {}

    private record Care(Condition condition, Condition care) {}

    final Condition always = new Condition();
    final Condition never = new Condition();

    /** When the way that runs is taken. */
    Condition running = always;

    private final Map<Key, Condition> unique = new HashMap<>();
    private final Map<Choice, Condition> choices = new HashMap<>();
    private final Map<Care, Condition> simplified = new HashMap<>();
    private final Map<Symbol, Condition> variables = new HashMap<>();
    private final List<Symbol> comparisons = new ArrayList<>();
    private final long limit;
    private final Runnable exceeded;

    /**
     * @param limit nodes that there may be, as {@link CompilerOptions#maxEntries()}
     * @param exceeded says that there are more; does not return
     */
    Conditions(long limit, Runnable exceeded) {
        this.limit = limit;
        this.exceeded = exceeded;
    }

    /** The condition that a comparison, a symbol whose values are 0 and 1, is 1. */
    Condition of(Symbol comparison) {
        return variables.computeIfAbsent(comparison, c -> {
            comparisons.add(c);
            return node(comparisons.size() - 1, always, never);
        });
    }

    /** The comparison that a condition, not constant, asks first. */
    Symbol comparison(Condition condition) {
        return comparisons.get(condition.variable);
    }

    /**
     * Whether the way that runs depends on a comparison. If it does not, the same comparison is better asked anew: an order that
     * suits one part of the model, such as one tree of a forest, need not suit another.
     */
    boolean isAsked(Symbol comparison) {
        Condition condition = variables.get(comparison);
        return condition != null
                && mentions(running, condition.variable, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    private static boolean mentions(Condition condition, int variable, Set<Condition> seen) {
        if (condition.variable >= variable || !seen.add(condition)) {
            return condition.variable == variable;
        }
        return mentions(condition.yes, variable, seen) || mentions(condition.no, variable, seen);
    }

    boolean isConstant(Condition condition) {
        return condition == always || condition == never;
    }

    Condition not(Condition a) {
        return choose(a, never, always);
    }

    Condition and(Condition a, Condition b) {
        return choose(a, b, never);
    }

    Condition or(Condition a, Condition b) {
        return choose(a, always, b);
    }

    /** {@code condition ? yes : no}. */
    Condition choose(Condition condition, Condition yes, Condition no) {
        if (isConstant(condition) || yes == no) {
            return condition == never ? no : yes;
        }
        if (yes == always && no == never) {
            return condition;
        }
        Choice key = new Choice(condition, yes, no);
        Condition known = choices.get(key);
        if (known == null) {
            int top = Math.min(condition.variable, Math.min(yes.variable, no.variable));
            known = node(
                    top,
                    choose(branch(condition, top, true), branch(yes, top, true), branch(no, top, true)),
                    choose(branch(condition, top, false), branch(yes, top, false), branch(no, top, false)));
            choices.put(key, known);
        }
        return known;
    }

    /**
     * A condition that equals the given one wherever {@code care} holds, and asks no more: the restrict operator of Coudert and
     * Madre, 1990.
     *
     * @param care not {@link #never}
     */
    Condition simplify(Condition condition, Condition care) {
        if (isConstant(condition) || care == always) {
            return condition;
        }
        if (condition == care) {
            return always;
        }
        Care key = new Care(condition, care);
        Condition known = simplified.get(key);
        if (known == null) {
            known = restrict(condition, care);
            simplified.put(key, known);
        }
        return known;
    }

    private Condition restrict(Condition condition, Condition care) {
        if (care.variable < condition.variable) {
            return simplify(condition, or(care.yes, care.no));
        }
        int top = condition.variable;
        Condition whenTrue = branch(care, top, true);
        Condition whenFalse = branch(care, top, false);
        if (whenTrue == never) {
            return simplify(condition.no, whenFalse);
        }
        if (whenFalse == never) {
            return simplify(condition.yes, whenTrue);
        }
        return node(top, simplify(condition.yes, whenTrue), simplify(condition.no, whenFalse));
    }

    private static Condition branch(Condition condition, int variable, boolean value) {
        if (condition.variable != variable) {
            return condition;
        }
        return value ? condition.yes : condition.no;
    }

    private Condition node(int variable, Condition yes, Condition no) {
        if (yes == no) {
            return yes;
        }
        if (unique.size() >= limit) {
            exceeded.run();
        }
        return unique.computeIfAbsent(new Key(variable, yes, no), key -> new Condition(variable, yes, no));
    }
}
