package dev.glovebox.compiler.simulator;

import dev.glovebox.runtime.circuit.CircuitManifest.KeyRequirement;
import dev.glovebox.runtime.circuit.CircuitProgram;
import dev.glovebox.runtime.circuit.Constants;
import dev.glovebox.runtime.circuit.Evaluator.Value;
import dev.glovebox.runtime.ckks.CkksCiphertext;
import dev.glovebox.runtime.ckks.CkksEvaluator;
import dev.glovebox.runtime.ckks.CkksParameters;
import dev.glovebox.runtime.ckks.PlaintextCache;
import dev.glovebox.runtime.client.Decryptor;
import dev.glovebox.runtime.client.Encryptor;
import dev.glovebox.runtime.client.KeyGenerator;
import dev.glovebox.runtime.client.SecretKey;
import dev.glovebox.runtime.random.Randomness;
import dev.glovebox.runtime.ring.RingBackends;
import dev.glovebox.runtime.ring.RingKernels;
import dev.glovebox.runtime.rlwe.EvaluationKeys;
import java.util.List;

/** Runs a circuit on ciphertexts, all in one place: keys, encryption, evaluation, decryption. */
public final class EncryptedRun implements AutoCloseable {
    private final RingKernels kernels;
    private final CkksParameters parameters;
    private final int slots;
    private final SecretKey secret;
    private final EvaluationKeys keys;
    private final PlaintextCache plaintexts;
    private final Encryptor encryptor;
    private final Decryptor decryptor;
    private final CkksEvaluator evaluator;

    public EncryptedRun(CkksParameters parameters, int slots, KeyRequirement requirement) {
        this(parameters, slots, requirement, RingBackends.choose().open(parameters.ring()));
    }

    /** @param kernels closed with this */
    public EncryptedRun(CkksParameters parameters, int slots, KeyRequirement requirement, RingKernels kernels) {
        this.parameters = parameters;
        this.slots = slots;
        this.kernels = kernels;
        Randomness randomness = Randomness.system();
        KeyGenerator generator = new KeyGenerator(parameters.rlwe(), kernels, randomness);
        secret = generator.secretKey();
        keys = generator.evaluationKeys(secret, parameters, requirement);
        plaintexts = new PlaintextCache(parameters, kernels);
        encryptor = Encryptor.withSecretKey(parameters, kernels, randomness, secret);
        decryptor = new Decryptor(parameters, kernels, secret);
        evaluator = new CkksEvaluator(parameters, kernels, slots, keys, plaintexts);
    }

    /** @param inputs one period of each input ciphertext */
    public List<double[]> run(CircuitProgram program, Constants constants, double[][] inputs, List<Integer> levels) {
        Value[] encrypted = new Value[inputs.length];
        for (int i = 0; i < inputs.length; i++) {
            encrypted[i] = encryptor.encrypt(inputs[i], slots, levels.get(i));
        }
        Value[] outputs = program.evaluate(evaluator, constants, encrypted);
        List<double[]> results = new java.util.ArrayList<>();
        for (Value output : outputs) {
            try (CkksCiphertext ciphertext = (CkksCiphertext) output) {
                results.add(decryptor.decrypt(ciphertext));
            }
        }
        for (Value input : encrypted) {
            evaluator.release(input);
        }
        return results;
    }

    /** Computes, on this thread, and forgets the answer. */
    public void evaluate(CircuitProgram program, Constants constants, double[][] inputs, List<Integer> levels) {
        Value[] encrypted = new Value[inputs.length];
        for (int i = 0; i < inputs.length; i++) {
            encrypted[i] = encryptor.encrypt(inputs[i], slots, levels.get(i));
        }
        for (Value output : program.evaluate(evaluator, constants, encrypted)) {
            evaluator.release(output);
        }
        for (Value input : encrypted) {
            evaluator.release(input);
        }
    }

    /** Bytes of the keys in memory. */
    public long keyBytes() {
        return keys.residentBytes(parameters.rlwe());
    }

    @Override
    public void close() {
        plaintexts.close();
        keys.close();
        secret.close();
        kernels.close();
    }
}
