package dev.glovebox.compiler.frontend;

import dev.glovebox.compiler.ir.Expression;
import dev.glovebox.compiler.ir.Expression.Binary;
import dev.glovebox.compiler.ir.Expression.Constant;
import dev.glovebox.compiler.ir.Expression.Operator;
import dev.glovebox.compiler.ir.Expression.Unary;
import dev.glovebox.compiler.ir.Expression.Variable;
import dev.glovebox.compiler.ir.Interval;
import dev.glovebox.compiler.ir.tensor.TensorProgram.Node;
import dev.glovebox.compiler.range.ExpressionBounds;
import dev.glovebox.compiler.range.Intervals;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Ranges of what depends on selects. A select lies between its sides, wherever its condition lies; interval arithmetic on the
 * products that it becomes could not know that.
 */
final class SymbolRanges {
    private static final Interval UNKNOWN = new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

    private final List<Node> inputs;
    private final Map<Symbol, Known> known = new IdentityHashMap<>();

    private record Known(Interval range, boolean afterSelect) {}

    /** @param inputs the input nodes */
    SymbolRanges(List<Node> inputs) {
        this.inputs = inputs;
    }

    /** The range of a number; infinite if nothing is known. */
    Interval of(Scalar scalar) {
        return known(scalar).range;
    }

    /** Whether a number depends on a select, so that its range says more than interval arithmetic would. */
    boolean dependsOnSelect(Symbol symbol) {
        return known(symbol).afterSelect;
    }

    private Known known(Scalar scalar) {
        if (scalar instanceof Scalar.Public p) {
            return new Known(Double.isFinite(p.value()) ? Interval.point(p.value()) : UNKNOWN, false);
        }
        Symbol symbol = (Symbol) scalar;
        Known result = known.get(symbol);
        if (result == null) {
            result = compute(symbol);
            known.put(symbol, result);
        }
        return result;
    }

    private Known compute(Symbol symbol) {
        return switch (symbol) {
            case Symbol.Input i ->
                new Known(input((Atom.Input) java.util.Objects.requireNonNull(i.form).atoms[0]), false);
            case Symbol.Linear l -> {
                Known a = known(l.a);
                Known b = l.b == null ? new Known(Interval.point(0), false) : known(l.b);
                Interval sum = Intervals.add(scaled(a.range, l.scaleA), scaled(b.range, l.scaleB));
                yield new Known(finite(Intervals.add(sum, Interval.point(l.constant))), a.afterSelect || b.afterSelect);
            }
            case Symbol.Sum s -> {
                Interval sum = Interval.point(s.constant);
                boolean afterSelect = false;
                for (int i = 0; i < s.terms.length; i++) {
                    Known term = known(s.terms[i]);
                    sum = Intervals.add(sum, scaled(term.range, s.weights[i]));
                    afterSelect |= term.afterSelect;
                }
                yield new Known(finite(sum), afterSelect);
            }
            case Symbol.Within w -> {
                Known argument = known(w.argument);
                yield new Known(meet(argument.range, w.range), argument.afterSelect);
            }
            case Symbol.Function f -> {
                Known argument = known(f.argument);
                yield new Known(function(f.function, argument.range), argument.afterSelect);
            }
            case Symbol.Operation o -> {
                Known left = known(o.left);
                Known right = known(o.right);
                yield new Known(operation(o, left.range, right.range), left.afterSelect || right.afterSelect);
            }
            case Symbol.Select s -> new Known(of(s.yes).hull(of(s.no)), true);
        };
    }

    private Interval input(Atom.Input atom) {
        return inputs.get(atom.node).range(atom.index);
    }

    private static Interval meet(Interval a, Interval b) {
        double lo = Math.max(a.lo(), b.lo());
        double hi = Math.min(a.hi(), b.hi());
        return lo <= hi ? new Interval(lo, hi) : b;
    }

    private static Interval scaled(Interval range, double factor) {
        return range.isFinite()
                ? Intervals.multiply(range, Interval.point(factor))
                : factor == 0 ? Interval.point(0) : UNKNOWN;
    }

    private static Interval function(Expression.Function function, Interval argument) {
        return switch (function) {
            case STEP -> new Interval(0, 1);
            case SIGN -> new Interval(-1, 1);
            default -> bounds(new Unary(function, new Variable()), argument);
        };
    }

    private static Interval operation(Symbol.Operation o, Interval left, Interval right) {
        if (!left.isFinite() || !right.isFinite()) {
            return UNKNOWN;
        }
        return switch (o.operator) {
            case MULTIPLY -> finite(o.left == o.right ? Intervals.square(left) : Intervals.multiply(left, right));
            case MAX -> new Interval(Math.max(left.lo(), right.lo()), Math.max(left.hi(), right.hi()));
            case MIN -> new Interval(Math.min(left.lo(), right.lo()), Math.min(left.hi(), right.hi()));
            case DIVIDE -> {
                Interval reciprocal = bounds(new Binary(Operator.DIVIDE, new Constant(1), new Variable()), right);
                yield reciprocal.isFinite() ? finite(Intervals.multiply(left, reciprocal)) : UNKNOWN;
            }
            default ->
                o.right instanceof Scalar.Public p
                        ? bounds(new Binary(o.operator, new Variable(), new Constant(p.value())), left)
                        : UNKNOWN;
        };
    }

    private static Interval bounds(Expression function, Interval argument) {
        if (!argument.isFinite()) {
            return UNKNOWN;
        }
        return ExpressionBounds.rangeIfDefined(function, argument)
                .map(SymbolRanges::finite)
                .orElse(UNKNOWN);
    }

    private static Interval finite(Interval range) {
        return range.isFinite() ? range : UNKNOWN;
    }
}
