package dev.glovebox.compiler.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.glovebox.compiler.CompiledModel;
import dev.glovebox.compiler.Compiler;
import dev.glovebox.compiler.CompilerOptions;
import dev.glovebox.compiler.Stages;
import dev.glovebox.compiler.frontend.ClassSource;
import dev.glovebox.compiler.parameters.ParameterSearch.Choice;
import dev.glovebox.compiler.schedule.Schedule;
import dev.glovebox.dsl.Circuit;
import dev.glovebox.dsl.Encrypted;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The simulation of data sets says what the simulation with trials says. */
class FirstOrderSimulationTest {
    static final class Model {
        @Circuit
        double[] run(@Encrypted(shape = 3, min = -1, max = 3) double[] x) {
            return new double[] {1 / (1 + Math.exp(-x[0] + 0.5 * x[1])), x[0] * x[2], 7};
        }
    }

    private static final class Shown implements Stages.Listener {
        private @Nullable Schedule schedule;
        private @Nullable Choice choice;

        @Override
        public void scheduled(Schedule scheduled) {
            schedule = scheduled;
        }

        @Override
        public void parameterized(Choice chosen) {
            choice = chosen;
        }
    }

    @Test
    void agreesWithTrials() {
        Shown shown = new Shown();
        CompiledModel model = new Compiler(CompilerOptions.DEFAULT)
                .compile(Model.class, "run", ClassSource.of(Model.class.getClassLoader()), shown);
        Choice choice = Objects.requireNonNull(shown.choice);
        Random random = new Random(2);
        List<double[]> rows = Stream.generate(() -> random.doubles(3, -1, 3).toArray())
                .limit(8)
                .toList();
        List<FirstOrderSimulation.Row> found = new FirstOrderSimulation(
                        Objects.requireNonNull(shown.schedule),
                        choice.parameters(),
                        choice.samples(),
                        model.manifest().signature())
                .run(rows);
        SimulatedCircuit circuit = SimulatedCircuit.of(model);
        for (int i = 0; i < rows.size(); i++) {
            SimulatedCircuit.Result sampled = circuit.run(rows.get(i));
            assertThat(found.get(i).values()).containsExactly(sampled.values(), within(1e-12));
            // 16 trials tell the deviation to a third or so.
            double expected = sampled.predictedErrors()[i % 2];
            assertThat(found.get(i).noise()).isBetween(0.5 * expected, 2 * expected);
        }
    }
}
