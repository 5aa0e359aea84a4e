package dev.glovebox.compiler.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.glovebox.compiler.CompilerOptions;
import dev.glovebox.compiler.Golden;
import dev.glovebox.compiler.ir.slot.CircuitIr;
import dev.glovebox.compiler.ir.slot.SlotProgram;
import dev.glovebox.compiler.schedule.EagerRelinearize;
import dev.glovebox.compiler.schedule.EagerRescale;
import dev.glovebox.compiler.schedule.Schedule;
import dev.glovebox.compiler.schedule.Scheduler;
import dev.glovebox.compiler.schedule.SlotPrograms;
import dev.glovebox.runtime.circuit.CircuitManifest.ResultElement.InSlot;
import dev.glovebox.runtime.circuit.Evaluator.Value;
import dev.glovebox.runtime.ckks.CkksParameters;
import dev.glovebox.runtime.ckks.ParameterSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class NoiseSensitivityTest {
    private static final CkksParameters PARAMETERS = parameters();

    private static CkksParameters parameters() {
        List<List<Integer>> levels = new ArrayList<>(List.of(List.of(49)));
        levels.addAll(Collections.nCopies(4, List.of(40)));
        return CkksParameters.of(new ParameterSpec(13, levels, List.of(49), 5, 40, true));
    }

    @ParameterizedTest
    @FieldSource("dev.glovebox.compiler.schedule.SlotPrograms#ALL")
    void agreesWithSampledNoise(SlotProgram program) {
        agrees(new Scheduler(CompilerOptions.DEFAULT).schedule(program), 1);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11})
    void agreesOnRandomPrograms(long seed) {
        SlotProgram program = SlotPrograms.random(seed, 1 << (int) (seed % 5), 3);
        Scheduler scheduler = seed % 2 == 0
                ? new Scheduler(CompilerOptions.DEFAULT)
                : new Scheduler(new EagerRescale(), new EagerRelinearize());
        agrees(scheduler.schedule(program), seed);
    }

    /** The analytic deviation of every slot of every output is that of many simulated trials. */
    private static void agrees(Schedule schedule, long seed) {
        int trials = 2000;
        Random random = new Random(seed);
        int slots = schedule.program().slots();
        double[][] sample = schedule.program().inputs().stream()
                .map(input -> random.doubles(input.period(), -1, 1).toArray())
                .toArray(double[][]::new);
        CircuitIr circuit = schedule.with(PARAMETERS.spec());
        Simulator simulator = new Simulator(PARAMETERS, slots, schedule.keys(), trials, 1);
        Value[] inputs = new Value[sample.length];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = simulator.encrypt(sample[i], schedule.inputLevels().get(i));
        }
        Value[] outputs = new CircuitInterpreter(circuit).evaluate(simulator, circuit.constants(), inputs);
        ClearRun run = ClearRun.of(schedule, circuit.constants(), sample);
        NoiseVariances variances = new NoiseVariances(PARAMETERS, slots);
        for (int output = 0; output < outputs.length; output++) {
            double[] sampled = simulator.deviations(outputs[output]);
            double[] values = simulator.values(outputs[output]);
            for (int slot = 0; slot < slots; slot++) {
                double[] variance = {0};
                NoiseSensitivity.of(
                        schedule,
                        run,
                        new InSlot(output, slot),
                        (_, source, gain) -> variance[0] += gain * variances.of(source));
                assertThat(Math.sqrt(variance[0]))
                        .as("output %d, slot %d", output, slot)
                        .isCloseTo(sampled[slot], within(0.1 * sampled[slot]));
                assertThat(run.value(schedule.outputs().get(output))[slot]).isCloseTo(values[slot], within(1e-12));
            }
        }
    }

    /** Every error of a small circuit, with what it does to a result: the text is worked out in the golden file's order. */
    @Test
    void tellsWhereNoiseArises() {
        Schedule schedule = new Scheduler(CompilerOptions.DEFAULT).schedule(SlotPrograms.AFFINE);
        ClearRun run = ClearRun.of(schedule, schedule.program().constants(), new double[][] {{1, 0.5, -1, 0.25}});
        StringBuilder text = new StringBuilder();
        NoiseSensitivity.of(
                schedule,
                run,
                new InSlot(0, 0),
                (node, source, gain) -> text.append(String.format(
                        Locale.ROOT,
                        "%%%d %s: %s at level %d, %d: gain %.6g%n",
                        node,
                        schedule.nodes().get(node).op().getClass().getSimpleName(),
                        source.kind(),
                        source.level(),
                        source.other(),
                        gain)));
        Golden.checkText(NoiseSensitivityTest.class, "affine.txt", text.toString());
    }
}
