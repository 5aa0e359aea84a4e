package dev.glovebox.compiler.simulator;

import dev.glovebox.runtime.circuit.Evaluator;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/** A simulated vector: its exact value, the same with sampled noise, once for each trial, and a bound of the noise. */
final class SimulatedValue implements Evaluator.Value {
    private final int level;
    private final int pending;
    private final int size;
    private final Slots exact;
    private final Slots[] trials;
    private final double[] bound;
    private boolean released;

    /** @param bound for each slot, of |noisy - exact| */
    SimulatedValue(int level, int pending, int size, Slots exact, Slots[] trials, double[] bound) {
        this.level = level;
        this.pending = pending;
        this.size = size;
        this.exact = exact;
        this.trials = trials;
        this.bound = bound;
    }

    @Override
    public int level() {
        return level;
    }

    @Override
    public int pending() {
        return pending;
    }

    @Override
    public int size() {
        return size;
    }

    Slots exact() {
        return exact;
    }

    Slots trial(int t) {
        return trials[t];
    }

    Slots[] trials() {
        return trials;
    }

    int trialCount() {
        return trials.length;
    }

    double[] bound() {
        return bound;
    }

    void release() {
        released = true;
    }

    SimulatedValue checkLive() {
        if (released) {
            throw new IllegalStateException("this vector was released before");
        }
        return this;
    }

    /** This value with an exact operation done to it. */
    SimulatedValue map(UnaryOperator<Slots> operation, double[] newBound) {
        Slots[] mapped = Arrays.stream(trials).map(operation).toArray(Slots[]::new);
        return new SimulatedValue(level, pending, size, operation.apply(exact), mapped, newBound);
    }

    /** This value in trials of its own. */
    SimulatedValue copy() {
        Slots[] copies = Arrays.stream(trials).map(Slots::copy).toArray(Slots[]::new);
        return new SimulatedValue(level, pending, size, exact, copies, bound);
    }

    SimulatedValue withBound(double[] newBound) {
        return new SimulatedValue(level, pending, size, exact, trials, newBound);
    }

    SimulatedValue withType(int newLevel, int newPending, int newSize) {
        return new SimulatedValue(newLevel, newPending, newSize, exact, trials, bound);
    }

    /** Root mean square of the trials' errors in one slot (real part). */
    double deviation(int slot) {
        double sum = 0;
        for (Slots trial : trials) {
            double error = trial.re[slot] - exact.re[slot];
            sum += error * error;
        }
        return Math.sqrt(sum / trials.length);
    }
}
