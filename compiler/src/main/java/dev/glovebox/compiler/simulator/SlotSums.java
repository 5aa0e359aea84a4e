package dev.glovebox.compiler.simulator;

import dev.glovebox.compiler.ir.slot.CircuitIr.CipherType;
import java.util.Arrays;

/** A simulated vector that grows in place: large linear maps add hundreds of products. */
final class SlotSums {
    private final Slots exact;
    private final Slots[] trials;
    private final double[] bound;

    SlotSums(int slots, int trialCount) {
        exact = new Slots(slots);
        trials = new Slots[trialCount];
        Arrays.setAll(trials, _ -> new Slots(slots));
        bound = new double[slots];
    }

    /** Adds x·factors, slot by slot. */
    void addProduct(SimulatedValue x, double[] factors) {
        addProduct(exact, x.exact(), factors);
        for (int t = 0; t < trials.length; t++) {
            addProduct(trials[t], x.trial(t), factors);
        }
        double[] added = x.bound();
        for (int i = 0; i < bound.length; i++) {
            bound[i] += added[i] * Math.abs(factors[i]);
        }
    }

    private static void addProduct(Slots sum, Slots x, double[] factors) {
        addProduct(sum.re, x.re, factors);
        addProduct(sum.im, x.im, factors);
    }

    private static void addProduct(double[] sum, double[] x, double[] factors) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += x[i] * factors[i];
        }
    }

    void add(SimulatedValue x) {
        double[] ones = new double[bound.length];
        Arrays.fill(ones, 1);
        addProduct(x, ones);
    }

    /** The sum; it is not to grow any more. */
    SimulatedValue value(CipherType type) {
        return new SimulatedValue(type.level(), type.pending(), type.size(), exact, trials, bound);
    }
}
