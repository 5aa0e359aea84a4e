package dev.glovebox.runtime.circuit;

import dev.glovebox.dsl.Circuit;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the files of a circuit beside its model, checks that they belong together and to the classes and resources they were
 * compiled from, and makes its program. Where nothing was built, a {@link CircuitCompiler} on the class path compiles in this
 * process. The only class it ever instantiates is the program class.
 */
public final class CircuitLoader {
    private static final System.Logger LOG = System.getLogger(CircuitLoader.class.getName());
    private static final String REBUILD = "Run 'mvn process-classes' in the module of the model.";

    private final Class<?> model;
    private final MethodHandles.@Nullable Lookup lookup;
    private final ClassLoader loader;
    private final CircuitFiles files;

    private CircuitLoader(Class<?> model, String method, MethodHandles.@Nullable Lookup lookup) {
        this.model = model;
        this.lookup = lookup;
        ClassLoader own = model.getClassLoader();
        this.loader = own == null ? ClassLoader.getSystemClassLoader() : own;
        this.files = new CircuitFiles(model.getName(), method);
    }

    /**
     * Loads a circuit.
     *
     * @param lookup may construct the program class, which is public and in the model's package; null if that package is
     *     visible to everyone
     * @throws CircuitException if the circuit is missing, damaged or older than its sources
     */
    public static LoadedCircuit load(Class<?> model, String method, MethodHandles.@Nullable Lookup lookup) {
        CircuitLoader circuit = new CircuitLoader(model, method, lookup);
        circuit.checkMethod();
        byte[] manifest = circuit.resource(circuit.files.clientManifest());
        return manifest == null ? circuit.compile() : circuit.built(manifest);
    }

    /**
     * Compiles a circuit of a live object.
     *
     * @param options the compiler's options by name
     * @param lookup as in {@link #load}
     * @throws CircuitException if there is no compiler, or the circuit cannot be compiled
     */
    public static LoadedCircuit compile(
            Object model, String method, Map<String, String> options, MethodHandles.@Nullable Lookup lookup) {
        CircuitLoader circuit = new CircuitLoader(model.getClass(), method, lookup);
        circuit.checkMethod();
        CircuitCompiler compiler = circuit.compiler()
                .orElseThrow(() -> ErrorCode.CIRCUIT_NOT_BUILT.error(
                        "there is no compiler on the class path",
                        "glovebox-compiler, to compile " + model.getClass().getName() + "." + method
                                + " while the program runs",
                        "Add the dependency dev.glovebox:glovebox-compiler."));
        return circuit.made(compiler.compile(model, method, options));
    }

    private void checkMethod() {
        List<String> found = new ArrayList<>();
        for (Class<?> c = model; c != null; c = c.getSuperclass()) {
            Stream.of(c.getDeclaredMethods())
                    .filter(m -> m.isAnnotationPresent(Circuit.class))
                    .map(Method::getName)
                    .forEach(found::add);
        }
        if (!found.contains(files.method())) {
            throw ErrorCode.NO_SUCH_METHOD.error(
                    model.getName() + " has no method '" + files.method() + "' with @Circuit",
                    found.isEmpty()
                            ? "a method with @Circuit"
                            : "one of " + found.stream().distinct().sorted().toList(),
                    "Annotate the method, or load one of these.");
        }
    }

    private LoadedCircuit built(byte[] manifestJson) {
        byte[] server = needed(files.serverManifest());
        byte[] constants = needed(files.constants());
        byte[] programClass = needed(files.programPath());
        checkSources(ManifestJson.readServerManifest(server));
        CircuitManifest manifest = check(manifestJson, server, constants, programClass);
        return new LoadedCircuit(manifest, ConstantsFile.read(constants), program(() -> {
            return Class.forName(files.programClass(), false, loader);
        }));
    }

    private LoadedCircuit compile() {
        CircuitCompiler compiler = compiler()
                .orElseThrow(() -> ErrorCode.CIRCUIT_NOT_BUILT.error(
                        "the circuit of " + model.getName() + "." + files.method() + " was not built: "
                                + files.clientManifest() + " is not on the class path",
                        "the files that glovebox-maven-plugin writes beside the class",
                        REBUILD + " To compile at run time instead, add glovebox-compiler to the class path."));
        LOG.log(Level.INFO, "{0}.{1} was not built; compiling it in this process", model.getName(), files.method());
        return made(compiler.compile(model, files.method()));
    }

    private Optional<CircuitCompiler> compiler() {
        return ServiceLoader.load(CircuitCompiler.class, loader).stream()
                .findFirst()
                .or(() -> ServiceLoader.load(CircuitCompiler.class, CircuitLoader.class.getClassLoader()).stream()
                        .findFirst())
                .map(ServiceLoader.Provider::get);
    }

    /** A circuit of files that were made in this process. */
    private LoadedCircuit made(SortedMap<String, byte[]> made) {
        byte[] constants = made(made, files.constants());
        byte[] programClass = made(made, files.programPath());
        CircuitManifest manifest =
                check(made(made, files.clientManifest()), made(made, files.serverManifest()), constants, programClass);
        return new LoadedCircuit(manifest, ConstantsFile.read(constants), hiddenProgram(programClass));
    }

