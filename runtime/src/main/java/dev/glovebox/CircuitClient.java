package dev.glovebox;

import dev.glovebox.runtime.circuit.CircuitException;
import dev.glovebox.runtime.circuit.CircuitManifest;
import dev.glovebox.runtime.circuit.CircuitManifest.InputCiphertext;
import dev.glovebox.runtime.ckks.CkksCiphertext;
import dev.glovebox.runtime.ckks.CkksParameters;
import dev.glovebox.runtime.client.Decryptor;
import dev.glovebox.runtime.client.Encryptor;
import dev.glovebox.runtime.client.KeyGenerator;
import dev.glovebox.runtime.client.SecretKey;
import dev.glovebox.runtime.client.SecretKeyFile;
import dev.glovebox.runtime.random.Randomness;
import dev.glovebox.runtime.ring.RingKernels;
import dev.glovebox.runtime.rlwe.SwitchingKey;
import dev.glovebox.runtime.wire.CiphertextFormat.Shape;
import dev.glovebox.runtime.wire.EvaluationKeysFormat;
import dev.glovebox.runtime.wire.KeyPlan;
import dev.glovebox.runtime.wire.MessageFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The side that holds the secret key: encrypts inputs, decrypts results. Safe for use by many threads until closed.
 *
 * <p>A decrypted result carries an error that depends on the secret key. Keep results from anybody who could see the
 * ciphertexts they came from (see SECURITY.md).
 *
 * @param <I> type of the input, as {@link Glovebox} explains
 * @param <O> type of the result
 */
public final class CircuitClient<I, O> implements AutoCloseable {
    private final CircuitManifest manifest;
    private final CkksParameters parameters;
    private final RingKernels kernels;
    private final SlotCodec codec;
    private final SecretKey key;
    private final KeyGenerator generator;
    private final Encryptor encryptor;
    private final Decryptor decryptor;
    private final KeyPlan plan;
    private final List<Shape> outputs;

    CircuitClient(
            CircuitManifest manifest,
            CkksParameters parameters,
            RingKernels kernels,
            SlotCodec codec,
            Randomness randomness,
            SecretKey key) {
        this.manifest = manifest;
        this.parameters = parameters;
        this.kernels = kernels;
        this.codec = codec;
        this.key = key;
        this.generator = new KeyGenerator(parameters.rlwe(), kernels, randomness);
        this.encryptor = Encryptor.withSecretKey(parameters, kernels, randomness, key);
        this.decryptor = new Decryptor(parameters, kernels, key);
        this.plan = KeyPlan.of(parameters, manifest.keys(), manifest.samples());
        this.outputs = manifest.outputs().stream()
                .map(o -> new Shape(o.level(), manifest.ciphertextSlots()))
                .toList();
    }

    /**
     * Encrypts an input into a request.
     *
     * @throws CircuitException if it is not of the declared shape, has NaN, or leaves a declared range; nothing was encrypted
     */
    public byte[] encrypt(I input) {
        return request(List.of(codec.elements(input)));
    }

    /**
     * As {@link #encrypt}, for tools that do not know the type of the input.
     *
     * @param elements of all parameters in flat order, as {@link dev.glovebox.runtime.circuit.CircuitSignature} counts them
     */
    public byte[] encryptElements(double[] elements) {
        return request(List.of(codec.elementsOf(elements)));
    }

    /** As {@link #decrypt}; the elements of the result in flat order. */
    public double[] decryptElements(byte[] response) {
        return decrypted(response, outputs -> codec.elements(outputs, 0));
    }

    /** How many inputs one request has room for; 1 unless the circuit's packing serves several. */
    public int batchSize() {
        return manifest.samples();
    }

    /**
     * Encrypts several inputs into one request, which is as large and takes as long to answer as with one input.
     *
     * @param inputs at least one, at most {@link #batchSize()}
     * @throws CircuitException as {@link #encrypt}, naming the sample; nothing was encrypted
     */
    public byte[] encryptBatch(List<? extends I> inputs) {
        return request(codec.batch(inputs));
    }

