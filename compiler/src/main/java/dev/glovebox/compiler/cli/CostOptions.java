package dev.glovebox.compiler.cli;

import dev.glovebox.compiler.cli.GloveboxCommand.UserException;
import dev.glovebox.compiler.cost.CostModel;
import picocli.CommandLine.Option;

/** Which cost model predicts times. */
final class CostOptions {
    @Option(
            names = "--costs",
            paramLabel = "TABLE",
            description = "A cost table that ships (such as java-vector) or a file that calibrate wrote."
                    + " Default: ${DEFAULT-VALUE}.",
            defaultValue = "java-vector")
    String table = "java-vector";

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads of one evaluation. Default: ${DEFAULT-VALUE}.",
            defaultValue = "1")
    int threads = 1;

    CostModel model() {
        try {
            return CostModel.of(table).withThreads(threads);
        } catch (IllegalArgumentException e) {
            throw new UserException(String.valueOf(e.getMessage()));
        }
    }
}
