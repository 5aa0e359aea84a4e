package dev.glovebox.compiler.frontend;

import dev.glovebox.compiler.diagnostic.Code;
import dev.glovebox.compiler.frontend.Conditions.Condition;
import dev.glovebox.compiler.ir.Expression;
import dev.glovebox.compiler.ir.Interval;
import dev.glovebox.compiler.ir.SourceLocation;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Arithmetic on numbers of which at least one is encrypted. Encrypted numbers are reals: float and double are the same. */
final class Algebra {
    private final Trace trace;
    private final Map<Comparison, Symbol> comparisons = new HashMap<>();
    private long nextId;

    private record Comparison(Expression.Function function, Scalar left, Scalar right) {}

    Algebra(Trace trace) {
        this.trace = trace;
    }

    /** Symbols made so far. */
    long symbols() {
        return nextId;
    }

    Symbol input(Form form, SourceLocation at) {
        return new Symbol.Input(nextId++, at, form);
    }

    /** Σ weightᵢ·termᵢ + constant; finite, no weight 0. */
    Symbol sum(Symbol[] terms, double[] weights, double constant) {
        return new Symbol.Sum(nextId++, trace.location(), terms, weights, constant);
    }

    /** The same number with a range that the user declares. */
    Symbol within(Symbol a, Interval range) {
        return new Symbol.Within(nextId++, trace.location(), a, range);
    }

    /** The same operation on other numbers, at the same place of the program. */
    Symbol copy(Symbol symbol, UnaryOperator<Scalar> operands) {
        return symbol.with(nextId++, operands);
    }

    Scalar add(Scalar a, Scalar b) {
        return sum(a, b, 1);
    }

    Scalar subtract(Scalar a, Scalar b) {
        return sum(a, b, -1);
    }

    private Scalar sum(Scalar a, Scalar b, double sign) {
        if (a instanceof Scalar.Public && b instanceof Scalar.Public) {
            return Scalar.of(finite(a) + sign * finite(b));
        }
        if (a instanceof Symbol x && b instanceof Symbol y) {
            return new Symbol.Linear(nextId++, trace.location(), x, 1, y, sign, 0, false);
        }
        if (a instanceof Symbol x) {
            double constant = finite(b);
            return constant == 0 ? x : linear(x, 1, sign * constant);
        }
        double constant = finite(a);
        Symbol y = (Symbol) b;
        return constant == 0 && sign == 1 ? y : linear(y, sign, constant);
    }

    private Symbol linear(Symbol a, double scale, double constant) {
        return new Symbol.Linear(nextId++, trace.location(), a, scale, null, 0, constant, false);
    }

    Scalar negate(Scalar a) {
        return new Symbol.Linear(nextId++, trace.location(), (Symbol) a, -1, null, 0, 0, true);
    }

    Scalar multiply(Scalar a, Scalar b) {
        if (a instanceof Symbol && b instanceof Symbol) {
            return operation(Expression.Operator.MULTIPLY, a, b);
        }
        return a instanceof Symbol x ? scale(x, finite(b)) : scale((Symbol) b, finite(a));
    }

    private Scalar scale(Symbol x, double factor) {
        if (factor == 0) {
            return Scalar.of(0);
        }
        return factor == 1 ? x : linear(x, factor, 0);
    }

    Scalar divide(Scalar a, Scalar b) {
        if (b instanceof Scalar.Public divisor) {
            if (divisor.value() == 0) {
                throw trace.failure(
                        Code.UNSUPPORTED_OPERATION,
                        "an encrypted value is divided by the public value 0",
                        "a divisor that is not 0",
                        "Check the divisor before the division.");
            }
            finite(b);
            return linear((Symbol) a, 1 / divisor.value(), 0);
        }
        if (a instanceof Symbol) {
            return operation(Expression.Operator.DIVIDE, a, b);
        }
        double numerator = finite(a);
        if (numerator == 0) {
            return Scalar.of(0);
        }
        return scale(operation(Expression.Operator.DIVIDE, Scalar.of(1), b), numerator);
    }

    Scalar max(Scalar a, Scalar b) {
        return extreme(Expression.Operator.MAX, a, b);
    }

    Scalar min(Scalar a, Scalar b) {
        return extreme(Expression.Operator.MIN, a, b);
    }

    /** With a public operand second, so that equal operations look equal. */
    private Scalar extreme(Expression.Operator operator, Scalar a, Scalar b) {
        if (a instanceof Symbol && b instanceof Symbol) {
            return a == b ? a : operation(operator, a, b);
        }
        Scalar constant = a instanceof Symbol ? b : a;
        double value = ((Scalar.Public) constant).value();
        if (Double.isInfinite(value)) {
            boolean absorbs = value > 0 == (operator == Expression.Operator.MAX);
            return absorbs ? constant : constant == a ? b : a;
        }
        finite(constant);
        return operation(operator, constant == a ? b : a, constant);
    }

