package dev.glovebox.runtime.ckks;

import dev.glovebox.runtime.circuit.CircuitManifest.KeyRequirement;
import dev.glovebox.runtime.circuit.Evaluator.Value;
import dev.glovebox.runtime.client.Decryptor;
import dev.glovebox.runtime.client.Encryptor;
import dev.glovebox.runtime.client.KeyGenerator;
import dev.glovebox.runtime.client.SecretKey;
import dev.glovebox.runtime.random.Randomness;
import dev.glovebox.runtime.random.SeededRandomness;
import dev.glovebox.runtime.ring.RingBackend;
import dev.glovebox.runtime.ring.RingKernels;
import dev.glovebox.runtime.rlwe.EvaluationKeys;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/** Keys, client and server of one parameter set over one backend, from one seed. */
public final class CkksFixture implements AutoCloseable {
    public final CkksParameters parameters;
    public final RingKernels kernels;
    public final Randomness randomness;
    public final KeyGenerator generator;
    public final SecretKey secretKey;
    public final EvaluationKeys keys;
    public final Encryptor encryptor;
    public final Decryptor decryptor;
    public final PlaintextCache plaintexts;
    public final CkksEvaluator evaluator;
    public final int slots;

    /** With relinearization, conjugation and the rotations given, all at the highest level. */
    public CkksFixture(RingBackend backend, ParameterSpec spec, int slots, long seed, int... rotations) {
        this.parameters = CkksParameters.of(spec);
        this.slots = slots;
        this.kernels = backend.open(parameters.ring());
        this.randomness = SeededRandomness.of(seed);
        this.generator = new KeyGenerator(parameters.rlwe(), kernels, randomness);
        this.secretKey = generator.secretKey();
        int top = parameters.maxLevel();
        TreeMap<Integer, Integer> steps = new TreeMap<>();
        for (int rotation : rotations) {
            steps.put(rotation, top);
        }
        this.keys = generator.evaluationKeys(secretKey, parameters, new KeyRequirement(top, steps, top));
        this.encryptor = Encryptor.withSecretKey(parameters, kernels, randomness, secretKey);
        this.decryptor = new Decryptor(parameters, kernels, secretKey);
        this.plaintexts = new PlaintextCache(parameters, kernels);
        this.evaluator = new CkksEvaluator(parameters, kernels, slots, keys, plaintexts);
    }

    /** One prime of {@code bits} a level, level 0 of 49 bits, as many digits as {@code digits}; secure or not. */
    public static ParameterSpec spec(int logDegree, int levels, int bits, int digits) {
        List<List<Integer>> levelBits = new ArrayList<>();
        levelBits.add(List.of(49));
        levelBits.addAll(Collections.nCopies(levels, List.of(bits)));
        int special = (levels + 1 + digits - 1) / digits;
        return new ParameterSpec(logDegree, levelBits, Collections.nCopies(special, 49), digits, bits, true);
    }

    public CkksCiphertext encrypt(double[] values, int level) {
        return encryptor.encrypt(values, slots, level);
    }

    public double[] decrypt(Value value) {
        return decryptor.decrypt((CkksCiphertext) value);
    }

    public ComplexVector decryptComplex(Value value) {
        return decryptor.decryptComplex((CkksCiphertext) value);
    }

    /** Values in [-1, 1). */
    public static double[] random(Random random, int count) {
        return random.doubles(count, -1, 1).toArray();
    }

    /** Root mean square of the differences. */
    public static double rms(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return Math.sqrt(sum / a.length);
    }

    @Override
    public void close() {
        plaintexts.close();
        keys.close();
        secretKey.close();
        kernels.close();
    }
}
