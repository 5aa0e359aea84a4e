package dev.glovebox.benchmarks;

import dev.glovebox.runtime.circuit.CircuitManifest.KeyRequirement;
import dev.glovebox.runtime.ckks.CkksCiphertext;
import dev.glovebox.runtime.ckks.CkksEvaluator;
import dev.glovebox.runtime.ckks.CkksParameters;
import dev.glovebox.runtime.ckks.PlaintextCache;
import dev.glovebox.runtime.client.Encryptor;
import dev.glovebox.runtime.client.KeyGenerator;
import dev.glovebox.runtime.client.SecretKey;
import dev.glovebox.runtime.random.Randomness;
import dev.glovebox.runtime.ring.RingKernels;
import dev.glovebox.runtime.rlwe.EvaluationKeys;
import java.util.Collection;
import java.util.Random;
import java.util.TreeMap;

/** A client and a server in one: kernels, a secret key, the evaluation keys asked for, an evaluator over all slots. */
final class Session implements AutoCloseable {
    final CkksParameters parameters;
    final RingKernels kernels;
    final Randomness randomness = Randomness.system();
    final KeyGenerator generator;
    final SecretKey secretKey;
    final EvaluationKeys keys;
    final PlaintextCache plaintexts;
    final CkksEvaluator evaluator;
    private final Encryptor encryptor;
    private final Random random = new Random(1);

    /**
     * @param relinearize whether to make a relinearization key
     * @param rotations steps to make Galois keys for
     */
    Session(CkksParameters parameters, RingKernels kernels, boolean relinearize, Collection<Integer> rotations) {
        this.parameters = parameters;
        this.kernels = kernels;
        generator = new KeyGenerator(parameters.rlwe(), kernels, randomness);
        secretKey = generator.secretKey();
        int top = parameters.maxLevel();
        TreeMap<Integer, Integer> levels = new TreeMap<>();
        rotations.forEach(steps -> levels.put(steps, top));
        keys = generator.evaluationKeys(secretKey, parameters, new KeyRequirement(relinearize ? top : -1, levels, -1));
        plaintexts = new PlaintextCache(parameters, kernels);
        evaluator = new CkksEvaluator(parameters, kernels, parameters.maxSlots(), keys, plaintexts);
        encryptor = Encryptor.withSecretKey(parameters, kernels, randomness, secretKey);
    }

    /** Values in [-1, 1) for every slot; the same in every run. */
    double[] values() {
        return values(parameters.maxSlots());
    }

    /** Values in [-1, 1); the same in every run. */
    double[] values(int count) {
        return random.doubles(count, -1, 1).toArray();
    }

    /** A fresh encryption of {@link #values()} at the highest level. */
    CkksCiphertext ciphertext() {
        return encryptor.encrypt(values(), parameters.maxSlots(), parameters.maxLevel());
    }

    @Override
    public void close() {
        plaintexts.close();
        keys.close();
        secretKey.close();
        kernels.close();
    }
}
