package dev.glovebox.runtime.circuit;

import java.util.Arrays;

/**
 * A public vector of a circuit: a constant of the model, repeated through the slots with a period that is a power of two.
 * Immutable.
 */
public final class SlotVector {
    /** So many zeros in a row are worth leaving out. */
    private static final int GAP = 16;

    private final double[] values;

    /** Where values are: from an index to before another, and so on; what lies between is 0. */
    private final int[] spans;

    /** 0 if it is not known yet. */
    private int hash;

    private SlotVector(double[] values) {
        this.values = values;
        this.spans = spans(values);
    }

    private static int[] spans(double[] values) {
        int[] spans = new int[2];
        int size = 0;
        for (int i = 0; i < values.length; i++) {
            if (values[i] != 0) {
                if (size == 0 || i - spans[size - 1] >= GAP) {
                    spans = size == spans.length ? Arrays.copyOf(spans, 2 * size) : spans;
                    spans[size] = i;
                    size += 2;
                }
                spans[size - 1] = i + 1;
            }
        }
        return Arrays.copyOf(spans, size);
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

    /** Takes parts of one period. */
    public interface SpanVisitor {
        void visit(int from, int to);
    }

    /** Visits the parts of a period that hold values, with few zeros between them, in order. */
    public void forEachSpan(SpanVisitor visitor) {
        for (int s = 0; s < spans.length; s += 2) {
            visitor.visit(spans[s], spans[s + 1]);
        }
    }

    /**
     * Adds products: sum at slot i + sumShift grows by this vector's slot i times x at slot i + xShift, slots counted cyclically, for i
     * from 0.
     *
     * @param x all slots, finite; a power of two and at least a period
     * @param xShift from 0 to x.length - 1
     * @param sum as long as x
     * @param sumShift from 0 to x.length - 1
     * @param count how many slots of this vector are multiplied, up to x.length
     */
    public void addProduct(double[] x, int xShift, double[] sum, int sumShift, int count) {
        for (int start = 0; start < count; start += values.length) {
            for (int s = 0; s < spans.length; s += 2) {
                int end = Math.min(count, start + spans[s + 1]);
                for (int from = start + spans[s], to; from < end; from = to) {
                    int inX = (from + xShift) & (x.length - 1);
                    int inSum = (from + sumShift) & (x.length - 1);
                    // As far as neither wraps around.
                    to = Math.min(end, from + x.length - Math.max(inX, inSum));
                    addProduct(values, from - start, x, inX, sum, inSum, to - from);
                }
            }
        }
    }

    private static void addProduct(double[] a, int inA, double[] b, int inB, double[] sum, int inSum, int count) {
        for (int i = 0; i < count; i++) {
            sum[inSum + i] += a[inA + i] * b[inB + i];
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
            hash = values.length;
            for (int s = 0; s < spans.length; s += 2) {
                for (int i = spans[s]; i < spans[s + 1]; i++) {
                    hash = 31 * hash + Double.hashCode(values[i]);
                }
            }
        }
        return hash;
    }

    @Override
    public String toString() {
        return "SlotVector" + Arrays.toString(values);
    }
}
