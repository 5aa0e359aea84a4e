package dev.glovebox.compiler.cli;

import dev.glovebox.compiler.ir.text.IrPrinter;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code glovebox print}. */
@Command(
        name = "print",
        mixinStandardHelpOptions = true,
        description =
                "Prints a stage of a circuit as text. The circuit stage can be edited and given to simulate, cost and"
                        + " report.")
final class PrintCommand extends ModelCommand {
    @Option(
            names = "--stage",
            description = "One of ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.",
            defaultValue = "CIRCUIT")
    Stage stage = Stage.CIRCUIT;

    @Override
    public Integer call() throws IOException {
        if (options.isText()) {
            out().print(IrPrinter.print(options.text()));
        } else {
            for (ModelOptions.Target target : options.targets()) {
                out().print(text(Compilation.of(options.compilerOptions(), target)));
            }
        }
        out().flush();
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
