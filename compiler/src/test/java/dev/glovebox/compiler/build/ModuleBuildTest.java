package dev.glovebox.compiler.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.glovebox.compiler.CompiledModel;
import dev.glovebox.compiler.CompilerOptions;
import dev.glovebox.compiler.diagnostic.Code;
import dev.glovebox.compiler.diagnostic.CompilationException;
import dev.glovebox.compiler.diagnostic.Diagnostic;
import dev.glovebox.compiler.ir.SourceLocation;
import dev.glovebox.runtime.circuit.CircuitManifest;
import dev.glovebox.runtime.circuit.CircuitSignature;
import dev.glovebox.runtime.circuit.DataType;
import dev.glovebox.runtime.ckks.ParameterSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The build around the compiler; the compilation here writes down the model's {@code describe()} result. */
class ModuleBuildTest {
    private static final String MODEL = """
        package m;
        import dev.glovebox.dsl.*;
        public class Model {
            public static String describe() { return "model " + Helper.NUMBER; }
            @Circuit public double score(@Encrypted(min = 0, max = 1) double x) {
                return x;
            }
        }
        """;

    @TempDir
    private Path folder;

    private Sources sources;
    private Path state;
    private CompilerOptions options = CompilerOptions.DEFAULT;
    private final List<String> compiled = new ArrayList<>();
    private final List<Message> messages = new ArrayList<>();

    private record Message(BuildLog.Level level, String text) {}

    @BeforeEach
    void module() {
        sources = new Sources(folder)
                .put("m.Model", MODEL)
                .put("m.Helper", "package m; class Helper { static final Integer NUMBER = 1; }");
        state = folder.resolve("work/state.json");
    }

    @Test
    void compilesOnceAndThenIsUpToDate() throws IOException {
        sources.compile();
        assertThat(build()).isEqualTo(new ModuleBuild.Outcome(1, 0, 0, 0));
        assertThat(emitted("m.Model", "score")).hasContent("model 1");
        assertThat(messages.get(0))
                .isEqualTo(new Message(BuildLog.Level.INFO, "Compiling circuit 1 of 1: Model.score"));
        assertThat(messages.get(1).text())
                .startsWith("Model.score: depth 5, ring degree 2^13, evaluation keys 41.5 MB, precision 13.4 bits"
                        + " predicted, 12 asked; ");

        assertThat(build()).isEqualTo(new ModuleBuild.Outcome(0, 1, 0, 0));
        assertThat(compiled).containsExactly("m.Model.score");
    }

    @Test
    void recompilesWhenAHelperClassChanges() throws IOException {
        sources.compile();
        build();
        sources.put("m.Helper", "package m; class Helper { static final Integer NUMBER = 2; }")
                .compile();

        assertThat(build().compiled()).isEqualTo(1);
        assertThat(emitted("m.Model", "score")).hasContent("model 2");
    }

    @Test
    void recompilesWhenOptionsChange() throws IOException {
        sources.compile();
        build();
        options = CompilerOptions.DEFAULT
                .withMaxSteps(1000)
                .withMaxEntries(1000)
                .withMaxDegree(63)
                .withRescale("eager");

        assertThat(build().compiled()).isEqualTo(1);
    }

    @Test
    void doesNotRecompileForAnUnrelatedClass() throws IOException {
        sources.compile();
        build();
        sources.put("m.Unrelated", "package m; class Unrelated {}").compile();

        assertThat(build()).isEqualTo(new ModuleBuild.Outcome(0, 1, 0, 0));
    }

    @Test
    void restoresAnOutputThatWasDeletedOrDamaged() throws IOException {
        sources.compile();
        build();
        Files.delete(emitted("m.Model", "score"));
        assertThat(build().compiled()).isEqualTo(1);
        Files.writeString(emitted("m.Model", "score"), "damaged");
        assertThat(build().compiled()).isEqualTo(1);
        assertThat(emitted("m.Model", "score")).hasContent("model 1");
    }

    @Test
    void deletesTheOutputsOfAModelThatIsGone() throws IOException {
        sources.compile();
        build();
        Files.delete(sources.output.resolve("m/Model.class"));

        assertThat(build()).isEqualTo(new ModuleBuild.Outcome(0, 0, 1, 0));
        assertThat(sources.output.resolve("META-INF")).doesNotExist();
        assertThat(sources.output.resolve("m/Helper.class")).exists();
        assertThat(build()).isEqualTo(new ModuleBuild.Outcome(0, 0, 0, 0));
    }

    @Test
    void deletesTheOutputsOfAMethodThatLostItsAnnotation() throws IOException {
        sources.put(
                        "m.Model",
                        MODEL.replace("}\n}", "}\n    @Circuit public double twice(double x) { return 2 * x; }\n}"))
                .compile();
        assertThat(build().compiled()).isEqualTo(2);
        sources.put("m.Model", MODEL).compile();

        assertThat(build()).isEqualTo(new ModuleBuild.Outcome(1, 0, 1, 0));
        assertThat(emitted("m.Model", "twice")).doesNotExist();
        assertThat(emitted("m.Model", "score")).exists();
    }

