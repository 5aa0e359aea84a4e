package dev.glovebox.runtime.ckks;

import dev.glovebox.runtime.circuit.Evaluator.Hoisted;
import dev.glovebox.runtime.circuit.Evaluator.Value;
import dev.glovebox.runtime.ring.RingKernels;
import dev.glovebox.runtime.ring.RnsPolynomial;
import dev.glovebox.runtime.rlwe.KeyId;
import dev.glovebox.runtime.rlwe.KeySwitcher;
import org.jspecify.annotations.Nullable;

/**
 * An operand of one operation: a ciphertext, perhaps with its digits, perhaps in its last use. The operation asks for {@link
 * #target} or {@link #owned} polynomials of its result, at most once each, and calls {@link #used} at the end: what it
 * did not take is given back if this was the last use.
 */
final class Operand {
    private final RingKernels kernels;
    private final CkksCiphertext ciphertext;
    private final @Nullable HoistedCiphertext hoisted;
    private final boolean last;
    /** Polynomials that went into the result, by bit. */
    private int taken;

    private Operand(RingKernels kernels, CkksCiphertext ciphertext, @Nullable HoistedCiphertext hoisted, boolean last) {
        this.kernels = kernels;
        this.ciphertext = ciphertext;
        this.hoisted = hoisted;
        this.last = last;
    }

    /** The operand that a value is, or null if it is none. */
    static @Nullable Operand of(RingKernels kernels, Value value) {
        return switch (value) {
            case CkksCiphertext c -> new Operand(kernels, c, null, false);
            case HoistedCiphertext h -> new Operand(kernels, h.ciphertext(), h, false);
            case LastUse(Value v) -> {
                Operand operand = of(kernels, v);
                yield operand == null ? null : new Operand(kernels, operand.ciphertext, operand.hoisted, true);
            }
            default -> null;
        };
    }

    /** A mark of a value's last use. */
    private record LastUse(Value value) implements Value {
        @Override
        public int level() {
            return value.level();
        }

        @Override
        public int pending() {
            return value.pending();
        }

        @Override
        public int size() {
            return value.size();
        }
    }

    Value marked() {
        return new LastUse(hoisted == null ? ciphertext : hoisted);
    }

    int level() {
        return ciphertext.level();
    }

    int pending() {
        return ciphertext.pending();
    }

    int size() {
        return ciphertext.size();
    }

    int slots() {
        return ciphertext.slots();
    }

    KeyId keyId() {
        return ciphertext.keyId();
    }

    void checkOpen() {
        ciphertext.rlwe().checkOpen();
    }

    RnsPolynomial part(int index) {
        return ciphertext.rlwe().part(index);
    }

    /** The digits of the second polynomial, if they were made before. */
    KeySwitcher.@Nullable Digits digits() {
        return hoisted == null ? null : hoisted.digits();
    }

    Hoisted hoisted() {
        if (hoisted == null) {
            throw new IllegalStateException("not hoisted");
        }
        return hoisted;
    }

    boolean last() {
        return last;
    }

    /** A polynomial for the result, over the limbs of this one: this one, in its last use, or one of anything. */
    RnsPolynomial target(int index) {
        if (last) {
            taken |= 1 << index;
            return part(index);
        }
        return kernels.allocateUnset(part(index).basis());
    }

    /** As {@link #target}, with the same residues. */
    RnsPolynomial owned(int index) {
        RnsPolynomial target = target(index);
        if (!last) {
            kernels.copy(target, part(index));
        }
        return target;
    }

    /** Ends the value if this was its last use, but for what was taken. */
    void used() {
        if (!last) {
            return;
        }
        var parts = ciphertext.rlwe().take();
        for (int i = 0; i < parts.size(); i++) {
            if ((taken & 1 << i) == 0) {
                parts.get(i).close();
            }
        }
        if (hoisted != null) {
            hoisted.digits().close();
        }
    }

    /** Ends the value. */
    void end() {
        if (hoisted != null) {
            hoisted.close();
        } else {
            ciphertext.close();
        }
    }

    @Override
    public String toString() {
        return "[level " + level() + ", pending " + pending() + ", size " + size() + "]";
    }
}
