package dev.glovebox.compiler.frontend;

import org.jspecify.annotations.Nullable;

/** Between bits in slots and boxed values. */
final class Values {
    private Values() {}

    static @Nullable Object box(Class<?> type, long bits, @Nullable Object ref) {
        if (!type.isPrimitive() || ref != null) {
            return ref;
        }
        if (type == int.class) {
            return (int) bits;
        }
        if (type == double.class) {
            return Double.longBitsToDouble(bits);
        }
        if (type == boolean.class) {
            return bits != 0;
        }
        if (type == long.class) {
            return bits;
        }
        if (type == float.class) {
            return Float.intBitsToFloat((int) bits);
        }
        if (type == char.class) {
            return (char) bits;
        }
        if (type == byte.class) {
            return (byte) bits;
        }
        return (short) bits;
    }

    /** Bits of a boxed primitive. */
    static long bits(Object boxed) {
        return switch (boxed) {
            case Double d -> Double.doubleToRawLongBits(d);
            case Float f -> Float.floatToRawIntBits(f);
            case Boolean b -> b ? 1 : 0;
            case Character c -> c;
            case Number n -> n.longValue();
            default -> throw new IllegalArgumentException("not a primitive: " + boxed.getClass());
        };
    }

    static Virtual.Slot slot(Class<?> type, @Nullable Object boxed) {
        if (!type.isPrimitive()) {
            return new Virtual.Slot(0, boxed);
        }
        return new Virtual.Slot(boxed == null ? 0 : bits(boxed), null);
    }

    static void push(Frame frame, Class<?> type, long bits, @Nullable Object ref) {
        if (type == void.class) {
            return;
        }
        frame.bits[frame.sp] = bits;
        frame.refs[frame.sp] = ref;
        frame.sp += Arguments.slots(type);
    }

    static void pushBoxed(Frame frame, Class<?> type, @Nullable Object boxed) {
        if (type != void.class) {
            Virtual.Slot slot = slot(type, boxed);
            push(frame, type, slot.bits(), slot.ref());
        }
    }
}
