package dev.glovebox;

import dev.glovebox.runtime.circuit.CircuitException;
import dev.glovebox.runtime.circuit.CircuitManifest;
import dev.glovebox.runtime.circuit.CircuitManifest.OutputCiphertext;
import dev.glovebox.runtime.circuit.Constants;
import dev.glovebox.runtime.circuit.ErrorCode;
import dev.glovebox.runtime.circuit.Evaluator;
import dev.glovebox.runtime.circuit.LoadedCircuit;
import dev.glovebox.runtime.ckks.CkksCiphertext;
import dev.glovebox.runtime.ckks.CkksEvaluator;
import dev.glovebox.runtime.ckks.CkksParameters;
import dev.glovebox.runtime.ckks.DataflowEvaluator;
import dev.glovebox.runtime.ckks.PlaintextCache;
import dev.glovebox.runtime.ring.RingKernels;
import dev.glovebox.runtime.rlwe.EvaluationKeys;
import dev.glovebox.runtime.wire.CiphertextFormat.Shape;
import dev.glovebox.runtime.wire.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The side that computes: holds one client's evaluation keys and no secret, and sees only ciphertexts. Safe for use by many
 * threads.
 */
public final class CircuitServer implements AutoCloseable {
    private final LoadedCircuit circuit;
    private final CkksParameters parameters;
    private final RingKernels kernels;
    private final EvaluationKeys keys;
    private final CkksEvaluator evaluator;
    private final SlotCodec codec;
    private final List<Shape> inputs;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private boolean closed;

    CircuitServer(
            LoadedCircuit circuit,
            CkksParameters parameters,
            RingKernels kernels,
            PlaintextCache plaintexts,
            EvaluationKeys keys,
            SlotCodec codec) {
        this.codec = codec;
        CircuitManifest manifest = circuit.manifest();
        this.circuit = circuit;
        this.parameters = parameters;
        this.kernels = kernels;
        this.keys = keys;
        this.evaluator = new CkksEvaluator(parameters, kernels, manifest.slots(), keys, plaintexts);
        this.inputs = manifest.inputs().stream()
                .map(i -> new Shape(i.level(), manifest.ciphertextSlots()))
                .toList();
    }

    /**
     * Answers a request.
     *
     * @return the response, for the client that made the request
     * @throws CircuitException if the bytes are not a request for this circuit by the client that made the keys
     * @throws IllegalStateException if the server is closed
     */
    public byte[] evaluate(byte[] request) {
        return evaluate(request, new Object[0]);
    }

    /**
     * Answers a request with public data.
     *
     * @param publicValues one for each parameter that is not encrypted, in their order: of the parameter's type and in its range.
     *     In a batch they hold for every sample.
     * @return the response, for the client that made the request
     * @throws CircuitException as {@link #evaluate(byte[])}, or if the public values are not as declared; nothing was computed
     * @throws IllegalStateException if the server is closed
     */
    public byte[] evaluate(byte[] request, Object... publicValues) {
        return evaluate(request, circuit.constants().supplied(codec.publicElements(publicValues)));
    }

    /**
     * As {@link #evaluate(byte[], Object...)}, for tools that do not know the types of the parameters.
     *
     * @param publicElements of all public parameters in flat order
     */
    public byte[] evaluateElements(byte[] request, double[] publicElements) {
        return evaluate(request, circuit.constants().supplied(codec.publicElementsOf(publicElements)));
    }

    private byte[] evaluate(byte[] request, Constants constants) {
        lock.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException("the server is closed");
            }
            String id = circuit.manifest().circuitId();
            List<CkksCiphertext> values =
                    MessageFormat.REQUEST.read(parameters, kernels, id, keys.keyId(), inputs, request);
            List<CkksCiphertext> results = new ArrayList<>();
            try {
                Evaluator.Value[] outputs = DataflowEvaluator.evaluate(
                        circuit.program(), evaluator, parameters, constants, values.toArray(Evaluator.Value[]::new));
                for (Evaluator.Value output : outputs) {
                    results.add((CkksCiphertext) output);
                }
                check(results);
                return MessageFormat.RESPONSE.write(parameters, kernels, id, keys.keyId(), results);
            } finally {
                values.forEach(CkksCiphertext::close);
                results.forEach(CkksCiphertext::close);
            }
        } finally {
            lock.readLock().unlock();
        }
    }

    /** The program must do what its manifest says. */
    private void check(List<CkksCiphertext> results) {
        List<OutputCiphertext> expected = circuit.manifest().outputs();
        boolean fits = results.size() == expected.size();
        for (int i = 0; fits && i < expected.size(); i++) {
            CkksCiphertext result = results.get(i);
            fits = result.level() == expected.get(i).level() && result.pending() == 1 && result.size() == 2;
        }
        if (!fits) {
            throw ErrorCode.BAD_PROGRAM.error(
                    "the program of " + circuit.manifest().signature().model() + "."
                            + circuit.manifest().signature().method() + " returned " + results,
                    expected + ", each with pending 1 and 2 polynomials",
                    "Build the circuit again with this version of Glovebox.");
        }
    }

    /** Bytes of residues that the keys take in memory. */
    public long residentKeyBytes() {
        return keys.residentBytes(parameters.rlwe());
    }

    /** Gives the keys back, once running evaluations are done. */
    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            closed = true;
            keys.close();
        } finally {
            lock.writeLock().unlock();
        }
    }

    @Override
    public String toString() {
        return "CircuitServer[" + circuit.manifest().signature().model() + "."
                + circuit.manifest().signature().method() + ", key " + keys.keyId() + "]";
    }
}
