package dev.glovebox.compiler.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command about circuits. */
abstract class ModelCommand implements Callable<Integer> {
    @Mixin
    ModelOptions options = new ModelOptions();

    /** Set by the command line. */
    @Spec
    CommandSpec spec = CommandSpec.create();

    PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
