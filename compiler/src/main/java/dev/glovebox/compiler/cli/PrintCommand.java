package dev.glovebox.compiler.cli;

import dev.glovebox.compiler.ir.text.IrPrinter;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code glovebox print}. */
@Command(
        name = "print",
        mixinStandardHelpOptions = true,
        description =
                "Prints a stage of a circuit as text. The circuit stage can be edited and given to simulate, cost and"
                        + " report.")
final class PrintCommand implements Callable<Integer> {
    @Mixin
    ModelOptions options = new ModelOptions();

    @Option(
            names = "--stage",
            description = "One of ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.",
            defaultValue = "CIRCUIT")
    Stage stage = Stage.CIRCUIT;

    /** Set by the command line. */
    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        if (options.isText()) {
            spec.commandLine().getOut().print(IrPrinter.print(options.text()));
        } else {
            for (ModelOptions.Target target : options.targets()) {
                spec.commandLine().getOut().print(text(Compilation.of(options.compilerOptions(), target)));
            }
        }
        spec.commandLine().getOut().flush();
        return 0;
    }

    private String text(Compilation compilation) {
        return switch (stage) {
            case LIFTED -> IrPrinter.print(compilation.lifted());
            case RANGED -> IrPrinter.print(compilation.ranged());
            case APPROXIMATED -> IrPrinter.print(compilation.approximated());
            case FOLDED -> IrPrinter.print(compilation.folded());
            case SLOT -> IrPrinter.print(compilation.slots());
            case TIDIED -> IrPrinter.print(compilation.tidied());
            case RESCALED -> IrPrinter.print(compilation.rescaled());
            case RELINEARIZED -> IrPrinter.print(compilation.relinearized());
            case CIRCUIT -> IrPrinter.print(compilation.circuit());
        };
    }
}
