package dev.glovebox.compiler.cli;

import dev.glovebox.compiler.cost.CostModel;
import dev.glovebox.compiler.cost.Prediction;
import dev.glovebox.compiler.report.Report.Measurement;
import dev.glovebox.compiler.simulator.CircuitInterpreter;
import dev.glovebox.runtime.circuit.CircuitProgram;
import dev.glovebox.runtime.circuit.Evaluator.Value;
import dev.glovebox.runtime.ckks.CkksCiphertext;
import dev.glovebox.runtime.ckks.CkksEvaluator;
import dev.glovebox.runtime.ckks.CkksParameters;
import dev.glovebox.runtime.ckks.DataflowEvaluator;
import dev.glovebox.runtime.ckks.PlaintextCache;
import dev.glovebox.runtime.client.Decryptor;
import dev.glovebox.runtime.client.Encryptor;
import dev.glovebox.runtime.client.KeyGenerator;
import dev.glovebox.runtime.client.SecretKey;
import dev.glovebox.runtime.random.Randomness;
import dev.glovebox.runtime.ring.RingBackend;
import dev.glovebox.runtime.ring.RingBackends;
import dev.glovebox.runtime.ring.RingKernels;
import dev.glovebox.runtime.ring.Workers;
import dev.glovebox.runtime.rlwe.EvaluationKeys;
import dev.glovebox.runtime.wire.CiphertextFormat;
import java.util.ArrayList;
import java.util.List;

/** Runs a textual circuit encrypted, in this process, and holds its answers against the same circuit on clear numbers. */
final class TextualTrial implements AutoCloseable {
    private final TextualCircuit circuit;
    private final CircuitProgram program;
    private final CkksParameters parameters;
    private final int slots;
    private final RingBackend backend = RingBackends.choose();
    private final RingKernels kernels;
    private final SecretKey secret;
    private final EvaluationKeys keys;
    private final PlaintextCache plaintexts;
    private final Encryptor encryptor;
    private final Decryptor decryptor;
    private final CkksEvaluator evaluator;

    TextualTrial(TextualCircuit circuit) {
        this.circuit = circuit;
        program = new CircuitInterpreter(circuit.ir());
        parameters = circuit.parameters();
        slots = circuit.ir().slots();
        kernels = backend.open(parameters.ring());
        Randomness randomness = Randomness.system();
        KeyGenerator generator = new KeyGenerator(parameters.rlwe(), kernels, randomness);
        secret = generator.secretKey();
        keys = generator.evaluationKeys(secret, parameters, circuit.keys());
        plaintexts = new PlaintextCache(parameters, kernels, 1, circuit.ir().constants());
        plaintexts.prepare(program, circuit.ir().constants(), slots, circuit.levels());
        encryptor = Encryptor.withSecretKey(parameters, kernels, randomness, secret);
        decryptor = new Decryptor(parameters, kernels, secret);
        evaluator = new CkksEvaluator(parameters, kernels, slots, keys, plaintexts);
    }

    /**
     * @param rows inputs, each element in [-1, 1], at least one
     * @param warmUp evaluations of the first that are not timed
     */
    Measurement run(List<double[]> rows, int warmUp) {
        List<byte[]> first = request(rows.getFirst());
        for (int i = 0; i < warmUp; i++) {
            evaluate(rows.getFirst(), first);
        }
        Readings readings = new Readings();
        for (double[] row : rows) {
            List<byte[]> request = request(row);
            long start = System.nanoTime();
            List<byte[]> response = evaluate(row, request);
            long nanos = System.nanoTime() - start;
            readings.add(nanos, results(response), circuit.simulate(row).values());
        }
        int threads = Workers.configured().threads();
        return readings.measurement(
                backend.name(),
                threads,
                CostModel.shipped(backend.name())
                        .map(costs -> Prediction.of(costs.withThreads(threads), circuit.ir(), circuit.keys(), 1)
                                .seconds())
                        .orElse(Double.NaN));
    }

    private List<byte[]> request(double[] row) {
        List<double[]> inputs = circuit.inputs(row);
        int[] levels = circuit.levels();
        List<byte[]> request = new ArrayList<>();
        for (int i = 0; i < levels.length; i++) {
            try (CkksCiphertext ciphertext = encryptor.encrypt(inputs.get(i), slots, levels[i])) {
                request.add(CiphertextFormat.write(parameters, kernels, ciphertext));
            }
        }
        return request;
    }

    private List<byte[]> evaluate(double[] row, List<byte[]> request) {
        Value[] inputs = request.stream()
                .map(bytes -> CiphertextFormat.read(parameters, kernels, bytes))
                .toArray(Value[]::new);
        List<byte[]> response = new ArrayList<>();
        for (Value output :
                DataflowEvaluator.evaluate(program, evaluator, parameters, circuit.constants(row), inputs)) {
            response.add(CiphertextFormat.write(parameters, kernels, (CkksCiphertext) output));
            evaluator.release(output);
        }
        for (Value input : inputs) {
            evaluator.release(input);
        }
        return response;
    }

    private double[] results(List<byte[]> response) {
        return circuit.results(response.stream()
                .map(bytes -> {
                    try (CkksCiphertext ciphertext = CiphertextFormat.read(parameters, kernels, bytes)) {
                        return decryptor.decrypt(ciphertext);
                    }
                })
                .toList());
    }

    @Override
    public void close() {
        plaintexts.close();
        keys.close();
        secret.close();
        kernels.close();
    }
}
