package dev.glovebox.compiler.cli;

import dev.glovebox.compiler.cost.CalibrateCosts;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code glovebox calibrate}. */
@Command(
        name = "calibrate",
        mixinStandardHelpOptions = true,
        description = {
            "Measures this machine: what every operation takes with the chosen backend (-Dglovebox.backend names one),"
                    + " in every ring. Writes a cost table, to be given as --costs. Takes some minutes; let"
                    + " nothing else run."
        })
final class CalibrateCommand implements Callable<Integer> {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            required = true,
            description = "The table.")
    Path output = Path.of("costs.json");

    @Option(
            names = "--threads",
            split = ",",
            paramLabel = "N",
            description = "Numbers of threads to measure with, beside 1. Default: all processors.")
    List<Integer> threads = CalibrateCosts.defaultThreads();

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description =
                    "How often everything is measured, to leave out what else the machine did. Default: ${DEFAULT-VALUE},"
                            + " about a minute each.",
            defaultValue = "3")
    int rounds = 3;

    /** Set by the command line. */
    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        new CalibrateCosts(spec.commandLine().getOut(), rounds).run(threads).write(output);
        spec.commandLine().getOut().println(output);
        return 0;
    }
}
