package dev.glovebox.compiler.frontend;

import dev.glovebox.compiler.diagnostic.Code;
import dev.glovebox.compiler.ir.Expression;
import java.lang.reflect.Array;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The JDK's methods that take encrypted data. */
final class Intrinsics {
    private static final Map<String, Expression.Function> FUNCTIONS = Map.ofEntries(
            Map.entry("abs", Expression.Function.ABS),
            Map.entry("exp", Expression.Function.EXP),
            Map.entry("expm1", Expression.Function.EXPM1),
            Map.entry("log", Expression.Function.LOG),
            Map.entry("log1p", Expression.Function.LOG1P),
            Map.entry("sqrt", Expression.Function.SQRT),
            Map.entry("cbrt", Expression.Function.CBRT),
            Map.entry("sin", Expression.Function.SIN),
            Map.entry("cos", Expression.Function.COS),
            Map.entry("tan", Expression.Function.TAN),
            Map.entry("atan", Expression.Function.ATAN),
            Map.entry("sinh", Expression.Function.SINH),
            Map.entry("cosh", Expression.Function.COSH),
            Map.entry("tanh", Expression.Function.TANH),
            Map.entry("signum", Expression.Function.SIGN));

    /** Methods of boxes that look at a number's bits or order. */
    private static final Set<String> INSPECTIONS = Set.of(
            "isNaN",
            "isInfinite",
            "isFinite",
            "equals",
            "hashCode",
            "toString",
            "toHexString",
            "doubleToLongBits",
            "doubleToRawLongBits",
            "floatToIntBits",
            "floatToRawIntBits");

    private static final Set<String> INTEGERS = Set.of("intValue", "longValue", "shortValue", "byteValue");

    private final Trace trace;
    private final Algebra algebra;
    private final Decisions decisions;
    private final ArrayOps arrays;

    Intrinsics(Trace trace, Algebra algebra, Decisions decisions, ArrayOps arrays) {
        this.trace = trace;
        this.algebra = algebra;
        this.decisions = decisions;
        this.arrays = arrays;
    }

    /** Calls a method, or returns null if it is none of these. */
    Virtual.@Nullable Slot call(MethodRef ref, Arguments a) {
        if (ref.owner.isArray()) {
            return ref.name.equals("clone") ? reference(copy(a)) : null;
        }
        return switch (ref.owner.getName()) {
            case "java.lang.Math", "java.lang.StrictMath" -> math(ref, a);
            case "java.lang.Double", "java.lang.Float", "java.lang.Number", "java.lang.Comparable" -> box(ref, a);
            case "java.lang.Integer",
                    "java.lang.Long",
                    "java.lang.Short",
                    "java.lang.Byte",
                    "java.lang.Character",
                    "java.lang.Boolean" -> integer(ref, a);
            case "java.lang.Object" -> object(ref, a);
            case "java.util.Objects" -> objects(ref, a);
            case "java.util.Arrays" -> arrays(ref, a);
            case "java.lang.System" -> system(ref, a);
            case "java.lang.String" -> ref.name.equals("valueOf") ? text() : null;
            default -> null;
        };
    }

    /** Whether a method only writes an array that it gets. */
    static boolean writesArrays(MethodRef ref) {
        return (ref.owner == System.class && ref.name.equals("arraycopy"))
                || (ref.owner == java.util.Arrays.class && ref.name.equals("fill"));
    }

    private static Virtual.Slot reference(@Nullable Object value) {
        return new Virtual.Slot(0, value);
    }

    private static Virtual.Slot number(Scalar value, Class<?> type) {
        return switch (value) {
            case Symbol s -> new Virtual.Slot(0, s);
            case Scalar.Public p ->
                new Virtual.Slot(
                        type == float.class
                                ? Float.floatToRawIntBits((float) p.value())
                                : type == double.class ? Double.doubleToRawLongBits(p.value()) : (long) p.value(),
                        null);
        };
    }

