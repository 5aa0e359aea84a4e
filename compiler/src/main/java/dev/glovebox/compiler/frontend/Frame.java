package dev.glovebox.compiler.frontend;

import org.jspecify.annotations.Nullable;

/**
 * Locals and operand stack of one method being interpreted. A slot has bits and a reference: a primitive that is public has bits
 * and no reference, an encrypted one has its {@link Symbol} as reference. A long or double takes two slots, the value in the
 * first, as in the JVM's specification.
 */
final class Frame {
    final MethodCode code;
    final @Nullable Frame caller;
    final int depth;
    final long[] bits;
    final @Nullable Object[] refs;

    /** Both sides of branches on encrypted data, while there are several. */
    Branches.@Nullable Ways ways;

    /** The slot above the top of the stack. */
    int sp;

    /** Index of the current instruction. */
    int pc;

    Frame(MethodCode code, @Nullable Frame caller) {
        this.code = code;
        this.caller = caller;
        this.depth = caller == null ? 1 : caller.depth + 1;
        this.bits = new long[code.maxLocals + code.maxStack + 1];
        this.refs = new @Nullable Object[bits.length];
        this.sp = code.maxLocals;
    }

    void clearStack() {
        sp = code.maxLocals;
    }

    void pushInt(int value) {
        bits[sp] = value;
        refs[sp++] = null;
    }

    void pushLong(long value) {
        bits[sp] = value;
        refs[sp] = null;
        sp += 2;
    }

    void pushFloat(float value) {
        pushInt(Float.floatToRawIntBits(value));
    }

    void pushDouble(double value) {
        pushLong(Double.doubleToRawLongBits(value));
    }

    void pushRef(@Nullable Object value) {
        bits[sp] = 0;
        refs[sp++] = value;
    }

    /** Pushes a double or float. */
    void pushScalar(Scalar value, boolean wide) {
        if (value instanceof Scalar.Public p) {
            if (wide) {
                pushDouble(p.value());
            } else {
                pushFloat((float) p.value());
            }
        } else {
            bits[sp] = 0;
            refs[sp] = value;
            sp += wide ? 2 : 1;
        }
    }

    /** Pops an int, or a type that the stack has as int; as {@link #popLong} does, it refuses one that is encrypted. */
    int popInt() {
        sp--;
        return (int) publicBits();
    }

    long popLong() {
        sp -= 2;
        return publicBits();
    }

    private long publicBits() {
        if (refs[sp] != null) {
            throw new EncryptedInteger();
        }
        return bits[sp];
    }

    /** An integer that depends on encrypted data is used where only a public one can be. */
    static final class EncryptedInteger extends RuntimeException {
        private static final long serialVersionUID = 1L;

        EncryptedInteger() {
            super(null, null, false, false);
        }
    }

    /** Pops an int or long. */
    Scalar popInteger(boolean wide) {
        sp -= wide ? 2 : 1;
        return refs[sp] instanceof Symbol symbol ? symbol : Scalar.of(wide ? bits[sp] : (int) bits[sp]);
    }

    /** Pushes an int or long. */
    void pushInteger(Scalar value, boolean wide) {
        if (value instanceof Scalar.Public p) {
            if (wide) {
                pushLong((long) p.value());
            } else {
                pushInt((int) p.value());
            }
        } else {
            bits[sp] = 0;
            refs[sp] = value;
            sp += wide ? 2 : 1;
        }
    }

    float popFloat() {
        return Float.intBitsToFloat(popInt());
    }

    double popDouble() {
        return Double.longBitsToDouble(popLong());
    }

    @Nullable
    Object popRef() {
        return refs[--sp];
    }

    /** Pops a double or float. */
    Scalar popScalar(boolean wide) {
        sp -= wide ? 2 : 1;
        if (refs[sp] instanceof Symbol symbol) {
            return symbol;
        }
        return Scalar.of(wide ? Double.longBitsToDouble(bits[sp]) : Float.intBitsToFloat((int) bits[sp]));
    }

    /** Whether the number whose first slot is {@code down} below the top is encrypted. */
    boolean isEncrypted(int down) {
        return refs[sp - down] != null;
    }

    /** Copies {@code count} slots within the frame; they may overlap. */
    void move(int from, int to, int count) {
        System.arraycopy(bits, from, bits, to, count);
        System.arraycopy(refs, from, refs, to, count);
    }

    /** Copies the top {@code count} slots to below the {@code skip} slots under them. */
    void duplicate(int count, int skip) {
        int base = sp - count - skip;
        move(base, base + count, count + skip);
        move(sp, base, count);
        sp += count;
    }

    void swap() {
        duplicate(1, 1);
        sp--;
    }

    /** Replaces a reference wherever it is. */
    void replace(Object from, Object to) {
        for (int i = 0; i < sp; i++) {
            if (refs[i] == from) {
                refs[i] = to;
            }
        }
    }
}
