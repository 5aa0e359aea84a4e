package dev.glovebox.runtime.wire;

import dev.glovebox.runtime.circuit.CircuitManifest.KeyRequirement;
import dev.glovebox.runtime.ckks.CkksCiphertext;
import dev.glovebox.runtime.ckks.CkksParameters;
import dev.glovebox.runtime.ckks.ParameterSpec;
import dev.glovebox.runtime.client.Encryptor;
import dev.glovebox.runtime.client.KeyGenerator;
import dev.glovebox.runtime.client.SecretKey;
import dev.glovebox.runtime.random.Randomness;
import dev.glovebox.runtime.ring.RingBackend;
import dev.glovebox.runtime.ring.RingKernels;
import dev.glovebox.runtime.ring.RnsPolynomial;
import dev.glovebox.runtime.rlwe.EvaluationKeys;
import dev.glovebox.runtime.rlwe.PublicKey;
import dev.glovebox.runtime.rlwe.SwitchingKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.zip.CRC32C;

/** One object of every wire type at N = 2^10, its bytes, and how to read and write it again. */
final class WireFixture {
    static final String CIRCUIT = "0123456789abcdef".repeat(4);
    static final int SLOTS = 64;
    static final ParameterSpec SPEC =
            new ParameterSpec(10, List.of(List.of(49), List.of(30, 31), List.of(40)), List.of(49, 46), 2, 40, true);

    /**
     * A type under test.
     *
     * @param rewrite reads bytes and writes what was read
     */
    record Sample(byte[] bytes, Function<byte[], byte[]> rewrite) {}

    final CkksParameters parameters = CkksParameters.of(SPEC);
    final RingKernels kernels;
    final SecretKey key;
    final KeyGenerator generator;
    final PublicKey publicKey;
    final KeyPlan plan;
    final EvaluationKeys evaluationKeys;
    final List<CkksCiphertext> inputs;
    final List<CkksCiphertext> outputs;
    /** Every polynomial allocated since the list was last cleared. */
    final List<RnsPolynomial> allocated = new ArrayList<>();

    WireFixture(RingBackend backend) {
        kernels = recording(backend.open(parameters.ring()));
        Randomness randomness = Randomness.system();
        generator = new KeyGenerator(parameters.rlwe(), kernels, randomness);
        key = generator.secretKey();
        publicKey = generator.publicKey(key, 2);
        KeyRequirement requirement = new KeyRequirement(2, new TreeMap<>(Map.of(1, 1, 5, 0)), 1);
        plan = KeyPlan.of(parameters, requirement);
        evaluationKeys = generator.evaluationKeys(key, parameters, requirement);
        Encryptor seeded = Encryptor.withSecretKey(parameters, kernels, randomness, key);
        Encryptor full = Encryptor.withPublicKey(parameters, kernels, randomness, publicKey);
        double[] values = {0.5, -0.25};
        inputs = List.of(seeded.encrypt(values, SLOTS, 2), full.encrypt(values, SLOTS, 1));
        outputs = List.of(full.encrypt(values, SLOTS, 0));
    }

    private RingKernels recording(RingKernels real) {
        return (RingKernels) Proxy.newProxyInstance(
                RingKernels.class.getClassLoader(), new Class<?>[] {RingKernels.class}, (proxy, method, arguments) -> {
                    try {
                        Object result = method.invoke(real, arguments);
                        if (result instanceof RnsPolynomial polynomial) {
                            allocated.add(polynomial);
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    Map<String, Sample> samples() {
        Map<String, Sample> samples = new LinkedHashMap<>();
        samples.put(
                "parameters",
                new Sample(
                        ParametersFormat.write(parameters),
                        bytes -> ParametersFormat.write(ParametersFormat.read(bytes, true))));
        samples.put("public key", new Sample(PublicKeyFormat.write(parameters.rlwe(), kernels, publicKey), bytes -> {
            try (PublicKey read = PublicKeyFormat.read(parameters.rlwe(), kernels, bytes)) {
                return PublicKeyFormat.write(parameters.rlwe(), kernels, read);
            }
        }));
        samples.put("evaluation keys", new Sample(write(evaluationKeys), bytes -> {
            return write(EvaluationKeysFormat.read(parameters.rlwe(), kernels, plan, bytes));
        }));
        samples.put("evaluation keys from a stream", new Sample(write(evaluationKeys), bytes -> {
            try {
                ByteArrayInputStream stream = new ByteArrayInputStream(bytes);
                byte[] again = write(EvaluationKeysFormat.read(parameters.rlwe(), kernels, plan, stream));
                byte[] rest = stream.readAllBytes();
                return ByteBuffer.allocate(again.length + rest.length)
                        .put(again)
                        .put(rest)
                        .array();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }));
        samples.put("seeded ciphertext", ciphertext(CiphertextFormat.write(parameters, kernels, inputs.getFirst())));
        samples.put("full ciphertext", ciphertext(CiphertextFormat.write(parameters, kernels, inputs.getLast())));
        samples.put("request", message(MessageFormat.REQUEST, inputs));
        samples.put("response", message(MessageFormat.RESPONSE, outputs));
        return samples;
    }

    private Sample ciphertext(byte[] written) {
        return new Sample(written, bytes -> {
            try (CkksCiphertext read = CiphertextFormat.read(parameters, kernels, bytes)) {
                return CiphertextFormat.write(parameters, kernels, read);
            }
        });
    }

    private Sample message(MessageFormat format, List<CkksCiphertext> ciphertexts) {
        List<CiphertextFormat.Shape> shapes = ciphertexts.stream()
                .map(c -> new CiphertextFormat.Shape(c.level(), SLOTS))
                .toList();
        return new Sample(format.write(parameters, kernels, CIRCUIT, key.id(), ciphertexts), bytes -> {
            List<CkksCiphertext> read = format.read(parameters, kernels, CIRCUIT, key.id(), shapes, bytes);
            try {
                return format.write(parameters, kernels, CIRCUIT, key.id(), read);
            } finally {
                read.forEach(CkksCiphertext::close);
            }
        });
    }

    /** Writes keys; closes them unless they are the fixture's. */
    byte[] write(EvaluationKeys keys) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            boolean own = keys == evaluationKeys;
            EvaluationKeysFormat.write(
                    parameters.rlwe(),
                    kernels,
                    keys.keyId(),
                    plan,
                    element -> copy(
                            element == KeyPlan.RELINEARIZATION
                                    ? keys.relinearization()
                                    : keys.galois().get(element),
                            own),
                    bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Writing closes keys: gives away copies of the fixture's own. */
    private SwitchingKey copy(SwitchingKey original, boolean own) {
        if (!own) {
            return original;
        }
        List<RnsPolynomial> b = new ArrayList<>();
        for (int i = 0; i < original.digits(); i++) {
            RnsPolynomial copy = kernels.allocate(original.b(i).basis());
            kernels.copy(copy, original.b(i));
            b.add(copy);
        }
        return SwitchingKey.of(parameters.rlwe(), kernels, original.keyId(), original.level(), original.seed(), b);
    }

    static byte[] repairChecksum(byte[] bytes) {
        if (bytes.length >= 4) {
            CRC32C crc = new CRC32C();
            crc.update(bytes, 0, bytes.length - 4);
            ByteBuffer.wrap(bytes).putInt(bytes.length - 4, (int) crc.getValue());
        }
        return bytes;
    }
}
