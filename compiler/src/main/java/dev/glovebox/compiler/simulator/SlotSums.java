package dev.glovebox.compiler.simulator;

import dev.glovebox.compiler.ir.slot.CircuitIr.CipherType;
import dev.glovebox.runtime.circuit.SlotVector;
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

    /** Adds x times the factors moved to the right by some slots, slot by slot. */
    void addProduct(SimulatedValue x, SlotVector factors, int steps) {
        addProduct(exact, x.exact(), factors, steps);
        for (int t = 0; t < trials.length; t++) {
            addProduct(trials[t], x.trial(t), factors, steps);
        }
        double[] added = x.bound();
        for (int i = 0; i < bound.length; i++) {
            bound[i] += added[i] * Math.abs(factors.get(i - steps));
        }
    }

    private static void addProduct(Slots sum, Slots x, SlotVector factors, int steps) {
        factors.addProduct(x.re, steps, sum.re, steps);
        factors.addProduct(x.im, steps, sum.im, steps);
    }

    void add(SimulatedValue x) {
        add(exact, x.exact());
        for (int t = 0; t < trials.length; t++) {
            add(trials[t], x.trial(t));
        }
        ClearRun.addScaled(bound, x.bound(), 1);
    }

    private static void add(Slots sum, Slots x) {
        ClearRun.addScaled(sum.re, x.re, 1);
        ClearRun.addScaled(sum.im, x.im, 1);
    }

    /** The sum; it is not to grow any more. */
    SimulatedValue value(CipherType type) {
        return new SimulatedValue(type.level(), type.pending(), type.size(), exact, trials, bound);
    }
}
