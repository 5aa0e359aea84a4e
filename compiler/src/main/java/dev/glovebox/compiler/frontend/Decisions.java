package dev.glovebox.compiler.frontend;

import dev.glovebox.compiler.frontend.Conditions.Condition;
import dev.glovebox.compiler.ir.Expression;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongBinaryOperator;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;

/**
 * Comparisons of encrypted numbers and integers that depend on them. Such an integer is a real number that happens to be whole. If
 * it has few values, as a boolean has, a table says under which condition it has which; then every operation on integers works.
 * Encrypted numbers are never NaN.
 */
final class Decisions {
    /** Values of an integer up to which its table is kept. */
    private static final int MAX_VALUES = 16;

    private final Algebra algebra;
    final Conditions conditions;
    private final Map<Symbol, Optional<SortedMap<Long, Condition>>> tables = new IdentityHashMap<>();

    Decisions(Algebra algebra, Conditions conditions) {
        this.algebra = algebra;
        this.conditions = conditions;
    }

    /**
     * What DCMPL and their like give for two numbers.
     *
     * @param unordered if one of them is NaN
     */
    Scalar order(Scalar a, Scalar b, int unordered) {
        double x = a instanceof Scalar.Public p ? p.value() : 0;
        double y = b instanceof Scalar.Public p ? p.value() : 0;
        if (Double.isNaN(x) || Double.isNaN(y)) {
            return Scalar.of(unordered);
        }
        boolean known = a instanceof Scalar.Public && b instanceof Scalar.Public;
        if (known || Double.isInfinite(x) || Double.isInfinite(y)) {
            return Scalar.of(x == y ? 0 : x < y ? -1 : 1);
        }
        return a == b ? Scalar.of(0) : algebra.order(a, b);
    }

    /** Whether a conditional jump on one integer is taken. */
    Condition test(int opcode, Scalar value) {
        if (value instanceof Symbol.Function f && f.function == Expression.Function.SIGN) {
            return sign(opcode, f.argument);
        }
        SortedMap<Long, Condition> table = table(value);
        return table == null ? threshold(opcode, value) : where(table, v -> holds(opcode, v, 0));
    }

    /** Whether a conditional jump on two integers is taken. */
    Condition test(int opcode, Scalar a, Scalar b) {
        int unary = opcode - Opcodes.IF_ICMPEQ + Opcodes.IFEQ;
        SortedMap<Long, Condition> left = table(a);
        SortedMap<Long, Condition> right = table(b);
        if (left != null && right != null) {
            return where(combine(left, right, (x, y) -> holds(unary, x, y) ? 1 : 0), v -> v == 1);
        }
        Scalar difference = algebra.subtract(a, b);
        return difference instanceof Symbol ? threshold(unary, difference) : test(unary, difference);
    }

    private static boolean holds(int opcode, long a, long b) {
        return switch (opcode) {
            case Opcodes.IFEQ -> a == b;
            case Opcodes.IFNE -> a != b;
            case Opcodes.IFLT -> a < b;
            case Opcodes.IFGE -> a >= b;
            case Opcodes.IFGT -> a > b;
            default -> a <= b;
        };
    }

    private Condition sign(int opcode, Symbol x) {
        Scalar zero = Scalar.of(0);
        return switch (opcode) {
            case Opcodes.IFGT -> greater(x, zero);
            case Opcodes.IFLE -> conditions.not(greater(x, zero));
            case Opcodes.IFLT -> greater(zero, x);
            case Opcodes.IFGE -> conditions.not(greater(zero, x));
            case Opcodes.IFNE -> conditions.or(greater(x, zero), greater(zero, x));
            default -> conditions.not(conditions.or(greater(x, zero), greater(zero, x)));
        };
    }

    private Condition greater(Scalar a, Scalar b) {
        return conditions.of(algebra.greater(a, b, conditions::isAsked));
    }

    /** Whole numbers keep a distance of 1/2 from these thresholds. */
    private Condition threshold(int opcode, Scalar value) {
        return switch (opcode) {
            case Opcodes.IFGT -> greater(value, Scalar.of(0.5));
            case Opcodes.IFLE -> conditions.not(greater(value, Scalar.of(0.5)));
            case Opcodes.IFGE -> greater(value, Scalar.of(-0.5));
            case Opcodes.IFLT -> conditions.not(greater(value, Scalar.of(-0.5)));
            case Opcodes.IFEQ ->
                conditions.and(greater(value, Scalar.of(-0.5)), conditions.not(greater(value, Scalar.of(0.5))));
            default -> conditions.or(conditions.not(greater(value, Scalar.of(-0.5))), greater(value, Scalar.of(0.5)));
        };
    }

    /** Under which condition an integer has which value; null if it may have many. */
    @Nullable
    SortedMap<Long, Condition> table(Scalar value) {
        if (value instanceof Scalar.Public p) {
            return p.value() == Math.rint(p.value())
                    ? new TreeMap<>(Map.of((long) p.value(), conditions.always))
                    : null;
        }
        Symbol symbol = (Symbol) value;
        Optional<SortedMap<Long, Condition>> known = tables.get(symbol);
        if (known == null) {
            known = Optional.ofNullable(compute(symbol));
            tables.put(symbol, known);
        }
        return known.orElse(null);
    }