    /** Erases the samples. */
    private byte[] request(List<double[]> samples) {
        List<CkksCiphertext> ciphertexts = new ArrayList<>();
        try {
            for (InputCiphertext layout : codec.layouts()) {
                double[] slots = codec.vector(layout, samples);
                try {
                    ciphertexts.add(encryptor.encrypt(slots, manifest.ciphertextSlots(), layout.level()));
                } finally {
                    Arrays.fill(slots, 0);
                }
            }
            return MessageFormat.REQUEST.write(parameters, kernels, manifest.circuitId(), key.id(), ciphertexts);
        } finally {
            samples.forEach(elements -> Arrays.fill(elements, 0));
            ciphertexts.forEach(CkksCiphertext::close);
        }
    }

    /**
     * Decrypts a response.
     *
     * @throws CircuitException if the bytes are not a response of this circuit to this client
     */
    public O decrypt(byte[] response) {
        return decryptBatch(response, 1).getFirst();
    }

    /**
     * Decrypts the response to a request of several inputs.
     *
     * @param count how many inputs it had
     * @return their results, in order
     * @throws CircuitException if the bytes are not a response of this circuit to this client
     * @throws IllegalArgumentException if the count is not between 1 and {@link #batchSize()}
     */
    @SuppressWarnings("unchecked") // O is the type of the circuit's result, as Glovebox.load promises
    public List<O> decryptBatch(byte[] response, int count) {
        if (count < 1 || count > manifest.samples()) {
            throw new IllegalArgumentException(count + " results, expected 1 to " + manifest.samples());
        }
        return decrypted(
                response,
                outputs -> IntStream.range(0, count)
                        .mapToObj(sample -> (O) codec.result(outputs, sample))
                        .toList());
    }

    /** @param read makes something of the slots of the output ciphertexts */
    private <T> T decrypted(byte[] response, Function<List<double[]>, T> read) {
        List<CkksCiphertext> ciphertexts =
                MessageFormat.RESPONSE.read(parameters, kernels, manifest.circuitId(), key.id(), outputs, response);
        try {
            return read.apply(ciphertexts.stream().map(decryptor::decrypt).toList());
        } finally {
            ciphertexts.forEach(CkksCiphertext::close);
        }
    }

    /** Bytes that {@link #evaluationKeys()} gives. */
    public long evaluationKeysSize() {
        return EvaluationKeysFormat.size(parameters.rlwe(), plan);
    }

    /** Makes the keys that a server needs to compute for this client: public, but large. Each call makes new ones. */
    public byte[] evaluationKeys() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(Math.toIntExact(evaluationKeysSize()));
        try {
            writeEvaluationKeys(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /**
     * As {@link #evaluationKeys()}, one key in memory at a time.
     *
     * @param stream stays the caller's to flush and close
     * @throws IOException as the stream does
     */
    public void writeEvaluationKeys(OutputStream stream) throws IOException {
        EvaluationKeysFormat.write(parameters.rlwe(), kernels, key.id(), plan, this::evaluationKey, stream);
    }

    private SwitchingKey evaluationKey(int element) {
        int level = plan.level(element);
        return element == KeyPlan.RELINEARIZATION
                ? generator.relinearizationKey(key, level)
                : generator.galoisKey(key, element, level);
    }

    /**
     * Saves the secret key in a new file, encrypted under a password, readable by its owner only. The only way that the key
     * leaves this object.
     *
     * @param password not empty; stays the caller's to erase
     * @throws java.nio.file.FileAlreadyExistsException if there is a file
     * @throws IOException if the file cannot be written
     */
    public void saveSecretKey(Path file, char[] password) throws IOException {
        SecretKeyFile.save(file, password, key);
    }

    /** Zeroes the secret key; any later use is an {@link IllegalStateException}. */
    @Override
    public void close() {
        key.close();
    }

    @Override
    public String toString() {
        return "CircuitClient[" + manifest.signature().model() + "."
                + manifest.signature().method() + ", key " + key.id() + "]";
    }
}
