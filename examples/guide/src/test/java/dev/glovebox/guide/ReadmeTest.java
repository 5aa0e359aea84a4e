package dev.glovebox.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's code compiles and runs as it stands. */
class ReadmeTest {
    private static final double[] APPLICANT = {1.2, 0.3, -0.7, 2.1};

    @Test
    void theJavaCodeGivesTheAnswerOfTheClearModel(@TempDir Path folder) throws Exception {
        List<String> blocks = Readme.read().blocks("java");
        assertThat(blocks).hasSize(4);
        // The three snippets run one after the other, as on the client, the server, and the client again.
        String program = """
                import dev.glovebox.CircuitClient;
                import dev.glovebox.CircuitServer;
                import dev.glovebox.CompiledCircuit;
                import dev.glovebox.Glovebox;

                public final class Program {
                    static byte[] answer(byte[] keys, byte[] request) {
                        %s
                        return answer;
                    }

                    public static double run() {
                        %s
                        byte[] answer = answer(keys, request);
                        %s
                        return risk;
                    }
                }
                """.formatted(blocks.get(2), blocks.get(1), blocks.get(3));
        compile(folder, "CreditModel", blocks.get(0));
        compile(folder, "Program", program);

        try (var loader = new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
            Class<?> model = loader.loadClass("CreditModel");
            double clear = (double) model.getMethod("risk", double[].class)
                    .invoke(model.getConstructor().newInstance(), (Object) APPLICANT);
            double encrypted =
                    (double) loader.loadClass("Program").getMethod("run").invoke(null);

            assertThat(encrypted).isCloseTo(clear, within(0x1p-12));
        }
    }

    @Test
    void thePluginStanzaIsTheOneThatItsTestsUse() throws IOException {
        List<String> blocks = Readme.read().blocks("xml");
        assertThat(blocks).hasSize(3);
        String project = Files.readString(Readme.root().resolve("maven-plugin/src/it/java17-model/pom.xml"));

        assertThat(words(project)).contains(words(blocks.get(2)));
    }

    @Test
    void theTwoCommandsAreWhatCiRuns() throws IOException {
        String commands = Readme.read().blocks("sh").getFirst();
        String ci = Files.readString(Readme.root().resolve(".ci/run"));

        for (String line : commands.lines().toList()) {
            assertThat(ci).contains(line.substring(0, line.indexOf('#')).strip());
        }
    }

    private static String words(String xml) {
        return xml.replaceAll("\\s+", "").replaceAll("@project\\.version@|\\$\\{project\\.version}", "0.1.0");
    }

    private static void compile(Path folder, String className, String source) throws IOException {
        Path file = Files.writeString(folder.resolve(className + ".java"), source);
        int result = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-parameters",
                        "-cp",
                        System.getProperty("java.class.path") + java.io.File.pathSeparator + folder,
                        "-d",
                        folder.toString(),
                        file.toString());
        assertThat(result).isZero();
    }
}
