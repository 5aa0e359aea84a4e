package dev.glovebox.compiler.parameters;

import dev.glovebox.compiler.ir.slot.CircuitIr;
import dev.glovebox.compiler.schedule.Schedule;
import dev.glovebox.compiler.simulator.CircuitInterpreter;
import dev.glovebox.compiler.simulator.Simulator;
import dev.glovebox.runtime.circuit.CircuitManifest.KeyRequirement;
import dev.glovebox.runtime.circuit.CircuitManifest.ResultElement;
import dev.glovebox.runtime.circuit.Constants;
import dev.glovebox.runtime.circuit.Evaluator.Value;
import dev.glovebox.runtime.ckks.CkksParameters;
import java.util.List;
import java.util.function.UnaryOperator;

/** Predicts the greatest noise of a circuit's results under given parameters, over a set of input samples. */
final class NoisePrediction {
    /** Slots times samples stay near this, so that wide circuits take about as long as narrow ones. */
    private static final int WORK = 1 << 14;

    /** Trials, fewer where vectors are long: each slot of a long vector is a trial of its own. */
    private static final int TRIALS = 12;

    private static final int FEW_TRIALS = 4;
    private static final int LONG = 2048;

    private final Schedule schedule;
    private final KeyRequirement keys;
    private final List<InputSamples.Sample> samples;

    NoisePrediction(Schedule schedule, UnaryOperator<double[]> admissible) {
        this.schedule = schedule;
        keys = schedule.keys();
        int random =
                Math.clamp(WORK / schedule.program().slots() / schedule.nodes().size(), 2, 8);
        samples = InputSamples.of(schedule, random, admissible);
    }

    /**
     * The greatest predicted error of a result element.
     *
     * @param width how many samples the ciphertexts hold
     */
    double greatest(CkksParameters parameters, int width) {
        CircuitIr circuit = schedule.with(parameters.spec());
        CircuitInterpreter interpreter = new CircuitInterpreter(circuit);
        int trials = circuit.slots() < LONG ? TRIALS : FEW_TRIALS;
        double greatest = 0;
        for (InputSamples.Sample sample : samples) {
            Simulator simulator = new Simulator(parameters, circuit.slots(), width, keys, trials, 1);
            greatest = Math.max(greatest, greatest(simulator, interpreter, sample));
        }
        return greatest;
    }

    private double greatest(Simulator simulator, CircuitInterpreter interpreter, InputSamples.Sample sample) {
        Value[] inputs = new Value[sample.ciphertexts().length];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = simulator.encrypt(sample.ciphertexts()[i], level(i));
        }
        Constants constants = schedule.program().constants().suppliedNormalized(sample.elements());
        Value[] outputs = interpreter.evaluate(simulator, constants, inputs);
        double greatest = 0;
        for (int output = 0; output < outputs.length; output++) {
            double[] errors = simulator.predictedErrors(outputs[output]);
            for (ResultElement result : schedule.program().results()) {
                if (result instanceof ResultElement.InSlot(int ciphertext, int slot) && ciphertext == output) {
                    greatest = Math.max(greatest, errors[slot]);
                }
            }
        }
        return greatest;
    }

    private int level(int input) {
        return schedule.inputLevels().get(input);
    }
}