    @Test
    void aRefusedCircuitIsReportedAtItsLineAndLeavesNoOutput() throws IOException {
        sources.compile();
        build();
        sources.put(
                        "m.Model",
                        MODEL.replace("return x;", "return -x;").replace("\"model \" + Helper.NUMBER", "\"refuse\""))
                .compile();
        messages.clear();

        assertThat(build()).isEqualTo(new ModuleBuild.Outcome(0, 0, 0, 1));
        assertThat(emitted("m.Model", "score")).doesNotExist();
        assertThat(messages)
                .extracting(Message::level, Message::text)
                .contains(tuple(
                        BuildLog.Level.ERROR,
                        sources.root.resolve("m/Model.java")
                                + ":[6,9] GBC101: a branch on x; expected public data. Use Math.max.\n"
                                + "    at m.Model.score(Model.java:6)"));
        assertThat(build().failed()).as("it is tried again").isEqualTo(1);
    }

    @Test
    void aClassThatCannotBeLoadedIsReported() throws IOException {
        sources.put("m.Model", MODEL.replace("class Model", "class Model extends Gone"))
                .put("m.Gone", "package m; class Gone {}")
                .compile();
        Files.delete(sources.output.resolve("m/Gone.class"));

        assertThat(build().failed()).isEqualTo(1);
        assertThat(messages.getLast().text())
                .isEqualTo("m.Model.score: GBC501: the model class cannot be loaded"
                        + " (java.lang.NoClassDefFoundError: m/Gone); expected every class that m.Model needs on the"
                        + " module's class path. Add the missing dependency.");
    }

    @Test
    void aDefectOfTheCompilerIsReportedWithItsStack() throws IOException {
        sources.put("m.Model", MODEL.replace("\"model \" + Helper.NUMBER", "\"fail\""))
                .compile();

        assertThat(build().failed()).isEqualTo(1);
        assertThat(messages.getLast().text())
                .startsWith("m.Model.score: GBC900: the compiler failed (java.lang.IllegalStateException: defect);"
                        + " expected a circuit or a diagnostic. This is a defect of Glovebox; please report it with"
                        + " this stack.\n")
                .contains("\n    at " + ModuleBuildTest.class.getName() + ".describe(ModuleBuildTest.java:");
    }

    @Test
    void aDamagedStateFileMeansAFreshBuild() throws IOException {
        sources.compile();
        build();
        Files.writeString(state, "{\"formatVersion\": 1, ");

        assertThat(build().compiled()).isEqualTo(1);
    }

    private ModuleBuild.Outcome build() throws IOException {
        BuildRequest request =
                new BuildRequest(sources.output, List.of(sources.output), List.of(sources.root), state, options);
        return new ModuleBuild(request, this::describe, (level, text) -> messages.add(new Message(level, text))).run();
    }

    private CompiledModel describe(Class<?> model, String method, RecordingClassLoader loader) {
        compiled.add(model.getName() + "." + method);
        String text;
        try (InputStream bytes = loader.getResourceAsStream(model.getName().replace('.', '/') + ".class")) {
            assertThat(bytes).isNotNull();
            text = (String) model.getMethod("describe").invoke(null);
        } catch (IOException | ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
        if (text.equals("fail")) {
            throw new IllegalStateException("defect");
        }
        if (text.equals("refuse")) {
            SourceLocation line = new SourceLocation("m.Model", "score", "Model.java", 6);
            throw new CompilationException(new Diagnostic(
                    Code.BRANCH_ON_ENCRYPTED, line, "a branch on x", "public data", "Use Math.max.", List.of(line)));
        }
        SortedMap<String, byte[]> files = new TreeMap<>();
        files.put(
                "META-INF/glovebox/" + model.getName() + "/" + method + "/text", text.getBytes(StandardCharsets.UTF_8));
        return new CompiledModel(manifest(model.getName(), method), files, List.of());
    }

    private Path emitted(String model, String method) {
        return sources.output.resolve("META-INF/glovebox/" + model + "/" + method + "/text");
    }

    private static CircuitManifest manifest(String model, String method) {
        return new CircuitManifest(
                1,
                "0",
                new CircuitSignature(model, method, List.of(), new DataType.Scalar()),
                12,
                new ParameterSpec(13, List.of(List.of(49)), List.of(49), 1, 40, false),
                16,
                1,
                List.of(),
                List.of(),
                List.of(),
                new CircuitManifest.KeyRequirement(-1, new TreeMap<>(), -1),
                new CircuitManifest.Summary(5, 3, 4, 41_530_000, 13.42, List.of()));
    }
}
