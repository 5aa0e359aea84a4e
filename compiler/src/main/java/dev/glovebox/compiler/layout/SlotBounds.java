package dev.glovebox.compiler.layout;

import dev.glovebox.compiler.ir.Interval;
import java.util.Arrays;

/** An interval for every slot of one period of a vector. Mutable while it is built. */
final class SlotBounds {
    private final double[] lo;
    private final double[] hi;

    /** All slots are 0. */
    SlotBounds(int period) {
        lo = new double[period];
        hi = new double[period];
    }

    int period() {
        return lo.length;
    }

    double lo(int slot) {
        return lo[slot & (lo.length - 1)];
    }

    double hi(int slot) {
        return hi[slot & (hi.length - 1)];
    }

    void set(int slot, double low, double high) {
        lo[slot] = low;
        hi[slot] = high;
    }

    /** Adds an interval times a factor to a slot. */
    void addScaled(int slot, double factor, double low, double high) {
        lo[slot] += Math.min(factor * low, factor * high);
        hi[slot] += Math.max(factor * low, factor * high);
    }

    boolean isZero(int slot) {
        return lo(slot) == 0 && hi(slot) == 0;
    }

    /** The smallest interval that holds every slot. */
    Interval hull() {
        return new Interval(
                Arrays.stream(lo).min().orElse(0), Arrays.stream(hi).max().orElse(0));
    }

    double magnitude(int slot) {
        return Math.max(Math.abs(lo(slot)), Math.abs(hi(slot)));
    }

    double magnitude() {
        return hull().magnitude();
    }
}
