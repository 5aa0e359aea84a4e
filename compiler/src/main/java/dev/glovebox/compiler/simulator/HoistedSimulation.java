package dev.glovebox.compiler.simulator;

import dev.glovebox.runtime.circuit.Evaluator;

/** A simulated vector that counts as prepared for rotations. */
record HoistedSimulation(Simulator simulator, SimulatedValue value) implements Evaluator.Hoisted {
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

    @Override
    public Evaluator.Value rotate(int steps) {
        return simulator.rotate(value, steps);
    }

    @Override
    public void close() {
        value.release();
    }
}
