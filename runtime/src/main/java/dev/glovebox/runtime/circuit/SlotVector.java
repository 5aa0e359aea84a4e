package dev.glovebox.runtime.circuit;

import java.util.Arrays;

/**
 * A public vector of a circuit: a constant of the model, repeated through the slots with a period that is a power of two.
 * Immutable.
 */
public final class SlotVector {
    private final double[] values;

    /** 0 if it is not known yet. */
    private int hash;

    private SlotVector(double[] values) {
        this.values = values;
    }

    /**
     * @param values one period; a power of two in length, finite
     * @throws IllegalArgumentException otherwise
     */
    public static SlotVector of(double... values) {
        boolean finite = true;
        for (double value : values) {
            finite &= Double.isFinite(value);
        }
        if (Integer.bitCount(values.length) != 1 || !finite) {
            throw new IllegalArgumentException(
                    "a slot vector needs a power of two of finite values, found " + values.length + " values");
        }
        return new SlotVector(values.clone());
    }

    /** Length of one period. */
    public int period() {
        return values.length;
    }

    /** How many values say what one of this period holds where each element is repeated for so many samples: all slots, or less. */
    public static int values(int period, int samples) {
        return period == 1 ? 1 : period * samples;
    }

    public double get(int slot) {
        return values[slot & (values.length - 1)];
    }

    /**
     * Adds products: sum at slot i + sumShift grows by this vector's slot i times x at slot i + xShift, slots counted cyclically.
     *
     * @param x all slots, a power of two and at least a period
     * @param xShift from 0 to x.length - 1
     * @param sum as long as x
     * @param sumShift from 0 to x.length - 1
     */
    public void addProduct(double[] x, int xShift, double[] sum, int sumShift) {
        int slots = x.length;
        for (int from = 0, to; from < slots; from = to) {
            int inX = (from + xShift) & (slots - 1);
            int inSum = (from + sumShift) & (slots - 1);
            int inPeriod = from & (values.length - 1);
            // As far as none of the three wraps around.
            to = Math.min(
                    from + values.length - inPeriod, Math.min(slots, from + Math.min(slots - inX, slots - inSum)));
            for (int i = 0; i < to - from; i++) {
                sum[inSum + i] += values[inPeriod + i] * x[inX + i];
            }
        }
    }

    /** A copy of one period. */
    public double[] toArray() {
        return values.clone();
    }

    /** Greatest magnitude. */
    public double magnitude() {
        double greatest = 0;
        for (double value : values) {
            greatest = Math.max(greatest, Math.abs(value));
        }
        return greatest;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof SlotVector v && hashCode() == v.hashCode() && Arrays.equals(values, v.values);
    }

    @Override
    public int hashCode() {
        if (hash == 0) {
            hash = Arrays.hashCode(values);
        }
        return hash;
    }

    @Override
    public String toString() {
        return "SlotVector" + Arrays.toString(values);
    }
}
