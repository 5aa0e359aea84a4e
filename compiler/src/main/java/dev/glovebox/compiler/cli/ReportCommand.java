package dev.glovebox.compiler.cli;

import dev.glovebox.compiler.report.Report;
import dev.glovebox.compiler.report.ReportBuilder;
import dev.glovebox.compiler.report.ReportFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code glovebox report}. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = "Writes a page about each circuit (one HTML file, no network) and the same facts as JSON.")
final class ReportCommand implements Callable<Integer> {
    @Mixin
    ModelOptions options = new ModelOptions();

    @Mixin
    CostOptions costs = new CostOptions();

    @Mixin
    TrialOptions trial = new TrialOptions();

    @Option(
            names = {"-d", "--output"},
            paramLabel = "FOLDER",
            description = "Where the files go. Default: the current folder.")
    Path output = Path.of(".");

    /** Set by the command line. */
    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        if (options.isText()) {
            Report report = ReportBuilder.report(options.text(), costs.model());
            write(report, report.name());
            return 0;
        }
        for (ModelOptions.Target target : options.targets()) {
            Compilation compilation = Compilation.of(options.compilerOptions(), target);
            Report.@Nullable Measurement measured = trial.measure(target, compilation);
            write(
                    compilation.report().report(compilation.model(), costs.model(), measured),
                    target.circuit().shortName());
        }
        return 0;
    }

    private void write(Report report, String name) throws IOException {
        ReportFiles.write(report, output, name);
        spec.commandLine().getOut().println(output.resolve(name + ".html"));
    }
}