    private Virtual.@Nullable Slot math(MethodRef ref, Arguments a) {
        Expression.Function function = a.size() == 1 ? FUNCTIONS.get(ref.name) : null;
        if (function != null) {
            return number(algebra.function(function, (Symbol) a.scalar(0)), ref.result());
        }
        Scalar value = switch (ref.name) {
            case "max" -> algebra.max(a.scalar(0), a.scalar(1));
            case "min" -> algebra.min(a.scalar(0), a.scalar(1));
            case "pow" -> algebra.pow(a.scalar(0), a.scalar(1));
            case "fma" -> fma(a.scalar(0), a.scalar(1), a.scalar(2));
            case "clamp" -> clamp(a.scalar(0), a.scalar(1), a.scalar(2));
            default -> null;
        };
        return value == null ? null : number(value, ref.result());
    }

    private Scalar fma(Scalar a, Scalar b, Scalar c) {
        Scalar product = a instanceof Scalar.Public x && b instanceof Scalar.Public y
                ? Scalar.of(x.value() * y.value())
                : algebra.multiply(a, b);
        return product instanceof Scalar.Public p && c instanceof Scalar.Public q
                ? Scalar.of(p.value() + q.value())
                : algebra.add(product, c);
    }

    private @Nullable Scalar clamp(Scalar value, Scalar min, Scalar max) {
        if (!(value instanceof Symbol && min instanceof Scalar.Public lo && max instanceof Scalar.Public hi)) {
            return null;
        }
        if (!(lo.value() <= hi.value())) {
            throw trace.thrown(new IllegalArgumentException(lo.value() + " > " + hi.value()));
        }
        Scalar upper = algebra.min(value, max);
        return upper instanceof Symbol ? algebra.max(upper, min) : upper;
    }

    private Virtual.@Nullable Slot box(MethodRef ref, Arguments a) {
        if (INSPECTIONS.contains(ref.name)) {
            throw inspection(ref);
        }
        if (INTEGERS.contains(ref.name)) {
            if (a.refs()[0] instanceof Virtual.Box b && b.type() != Double.class && b.type() != Float.class) {
                return reference(b.value);
            }
            throw Arithmetic.integer(trace);
        }
        return switch (ref.name) {
            case "valueOf" -> a.refs()[0] instanceof Symbol s ? reference(new Virtual.Box(ref.owner, s)) : null;
            case "doubleValue", "floatValue" -> a.refs()[0] instanceof Virtual.Box b ? reference(b.value) : null;
            case "compare" -> number(decisions.order(a.scalar(0), a.scalar(1), 1), ref.result());
            case "compareTo" ->
                a.refs()[0] instanceof Virtual.Box || a.refs()[1] instanceof Virtual.Box
                        ? number(decisions.order(unboxed(a, 0), unboxed(a, 1), 1), ref.result())
                        : null;
            case "sum" -> number(algebra.add(a.scalar(0), a.scalar(1)), ref.result());
            case "max" -> number(algebra.max(a.scalar(0), a.scalar(1)), ref.result());
            case "min" -> number(algebra.min(a.scalar(0), a.scalar(1)), ref.result());
            default -> null;
        };
    }

    private Scalar unboxed(Arguments a, int i) {
        return a.refs()[i] instanceof Virtual.Box b
                ? b.value
                : Scalar.of(((Number) Objects.requireNonNull(a.refs()[i])).doubleValue());
    }

    private Virtual.@Nullable Slot integer(MethodRef ref, Arguments a) {
        return switch (ref.name) {
            case "valueOf" -> a.refs()[0] instanceof Symbol s ? reference(new Virtual.Box(ref.owner, s)) : null;
            case "intValue",
                    "longValue",
                    "shortValue",
                    "byteValue",
                    "charValue",
                    "booleanValue",
                    "doubleValue",
                    "floatValue" -> a.refs()[0] instanceof Virtual.Box b ? reference(b.value) : null;
            case "compare" -> number(decisions.order(a.scalar(0), a.scalar(1), 1), ref.result());
            case "sum" -> number(algebra.add(a.scalar(0), a.scalar(1)), ref.result());
            case "max" -> number(algebra.max(a.scalar(0), a.scalar(1)), ref.result());
            case "min" -> number(algebra.min(a.scalar(0), a.scalar(1)), ref.result());
            case "signum" -> number(decisions.order(a.scalar(0), Scalar.of(0), 0), ref.result());
            default -> null;
        };
    }