    Scalar pow(Scalar base, Scalar exponent) {
        if (exponent instanceof Scalar.Public p) {
            double e = finite(exponent);
            if (e == 0) {
                return Scalar.of(1);
            }
            return e == 1 ? base : operation(Expression.Operator.POW, base, p);
        }
        if (base instanceof Scalar.Public p && p.value() > 0) {
            Scalar log = scale((Symbol) exponent, Math.log(finite(base)));
            return log instanceof Symbol s ? function(Expression.Function.EXP, s) : Scalar.of(1);
        }
        throw trace.failure(
                Code.UNSUPPORTED_OPERATION,
                "Math.pow has an encrypted exponent and a base that is not a positive public number",
                "a public exponent, or a positive public base",
                "Write it with Math.exp and Math.log, which declare their ranges.");
    }

    Symbol function(Expression.Function function, Symbol argument) {
        return new Symbol.Function(nextId++, trace.location(), function, argument);
    }

    /**
     * 1 if a is greater than b, else 0.
     *
     * @param reuse whether the symbol that an earlier call made may be the result
     */
    Symbol greater(Scalar a, Scalar b, Predicate<Symbol> reuse) {
        return compare(Expression.Function.STEP, a, b, reuse);
    }

    /** 1, 0 or -1 as a is greater than b, equal, or less. */
    Symbol order(Scalar a, Scalar b) {
        return compare(Expression.Function.SIGN, a, b, known -> true);
    }

    private Symbol compare(Expression.Function function, Scalar a, Scalar b, Predicate<Symbol> reuse) {
        Comparison key = new Comparison(function, a, b);
        Symbol known = comparisons.get(key);
        if (known == null || !reuse.test(known)) {
            known = function(function, (Symbol) sum(a, b, -1));
            comparisons.put(key, known);
        }
        return known;
    }

    /** {@code condition ? yes : no}; as many symbols as the condition has comparisons. */
    Scalar select(Conditions conditions, Condition condition, Scalar yes, Scalar no) {
        finite(yes, no);
        return select(conditions, new Choice(condition, yes, no), new HashMap<>());
    }

    private Scalar select(Conditions conditions, Choice choice, Map<Choice, Scalar> known) {
        if (conditions.isConstant(choice.condition) || same(choice.yes, choice.no)) {
            return choice.condition == conditions.never ? choice.no : choice.yes;
        }
        Scalar result = known.get(choice);
        if (result == null) {
            Symbol comparison = conditions.comparison(choice.condition);
            Scalar yes = select(conditions, choice.given(comparison, true), known);
            Scalar no = select(conditions, choice.given(comparison, false), known);
            result = same(yes, no) ? yes : new Symbol.Select(nextId++, trace.location(), comparison, yes, no);
            known.put(choice, result);
        }
        return result;
    }

    private record Choice(Condition condition, Scalar yes, Scalar no) {
        /** The choice where the condition's first comparison has this result; values that ask it as well are simpler there. */
        Choice given(Symbol comparison, boolean holds) {
            return new Choice(
                    holds ? condition.yes() : condition.no(),
                    side(comparison, yes, holds),
                    side(comparison, no, holds));
        }

        private static Scalar side(Symbol comparison, Scalar value, boolean holds) {
            return value instanceof Symbol.Select s && s.comparison == comparison ? (holds ? s.yes : s.no) : value;
        }
    }

    private void finite(Scalar... values) {
        for (Scalar value : values) {
            if (value instanceof Scalar.Public) {
                finite(value);
            }
        }
    }

    static boolean same(Scalar a, Scalar b) {
        return a == b || (a instanceof Scalar.Public x && b instanceof Scalar.Public y && x.value() == y.value());
    }

    private Symbol operation(Expression.Operator operator, Scalar a, Scalar b) {
        return new Symbol.Operation(nextId++, trace.location(), operator, a, b);
    }

    private double finite(Scalar s) {
        return finite(((Scalar.Public) s).value());
    }

    /** A public number that meets an encrypted one. */
    double finite(double value) {
        if (!Double.isFinite(value)) {
            throw trace.failure(
                    Code.UNSUPPORTED_OPERATION,
                    "the public value " + value + " meets an encrypted value",
                    "finite numbers",
                    "Find where the model computes " + value + "; encrypted numbers are real numbers.");
        }
        return value;
    }
}
