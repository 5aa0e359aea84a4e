package dev.glovebox.compiler.simulator;

import dev.glovebox.compiler.ir.slot.SlotProgram.InputLayout;
import dev.glovebox.compiler.schedule.Schedule;
import dev.glovebox.runtime.circuit.CircuitManifest.ResultElement;
import dev.glovebox.runtime.circuit.CircuitManifest.ResultElement.InSlot;
import dev.glovebox.runtime.circuit.CircuitSignature;
import dev.glovebox.runtime.circuit.CircuitSignature.ElementRange;
import dev.glovebox.runtime.ckks.CkksParameters;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Simulates whole data sets: hundreds of rows a second where {@link Simulator}, with its trials, takes seconds. For each row one
 * clear run and the noise of one result by {@link NoiseSensitivity}, the results taking turns from row to row.
 */
public final class FirstOrderSimulation {
    private final Schedule schedule;
    private final CkksParameters parameters;
    private final int slots;
    private final List<ElementRange> ranges;
    private final List<InSlot> encrypted;

    /** @param samples how many samples the ciphertexts hold */
    public FirstOrderSimulation(Schedule schedule, CkksParameters parameters, int samples, CircuitSignature signature) {
        this.schedule = schedule;
        this.parameters = parameters;
        slots = schedule.program().slots() * samples;
        ranges = signature.parameters().stream()
                .flatMap(p -> p.elements().stream())
                .toList();
        encrypted = schedule.program().results().stream()
                .filter(InSlot.class::isInstance)
                .map(InSlot.class::cast)
                .distinct()
                .toList();
    }

    /**
     * What one row gives.
     *
     * @param values of all results, without noise
     * @param noise what the noise of one result stays below, as {@link Simulator#predictedErrors}
     */
    public record Row(double[] values, double noise) {}

    /** @param rows the elements of all parameters in flat order, within their ranges */
    public List<Row> run(List<double[]> rows) {
        return IntStream.range(0, rows.size())
                .parallel()
                .mapToObj(i -> run(rows.get(i), i))
                .toList();
    }

    private Row run(double[] elements, int turn) {
        ClearRun run = ClearRun.of(schedule, schedule.program().constants().supplied(elements), sample(elements));
        List<ResultElement> results = schedule.program().results();
        double[] values = new double[results.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (results.get(i)) {
                case InSlot(int ciphertext, int slot) ->
                    run.value(schedule.outputs().get(ciphertext))[slot];
                case ResultElement.Public(double value) -> value;
            };
        }
        double[] variance = {0};
        if (!encrypted.isEmpty()) {
            NoiseVariances variances = new NoiseVariances(parameters, slots);
            InSlot result = encrypted.get(turn % encrypted.size());
            NoiseSensitivity.of(schedule, run, result, (_, source, gain) -> variance[0] += gain * variances.of(source));
        }
        return new Row(values, Simulator.tail(slots) * Math.sqrt(variance[0]));
    }

    private double[][] sample(double[] elements) {
        List<InputLayout> inputs = schedule.program().inputs();
        double[][] sample = new double[inputs.size()][];
        for (int i = 0; i < sample.length; i++) {
            InputLayout input = inputs.get(i);
            sample[i] = new double[input.period()];
            for (int slot = 0; slot < input.elements().size(); slot++) {
                int element = input.elements().get(slot);
                ElementRange range = ranges.get(element);
                sample[i][slot] = range.radius() == 0 ? 0 : (elements[element] - range.middle()) / range.radius();
            }
        }
        return sample;
    }
}