    private RuntimeException inspection(MethodRef ref) {
        return trace.failure(
                Code.UNSUPPORTED_OPERATION,
                ref.display() + " looks at an encrypted value",
                "arithmetic and functions of Math on encrypted values",
                "Compare or print the value on the client, after decryption.");
    }

    private Virtual.Slot text() {
        throw Dynamics.text(trace);
    }

    private Virtual.@Nullable Slot object(MethodRef ref, Arguments a) {
        Object receiver = Objects.requireNonNull(a.refs()[0]);
        boolean opaque = !(receiver instanceof Virtual.Box);
        return switch (ref.name) {
            case "getClass" -> reference(Interpreter.typeOf(receiver));
            case "hashCode" -> opaque ? new Virtual.Slot(System.identityHashCode(receiver), null) : inspected(ref);
            case "equals" -> opaque ? new Virtual.Slot(receiver == a.refs()[1] ? 1 : 0, null) : inspected(ref);
            case "toString" -> text();
            default -> null;
        };
    }

    private Virtual.Slot inspected(MethodRef ref) {
        throw inspection(ref);
    }

    private static Virtual.@Nullable Slot objects(MethodRef ref, Arguments a) {
        return switch (ref.name) {
            case "requireNonNull" -> reference(a.refs()[0]);
            case "isNull" -> new Virtual.Slot(a.refs()[0] == null ? 1 : 0, null);
            case "nonNull" -> new Virtual.Slot(a.refs()[0] != null ? 1 : 0, null);
            default -> null;
        };
    }

    private Object copy(Arguments a) {
        Object array = Objects.requireNonNull(a.refs()[0]);
        return arrays.copyOfRange(array, 0, Array.getLength(array));
    }

    private Virtual.@Nullable Slot arrays(MethodRef ref, Arguments a) {
        boolean typed = ref.type.parameterCount() > 0 && ref.type.lastParameterType() == Class.class;
        return switch (ref.name) {
            case "copyOf" -> typed ? null : reference(copyOf(a));
            case "copyOfRange" -> typed ? null : reference(arrays.copyOfRange(a.refs()[0], a.integer(1), a.integer(2)));
            case "fill" -> fill(a);
            default -> null;
        };
    }

    private Object copyOf(Arguments a) {
        int length = a.integer(1);
        if (length < 0) {
            throw trace.thrown(new NegativeArraySizeException(String.valueOf(length)));
        }
        return arrays.copyOfRange(a.refs()[0], 0, length);
    }

    private Virtual.Slot fill(Arguments a) {
        Object array = a.refs()[0];
        if (array == null) {
            throw trace.thrown(new NullPointerException("the array is null"));
        }
        boolean range = a.size() == 4;
        int length = Array.getLength(array);
        int from = range ? a.integer(1) : 0;
        int to = range ? a.integer(2) : length;
        if (from > to) {
            throw trace.thrown(new IllegalArgumentException("fromIndex(" + from + ") > toIndex(" + to + ")"));
        }
        if (from < 0 || to > length) {
            throw trace.thrown(
                    new ArrayIndexOutOfBoundsException("Array index out of range: " + (from < 0 ? from : to)));
        }
        int value = a.size() - 1;
        for (int i = from; i < to; i++) {
            arrays.store(array, i, a.bits()[value], a.refs()[value]);
        }
        return new Virtual.Slot(0, null);
    }

    private Virtual.@Nullable Slot system(MethodRef ref, Arguments a) {
        return switch (ref.name) {
            case "arraycopy" -> {
                arrays.copy(a.refs()[0], a.integer(1), a.refs()[2], a.integer(3), a.integer(4));
                yield new Virtual.Slot(0, null);
            }
            case "identityHashCode" -> new Virtual.Slot(System.identityHashCode(a.refs()[0]), null);
            default -> null;
        };
    }
}
