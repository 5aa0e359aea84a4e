package dev.glovebox.compiler.frontend;

import java.lang.reflect.Array;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;

/** Arrays of interpreted code. */
final class ArrayOps {
    private final Trace trace;
    private final Heap heap;
    private final Fields fields;

    ArrayOps(Trace trace, Heap heap, Fields fields) {
        this.trace = trace;
        this.heap = heap;
        this.fields = fields;
    }

    /** A new array that the interpreter owns. */
    Object create(Class<?> component, int... lengths) {
        for (int length : lengths) {
            if (length < 0) {
                throw trace.thrown(new NegativeArraySizeException(String.valueOf(length)));
            }
        }
        Object array = heap.own(Array.newInstance(component, lengths));
        if (lengths.length > 1 && array instanceof Object[] rows) {
            ownRows(rows);
        }
        return array;
    }

    private void ownRows(Object[] rows) {
        for (Object row : rows) {
            if (row != null) {
                heap.own(row);
                if (row instanceof Object[] deeper) {
                    ownRows(deeper);
                }
            }
        }
    }

    int length(Frame frame) {
        return Array.getLength(checked(frame.popRef()));
    }

    private Object checked(@Nullable Object array) {
        if (array == null) {
            throw trace.thrown(new NullPointerException("the array is null"));
        }
        return array;
    }

    private void check(Object array, int index) {
        int length = Array.getLength(array);
        if (index < 0 || index >= length) {
            throw trace.thrown(
                    new ArrayIndexOutOfBoundsException("Index " + index + " out of bounds for length " + length));
        }
    }

    void load(Frame frame, int opcode) {
        int index = frame.popInt();
        Object array = checked(frame.popRef());
        check(array, index);
        Virtual.Slot slot = read(array, index);
        frame.refs[frame.sp] = slot.ref();
        frame.bits[frame.sp] = slot.bits();
        frame.sp += opcode == Opcodes.DALOAD || opcode == Opcodes.LALOAD ? 2 : 1;
    }

    /** An element. */
    Virtual.Slot read(Object array, int index) {
        Object hidden = array instanceof int[] && !heap.hidesIntegers() ? null : heap.element(array, index);
        if (hidden != null) {
            return new Virtual.Slot(0, hidden);
        }
        return switch (array) {
            case double[] a -> new Virtual.Slot(Double.doubleToRawLongBits(a[index]), null);
            case int[] a -> new Virtual.Slot(a[index], null);
            case Object[] a -> new Virtual.Slot(0, a[index]);
            case float[] a -> new Virtual.Slot(Float.floatToRawIntBits(a[index]), null);
            case long[] a -> new Virtual.Slot(a[index], null);
            case byte[] a -> new Virtual.Slot(a[index], null);
            case boolean[] a -> new Virtual.Slot(a[index] ? 1 : 0, null);
            case char[] a -> new Virtual.Slot(a[index], null);
            case short[] a -> new Virtual.Slot(a[index], null);
            default -> throw new IllegalStateException("not an array");
        };
    }

    void store(Frame frame, int opcode) {
        frame.sp -= opcode == Opcodes.DASTORE || opcode == Opcodes.LASTORE ? 2 : 1;
        long bits = frame.bits[frame.sp];
        Object ref = frame.refs[frame.sp];
        int index = frame.popInt();
        Object array = checked(frame.popRef());
        check(array, index);
        store(array, index, bits, ref);
    }

    void store(Object array, int index, long bits, @Nullable Object ref) {
        if (heap.isFrozen(array)) {
            throw fields.frozen();
        }
        if (heap.history.isBranching()) {
            heap.history.write(new Place.Element(this, array, index), heap.birth(array));
        }
        if (array instanceof Object[] objects) {
            storeReference(objects, index, ref);
            return;
        }
        if (ref != null && !heap.isWritable(array)) {
            throw fields.sharedWrite("an element of an array");
        }
        write(array, index, new Virtual.Slot(bits, ref));
    }

    /** Writes an element without checks. */
    void write(Object array, int index, Virtual.Slot slot) {
        long bits = slot.bits();
        if (array instanceof Object[] objects) {
            boolean hide = slot.ref() instanceof Virtual;
            heap.setElement(array, index, objects.length, hide ? slot.ref() : null);
            Array.set(array, index, hide ? null : slot.ref());
            heap.stored();
            return;
        }
        heap.setElement(array, index, Array.getLength(array), slot.ref());
        switch (array) {
            case double[] a -> a[index] = slot.ref() == null ? Double.longBitsToDouble(bits) : Double.NaN;
            case float[] a -> a[index] = slot.ref() == null ? Float.intBitsToFloat((int) bits) : Float.NaN;
            case int[] a -> a[index] = (int) bits;
            case long[] a -> a[index] = bits;
            case byte[] a -> a[index] = (byte) bits;
            case boolean[] a -> a[index] = (bits & 1) != 0;
            case char[] a -> a[index] = (char) bits;
            case short[] a -> a[index] = (short) bits;
            default -> throw new IllegalStateException("not an array");
        }
    }

    private void storeReference(@Nullable Object[] array, int index, @Nullable Object value) {
        Class<?> component = array.getClass().getComponentType();
        boolean fits = switch (value) {
            case null -> true;
            case Virtual v -> v.isInstance(component);
            default -> component.isInstance(value);
        };
        if (!fits) {
            throw trace.thrown(new ArrayStoreException());
        }
        if (heap.contents(value) == Heap.Contents.PUBLIC) {
            heap.link(array, value);
        } else if (!heap.isWritable(array)) {
            throw fields.sharedWrite("an element of an array");
        }
        write(array, index, new Virtual.Slot(0, value));
    }

    /** As {@link System#arraycopy}, for arrays that may hold encrypted elements. */
    void copy(@Nullable Object from, int fromIndex, @Nullable Object to, int toIndex, int count) {
        Object source = checked(from);
        Object target = checked(to);
        if (fromIndex < 0
                || toIndex < 0
                || count < 0
                || fromIndex > Array.getLength(source) - count
                || toIndex > Array.getLength(target) - count) {
            throw trace.thrown(new ArrayIndexOutOfBoundsException("arraycopy: range out of bounds"));
        }
        if (!source.getClass().getComponentType().isPrimitive()
                ? !(target instanceof Object[])
                : source.getClass() != target.getClass()) {
            throw trace.thrown(new ArrayStoreException("arraycopy: type mismatch"));
        }
        boolean backwards = source == target && fromIndex < toIndex;
        for (int k = 0; k < count; k++) {
            int i = backwards ? count - 1 - k : k;
            Virtual.Slot slot = read(source, fromIndex + i);
            store(target, toIndex + i, slot.bits(), slot.ref());
        }
    }

    /** A copy of elements [from, to), as long as that, padded with zeros. */
    Object copyOfRange(@Nullable Object array, int from, int to) {
        Object source = checked(array);
        int length = Array.getLength(source);
        if (from > to) {
            throw trace.thrown(new IllegalArgumentException(from + " > " + to));
        }
        if (from < 0 || from > length) {
            throw trace.thrown(new ArrayIndexOutOfBoundsException("Array index out of range: " + from));
        }
        Object target = create(source.getClass().getComponentType(), to - from);
        copy(source, from, target, 0, Math.min(length, to) - from);
        return target;
    }
}
