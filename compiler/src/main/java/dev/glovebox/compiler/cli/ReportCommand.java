package dev.glovebox.compiler.cli;

import dev.glovebox.compiler.ir.slot.CircuitIr;
import dev.glovebox.compiler.report.Report;
import dev.glovebox.compiler.report.ReportBuilder;
import dev.glovebox.compiler.report.ReportFiles;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** {@code glovebox report}. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = "Writes a page about each circuit (one HTML file, no network) and the same facts as JSON.")
final class ReportCommand extends TrialCommand {
    @Override
    public Integer call() throws IOException {
        if (options.isText()) {
            CircuitIr circuit = options.text();
            Report report = ReportBuilder.report(circuit, costs.model(), trial.measure(new TextualCircuit(circuit)));
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
        out().println(output.resolve(name + ".html"));
    }
}
