package dev.glovebox.compiler.cli;

import dev.glovebox.compiler.report.Report.Measurement;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Whether, and on what, a circuit is run encrypted. */
final class TrialOptions {
    @Mixin
    Rows rows = new Rows();

    @Option(
            names = "--run",
            description = "Also run the circuit encrypted on the samples, and measure time and precision.")
    boolean run;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            description = "Evaluations before the clock starts. Default: ${DEFAULT-VALUE}.",
            defaultValue = "5")
    int warmUp = 5;

    void addTo(Words words) {
        if (run) {
            words.word("--run");
        }
        words.option("--warm-up", warmUp, 5)
                .option("--data", rows.data, null)
                .option("--samples", rows.samples, 20)
                .option("--seed", rows.seed, 1L);
    }

    /** The samples. */
    List<double[]> samples(Compilation compilation) throws IOException {
        return rows.read(compilation.model().manifest().signature().parameters().stream()
                .flatMap(p -> p.elements().stream())
                .map(e -> new Rows.Range(e.min(), e.max()))
                .toList());
    }

    /** What a run measures, or null if none was asked for. */
    @Nullable
    Measurement measure(ModelOptions.Target target, Compilation compilation) throws IOException {
        return run ? new Trial(target, compilation).run(samples(compilation), warmUp) : null;
    }

    /** As {@link #measure(ModelOptions.Target, Compilation)}, of a circuit that was read from its text. */
    @Nullable
    Measurement measure(TextualCircuit circuit) throws IOException {
        return run ? circuit.run(rows.read(circuit.ranges()), warmUp) : null;
    }
}
