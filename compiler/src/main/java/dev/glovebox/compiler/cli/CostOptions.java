package dev.glovebox.compiler.cli;

import dev.glovebox.compiler.cli.GloveboxCommand.UserException;
import dev.glovebox.compiler.cost.CostModel;
import picocli.CommandLine.Option;

/** Which cost model predicts times. */
final class CostOptions {
    @Option(
            names = "--costs",
            paramLabel = "TABLE",
            description = "What predicts times: a cost table that ships (native, java-vector) or a file that"
                    + " calibrate wrote."
                    + " Default: ${DEFAULT-VALUE}.",
            defaultValue = "native")
    String table = "native";

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads of the evaluation that is predicted. Default: ${DEFAULT-VALUE}.",
            defaultValue = "1")
    int threads = 1;

    CostModel model() {
        try {
            return CostModel.of(table).withThreads(threads);
        } catch (IllegalArgumentException e) {
            throw new UserException(String.valueOf(e.getMessage()));
        }
    }

    void addTo(Words words) {
        words.option("--costs", table, "native").option("--threads", threads, 1);
    }
}
