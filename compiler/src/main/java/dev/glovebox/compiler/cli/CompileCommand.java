package dev.glovebox.compiler.cli;

import dev.glovebox.compiler.diagnostic.Diagnostic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code glovebox compile}: what the Maven plugin does, for other builds. */
@Command(
        name = "compile",
        mixinStandardHelpOptions = true,
        description = "Compiles circuits and writes their files, to be put on the class path beside the model.")
final class CompileCommand extends ModelCommand {
    @Option(
            names = {"-d", "--output"},
            paramLabel = "FOLDER",
            required = true,
            description = "Where the files go.")
    Path output = Path.of(".");

    @Override
    public Integer call() throws IOException {
        for (ModelOptions.Target target : options.targets()) {
            Compilation compilation = Compilation.of(options.compilerOptions(), target);
            for (Diagnostic warning : compilation.model().warnings()) {
                spec.commandLine().getErr().println("warning: " + warning);
            }
            for (Map.Entry<String, byte[]> file : compilation.model().files().entrySet()) {
                Path path = output.resolve(file.getKey());
                Files.createDirectories(path.toAbsolutePath().getParent());
                Files.write(path, file.getValue());
            }
            spec.commandLine()
                    .getOut()
                    .println(target.circuit() + ": "
                            + compilation.model().files().size() + " files, circuit "
                            + compilation.model().manifest().circuitId().substring(0, 16));
        }
        return 0;
    }
}
