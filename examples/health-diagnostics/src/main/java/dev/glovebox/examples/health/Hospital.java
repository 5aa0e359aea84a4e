package dev.glovebox.examples.health;

import dev.glovebox.CircuitClient;
import dev.glovebox.CompiledCircuit;
import dev.glovebox.Glovebox;
import dev.glovebox.runtime.circuit.CircuitManifest;

/** The client's side: holds the secret key and the patients' measurements; neither leaves it in the clear. */
final class Hospital implements AutoCloseable {
    private final Preprocessing preprocessing = Preprocessing.load();
    private final CompiledCircuit<double[], Double> circuit = Glovebox.load(TumorModel.class, "malignancy");
    private final CircuitClient<double[], Double> client = circuit.newClient();

    /** What is public of the circuit. */
    CircuitManifest manifest() {
        return circuit.manifest();
    }

    /** What the laboratory needs to compute on this hospital's ciphertexts; tells it nothing about them. */
    byte[] evaluationKeys() {
        return client.evaluationKeys();
    }

    byte[] encrypt(double[] cell) {
        return client.encrypt(preprocessing.apply(cell));
    }

    /** The probability that the tumour is malignant. */
    double decrypt(byte[] answer) {
        return client.decrypt(answer);
    }

    @Override
    public void close() {
        client.close();
    }
}
