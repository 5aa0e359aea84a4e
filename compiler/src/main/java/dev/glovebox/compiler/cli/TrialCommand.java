package dev.glovebox.compiler.cli;

import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A command that prices circuits, runs them if asked to, and writes files. */
abstract class TrialCommand extends ModelCommand {
    @Mixin
    CostOptions costs = new CostOptions();

    @Mixin
    TrialOptions trial = new TrialOptions();

    @Option(
            names = {"-d", "--output"},
            paramLabel = "FOLDER",
            description = "Where the files go. Default: the current folder.")
    Path output = Path.of(".");
}
