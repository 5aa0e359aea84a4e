package dev.glovebox.compiler.cli;

import dev.glovebox.compiler.ir.slot.CircuitIr;
import dev.glovebox.compiler.ir.slot.SlotOp;
import dev.glovebox.compiler.ir.slot.SlotProgram.InputLayout;
import dev.glovebox.compiler.schedule.Schedule;
import dev.glovebox.compiler.simulator.CircuitInterpreter;
import dev.glovebox.compiler.simulator.Simulator;
import dev.glovebox.runtime.circuit.CircuitManifest.ResultElement;
import dev.glovebox.runtime.circuit.Evaluator.Value;
import dev.glovebox.runtime.circuit.PublicProgram;
import dev.glovebox.runtime.ckks.CkksParameters;
import java.util.List;
import java.util.stream.IntStream;

/** A circuit that was read from its text. */
final class TextualCircuit {
    private final CircuitIr circuit;
    private final CkksParameters parameters;

    TextualCircuit(CircuitIr circuit) {
        this.circuit = circuit;
        parameters = CkksParameters.of(circuit.parameters());
    }

    /**
     * What a run answers, in flat order.
     *
     * @param errors what the noise of each stays below
     */
    record Result(double[] values, double[] errors) {}

    /** Elements of an input. */
    int elements() {
        return 1
                + IntStream.concat(
                                circuit.inputs().stream()
                                        .flatMap(input -> input.elements().stream())
                                        .mapToInt(Integer::intValue),
                                circuit.constants().publics().steps().stream()
                                        .mapToInt(s -> s instanceof PublicProgram.Input p ? p.element() : -1))
                        .max()
                        .orElse(-1);
    }

    /** @param elements of an input, each in [-1, 1] */
    Result simulate(double[] elements) {
        Simulator simulator = new Simulator(
                parameters, circuit.slots(), Schedule.keys(circuit.nodes(), circuit.slots(), circuit.constants()));
        Value[] inputs = new Value[circuit.inputs().size()];
        for (int i = 0; i < inputs.length; i++) {
            InputLayout layout = circuit.inputs().get(i);
            double[] period = new double[layout.period()];
            for (int slot = 0; slot < layout.elements().size(); slot++) {
                int element = layout.elements().get(slot);
                period[slot] = element < 0 ? 0 : elements[element];
            }
            inputs[i] = simulator.encrypt(period, level(i));
        }
        Value[] outputs = new CircuitInterpreter(circuit)
                .evaluate(simulator, circuit.constants().suppliedNormalized(elements), inputs);
        List<ResultElement> results = circuit.results();
        Result result = new Result(new double[results.size()], new double[results.size()]);
        for (int i = 0; i < results.size(); i++) {
            switch (results.get(i)) {
                case ResultElement.InSlot(int ciphertext, int slot) -> {
                    result.values[i] = simulator.values(outputs[ciphertext])[slot];
                    result.errors[i] = simulator.predictedErrors(outputs[ciphertext])[slot];
                }
                case ResultElement.Public(double value) -> result.values[i] = value;
            }
        }
        return result;
    }

    private int level(int input) {
        return circuit.nodes().stream()
                .filter(node -> node.op().equals(new SlotOp.Input(input)))
                .mapToInt(node -> node.type().level())
                .max()
                .orElse(0);
    }
}
