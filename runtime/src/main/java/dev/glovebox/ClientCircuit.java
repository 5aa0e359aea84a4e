package dev.glovebox;

import dev.glovebox.runtime.circuit.CircuitException;
import dev.glovebox.runtime.circuit.CircuitManifest;
import dev.glovebox.runtime.circuit.DataType;
import dev.glovebox.runtime.ckks.CkksParameters;
import dev.glovebox.runtime.client.KeyGenerator;
import dev.glovebox.runtime.client.SecretKeyFile;
import dev.glovebox.runtime.random.Randomness;
import dev.glovebox.runtime.ring.RingKernels;
import dev.glovebox.runtime.wire.ParametersFormat;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a client needs of a circuit. Immutable; safe for use by many threads. Every request names the circuit, and a server of
 * another one, or of another build of it, refuses the request.
 *
 * @param <I> type of the input, as {@link Glovebox} explains
 * @param <O> type of the result
 */
public sealed class ClientCircuit<I, O> permits CompiledCircuit {
    final CircuitManifest manifest;
    final CkksParameters parameters;
    final RingKernels kernels;
    final SlotCodec codec;

    ClientCircuit(CircuitManifest manifest, @Nullable ClassLoader loader, MethodHandles.@Nullable Lookup lookup) {
        ValueCodec values = new ValueCodec(lookup);
        if (manifest.signature().result() instanceof DataType.Structure structure) {
            values.recordClass(structure, loader);
        }
        this.manifest = manifest;
        this.parameters = ParametersFormat.checked(manifest.parameters());
        this.kernels = SharedKernels.of(parameters.ring());
        this.codec = new SlotCodec(manifest, values, loader);
    }

    /** Signature, parameters and figures of the circuit. */
    public CircuitManifest manifest() {
        return manifest;
    }

    /** The checked encryption parameters. */
    public CkksParameters parameters() {
        return parameters;
    }

    /** A client with a fresh secret key. */
    public CircuitClient<I, O> newClient() {
        Randomness randomness = Randomness.system();
        KeyGenerator generator = new KeyGenerator(parameters.rlwe(), kernels, randomness);
        return new CircuitClient<>(manifest, parameters, kernels, codec, randomness, generator.secretKey());
    }

    /**
     * A client with the secret key of a file that {@link CircuitClient#saveSecretKey} wrote.
     *
     * @param password stays the caller's to erase
     * @throws CircuitException if the password is wrong, or the file is damaged or for other parameters
     * @throws IOException if the file cannot be read
     */
    public CircuitClient<I, O> openClient(Path secretKey, char[] password) throws IOException {
        return new CircuitClient<>(
                manifest,
                parameters,
                kernels,
                codec,
                Randomness.system(),
                SecretKeyFile.open(secretKey, password, parameters.rlwe(), kernels));
    }
}
