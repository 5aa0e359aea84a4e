package dev.glovebox.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.CircuitClient;
import dev.glovebox.CircuitServer;
import dev.glovebox.CompiledCircuit;
import dev.glovebox.Glovebox;
import dev.glovebox.dsl.Tensor;
import java.io.File;
import java.io.IOException;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs of docs/models.md run as they stand there. */
class ModelsPageTest {
    @TempDir
    static Path folder;

    private static URLClassLoader loader;

    @BeforeAll
    static void compile() throws IOException {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve("docs/models.md"))) {
            root = root.getParent();
        }
        List<String> blocks = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(root.resolve("docs/models.md")))
                .results()
                .map((MatchResult m) -> m.group(1))
                .toList();
        assertThat(blocks).hasSize(3);
        write("Digits", blocks.get(0));
        write("Screening", blocks.get(1));
        write("Live", """
            import dev.glovebox.*;

            public final class Live {
                public static double run() {
                    double score;
                    %s
                    return score;
                }
            }
            """.formatted(blocks.get(2)));
        int result = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-g",
                        "-parameters",
                        "-proc:none",
                        "-cp",
                        System.getProperty("java.class.path") + File.pathSeparator + folder,
                        "-d",
                        folder.toString(),
                        folder.resolve("Digits.java").toString(),
                        folder.resolve("Screening.java").toString(),
                        folder.resolve("Live.java").toString());
        assertThat(result).isZero();
        loader = new URLClassLoader(new java.net.URL[] {folder.toUri().toURL()}, ModelsPageTest.class.getClassLoader());
    }

    private static void write(String name, String source) throws IOException {
        Files.writeString(folder.resolve(name + ".java"), source);
    }

    @AfterAll
    static void close() throws IOException {
        loader.close();
    }

    @Test
    void theTensorModelIsEncrypted() throws ReflectiveOperationException {
        Class<?> model = loader.loadClass("Digits");
        double[] pixels = new double[64];
        java.util.Arrays.setAll(pixels, i -> i % 7 / 7.0);
        Tensor image = Tensor.of(new int[] {1, 8, 8}, pixels);
        Tensor clear = (Tensor) model.getMethod("scores", Tensor.class)
                .invoke(model.getConstructor().newInstance(), image);
        CompiledCircuit<Tensor, Tensor> circuit = Glovebox.load(model, "scores");
        try (CircuitClient<Tensor, Tensor> client = circuit.newClient();
                CircuitServer server = circuit.newServer(client.evaluationKeys())) {
            Tensor scores = client.decrypt(server.evaluate(client.encrypt(image)));
            assertThat(scores.toArray()).containsExactly(clear.toArray(), Offset.offset(0x1p-8));
        }
    }

    @Test
    void theLiveObjectIsEncryptedWithPublicInputs() throws ReflectiveOperationException {
        double score = (double) loader.loadClass("Live").getMethod("run").invoke(null);
        assertThat(score).isCloseTo(1 / (1 + Math.exp(-(0.5 + 0.5 - 2 - 0.75))), Offset.offset(0x1p-10));
    }
}