    /** The program as a hidden class beside the model; in a loader of its own if the model's package is closed. */
    private CircuitProgram hiddenProgram(byte[] programClass) {
        try {
            MethodHandles.Lookup beside =
                    MethodHandles.privateLookupIn(model, lookup == null ? MethodHandles.lookup() : lookup);
            MethodHandles.Lookup hidden = beside.defineHiddenClass(programClass, false);
            return (CircuitProgram) hidden.findConstructor(hidden.lookupClass(), MethodType.methodType(void.class))
                    .invoke();
        } catch (IllegalAccessException | LinkageError e) {
            ProgramLoader child = new ProgramLoader(loader);
            return program(() -> child.define(files.programClass(), programClass));
        } catch (Throwable e) {
            if (e instanceof VirtualMachineError fatal) {
                throw fatal;
            }
            throw badProgram("cannot be made (" + e + ")", e);
        }
    }

    private CircuitManifest check(byte[] manifestJson, byte[] serverJson, byte[] constants, byte[] programClass) {
        CircuitManifest manifest = ManifestJson.readCircuitManifest(manifestJson);
        String id = CircuitIds.of(manifest, manifestJson, programClass, constants);
        if (!manifest.circuitId().equals(id)
                || !ManifestJson.readServerManifest(serverJson).circuitId().equals(id)
                || !manifest.signature().model().equals(files.model())
                || !manifest.signature().method().equals(files.method())) {
            throw ErrorCode.CIRCUIT_DAMAGED.error(
                    "the files of " + model.getName() + "." + files.method() + " do not belong together",
                    "class, constants and manifests of one build",
                    REBUILD);
        }
        return manifest;
    }

    private void checkSources(ServerManifest manifest) {
        for (Map.Entry<String, String> source : manifest.sources().entrySet()) {
            URL place = loader.getResource(source.getKey());
            // A class of the JDK is another one with every update, and means the same.
            byte[] now = place == null || place.getProtocol().equals("jrt") ? null : resource(source.getKey());
            if (now != null && !CircuitIds.sha256(now).equals(source.getValue())) {
                throw ErrorCode.CIRCUIT_STALE.error(
                        source.getKey() + " changed after the circuit of " + model.getName() + "." + files.method()
                                + " was compiled from it",
                        "a circuit that is not older than its class",
                        REBUILD);
            }
        }
    }

    private interface ProgramClass {
        Class<?> get() throws ClassNotFoundException;
    }

    private CircuitProgram program(ProgramClass source) {
        try {
            Class<?> programClass = source.get();
            if (!CircuitProgram.class.isAssignableFrom(programClass)) {
                throw badProgram("is no " + CircuitProgram.class.getName(), null);
            }
            Object program = lookup == null || programClass.getClassLoader() instanceof ProgramLoader
                    ? programClass.getConstructor().newInstance()
                    : lookup.findConstructor(programClass, MethodType.methodType(void.class))
                            .invoke();
            return (CircuitProgram) program;
        } catch (IllegalAccessException e) {
            throw badProgram("is not visible to " + (lookup == null ? "dev.glovebox" : lookup), e);
        } catch (CircuitException e) {
            throw e;
        } catch (Throwable e) {
            if (e instanceof VirtualMachineError fatal) {
                throw fatal;
            }
            throw badProgram("cannot be loaded (" + e + ")", e);
        }
    }

    private CircuitException badProgram(String what, @Nullable Throwable cause) {
        CircuitException error = ErrorCode.BAD_PROGRAM.error(
                "the class " + files.programClass() + " " + what,
                "a public class, made by the same version of Glovebox, in a package that is visible",
                REBUILD + " If the model is in a named module, call Glovebox.load with MethodHandles.lookup().");
        if (cause != null) {
            error.initCause(cause);
        }
        return error;
    }

    private byte[] needed(String path) {
        byte[] bytes = resource(path);
        if (bytes == null) {
            throw missing(path);
        }
        return bytes;
    }

    private byte[] made(SortedMap<String, byte[]> made, String path) {
        byte[] bytes = made.get(path);
        if (bytes == null) {
            throw missing(path);
        }
        return bytes;
    }

    private CircuitException missing(String path) {
        return ErrorCode.CIRCUIT_DAMAGED.error(
                path + " is missing", "all files of the circuit of " + model.getName() + "." + files.method(), REBUILD);
    }

    private byte @Nullable [] resource(String path) {
        try (InputStream in = loader.getResourceAsStream(path)) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
    }

    /** Defines one program class under the model's loader. */
    private static final class ProgramLoader extends ClassLoader {
        ProgramLoader(ClassLoader parent) {
            super("glovebox", parent);
        }

        Class<?> define(String name, byte[] bytes) {
            return defineClass(name, bytes, 0, bytes.length);
        }
    }
}
