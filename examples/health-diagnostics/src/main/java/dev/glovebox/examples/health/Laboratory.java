package dev.glovebox.examples.health;

import dev.glovebox.CircuitServer;
import dev.glovebox.CompiledCircuit;
import dev.glovebox.Glovebox;

/** The server's side: owns the model, holds a client's evaluation keys, sees only ciphertexts. */
final class Laboratory implements AutoCloseable {
    private final CircuitServer server;

    /** @param evaluationKeys what {@link Hospital#evaluationKeys} sent */
    Laboratory(byte[] evaluationKeys) {
        CompiledCircuit<double[], Double> circuit = Glovebox.load(TumorModel.class, "malignancy");
        server = circuit.newServer(evaluationKeys);
    }

    /** From an encrypted request to an encrypted answer. */
    byte[] diagnose(byte[] request) {
        return server.evaluate(request);
    }

    /** Memory that the hospital's evaluation keys take here. */
    long residentKeyBytes() {
        return server.residentKeyBytes();
    }

    @Override
    public void close() {
        server.close();
    }
}
