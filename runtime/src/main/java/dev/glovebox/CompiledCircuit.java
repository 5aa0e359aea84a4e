package dev.glovebox;

import dev.glovebox.runtime.circuit.CircuitException;
import dev.glovebox.runtime.circuit.CircuitManifest.InputCiphertext;
import dev.glovebox.runtime.circuit.LoadedCircuit;
import dev.glovebox.runtime.ckks.PlaintextCache;
import dev.glovebox.runtime.rlwe.EvaluationKeys;
import dev.glovebox.runtime.wire.EvaluationKeysFormat;
import dev.glovebox.runtime.wire.KeyPlan;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import org.jspecify.annotations.Nullable;

/**
 * A circuit that was compiled from a model: gives clients and servers. Immutable; safe for use by many threads.
 *
 * @param <I> type of the input, as {@link Glovebox} explains
 * @param <O> type of the result
 */
public final class CompiledCircuit<I, O> extends ClientCircuit<I, O> {
    private final LoadedCircuit circuit;
    /** Encoded constants, shared by the servers of all clients. */
    private final PlaintextCache plaintexts;

    CompiledCircuit(LoadedCircuit circuit, @Nullable ClassLoader loader, MethodHandles.@Nullable Lookup lookup) {
        super(circuit.manifest(), loader, lookup);
        this.circuit = circuit;
        this.plaintexts = new PlaintextCache(parameters, kernels, manifest.samples(), circuit.constants());
    }

    /**
     * A server for one client.
     *
     * @param evaluationKeys what {@link CircuitClient#evaluationKeys()} gave
     * @throws CircuitException if these are not exactly the keys that the circuit needs
     */
    public CircuitServer newServer(byte[] evaluationKeys) {
        return server(EvaluationKeysFormat.read(parameters.rlwe(), kernels, plan(), evaluationKeys));
    }

    /**
     * As {@link #newServer(byte[])}, without holding the bytes and the keys at the same time.
     *
     * @param evaluationKeys is left right behind the keys, and stays the caller's to close
     * @throws IOException as the stream does
     */
    public CircuitServer newServer(InputStream evaluationKeys) throws IOException {
        return server(EvaluationKeysFormat.read(parameters.rlwe(), kernels, plan(), evaluationKeys));
    }

    private KeyPlan plan() {
        return KeyPlan.of(parameters, manifest.keys(), manifest.samples());
    }

    private CircuitServer server(EvaluationKeys keys) {
        int[] levels =
                manifest.inputs().stream().mapToInt(InputCiphertext::level).toArray();
        plaintexts.prepare(circuit.program(), circuit.constants(), manifest.slots(), levels);
        return new CircuitServer(circuit, parameters, kernels, plaintexts, keys, codec);
    }
}
