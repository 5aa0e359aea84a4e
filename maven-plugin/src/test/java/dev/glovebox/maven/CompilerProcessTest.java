package dev.glovebox.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glovebox.maven.CompilerProcess.Outcome;
import dev.glovebox.maven.CompilerProcess.ProcessFailure;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompilerProcessTest {
    private static final Jdk JDK = Objects.requireNonNull(Jdk.at(Path.of(System.getProperty("java.home"))));

    @TempDir
    private Path folder;

    private final RecordingLog log = new RecordingLog();

    @Test
    void passesMessagesOn() throws Exception {
        Path fake = fake("""
                System.out.println("#glovebox info Compiling a\\\\nb \\\\\\\\ c");
                System.out.println("#glovebox warning careful");
                System.out.println("#glovebox error M.java:[3,1] GBC101: no");
                System.out.println("#glovebox done 1 2 3 4");
                System.exit(1);
                """);

        assertThat(run(List.of(fake), Map.of())).isEqualTo(new Outcome(1, 2, 3, 4));
        assertThat(log.lines)
                .containsExactly("info Compiling a\nb \\ c", "warn careful", "error M.java:[3,1] GBC101: no");
    }

    @Test
    void handsTheRequestAndTheJvmArgumentsOver() throws Exception {
        Path fake = fake("""
                var properties = new java.util.Properties();
                try (var in = java.nio.file.Files.newBufferedReader(java.nio.file.Path.of(args[0]))) {
                    properties.load(in);
                }
                System.out.println("#glovebox info " + properties.getProperty("classPath").lines().toList().toString().replace("\\\\", "\\\\\\\\")
                    + (System.getProperty("with.space") + java.util.Locale.getDefault()).replace("\\\\", "\\\\\\\\"));
                System.out.println("#glovebox done 0 0 0 0");
                """);

        Map<String, String> request = Map.of("classPath", "a\n\u00fc b\\c.jar");
        new CompilerProcess(JDK, List.of(fake), List.of("-Dwith.space=x \"y\" \\z "), folder, log)
                .run("compile", request);

        assertThat(log.lines).containsExactly("info [a, \u00fc b\\c.jar]x \"y\" \\z en");
    }

    @Test
    void whatAModelPrintsIsShownAsIs() throws Exception {
        Path fake = fake("""
                System.err.println("from the model");
                System.out.println("#glovebox done 0 0 0 0");
                """);

        run(List.of(fake), Map.of());
        assertThat(log.lines).containsExactly("info   | from the model");
    }

    @Test
    void aProcessThatDiesIsAnErrorWithItsLastLines() {
        Path fake = fake("throw new IllegalStateException(\"broken\");");

        assertThatThrownBy(() -> run(List.of(fake), Map.of()))
                .isInstanceOf(ProcessFailure.class)
                .hasMessageStartingWith("GBM002: the compiler process ended with exit code 1")
                .hasMessageContaining("IllegalStateException: broken");
    }

    @Test
    void aProcessWithoutMemorySaysHowToGiveItMore() {
        Path fake = fake("throw new OutOfMemoryError(\"Java heap space\");");

        assertThatThrownBy(() -> run(List.of(fake), Map.of()))
                .isInstanceOf(ProcessFailure.class)
                .hasMessageContaining("<jvmArgument>-Xmx4g</jvmArgument>");
    }

    @Test
    void theCompilerAnswersInTheSameProtocol() throws Exception {
        Files.createDirectories(folder.resolve("classes"));
        List<Path> compiler = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .toList();
        Map<String, String> request = Map.of(
                "output", folder.resolve("classes").toString(),
                "classPath", folder.resolve("classes").toString(),
                "sourceRoots", "",
                "state", folder.resolve("state.json").toString());

        assertThat(run(compiler, request)).isEqualTo(new Outcome(0, 0, 0, 0));
        assertThatThrownBy(() -> run(compiler, Map.of("output", "x"))).isInstanceOf(ProcessFailure.class);
        assertThat(log.lines).containsExactly("error GBC502: the request lacks state");
    }

    private Outcome run(List<Path> compiler, Map<String, String> request)
            throws IOException, InterruptedException, ProcessFailure {
        return new CompilerProcess(JDK, compiler, List.of(), folder, log).run("compile", request);
    }

    /** A class path with a process that behaves as the statements say. */
    private Path fake(String statements) {
        try {
            Path source = folder.resolve("BuildMain.java");
            Files.writeString(
                    source,
                    "package dev.glovebox.compiler.build; public class BuildMain {"
                            + " public static void main(String[] args) throws Exception {\n" + statements + "}}");
            Path classes = Files.createDirectories(folder.resolve("fake"));
            assertThat(ToolProvider.getSystemJavaCompiler()
                            .run(null, null, null, "-d", classes.toString(), source.toString()))
                    .isZero();
            return classes;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
