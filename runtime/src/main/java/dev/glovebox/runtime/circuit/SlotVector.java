package dev.glovebox.runtime.circuit;

import java.util.Arrays;

/**
 * A public vector of a circuit: a constant of the model, repeated through the slots with a period that is a power of two.
 * Immutable.
 */
public final class SlotVector {
    private final double[] values;

    private SlotVector(double[] values) {
        this.values = values;
    }

    /**
     * @param values one period; a power of two in length, finite
     * @throws IllegalArgumentException otherwise
     */
    public static SlotVector of(double... values) {
        if (Integer.bitCount(values.length) != 1 || !Arrays.stream(values).allMatch(Double::isFinite)) {
            throw new IllegalArgumentException(
                    "a slot vector needs a power of two of finite values, found " + values.length + " values");
        }
        return new SlotVector(values.clone());
    }

    /** Length of one period. */
    public int period() {
        return values.length;
    }

    public double get(int slot) {
        return values[slot & (values.length - 1)];
    }

    /** A copy of one period. */
    public double[] toArray() {
        return values.clone();
    }

    /** Greatest magnitude. */
    public double magnitude() {
        return Arrays.stream(values).map(Math::abs).max().orElse(0);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof SlotVector v && Arrays.equals(values, v.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "SlotVector" + Arrays.toString(values);
    }
}
