package dev.glovebox.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.glovebox.CircuitClient;
import dev.glovebox.CircuitServer;
import dev.glovebox.ClientCircuit;
import dev.glovebox.CompiledCircuit;
import dev.glovebox.Glovebox;
import dev.glovebox.runtime.circuit.CircuitException;
import dev.glovebox.runtime.circuit.CircuitManifest;
import dev.glovebox.runtime.client.SecretKey;
import dev.glovebox.service.RiskModel.Answer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A client and a server of a hand-made circuit, exchanging bytes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GloveboxTest {
    private static final double[] CELL = {1.5, -2, 3.25};

    @TempDir
    static Path folder;

    private CompiledCircuit<Object[], Object> circuit;
    private CircuitClient<Object[], Object> client;
    private CircuitServer server;

    @BeforeAll
    void start() throws ClassNotFoundException {
        circuit = Glovebox.load(new CircuitFolder(folder).built().model(), "risk");
        client = circuit.newClient();
        server = circuit.newServer(client.evaluationKeys());
    }

    @AfterAll
    void stop() {
        server.close();
        client.close();
    }

    private static Object[] input(double[] cell, double age) {
        return new Object[] {cell, age};
    }

    private static void agrees(Object found, double[] cell, double age) {
        Answer clear = new RiskModel().risk(cell, age);
        // the record class is the one that the folder's loader defined
        assertThat(found.getClass().getName()).isEqualTo(Answer.class.getName());
        double[] numbers = numbers(found.toString(), found);
        assertThat(numbers[0]).isCloseTo(clear.score(), within(0x1p-10));
        assertThat(numbers[1]).isCloseTo(clear.twice()[0], within(0x1p-10));
        assertThat(numbers[2]).isCloseTo(clear.twice()[1], within(0x1p-10));
        assertThat(numbers[3]).isEqualTo(1);
    }

    private static double[] numbers(String name, Object answer) {
        try {
            double score = (double) answer.getClass().getMethod("score").invoke(answer);
            double[] twice = (double[]) answer.getClass().getMethod("twice").invoke(answer);
            double version = (double) answer.getClass().getMethod("version").invoke(answer);
            return new double[] {score, twice[0], twice[1], version};
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(name, e);
        }
    }

    @Test
    void aResultArrivesThroughBytesAlone() {
        agrees(client.decrypt(server.evaluate(client.encrypt(input(CELL, 62)))), CELL, 62);
        agrees(client.decrypt(server.evaluate(client.encrypt(input(CELL, 1e9)))), CELL, 100);
        agrees(client.decrypt(server.evaluate(client.encrypt(input(CELL, Double.NEGATIVE_INFINITY)))), CELL, 0);
    }

    @Test
    void manyThreadsMayAskOneServer() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            Callable<Object> ask = () -> client.decrypt(server.evaluate(client.encrypt(input(CELL, 62))));
            for (Future<Object> answer : threads.invokeAll(List.of(ask, ask, ask, ask, ask, ask, ask, ask))) {
                agrees(answer.get(), CELL, 62);
            }
        }
    }

    @Test
    void keysStreamAndRestoreFromAFile() throws IOException {
        char[] password = "correct horse".toCharArray();
        Path file = folder.resolve("secret.key");
        byte[] request = client.encrypt(input(CELL, 62));
        client.saveSecretKey(file, password);
        ByteArrayOutputStream keys = new ByteArrayOutputStream();
        try (CircuitClient<Object[], Object> opened = circuit.openClient(file, password)) {
            opened.writeEvaluationKeys(keys);
            keys.write("next".getBytes(StandardCharsets.US_ASCII));
            assertThat(keys.size()).isEqualTo(opened.evaluationKeysSize() + 4);
            ByteArrayInputStream stream = new ByteArrayInputStream(keys.toByteArray());
            try (CircuitServer other = circuit.newServer(stream)) {
                assertThat(stream.readAllBytes()).asString().isEqualTo("next");
                agrees(opened.decrypt(other.evaluate(request)), CELL, 62);
                agrees(client.decrypt(other.evaluate(opened.encrypt(input(CELL, 62)))), CELL, 62);
            }
        }
        assertThatThrownBy(() -> circuit.openClient(file, "wrong".toCharArray()))
                .isExactlyInstanceOf(CircuitException.class)
                .hasMessageStartingWith("GBR501: ");
    }

    @Test
    void aClientNeedsOnlyItsManifest() throws IOException {
        byte[] manifest = new CircuitFolder(folder).read(CircuitFolder.FILES.clientManifest());
        ClientCircuit<Object[], Answer> alone =
                Glovebox.client(new ByteArrayInputStream(manifest), MethodHandles.lookup());
        try (CircuitClient<Object[], Answer> other = alone.newClient();
                CircuitServer otherServer = circuit.newServer(other.evaluationKeys())) {
            Answer answer = other.decrypt(otherServer.evaluate(other.encrypt(input(CELL, 62))));
            assertThat(answer.score()).isCloseTo(new RiskModel().risk(CELL, 62).score(), within(0x1p-10));
        }
        assertThatThrownBy(() -> Glovebox.client(new ByteArrayInputStream(manifest)))
                .isExactlyInstanceOf(CircuitException.class)
                .hasMessageStartingWith("GBR204: the record dev.glovebox.service.RiskModel$Answer cannot be found");
    }

    @Test
    void aLookupReachesAModelThatIsNotOpen() throws Exception {
        Class<?> model = new CircuitFolder(folder).model();
        CompiledCircuit<Object[], Object> opened =
                Glovebox.load(model, "risk", MethodHandles.privateLookupIn(model, MethodHandles.lookup()));
        agrees(client.decrypt(server.evaluate(client.encrypt(input(CELL, 62)))), CELL, 62);
        try (CircuitClient<Object[], Object> other = opened.newClient();
                CircuitServer otherServer = opened.newServer(other.evaluationKeys())) {
            agrees(other.decrypt(otherServer.evaluate(other.encrypt(input(CELL, 62)))), CELL, 62);
        }
        assertThatThrownBy(() -> Glovebox.load(
                        model, "risk", MethodHandles.publicLookup().dropLookupMode(MethodHandles.Lookup.UNCONDITIONAL)))
                .isExactlyInstanceOf(CircuitException.class)
                .hasMessageStartingWith("GBR106: the class dev.glovebox.service.RiskModel$$risk is not visible to ");
    }

    @Test
    void theClientManifestHoldsNoWeights() throws IOException {
        String manifest = new String(
                new CircuitFolder(folder).read(CircuitFolder.FILES.clientManifest()), StandardCharsets.UTF_8);
        for (double weight : RiskModel.WEIGHTS) {
            assertThat(manifest).doesNotContain(Double.toString(weight), Double.toString(4 * weight));
        }
        assertThat(manifest).doesNotContain(Double.toString(RiskModel.BIAS));
    }

    @Test
    void wrongInputIsRefusedBeforeAnythingIsEncrypted() {
        refused(null, "GBR201: the input is null; expected an Object[] of 2 values, for [cell, age]. ");
        refused(new Object[] {CELL}, "GBR201: the input is 1 values; ");
        refused(new Object[] {new double[2], 1.0}, "GBR201: cell is double[2]; expected double[3]. ");
        refused(new Object[] {null, 1.0}, "GBR201: cell is null; expected double[3]. ");
        refused(new Object[] {CELL, 1}, "GBR201: age is java.lang.Integer; expected double. ");
        refused(new Object[] {CELL, Double.NaN}, "GBR202: age is NaN; ");
        refused(input(new double[] {0, Double.NaN, 0}, 1), "GBR202: cell[1] is NaN; expected a number. ");
        refused(input(new double[] {0, 0, 4.5}, 1), "GBR203: cell[2] is 4.5; expected -4.0 to 4.0. ");
        refused(input(new double[] {Double.NEGATIVE_INFINITY, 0, 0}, 1), "GBR203: cell[0] is -Infinity; ");
    }

    private void refused(Object[] input, String message) {
        assertThatThrownBy(() -> client.encrypt(input))
                .isExactlyInstanceOf(CircuitException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void bytesOfAnotherClientCircuitOrParameterSetAreRefused(@TempDir Path other) throws Exception {
        byte[] request = client.encrypt(input(CELL, 62));
        byte[] response = server.evaluate(request);
        try (CircuitClient<Object[], Object> stranger = circuit.newClient()) {
            rejected(() -> server.evaluate(stranger.encrypt(input(CELL, 62))), "GBR305: found key ");
            rejected(() -> stranger.decrypt(response), "GBR305: found key ");
        }
        CircuitFolder changed = new CircuitFolder(other).withModel();
        CircuitFolder.files(withPrecision(9)).forEach(changed::write);
        CompiledCircuit<Object[], Object> sibling = Glovebox.load(changed.model(), "risk");
        try (CircuitClient<Object[], Object> stranger = sibling.newClient()) {
            rejected(() -> server.evaluate(stranger.encrypt(input(CELL, 62))), "GBR306: found circuit ");
            rejected(() -> stranger.decrypt(response), "GBR306: found circuit ");
        }
        CircuitFolder.files(CircuitFolder.manifest(12)).forEach(changed::write);
        CompiledCircuit<Object[], Object> larger = Glovebox.load(changed.model(), "risk");
        try (CircuitClient<Object[], Object> stranger = larger.newClient()) {
            rejected(() -> server.evaluate(stranger.encrypt(input(CELL, 62))), "GBR304: found parameters ");
            rejected(() -> circuit.newServer(stranger.evaluationKeys()), "GBR304: found parameters ");
            rejected(() -> stranger.decrypt(response), "GBR304: found parameters ");
        }
        rejected(() -> server.evaluate(response), "GBR303: found response ");
        rejected(() -> server.evaluate(Arrays.copyOf(request, request.length - 1)), "GBR307: found ");
        byte[] flipped = request.clone();
        flipped[flipped.length / 2] ^= 4;
        rejected(() -> server.evaluate(flipped), "GBR308: the checksum of the request does not match; ");
        agrees(client.decrypt(server.evaluate(request)), CELL, 62);
    }

    private static CircuitManifest withPrecision(int bits) {
        CircuitManifest m = CircuitFolder.manifest(11);
        return new CircuitManifest(
                m.formatVersion(),
                m.circuitId(),
                m.signature(),
                bits,
                m.parameters(),
                m.slots(),
                m.samples(),
                m.inputs(),
                m.outputs(),
                m.results(),
                m.keys(),
                m.summary());
    }

    private static void rejected(Callable<?> call, String message) {
        assertThatThrownBy(call::call)
                .isExactlyInstanceOf(CircuitException.class)
                .hasMessageStartingWith(message)
                .hasMessageContaining("; expected ");
    }

    @Test
    void aServerReachesNoSecret() {
        assertThat(ObjectGraph.find(server, SecretKey.class)).isEmpty();
        assertThat(ObjectGraph.find(circuit, SecretKey.class)).isEmpty();
        // the walk does find one where there is one
        assertThat(ObjectGraph.find(client, SecretKey.class)).isNotEmpty();
        assertThat(ObjectGraph.packages(server)).doesNotContain("dev.glovebox.runtime.client");
    }

    @Test
    void whatIsClosedIsNotUsed() {
        CircuitClient<Object[], Object> other = circuit.newClient();
        CircuitServer otherServer = circuit.newServer(other.evaluationKeys());
        byte[] request = other.encrypt(input(CELL, 62));
        byte[] response = otherServer.evaluate(request);
        otherServer.close();
        otherServer.close();
        other.close();
        assertThatThrownBy(() -> otherServer.evaluate(request)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> other.decrypt(response)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> other.encrypt(input(CELL, 62))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void nothingPrintsASecretOrAValue() {
        assertThat(client.toString()).matches("CircuitClient\\[dev.glovebox.service.RiskModel.risk, key [0-9a-f]{32}]");
        assertThat(server.toString()).matches("CircuitServer\\[dev.glovebox.service.RiskModel.risk, key [0-9a-f]{32}]");
    }
}
