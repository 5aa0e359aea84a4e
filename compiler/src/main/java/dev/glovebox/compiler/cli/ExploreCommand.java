package dev.glovebox.compiler.cli;

import dev.glovebox.compiler.CompilerOptions;
import dev.glovebox.compiler.CompilerOptions.Forced;
import dev.glovebox.compiler.cli.GloveboxCommand.UserException;
import dev.glovebox.compiler.cost.CostModel;
import dev.glovebox.compiler.diagnostic.CompilationException;
import dev.glovebox.compiler.explore.Exploration;
import dev.glovebox.compiler.explore.Point;
import dev.glovebox.compiler.ir.tensor.TensorInterpreter;
import dev.glovebox.compiler.report.Report;
import dev.glovebox.compiler.report.Report.Measurement;
import dev.glovebox.compiler.simulator.SimulatedCircuit;
import dev.glovebox.dsl.Packing;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code glovebox explore}. */
@Command(
        name = "explore",
        mixinStandardHelpOptions = true,
        description = {
            "Compiles one circuit in every combination of the values given, simulates or runs each, and writes"
                    + " explore.csv, explore.json and explore.html with Pareto plots.",
            "An option that is left out is not swept: the model's own value, or the one that the compiler finds, is"
                    + " taken."
        })
final class ExploreCommand extends TrialCommand {
    @Option(names = "--rescales", split = ",", paramLabel = "POLICY", description = "Rescale policies to try.")
    List<String> rescales = List.of();

    @Option(
            names = "--relinearizes",
            split = ",",
            paramLabel = "POLICY",
            description = "Relinearisation policies to try.")
    List<String> relinearizes = List.of();

    @Option(
            names = "--approximations",
            split = ",",
            paramLabel = "METHOD",
            description = "Ways to find polynomials to try.")
    List<String> approximations = List.of();

    @Option(
            names = "--packings",
            split = ",",
            paramLabel = "PACKING",
            description = "Packings to try: ${COMPLETION-CANDIDATES}.")
    List<Packing> packings = List.of();

    @Option(names = "--precisions", split = ",", paramLabel = "BITS", description = "Precisions to ask for.")
    List<Integer> precisions = List.of();

    @Option(
            names = "--degrees",
            split = ",",
            paramLabel = "D",
            description = "Greatest degrees of polynomials to allow.")
    List<Integer> degrees = List.of();

    @Option(names = "--scales", split = ",", paramLabel = "BITS", description = "Scales to force, in bits.")
    List<Integer> scales = List.of();

    @Option(
            names = "--digits",
            split = ",",
            paramLabel = "N",
            description = "Numbers of key-switching digits to force.")
    List<Integer> digits = List.of();

    @Option(names = "--rings", split = ",", paramLabel = "LOG", description = "Ring degrees to force, as log2.")
    List<Integer> rings = List.of();

    @Override
    public Integer call() throws IOException {
        if (options.isText()) {
            throw new UserException(
                    "explore compiles a model in many ways; a textual circuit has been compiled already."
                            + " Give it to simulate, cost or report.");
        }
        List<ModelOptions.Target> targets = options.targets();
        if (targets.size() > 1) {
            throw new UserException("explore takes one circuit; found "
                    + targets.stream().map(t -> t.circuit().toString()).toList()
                    + ". Name one as package.Class.method.");
        }
        ModelOptions.Target target = targets.getFirst();
        List<CompilerOptions> combinations = combinations();
        List<Point> points = new ArrayList<>();
        for (CompilerOptions combination : combinations) {
            Point point = point(target, combination, points.size() + 1);
            points.add(point);
            out().printf("%d/%d %s%n", points.size(), combinations.size(), line(point));
        }
        new Exploration(target.circuit().toString(), points).write(output);
        out().println(output.resolve("explore.html"));
        return 0;
    }

    private static <T> List<T> or(List<T> values, T otherwise) {
        return values.isEmpty() ? List.of(otherwise) : values;
    }

    private List<CompilerOptions> combinations() {
        List<Forced> forced = new ArrayList<>();
        List<@Nullable Packing> packed = new ArrayList<>(packings);
        if (packed.isEmpty()) {
            packed.add(null);
        }
        for (Packing packing : packed) {
            for (int precision : or(precisions, 0)) {
                for (int ring : or(rings, 0)) {
                    for (int scale : or(scales, 0)) {
                        for (int digit : or(digits, 0)) {
                            forced.add(new Forced(packing, precision, ring, scale, digit));
                        }
                    }
                }
            }
        }
        List<CompilerOptions> all = new ArrayList<>();
        for (String rescale : or(rescales, options.rescale)) {
            for (String relinearize : or(relinearizes, options.relinearize)) {
                for (String approximation : or(approximations, options.approximation)) {
                    for (int degree : or(degrees, options.maxDegree)) {
                        CompilerOptions policies = options.compilerOptions()
                                .withRescale(rescale)
                                .withRelinearize(relinearize)
                                .withApproximation(approximation)
                                .withMaxDegree(degree);
                        forced.forEach(f -> all.add(policies.withForced(f)));
                    }
                }
            }
        }
        return all;
    }

