package dev.glovebox.compiler.cost;

import dev.glovebox.compiler.Compiler;
import dev.glovebox.compiler.CompilerOptions;
import dev.glovebox.compiler.Models;
import dev.glovebox.compiler.Stages;
import dev.glovebox.compiler.frontend.ClassSource;
import dev.glovebox.compiler.ir.slot.SlotOp;
import dev.glovebox.compiler.ir.slot.SlotProgram;
import dev.glovebox.compiler.parameters.ParameterSearch.Choice;
import dev.glovebox.compiler.schedule.Schedule;
import dev.glovebox.runtime.ckks.CkksParameters;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The acceptance programs and what their circuits cost. */
public final class AcceptanceCosts {
    /** Add a program here, and its line to the golden file. */
    public static final List<Program> PROGRAMS = List.of(
            new Program("quadratic", AcceptanceModels.Quadratic.class, "value"),
            new Program("dot-product", AcceptanceModels.DotProduct.class, "value"),
            new Program("linear-regression", AcceptanceModels.LinearRegression.class, "value"),
            new Program("polynomial-regression", AcceptanceModels.PolynomialRegression.class, "value"),
            new Program("multivariate-regression", AcceptanceModels.MultivariateRegression.class, "value"),
            new Program("horizontal-sum", AcceptanceModels.HorizontalSum.class, "value"),
            new Program("sigmoid", AcceptanceModels.Sigmoid.class, "value"),
            new Program("loop", AcceptanceModels.Loop.class, "value"),
            new Program("matrix-vector", AcceptanceModels.MatrixVector.class, "value"),
            new Program("sobel", AcceptanceModels.Sobel.class, "value"),
            new Program("logistic-regression", AcceptanceModels.LogisticRegression.class, "value"),
            new Program("all-operations", AcceptanceModels.AllOperations.class, "value"),
            new Program("public-weights", AcceptanceModels.PublicWeights.class, "value"),
            new Program("linear-regression-many", AcceptanceModels.LinearRegressionOfMany.class, "value"),
            new Program("multivariate-regression-many", AcceptanceModels.MultivariateRegressionOfMany.class, "value"),
            new Program("sobel-64", AcceptanceModels.Sobel64.class, "value"),
            new Program("harris-64", AcceptanceModels.Harris64.class, "value"),
            new Program("whole-dot-product", AcceptanceModels.WholeDotProduct.class, "value"),
            new Program("fraction-dot-product", AcceptanceModels.FractionDotProduct.class, "value"),
            new Program("box-blur", AcceptanceModels.BoxBlur.class, "value"),
            new Program("roberts-cross", AcceptanceModels.RobertsCross.class, "value"),
            new Program("matrix-vector-784", AcceptanceModels.MatrixVector784.class, "value"),
            new Program("matrix-vector-512", AcceptanceModels.MatrixVector512.class, "value"),
            new Program("convolution-1d", AcceptanceModels.Convolution1.class, "value"),
            new Program("convolution-2d", AcceptanceModels.Convolution2.class, "value"),
            new Program("rectifier", AcceptanceModels.Rectifier.class, "value"),
            new Program("network", Models.Network.class, "predict"),
            new Program("records", Models.Records.class, "assess"));

    private AcceptanceCosts() {}

    /** A model to compile. */
    public record Program(String name, Class<?> model, String method) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** A compiled program. */
    public record Compiled(SlotProgram slots, Schedule schedule, Choice choice) {

        public CkksParameters parameters() {
            return choice.parameters();
        }

        public Prediction predict(CostModel model) {
            return Prediction.of(
                    model,
                    RingShape.of(parameters()),
                    schedule.nodes(),
                    schedule.outputs(),
                    schedule.program().constants(),
                    schedule.keys(),
                    choice.samples());
        }

        public long count(Class<?> operation) {
            return schedule.nodes().stream()
                    .filter(n -> operation.isInstance(n.op()))
                    .count();
        }

        /** Products of encrypted vectors. */
        public int products() {
            return schedule.nodes().stream().mapToInt(n -> n.op().products()).sum();
        }

        /** Rotations, those of linear transforms included. */
        public int rotations() {
            return schedule.nodes().stream()
                    .mapToInt(n -> switch (n.op()) {
                        case SlotOp.Rotate _ -> 1;
                        case SlotOp.LinearTransform t -> {
                            TransformShape shape = TransformShape.of(
                                    schedule.program().constants().matrix(t.matrix()));
                            yield shape.babies() + shape.giants();
                        }
                        default -> 0;
                    })
                    .sum();
        }
    }

    public static Compiled compile(Program program, CompilerOptions options) {
        Collector collector = new Collector();
        new Compiler(options)
                .compile(program.model, program.method, ClassSource.of(program.model.getClassLoader()), collector);
        return new Compiled(
                Objects.requireNonNull(collector.slots),
                Objects.requireNonNull(collector.schedule),
                Objects.requireNonNull(collector.choice));
    }

    private static final class Collector implements Stages.Listener {
        private @Nullable SlotProgram slots;
        private @Nullable Schedule schedule;
        private @Nullable Choice choice;

        @Override
        public void laidOut(SlotProgram program) {
            slots = program;
        }

        @Override
        public void scheduled(Schedule scheduled) {
            schedule = scheduled;
        }

        @Override
        public void parameterized(Choice chosen) {
            choice = chosen;
        }
    }

    /** The line of a program in the golden file. */
    public static String line(Program program) {
        Compiled compiled = compile(program, CompilerOptions.DEFAULT);
        Prediction prediction = compiled.predict(CostModel.of(CompilerOptions.DEFAULT.costs()));
        CkksParameters p = compiled.parameters();
        return String.format(
                Locale.ROOT,
                "%-24s 2^%d limbs %2d+%d digits %d scale %2.0f depth %2d rotations %3d products %3d relinearizations"
                        + " %2d rescales %3d key MB %6.2f predicted ms %.3g memory MB %.3g",
                program.name,
                p.logDegree(),
                p.limbs(p.maxLevel()),
                p.specialBasis().size(),
                p.spec().digits(),
                p.spec().scaleBits(),
                compiled.schedule.depth(),
                compiled.rotations(),
                compiled.products(),
                compiled.count(SlotOp.Relinearize.class) + compiled.count(SlotOp.RelinearizeRescale.class),
                compiled.count(SlotOp.Rescale.class)
                        + compiled.count(SlotOp.RelinearizeRescale.class)
                        + compiled.count(SlotOp.Adjust.class),
                compiled.choice.evaluationKeyBytes() / 1e6,
                prediction.seconds() * 1e3,
                prediction.bytes() / 1e6);
    }
}
