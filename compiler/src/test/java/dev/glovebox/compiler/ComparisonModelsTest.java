package dev.glovebox.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.glovebox.compiler.diagnostic.Code;
import dev.glovebox.compiler.diagnostic.CompilationException;
import dev.glovebox.compiler.diagnostic.Diagnostic;
import dev.glovebox.compiler.simulator.DataSetSimulation;
import dev.glovebox.compiler.simulator.SimulatedCircuit;
import dev.glovebox.dsl.Circuit;
import dev.glovebox.dsl.Encrypted;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
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

    /** Its weights allow sums up to ±30; the rows stay within ±2. */
    public static final class Calibrated {
        @Circuit(precisionBits = 8, calibration = "rows")
        public double probability(@Encrypted(shape = 3, min = -1, max = 1) double[] x) {
            double z = 10 * x[0] - 10 * x[1] + 10 * x[2];
            return 1 / (1 + Math.exp(-z));
        }

        static double[][] rows() {
            double[][] rows = new double[100][];
            for (int i = 0; i < rows.length; i++) {
                double t = i / 50.0 - 1;
                rows[i] = new double[] {t, 0.8 * t, 0};
            }
            return rows;
        }
    }

    /** Data that stay away from the threshold. */
    public static final class Apart {
        @Circuit(precisionBits = 6, calibration = "rows")
        public double above(@Encrypted(min = -1, max = 1) double x) {
            return Math.signum(x);
        }

        static double[][] rows() {
            return new double[][] {{-1}, {-0.5}, {0.25}, {0.75}, {1}};
        }
    }

    /** Data that come near the threshold. */
    public static final class Near {
        @Circuit(precisionBits = 6, calibration = "rows")
        public double above(@Encrypted(min = -1, max = 1) double x) {
            return Math.signum(x);
        }

        static double[][] rows() {
            return new double[][] {{-1}, {-0.001}, {0.002}, {0.75}, {1}};
        }
    }

    private static List<String> undecided(CompiledModel model) {
        return model.warnings().stream()
                .filter(w -> w.code() == Code.UNDECIDED_COMPARISON)
                .map(Diagnostic::text)
                .toList();
    }

    @Test
    void calibrationDataSetTheGapThatTheyKeep() {
        CompiledModel model = COMPILER.compile(Apart.class, "above");
        assertThat(undecided(model)).hasSize(1);
        assertThat(undecided(model).getFirst())
                .startsWith("GBC204: sign(t) for t in [-1, 1] is undecided for |t| below 0.125; of 5 rows of"
                        + " calibration data none comes nearer than 0.25;");
        assertThat(model.manifest().summary().depth())
                .isLessThan(COMPILER.compile(Near.class, "above")
                        .manifest()
                        .summary()
                        .depth());
        SimulatedCircuit circuit = SimulatedCircuit.of(model);
        for (double x : new double[] {-1, -0.13, 0.13, 0.5}) {
            double[] clear = {new Apart().above(x)};
            assertThat(circuit.run(new double[] {x}).approximationError(clear)).isLessThan(0x1p-6);
        }
    }

    @Test
    void calibrationDataInTheGapAreCounted() {
        assertThat(undecided(COMPILER.compile(Near.class, "above")).getFirst())
                .contains("is undecided for |t| below 0.03125; 2 of 5 rows of calibration data lie there, the nearest"
                        + " at 0.001;");
    }

    @Test
    void calibrationNarrowsDomainsAndIsAWarningWithNumbers() {
        CompiledModel model = COMPILER.compile(Calibrated.class, "probability");
        assertThat(model.warnings())
                .extracting(Diagnostic::code)
                .containsExactly(Code.CALIBRATED_RANGE, Code.PRECISION_MISSED);
        assertThat(model.warnings().getFirst().text())
                .startsWith(
                        "GBC205: 1/(1 + exp(-t)) is computed for t in [-3.2375, 3.1975], from 100 rows of calibration"
                                + " data, where the declared ranges allow [-30, 30]");
        SimulatedCircuit circuit = SimulatedCircuit.of(model);
        for (double[] row : Calibrated.rows()) {
            SimulatedCircuit.Result result = circuit.run(row);
            double[] clear = {new Calibrated().probability(row)};
            assertThat(result.approximationError(clear) + result.predictedErrors()[0])
                    .isLessThan(0x1p-8);
        }
        DataSetSimulation.Report report = COMPILER.simulation(Calibrated.class, "probability")
                .run(List.of(new double[] {0.5, 0.4, 0}, new double[] {1, -1, 1}, new double[] {0, 0, 0.9}));
        assertThat(report.outside()).isEqualTo(2);
        assertThat(report.greatestError()).isLessThan(0x1p-9);
    }

    @Test
    void theWorstInputOfTheBoxIsAWarningWithItsNumbers() {
        Diagnostic found =
                COMPILER.compile(Calibrated.class, "probability").warnings().getLast();
        assertThat(found.location().file()).isEqualTo("ComparisonModelsTest.java");
        assertThat(found.location().method()).isEqualTo("probability");
        Golden.checkText(ComparisonModelsTest.class, "worst-input.txt", found.text() + "\n");
    }

    @Test
    void theWorstInputWithinBoundsIsNoWarning() {
        assertThat(COMPILER.compile(Excess.class, "excess").warnings()).isEmpty();
    }

    /** Three chained rectifiers of many bits take more levels than the largest ring has. */
    public static final class TooDeep {
        @Circuit(precisionBits = 14)
        public double f(@Encrypted(min = -2, max = 2) double x) {
            double y = Math.abs(x) - 1;
            double z = Math.abs(y) - 0.5;
            return Math.abs(z);
        }
    }

    @Test
    void whatCannotBeReachedIsBrokenDownBySourceLine() {
        CompilationException e =
                catchThrowableOfType(CompilationException.class, () -> COMPILER.compile(TooDeep.class, "f"));
        assertThat(e.diagnostics()).extracting(Diagnostic::code).containsExactly(Code.NO_SECURE_PARAMETERS);
        assertThat(e.diagnostics().getFirst().found())
                .containsPattern("approximation takes line \\d+: .*, depth \\d+, error");
    }

    @Test
    void dataSetsCountWhatIsUndecided() {
        DataSetSimulation.Report report = COMPILER.simulation(Alarm.class, "alarm")
                .run(List.of(new double[] {0.5, 0.4}, new double[] {0.5, 0.49}, new double[] {0.1, 0.1}));
        assertThat(report.undecided()).isEqualTo(2);
        assertThat(report.rows()).isEqualTo(3);
        assertThat(report.greatestError()).isLessThan(0x1p-7);
    }

    @Test
    void theWorstInputIsWithinTheBoundAndWorseThanRandomOnes() {
        DataSetSimulation simulation = COMPILER.simulation(Excess.class, "excess");
        DataSetSimulation.Worst worst = simulation.worst(2000, 1);
        assertThat(worst.error()).isLessThanOrEqualTo(0x1p-9).isGreaterThan(0x1p-13);
        assertThat(simulation.worst(2000, 1).error()).isEqualTo(worst.error());
        RandomGenerator random = new SplittableRandom(3);
        List<double[]> rows = Stream.generate(() -> new double[] {random.nextDouble(-2, 2), random.nextDouble(-2, 2)})
                .limit(200)
                .toList();
        assertThat(simulation.run(rows).greatestError()).isLessThanOrEqualTo(worst.error());
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