    private @Nullable SortedMap<Long, Condition> compute(Symbol symbol) {
        return switch (symbol) {
            case Symbol.Select s -> {
                SortedMap<Long, Condition> yes = table(s.yes);
                SortedMap<Long, Condition> no = yes == null ? null : table(s.no);
                yield yes == null || no == null ? null : choose(conditions.of(s.comparison), yes, no);
            }
            case Symbol.Linear l -> linear(l);
            case Symbol.Function f
            when f.function == Expression.Function.STEP ->
                new TreeMap<>(Map.of(1L, conditions.of(f), 0L, conditions.not(conditions.of(f))));
            case Symbol.Function f
            when f.function == Expression.Function.SIGN -> {
                Condition above = sign(Opcodes.IFGT, f.argument);
                Condition below = conditions.and(sign(Opcodes.IFLT, f.argument), conditions.not(above));
                yield new TreeMap<>(Map.of(1L, above, -1L, below, 0L, conditions.not(conditions.or(above, below))));
            }
            default -> null;
        };
    }

    private @Nullable SortedMap<Long, Condition> linear(Symbol.Linear l) {
        boolean whole = l.scaleA == Math.rint(l.scaleA)
                && l.scaleB == Math.rint(l.scaleB)
                && l.constant == Math.rint(l.constant);
        SortedMap<Long, Condition> a = whole ? table(l.a) : null;
        SortedMap<Long, Condition> b = a == null || l.b == null ? null : table(l.b);
        if (a == null || (b == null && l.b != null)) {
            return null;
        }
        SortedMap<Long, Condition> other = b == null ? new TreeMap<>(Map.of(0L, conditions.always)) : b;
        return bounded(a, other, (x, y) -> (long) l.scaleA * x + (long) l.scaleB * y + (long) l.constant);
    }

    private @Nullable SortedMap<Long, Condition> choose(
            Condition condition, SortedMap<Long, Condition> yes, SortedMap<Long, Condition> no) {
        SortedMap<Long, Condition> table = new TreeMap<>();
        yes.forEach((value, c) -> add(table, value, conditions.and(condition, c)));
        no.forEach((value, c) -> add(table, value, conditions.and(conditions.not(condition), c)));
        return table.size() > MAX_VALUES ? null : table;
    }

    private void add(SortedMap<Long, Condition> table, long value, Condition condition) {
        if (condition != conditions.never) {
            table.merge(value, condition, conditions::or);
        }
    }

    /** An operation on two integers with tables, or null if there are too many results. */
    private @Nullable SortedMap<Long, Condition> bounded(
            SortedMap<Long, Condition> a, SortedMap<Long, Condition> b, LongBinaryOperator operator) {
        SortedMap<Long, Condition> table = combine(a, b, operator);
        return table.size() > MAX_VALUES ? null : table;
    }

    private SortedMap<Long, Condition> combine(
            SortedMap<Long, Condition> a, SortedMap<Long, Condition> b, LongBinaryOperator operator) {
        SortedMap<Long, Condition> table = new TreeMap<>();
        a.forEach((x, ifX) -> b.forEach((y, ifY) -> add(table, operator.applyAsLong(x, y), conditions.and(ifX, ifY))));
        return table;
    }

    private Condition where(SortedMap<Long, Condition> table, LongPredicate predicate) {
        Condition any = conditions.never;
        for (Map.Entry<Long, Condition> entry : table.entrySet()) {
            any = predicate.test(entry.getKey()) ? conditions.or(any, entry.getValue()) : any;
        }
        return any;
    }

    boolean hasFewValues(List<Scalar> integers) {
        return integers.stream()
                .allMatch(i -> table(i) != null
                        && !(i instanceof Symbol.Function f && f.function == Expression.Function.SIGN));
    }

    /** The condition that an integer equals a public one. */
    Condition equal(Scalar value, int key) {
        return test(Opcodes.IF_ICMPEQ, value, Scalar.of(key));
    }

    /** An operation on two integers, or null if one has too many values. */
    @Nullable
    Scalar operate(Scalar a, Scalar b, LongBinaryOperator operator) {
        SortedMap<Long, Condition> left = table(a);
        SortedMap<Long, Condition> right = left == null ? null : table(b);
        SortedMap<Long, Condition> table = left == null || right == null ? null : bounded(left, right, operator);
        return table == null ? null : value(table);
    }

    private Scalar value(SortedMap<Long, Condition> table) {
        Scalar value = Scalar.of(table.lastKey());
        for (Map.Entry<Long, Condition> entry :
                table.headMap(table.lastKey()).reversed().entrySet()) {
            value = algebra.select(conditions, entry.getValue(), Scalar.of(entry.getKey()), value);
        }
        return value;
    }
}
