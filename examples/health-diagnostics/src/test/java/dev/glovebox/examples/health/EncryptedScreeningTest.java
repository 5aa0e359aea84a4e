package dev.glovebox.examples.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.CircuitClient;
import dev.glovebox.CircuitServer;
import dev.glovebox.CompiledCircuit;
import dev.glovebox.Glovebox;
import dev.glovebox.examples.health.Patients.Patient;
import java.util.List;
import org.junit.jupiter.api.Test;

/** All test patients in one request, through the circuit that the plugin built. */
class EncryptedScreeningTest {

    @Test
    void oneEvaluationServesEveryPatient() {
        Preprocessing preprocessing = Preprocessing.load();
        TumorScreening clear = new TumorScreening();
        List<double[]> cells = Patients.test().rows().stream()
                .map(Patient::cell)
                .map(preprocessing::apply)
                .toList();
        CompiledCircuit<double[], Double> circuit = Glovebox.load(TumorScreening.class, "malignancy");
        assertThat(circuit.manifest().keys().rotations()).isEmpty();
        try (CircuitClient<double[], Double> client = circuit.newClient();
                CircuitServer server = circuit.newServer(client.evaluationKeys())) {
            assertThat(client.batchSize()).isEqualTo(circuit.parameters().maxSlots());
            List<Double> answers = client.decryptBatch(server.evaluate(client.encryptBatch(cells)), cells.size());
            for (int i = 0; i < answers.size(); i++) {
                double expected = clear.malignancy(cells.get(i));
                assertThat(answers.get(i)).isBetween(expected - 0x1p-12, expected + 0x1p-12);
            }
        }
    }
}
