package dev.glovebox.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.compiler.diagnostic.Code;
import dev.glovebox.compiler.diagnostic.Diagnostic;
import dev.glovebox.compiler.simulator.SimulatedCircuit;
import dev.glovebox.dsl.Circuit;
import dev.glovebox.dsl.Encrypted;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Models that compare, rectify and take absolute values, from class file to simulated circuit. */
class ComparisonModelsTest {
    private static final Compiler COMPILER = new Compiler(CompilerOptions.DEFAULT);

    /** Counts, compared with whole numbers: every input is decided. */
    public static final class Points {
        @Circuit(precisionBits = 8)
        public double points(@Encrypted(shape = 3, min = 0, max = 10, step = 1) double[] count) {
            double young = Math.signum(count[0] - 3);
            double both = Math.signum(2 * count[1] - 3 * count[2] - 0.25);
            return young + 2 * both;
        }
    }

    /** A rectified difference of measurements. */
    public static final class Excess {
        @Circuit(precisionBits = 8)
        public double excess(@Encrypted(shape = 2, min = -2, max = 2) double[] x) {
            return Math.max(x[0] - x[1], 0) + Math.abs(x[0] + 0.5 * x[1]);
        }
    }

    /** Measurements on no grid. */
    public static final class Alarm {
        @Circuit(precisionBits = 6)
        public double alarm(@Encrypted(shape = 2, min = 0, max = 1) double[] x) {
            return Math.signum(x[0] - x[1]);
        }
    }

    @Test
    void everyPointOfAGridIsDecided() {
        CompiledModel model = COMPILER.compile(Points.class, "points");
        assertThat(model.warnings()).isEmpty();
        SimulatedCircuit circuit = SimulatedCircuit.of(model);
        RandomGenerator random = new SplittableRandom(1);
        for (int i = 0; i < 60; i++) {
            double[] x = random.doubles(3).map(d -> Math.floor(11 * d)).toArray();
            x[0] = i < 11 ? i : x[0];
            SimulatedCircuit.Result result = circuit.run(x);
            double[] clear = {new Points().points(x)};
            assertThat(result.approximationError(clear) + result.predictedErrors()[0])
                    .isLessThan(0x1p-8);
        }
    }

    @Test
    void rectifiersAndAbsoluteValuesAreWithinThePrecision() {
        CompiledModel model = COMPILER.compile(Excess.class, "excess");
        assertThat(model.warnings()).isEmpty();
        SimulatedCircuit circuit = SimulatedCircuit.of(model);
        RandomGenerator random = new SplittableRandom(2);
        for (int i = 0; i < 40; i++) {
            double[] x = {random.nextDouble(-2, 2), random.nextDouble(-2, 2)};
            SimulatedCircuit.Result result = circuit.run(x);
            double[] clear = {new Excess().excess(x)};
            assertThat(result.approximationError(clear) + result.predictedErrors()[0])
                    .isLessThan(0x1p-8);
        }
    }

    @Test
    void whatIsUndecidedIsAWarningWithNumbers() {
        CompiledModel model = COMPILER.compile(Alarm.class, "alarm");
        assertThat(model.warnings()).extracting(Diagnostic::code).containsExactly(Code.UNDECIDED_COMPARISON);
        assertThat(model.warnings().getFirst().text())
                .isEqualTo(
                        "GBC204: sign(t) for t in [-1, 1] is undecided for |t| below 0.03125; expected data on a known"
                            + " grid, or a comparison whose sides stay apart. Declare the step of the @Encrypted"
                            + " values it depends on, give them a tighter min and max, or ask for more precisionBits;"
                            + " nearer values may answer either way, or in between.");
        SimulatedCircuit circuit = SimulatedCircuit.of(model);
        SimulatedCircuit.Result result = circuit.run(new double[] {0.5, 0.46});
        assertThat(Math.abs(result.values()[0] - 1) + result.predictedErrors()[0])
                .isLessThan(0x1p-6);
    }
}
