package dev.glovebox.compiler.cli;

import dev.glovebox.compiler.cli.Rows.Range;
import dev.glovebox.compiler.ir.slot.CircuitIr;
import dev.glovebox.compiler.ir.slot.SlotOp;
import dev.glovebox.compiler.schedule.Schedule;
import dev.glovebox.compiler.simulator.CircuitInterpreter;
import dev.glovebox.compiler.simulator.Simulator;
import dev.glovebox.runtime.circuit.CircuitManifest.KeyRequirement;
import dev.glovebox.runtime.circuit.CircuitManifest.ResultElement;
import dev.glovebox.runtime.circuit.Constants;
import dev.glovebox.runtime.circuit.Evaluator.Value;
import dev.glovebox.runtime.circuit.PublicProgram;
import dev.glovebox.runtime.ckks.CkksParameters;
import java.util.Arrays;
import java.util.Collections;
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

    /** Where the elements of an input lie: clients move and scale them to [-1, 1]. */
    List<Range> ranges() {
        int elements = 1
                + IntStream.concat(
                                circuit.inputs().stream()
                                        .flatMap(input -> input.elements().stream())
                                        .mapToInt(Integer::intValue),
                                circuit.constants().publics().steps().stream()
                                        .mapToInt(s -> s instanceof PublicProgram.Input p ? p.element() : -1))
                        .max()
                        .orElse(-1);
        return Collections.nCopies(elements, new Range(-1, 1));
    }

    CircuitIr ir() {
        return circuit;
    }

    CkksParameters parameters() {
        return parameters;
    }

    KeyRequirement keys() {
        return Schedule.keys(circuit.nodes(), circuit.slots(), circuit.constants());
    }

    /** The circuit's constants; elements that are no ciphertext's are public. */
    Constants constants(double[] elements) {
        return circuit.constants().suppliedNormalized(elements);
    }

    /** One period of each input ciphertext. */
    List<double[]> inputs(double[] elements) {
        return circuit.inputs().stream()
                .map(layout -> {
                    double[] period = new double[layout.period()];
                    for (int slot = 0; slot < layout.elements().size(); slot++) {
                        int element = layout.elements().get(slot);
                        period[slot] = element < 0 ? 0 : elements[element];
                    }
                    return period;
                })
                .toList();
    }

    /** The level that each input is encrypted at. */
    int[] levels() {
        return IntStream.range(0, circuit.inputs().size())
                .map(input -> circuit.nodes().stream()
                        .filter(node -> node.op().equals(new SlotOp.Input(input)))
                        .mapToInt(node -> node.type().level())
                        .max()
                        .orElse(0))
                .toArray();
    }

    /** The results in flat order, from the slots of the outputs. */
    double[] results(List<double[]> outputs) {
        return circuit.results().stream()
                .mapToDouble(result -> switch (result) {
                    case ResultElement.InSlot(int ciphertext, int slot) -> outputs.get(ciphertext)[slot];
                    case ResultElement.Public(double value) -> value;
                })
                .toArray();
    }

    /** @param elements of an input, each in [-1, 1] */
    Result simulate(double[] elements) {
        Simulator simulator = new Simulator(parameters, circuit.slots(), keys());
        List<double[]> periods = inputs(elements);
        int[] levels = levels();
        Value[] encrypted = new Value[levels.length];
        Arrays.setAll(encrypted, i -> simulator.encrypt(periods.get(i), levels[i]));
        List<Value> outputs =
                List.of(new CircuitInterpreter(circuit).evaluate(simulator, constants(elements), encrypted));
        double[] errors =
                results(outputs.stream().map(simulator::predictedErrors).toList());
        for (int i = 0; i < errors.length; i++) {
            if (circuit.results().get(i) instanceof ResultElement.Public) {
                errors[i] = 0;
            }
        }
        return new Result(results(outputs.stream().map(simulator::values).toList()), errors);
    }
}
