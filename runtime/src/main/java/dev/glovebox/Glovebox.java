package dev.glovebox;

import dev.glovebox.runtime.circuit.CircuitException;
import dev.glovebox.runtime.circuit.CircuitLoader;
import dev.glovebox.runtime.circuit.CircuitManifest;
import dev.glovebox.runtime.circuit.LoadedCircuit;
import dev.glovebox.runtime.circuit.ManifestJson;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The way in.
 *
 * <pre>{@code
 * CompiledCircuit<double[], Double> circuit = Glovebox.load(TumorModel.class, "malignancy");
 * try (var client = circuit.newClient();                              // makes keys; the secret key stays here
 *         var server = circuit.newServer(client.evaluationKeys())) {  // no secret key, no plaintext
 *     double p = client.decrypt(server.evaluate(client.encrypt(cell)));
 * }
 * }</pre>
 *
 * <p>The type parameters are the method's: for a method of one parameter, {@code I} is its type; of several, {@code I} is {@code
 * Object[]} with one value for each. {@code O} is the type of the result. A {@code double} is a {@link Double}.
 */
public final class Glovebox {
    private Glovebox() {}

    /**
     * Loads the circuit of a method, as the build made it. Where nothing was built and a compiler is on the class path, as in a
     * run from an IDE, it is compiled in this process.
     *
     * @throws CircuitException if the circuit is missing, damaged, or older than the class it was compiled from
     */
    public static <I, O> CompiledCircuit<I, O> load(Class<?> model, String method) {
        return new CompiledCircuit<>(CircuitLoader.load(model, method, null), model.getClassLoader(), null);
    }

    /**
     * As {@link #load(Class, String)}, for a model in a named module that does not open its package.
     *
     * @param lookup made in the model's module; sees the program class and the records of the signature
     */
    public static <I, O> CompiledCircuit<I, O> load(Class<?> model, String method, MethodHandles.Lookup lookup) {
        return new CompiledCircuit<>(CircuitLoader.load(model, method, lookup), model.getClassLoader(), lookup);
    }

    /**
     * Compiles a circuit method of a live object in this process, with the object's fields as the constants: for JShell, tests, and
     * models whose weights arrive at run time. The object is copied and may change afterwards. Needs {@code glovebox-compiler} on
     * the class path. An object in the same state as the build's gives the same circuit as the build.
     *
     * @param model its fields hold numbers, text, arrays, tensors, lists, sets, maps and objects of the user's classes
     * @throws CircuitException with the diagnostics if it cannot be compiled
     */
    public static <I, O> CompiledCircuit<I, O> compile(Object model, String method) {
        return compile(model, method, Map.of());
    }

    /**
     * As {@link #compile(Object, String)}.
     *
     * @param options by name, as the Maven plugin has them, such as {@code maxDegree}
     */
    public static <I, O> CompiledCircuit<I, O> compile(Object model, String method, Map<String, String> options) {
        return new CompiledCircuit<>(
                CircuitLoader.compile(model, method, options, null),
                model.getClass().getClassLoader(),
                null);
    }

    /** A circuit that a tool has put together and that belongs to no class; its values are not of record types. */
    public static <I, O> CompiledCircuit<I, O> circuit(LoadedCircuit circuit) {
        return new CompiledCircuit<>(circuit, null, null);
    }

    /**
     * The client's side of a circuit alone, from its client manifest ({@code client.json}): an application that encrypts and
     * decrypts ships neither the model nor its weights. A result of a record type needs
     * {@link #client(InputStream, MethodHandles.Lookup)}.
     *
     * @throws CircuitException if the stream does not hold a client manifest
     * @throws IOException as the stream does
     */
    public static <I, O> ClientCircuit<I, O> client(InputStream manifest) throws IOException {
        return new ClientCircuit<>(read(manifest), null, null);
    }

    /**
     * As {@link #client(InputStream)}, where the signature has records.
     *
     * @param lookup its class loader has the record classes and its access reaches them
     */
    public static <I, O> ClientCircuit<I, O> client(InputStream manifest, MethodHandles.Lookup lookup)
            throws IOException {
        @Nullable ClassLoader loader = lookup.lookupClass().getClassLoader();
        return new ClientCircuit<>(read(manifest), loader, lookup);
    }

    private static CircuitManifest read(InputStream manifest) throws IOException {
        return ManifestJson.readCircuitManifest(manifest.readNBytes(ManifestJson.MAX_BYTES + 1));
    }
}
