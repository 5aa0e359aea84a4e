package dev.glovebox.compiler.cli;

import dev.glovebox.compiler.diagnostic.CompilationException;
import dev.glovebox.compiler.ir.text.IrSyntaxException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code glovebox}: compiles circuits, and shows, simulates, prices and compares them. */
@Command(
        name = "glovebox",
        mixinStandardHelpOptions = true,
        versionProvider = GloveboxCommand.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Compiles annotated Java methods into encrypted circuits, and tells what they cost.",
            "MODEL is a class (com.example.TumorModel), one of its methods (com.example.TumorModel.malignancy), a jar"
                    + " or a folder of class files, whose circuits are all taken, or the textual form of a circuit"
                    + " (circuit.gbx)."
        },
        subcommands = {
            CompileCommand.class,
            PrintCommand.class,
            SimulateCommand.class,
            CostCommand.class,
            ExploreCommand.class,
            ReportCommand.class,
            CalibrateCommand.class
        })
public final class GloveboxCommand {
    private GloveboxCommand() {}

    /** The version of the compiler's jar. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = GloveboxCommand.class.getPackage().getImplementationVersion();
            return new String[] {"glovebox " + (version == null ? "development" : version)};
        }
    }

    /** Exits with 0 if all went well, 1 if a circuit was refused, 2 if the command line is wrong. */
    public static void main(String[] arguments) {
        System.exit(run(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                arguments));
    }

    /** As {@link #main}, with the exit status as the answer. */
    public static int run(PrintWriter out, PrintWriter err, String... arguments) {
        CommandLine line = new CommandLine(new GloveboxCommand())
                .setOut(out)
                .setErr(err)
                .setUsageHelpWidth(110)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(GloveboxCommand::tell);
        return line.execute(arguments);
    }

    /** Turns what a user can mend into a message; anything else is a defect and keeps its stack. */
    private static int tell(Exception e, CommandLine line, CommandLine.ParseResult result) throws Exception {
        String message = switch (e) {
            case CompilationException refused -> refused.getMessage();
            case IrSyntaxException text -> "not a circuit: " + text.getMessage();
            case NoSuchFileException missing -> "there is no file " + missing.getMessage();
            case UserException user -> user.getMessage();
            default -> throw e;
        };
        line.getErr().println(message);
        return CommandLine.ExitCode.SOFTWARE;
    }

    /** Something the user can mend; the message says what was found and what was expected. */
    static final class UserException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UserException(String message) {
            super(message);
        }
    }
}
