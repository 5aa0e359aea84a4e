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

    /**
     * A vector that was rotated: large maps have hundreds, so what follows from the vector is not kept again.
     *
     * @param steps from 0, below the number of slots
     * @param trials after the rotation, with its noise
     * @param noiseBound bounds the noise that the rotation added
     */
    record Baby(int steps, Slots[] trials, double noiseBound) {}

    /**
     * Adds a rotated vector times the factors moved to the right by some slots, slot by slot.
     *
     * @param x before the rotation
     */
    void addProduct(SimulatedValue x, Baby baby, SlotVector factors, int steps) {
        int mask = bound.length - 1;
        addProduct(exact, x.exact(), (steps + baby.steps) & mask, factors, steps);
        for (int t = 0; t < trials.length; t++) {
            addProduct(trials[t], baby.trials[t], steps, factors, steps);
        }
        double[] before = x.bound();
        factors.forEachSpan((from, to) -> {
            for (int start = 0; start <= mask; start += factors.period()) {
                for (int k = start + from; k < start + to; k++) {
                    int i = (k + steps) & mask;
                    bound[i] += (before[(i + baby.steps) & mask] + baby.noiseBound) * Math.abs(factors.get(k));
                }
            }
        });
    }

    private static void addProduct(Slots sum, Slots x, int xShift, SlotVector factors, int steps) {
        factors.addProduct(x.re, xShift, sum.re, steps, x.size());
        factors.addProduct(x.im, xShift, sum.im, steps, x.size());
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
