package dev.glovebox.service;

import static dev.glovebox.service.CircuitFolder.FILES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glovebox.CircuitClient;
import dev.glovebox.CircuitServer;
import dev.glovebox.CompiledCircuit;
import dev.glovebox.Glovebox;
import dev.glovebox.runtime.circuit.CircuitCompiler;
import dev.glovebox.runtime.circuit.CircuitException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What loading finds, and what it refuses. */
class LoadTest {
    @TempDir
    Path root;

    private CircuitFolder folder() {
        return new CircuitFolder(root);
    }

    private static void refused(CircuitFolder folder, String code, String... texts) throws ClassNotFoundException {
        Class<?> model = folder.model();
        assertThatThrownBy(() -> Glovebox.load(model, "risk"))
                .isExactlyInstanceOf(CircuitException.class)
                .hasMessageStartingWith(code + ": ")
                .hasMessageContaining("; expected ")
                .satisfies(e -> assertThat(e.getMessage()).contains(texts));
    }

    @Test
    void aMethodWithoutACircuitIsNamed() throws ClassNotFoundException {
        Class<?> model = folder().built().model();
        assertThatThrownBy(() -> Glovebox.load(model, "toString"))
                .isExactlyInstanceOf(CircuitException.class)
                .hasMessage(
                        "GBR107: dev.glovebox.service.RiskModel has no method 'toString' with @Circuit; expected one of"
                                + " [risk]. Annotate the method, or load one of these.");
    }

    @Test
    void aCircuitThatWasNotBuiltSaysWhatToRun() throws ClassNotFoundException {
        refused(
                folder().withModel(),
                "GBR101",
                "was not built",
                "Run 'mvn process-classes'",
                "add glovebox-compiler to the class path");
    }

    @Test
    void aCircuitOlderThanItsClassIsRefused() throws ClassNotFoundException {
        byte[] changed = CircuitFolder.classBytes("dev/glovebox/service/RiskModel");
        String path = "dev/glovebox/service/RiskModel.class";
        CircuitFolder folder = folder().built();
        Class<?> model = folder.model();
        folder.write(path, Arrays.copyOf(changed, changed.length + 1));
        assertThatThrownBy(() -> Glovebox.load(model, "risk"))
                .isExactlyInstanceOf(CircuitException.class)
                .hasMessageStartingWith("GBR102: " + path + " changed after the circuit of ")
                .hasMessageEndingWith("Run 'mvn process-classes' in the module of the model.");
    }

    @Test
    void filesThatDoNotBelongTogetherAreRefused() throws Exception {
        refused(folder().built().delete(FILES.constants()), "GBR103", FILES.constants() + " is missing");
        refused(folder().built().delete(FILES.serverManifest()), "GBR103", "server.json is missing");
        CircuitFolder mixed = folder().built();
        byte[] constants = mixed.read(FILES.constants());
        constants[constants.length / 2] ^= 1;
        refused(mixed.write(FILES.constants(), constants), "GBR103", "do not belong together");
        CircuitFolder edited = folder().built();
        String manifest = new String(edited.read(FILES.clientManifest()), StandardCharsets.UTF_8);
        byte[] wider = manifest.replace("\"max\" : 100.0", "\"max\" : 200.0").getBytes(StandardCharsets.UTF_8);
        refused(edited.write(FILES.clientManifest(), wider), "GBR103", "do not belong together");
        refused(edited.write(FILES.clientManifest(), new byte[] {'{'}), "GBR104", "client manifest");
    }

    @Test
    void onlyACircuitProgramIsInstantiated() throws ClassNotFoundException {
        CircuitFolder folder = folder().built();
        byte[] impostor = CircuitFolder.classBytes("dev/glovebox/service/RiskModel");
        SortedMap<String, byte[]> files = CircuitFolder.files(CircuitFolder.manifest(11), impostor);
        files.forEach(folder::write);
        refused(folder, "GBR106", "RiskModel$$risk cannot be loaded");
    }

    /** Stands for the compiler of an IDE run. */
    public static final class Compiler implements CircuitCompiler {
        @Override
        public SortedMap<String, byte[]> compile(Class<?> model, String method) {
            return CircuitFolder.files(CircuitFolder.manifest(11));
        }

        @Override
        public SortedMap<String, byte[]> compile(Object model, String method, Map<String, String> options) {
            return compile(model.getClass(), method);
        }
    }

    @Test
    void aLiveObjectNeedsACompiler() throws ReflectiveOperationException, IOException {
        Object model = folder().withModel().model().getConstructor().newInstance();
        assertThatThrownBy(() -> Glovebox.compile(model, "risk"))
                .isInstanceOf(CircuitException.class)
                .hasMessageContaining("GBR101: there is no compiler on the class path")
                .hasMessageContaining("dev.glovebox:glovebox-compiler");
    }

    @Test
    void aCompilerOnTheClassPathCompilesInProcess() throws ClassNotFoundException, IOException {
        CircuitFolder folder = folder().withModel()
                .write(
                        "META-INF/services/" + CircuitCompiler.class.getName(),
                        Compiler.class.getName().getBytes(StandardCharsets.UTF_8));
        CompiledCircuit<Object[], Object> circuit = Glovebox.load(folder.model(), "risk");
        try (CircuitClient<Object[], Object> client = circuit.newClient();
                CircuitServer server = circuit.newServer(client.evaluationKeys())) {
            Object answer = client.decrypt(server.evaluate(client.encrypt(new Object[] {new double[3], 50.0})));
            assertThat(answer).hasFieldOrPropertyWithValue("version", 1.0);
        }
    }
}