    private Point point(ModelOptions.Target target, CompilerOptions combination, int number) throws IOException {
        CostModel model = costs.model();
        try {
            Compilation compilation = Compilation.of(combination, target);
            List<double[]> rows = trial.samples(compilation);
            Measurement measured = trial.run ? new Trial(target, compilation).run(rows, trial.warmUp) : null;
            Report report = compilation.report().report(compilation.model(), model, measured);
            return new Point(
                    compilation.packing().name(),
                    combination.rescale(),
                    combination.relinearize(),
                    combination.approximation(),
                    report.precision().askedBits(),
                    combination.maxDegree(),
                    report.parameters().scaleBits(),
                    report.parameters().digits(),
                    report.parameters().logDegree(),
                    compilation.model().manifest().samples(),
                    report.totals().depth(),
                    report.totals().products(),
                    report.totals().rotations(),
                    report.totals().predictedSeconds(),
                    compilation.model().manifest().samples() / report.totals().predictedSeconds(),
                    report.totals().keyBytes(),
                    report.totals().memoryBytes(),
                    report.parameters().logModulus(),
                    report.parameters().maxLogModulus(),
                    report.precision().predictedBits(),
                    simulated(compilation, rows),
                    measured,
                    null,
                    command(target, combination, number));
        } catch (CompilationException e) {
            return failed(
                    target, combination, number, e.diagnostics().getFirst().text());
        }
    }

    private Point failed(ModelOptions.Target target, CompilerOptions combination, int number, String why) {
        Forced forced = combination.forced();
        return new Point(
                forced.packing() == null ? "" : forced.packing().name(),
                combination.rescale(),
                combination.relinearize(),
                combination.approximation(),
                forced.precisionBits(),
                combination.maxDegree(),
                forced.scaleBits(),
                forced.digits(),
                forced.logDegree(),
                0,
                0,
                0,
                0,
                Double.NaN,
                Double.NaN,
                0,
                0,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                null,
                why,
                command(target, combination, number));
    }

    /** Bits that simulation leaves, approximation and noise together, over the samples. */
    private static double simulated(Compilation compilation, List<double[]> rows) {
        SimulatedCircuit circuit = SimulatedCircuit.of(compilation.model());
        TensorInterpreter clear = new TensorInterpreter(compilation.lifted());
        double error = 0;
        for (double[] row : rows) {
            SimulatedCircuit.Result result = circuit.run(row);
            double[] expected = clear.evaluate(row);
            for (int i = 0; i < expected.length; i++) {
                error = Math.max(error, Math.abs(result.values()[i] - expected[i]) + result.predictedErrors()[i]);
            }
        }
        return rows.isEmpty() ? Double.NaN : -Math.log(error) / Math.log(2);
    }

    /** What compiles, and runs if this exploration does, the one combination again, into a folder of its own. */
    private String command(ModelOptions.Target target, CompilerOptions c, int number) {
        Words words = new Words("glovebox explore").word(target.circuit().toString());
        words.option("-cp", options.givenClassPath(), "")
                .option("--rescales", c.rescale(), "")
                .option("--relinearizes", c.relinearize(), "")
                .option("--approximations", c.approximation(), CompilerOptions.DEFAULT.approximation())
                .option("--degrees", c.maxDegree(), CompilerOptions.DEFAULT.maxDegree())
                .option("--packings", c.forced().packing(), null)
                .option("--precisions", c.forced().precisionBits(), 0)
                .option("--rings", c.forced().logDegree(), 0)
                .option("--scales", c.forced().scaleBits(), 0)
                .option("--digits", c.forced().digits(), 0)
                .option("--plan-costs", c.costs(), CompilerOptions.DEFAULT.costs())
                .option("--plan-threads", c.threads(), CompilerOptions.DEFAULT.threads())
                .option("--max-key-bytes", c.maxKeyBytes(), CompilerOptions.DEFAULT.maxKeyBytes());
        costs.addTo(words);
        trial.addTo(words);
        words.option("-d", output.resolve("point-" + number).normalize(), null);
        return words.toString();
    }

    private static String line(Point p) {
        String how = "%s, rescale %s, relinearize %s"
                .formatted(p.packing().toLowerCase(Locale.ROOT), p.rescale(), p.relinearize());
        return p.failure() != null
                ? how + ": " + p.failure()
                : String.format(
                        Locale.ROOT,
                        "%s, %d bits: ring 2^%d, depth %d, %.1f ms predicted%s, keys %.1f MB, %.1f bits predicted%s",
                        how,
                        p.precisionBits(),
                        p.logDegree(),
                        p.depth(),
                        p.predictedSeconds() * 1e3,
                        p.measured() == null
                                ? ""
                                : String.format(
                                        Locale.ROOT,
                                        ", %.1f ms measured",
                                        p.measured().seconds() * 1e3),
                        p.keyBytes() / 1e6,
                        p.predictedBits(),
                        p.measured() == null
                                ? ""
                                : String.format(
                                        Locale.ROOT,
                                        ", %.1f measured",
                                        p.measured().errorBits()));
    }
}
