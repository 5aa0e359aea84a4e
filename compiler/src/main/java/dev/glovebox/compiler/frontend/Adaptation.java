package dev.glovebox.compiler.frontend;

import java.lang.invoke.MethodType;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Boxing, unboxing and widening where a function object's type meets its body's. */
final class Adaptation {
    private Adaptation() {}

    static Virtual.Slot adapt(Class<?> from, Class<?> to, Virtual.Slot value, Trace trace) {
        if (to == void.class || from == to || (!from.isPrimitive() && !to.isPrimitive())) {
            return value;
        }
        if (!to.isPrimitive()) {
            return new Virtual.Slot(0, box(from, value));
        }
        Object boxed = box(from, value);
        return switch (boxed) {
            case null -> throw trace.thrown(new NullPointerException("null is unboxed"));
            case Virtual.Box box
            when to == double.class || to == float.class || (box.type() != Double.class && box.type() != Float.class) ->
                new Virtual.Slot(0, box.value);
            case Virtual v -> throw Arithmetic.integer(trace);
            default -> new Virtual.Slot(widen(boxed, to), null);
        };
    }

    static @Nullable Object box(Class<?> type, Virtual.Slot value) {
        if (type.isPrimitive() && value.ref() instanceof Symbol symbol) {
            return new Virtual.Box(MethodType.methodType(type).wrap().returnType(), symbol);
        }
        return Values.box(type, value.bits(), value.ref());
    }

    private static long widen(Object boxed, Class<?> to) {
        Object number = boxed instanceof Character c ? (Object) (int) c : boxed;
        if (to == double.class) {
            return Double.doubleToRawLongBits(((Number) number).doubleValue());
        }
        if (to == float.class) {
            return Float.floatToRawIntBits(((Number) number).floatValue());
        }
        return Values.bits(Objects.requireNonNull(boxed));
    }
}
