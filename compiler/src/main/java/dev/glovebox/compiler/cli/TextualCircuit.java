package dev.glovebox.compiler.cli;

import dev.glovebox.Glovebox;
import dev.glovebox.compiler.cli.Rows.Range;
import dev.glovebox.compiler.cost.Prediction;
import dev.glovebox.compiler.ir.slot.CircuitIr;
import dev.glovebox.compiler.ir.slot.SlotOp;
import dev.glovebox.compiler.report.Report.Measurement;
import dev.glovebox.compiler.schedule.Schedule;
import dev.glovebox.compiler.simulator.CircuitInterpreter;
import dev.glovebox.compiler.simulator.Simulator;
import dev.glovebox.dsl.Outside;
import dev.glovebox.runtime.circuit.CircuitIds;
import dev.glovebox.runtime.circuit.CircuitManifest;
import dev.glovebox.runtime.circuit.CircuitManifest.InputCiphertext;
import dev.glovebox.runtime.circuit.CircuitManifest.KeyRequirement;
import dev.glovebox.runtime.circuit.CircuitManifest.OutputCiphertext;
import dev.glovebox.runtime.circuit.CircuitManifest.ResultElement;
import dev.glovebox.runtime.circuit.CircuitManifest.Summary;
import dev.glovebox.runtime.circuit.CircuitSignature;
import dev.glovebox.runtime.circuit.CircuitSignature.ElementRange;
import dev.glovebox.runtime.circuit.CircuitSignature.Parameter;
import dev.glovebox.runtime.circuit.DataType;
import dev.glovebox.runtime.circuit.Evaluator.Value;
import dev.glovebox.runtime.circuit.LoadedCircuit;
import dev.glovebox.runtime.circuit.ManifestJson;
import dev.glovebox.runtime.circuit.PublicProgram;
import dev.glovebox.runtime.ckks.CkksParameters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    /**
     * Runs it encrypted, and holds its answers against the same circuit on clear numbers.
     *
     * @param rows inputs, each element in [-1, 1], at least one
     * @param warmUp evaluations of the first that are not timed
     */
    Measurement run(List<double[]> rows, int warmUp) {
        return Trial.measure(
                Glovebox.circuit(new LoadedCircuit(manifest(), circuit.constants(), new CircuitInterpreter(circuit))),
                rows.stream().map(this::supplied).toList(),
                warmUp,
                i -> simulate(rows.get(i)).values(),
                costs -> Prediction.of(costs, circuit, keys(), 1));
    }

    /** With public elements as servers have them: within the range of the signature. */
    private double[] supplied(double[] row) {
        double[] elements = row.clone();
        publics()
                .forEach((element, input) -> elements[element] =
                        (input.min() + input.max()) / 2 + elements[element] * (input.max() - input.min()) / 2);
        return elements;
    }

    /** The public elements. */
    private Map<Integer, PublicProgram.Input> publics() {
        Map<Integer, PublicProgram.Input> publics = new HashMap<>();
        for (PublicProgram.Step step : circuit.constants().publics().steps()) {
            if (step instanceof PublicProgram.Input input) {
                publics.put(input.element(), input);
            }
        }
        return publics;
    }

    /** Of a method that takes as many numbers as there are elements, and returns an array. */
    private CircuitManifest manifest() {
        Map<Integer, PublicProgram.Input> publics = publics();
        List<Parameter> elements = new ArrayList<>();
        for (int i = 0; i < ranges().size(); i++) {
            String name = "x" + i;
            PublicProgram.Input input = publics.get(i);
            ElementRange range = input == null
                    ? new ElementRange(name, -1, 1, Outside.REFUSE)
                    : new ElementRange(name, input.min(), input.max(), Outside.CLAMP);
            elements.add(new Parameter(name, new DataType.Scalar(), List.of(range), input != null));
        }
        int[] levels = levels();
        return new CircuitManifest(
                ManifestJson.FORMAT_VERSION,
                CircuitIds.NONE,
                new CircuitSignature(
                        circuit.name(),
                        "values",
                        elements,
                        new DataType.Vector(circuit.results().size())),
                circuit.precisionBits(),
                circuit.parameters(),
                circuit.slots(),
                1,
                IntStream.range(0, levels.length)
                        .mapToObj(i -> new InputCiphertext(
                                levels[i],
                                circuit.inputs().get(i).period(),
                                circuit.inputs().get(i).elements()))
                        .toList(),
                circuit.outputs().stream()
                        .map(output -> circuit.nodes().get(output))
                        .map(node -> new OutputCiphertext(node.type().level(), node.period()))
                        .toList(),
                circuit.results(),
                keys(),
                new Summary(0, 0, 0, 0, 0, List.of()));
    }

    private KeyRequirement keys() {
        return Schedule.keys(circuit.nodes(), circuit.slots(), circuit.constants());
    }

    /** One period of each input ciphertext. */
    private List<double[]> inputs(double[] elements) {
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
    private int[] levels() {
        return IntStream.range(0, circuit.inputs().size())
                .map(input -> circuit.nodes().stream()
                        .filter(node -> node.op().equals(new SlotOp.Input(input)))
                        .mapToInt(node -> node.type().level())
                        .max()
                        .orElse(0))
                .toArray();
    }

    /** The results in flat order, from the slots of the outputs. */
    private double[] results(List<double[]> outputs) {
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
        List<Value> outputs = List.of(new CircuitInterpreter(circuit)
                .evaluate(simulator, circuit.constants().suppliedNormalized(elements), encrypted));
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
