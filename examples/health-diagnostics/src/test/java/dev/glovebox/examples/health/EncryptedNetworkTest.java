package dev.glovebox.examples.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.CircuitClient;
import dev.glovebox.CircuitServer;
import dev.glovebox.CompiledCircuit;
import dev.glovebox.Glovebox;
import dev.glovebox.examples.health.Patients.Patient;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The network on test rows, through the circuit that the plugin built. */
class EncryptedNetworkTest {
    private static final int FEW = 20;

    @Test
    void encryptedClassesEqualTheClearOnes() {
        check(Patients.test().rows().subList(0, FEW));
    }

    @Tag("slow")
    @Test
    void everyEncryptedClassEqualsTheClearOne() {
        check(Patients.test().rows());
    }

    private static void check(List<Patient> patients) {
        Preprocessing preprocessing = Preprocessing.load();
        TumorNetwork clear = new TumorNetwork();
        CompiledCircuit<double[], Double> circuit = Glovebox.load(TumorNetwork.class, "malignancy");
        try (CircuitClient<double[], Double> client = circuit.newClient();
                CircuitServer server = circuit.newServer(client.evaluationKeys())) {
            for (Patient patient : patients) {
                double[] cell = preprocessing.apply(patient.cell());
                double expected = clear.malignancy(cell);
                double encrypted = client.decrypt(server.evaluate(client.encrypt(cell)));
                assertThat(encrypted).isNotEqualTo(expected).isBetween(expected - 0x1p-10, expected + 0x1p-10);
                assertThat(encrypted > 0.5).isEqualTo(expected > 0.5);
            }
        }
    }
}
