package dev.glovebox.compiler.frontend;

import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Typed values outside a frame: bits and a reference for each, one position for each value. */
record Arguments(
        List<Class<?>> types, long[] bits, @Nullable Object[] refs) {

    static int slots(Class<?> type) {
        return type == long.class || type == double.class ? 2 : 1;
    }

    /** Pops values of these types, the last on top. */
    static Arguments pop(Frame frame, List<Class<?>> types) {
        long[] bits = new long[types.size()];
        @Nullable Object[] refs = new @Nullable Object[bits.length];
        for (int i = bits.length - 1; i >= 0; i--) {
            frame.sp -= slots(types.get(i));
            bits[i] = frame.bits[frame.sp];
            refs[i] = frame.refs[frame.sp];
        }
        return new Arguments(types, bits, refs);
    }

    static Arguments none() {
        return new Arguments(List.of(), new long[0], new @Nullable Object[0]);
    }

    static List<Class<?>> types(@Nullable Class<?> receiver, MethodType type) {
        List<Class<?>> types = new ArrayList<>();
        if (receiver != null) {
            types.add(receiver);
        }
        types.addAll(type.parameterList());
        return types;
    }

    int size() {
        return bits.length;
    }

    /** A public int. */
    int integer(int i) {
        if (refs[i] != null) {
            throw new Frame.EncryptedInteger();
        }
        return (int) bits[i];
    }

    Scalar scalar(int i) {
        if (refs[i] instanceof Symbol symbol) {
            return symbol;
        }
        Object boxed = java.util.Objects.requireNonNull(boxed(i));
        return Scalar.of(
                switch (boxed) {
                    case Boolean b -> b ? 1 : 0;
                    case Character c -> c;
                    default -> ((Number) boxed).doubleValue();
                });
    }

    /** The value as reflection would pass it. */
    @Nullable
    Object boxed(int i) {
        return Values.box(types.get(i), bits[i], refs[i]);
    }

    @Nullable
    Object[] boxed() {
        @Nullable Object[] all = new @Nullable Object[size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = boxed(i);
        }
        return all;
    }

    Arguments plus(Arguments more) {
        List<Class<?>> allTypes = new ArrayList<>(types);
        allTypes.addAll(more.types);
        long[] allBits = java.util.Arrays.copyOf(bits, allTypes.size());
        @Nullable Object[] allRefs = java.util.Arrays.copyOf(refs, allTypes.size());
        System.arraycopy(more.bits, 0, allBits, size(), more.size());
        System.arraycopy(more.refs, 0, allRefs, size(), more.size());
        return new Arguments(allTypes, allBits, allRefs);
    }

    static Arguments of(Class<?> type, Object reference) {
        return new Arguments(List.of(type), new long[1], new @Nullable Object[] {reference});
    }

    /** Without the first values. */
    Arguments from(int start) {
        return new Arguments(
                types.subList(start, size()),
                java.util.Arrays.copyOfRange(bits, start, size()),
                java.util.Arrays.copyOfRange(refs, start, size()));
    }

    /** As values of other types. */
    Arguments adapted(List<Class<?>> to, Trace trace) {
        long[] newBits = new long[size()];
        @Nullable Object[] newRefs = new @Nullable Object[size()];
        for (int i = 0; i < size(); i++) {
            Virtual.Slot slot = Adaptation.adapt(types.get(i), to.get(i), new Virtual.Slot(bits[i], refs[i]), trace);
            newBits[i] = slot.bits();
            newRefs[i] = slot.ref();
        }
        return new Arguments(to, newBits, newRefs);
    }

    /** Puts the values into a new frame's locals. */
    void store(Frame frame) {
        int slot = 0;
        for (int i = 0; i < size(); i++) {
            frame.bits[slot] = bits[i];
            frame.refs[slot] = refs[i];
            slot += slots(types.get(i));
        }
    }
}
