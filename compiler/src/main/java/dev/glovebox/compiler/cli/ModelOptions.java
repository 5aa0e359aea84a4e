package dev.glovebox.compiler.cli;

import dev.glovebox.compiler.CompilerOptions;
import dev.glovebox.compiler.build.CircuitMethod;
import dev.glovebox.compiler.build.CircuitScanner;
import dev.glovebox.compiler.build.RecordingClassLoader;
import dev.glovebox.compiler.cli.GloveboxCommand.UserException;
import dev.glovebox.compiler.ir.slot.CircuitIr;
import dev.glovebox.compiler.ir.text.IrParser;
import dev.glovebox.compiler.schedule.CircuitVerifier;
import dev.glovebox.runtime.ckks.CkksParameters;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a command works on, and how it is compiled. */
final class ModelOptions {
    @Parameters(
            index = "0",
            paramLabel = "MODEL",
            description = "A class, a method of one, a jar, a folder of class files, or a textual circuit (*.gbx).")
    String model = "";

    @Option(
            names = {"-cp", "--class-path"},
            paramLabel = "PATH",
            description = "Where the model and what it uses are; entries as for java. Default: the class path of this"
                    + " command, behind MODEL if that is a jar or a folder.")
    String classPath = "";

    @Option(
            names = "--rescale",
            paramLabel = "POLICY",
            description = "Rescale policy: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.",
            completionCandidates = Policies.Rescale.class)
    String rescale = CompilerOptions.DEFAULT.rescale();

    @Option(
            names = "--relinearize",
            paramLabel = "POLICY",
            description = "Relinearisation policy: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.",
            completionCandidates = Policies.Relinearize.class)
    String relinearize = CompilerOptions.DEFAULT.relinearize();

    @Option(
            names = "--approximation",
            paramLabel = "METHOD",
            description = "How polynomials for functions are found: ${COMPLETION-CANDIDATES}."
                    + " Default: ${DEFAULT-VALUE}.",
            completionCandidates = Policies.Approximation.class)
    String approximation = CompilerOptions.DEFAULT.approximation();

    @Option(
            names = "--max-degree",
            paramLabel = "D",
            description = "Greatest degree of an approximating polynomial. Default: ${DEFAULT-VALUE}.")
    int maxDegree = CompilerOptions.DEFAULT.maxDegree();

    @Option(
            names = "--plan-costs",
            paramLabel = "TABLE",
            description =
                    "What the compiler weighs its choices by: a cost table that ships, or a file that calibrate wrote."
                            + " Default: ${DEFAULT-VALUE}.")
    String planCosts = CompilerOptions.DEFAULT.costs();

    @Option(
            names = "--plan-threads",
            paramLabel = "N",
            description = "Threads of an evaluation that the compiler plans for. Default: ${DEFAULT-VALUE}.")
    int planThreads = CompilerOptions.DEFAULT.threads();

    @Option(
            names = "--max-key-bytes",
            paramLabel = "BYTES",
            description =
                    "Most bytes of evaluation keys; rotations are composed from fewer keys to keep it. Default: any.")
    long maxKeyBytes = CompilerOptions.DEFAULT.maxKeyBytes();

    /** A circuit method, and the loader that has its class. */
    record Target(CircuitMethod circuit, List<Path> classPath) {
        /** A fresh world for the model: static state is one compilation's alone. */
        RecordingClassLoader loader() {
            return new RecordingClassLoader(classPath);
        }
    }

    CompilerOptions compilerOptions() {
        return CompilerOptions.DEFAULT
                .withRescale(rescale)
                .withRelinearize(relinearize)
                .withApproximation(approximation)
                .withMaxDegree(maxDegree)
                .withCosts(planCosts)
                .withThreads(planThreads)
                .withMaxKeyBytes(maxKeyBytes);
    }

    boolean isText() {
        return model.endsWith(".gbx");
    }

    /** The textual circuit that was named; whoever edited it may have broken a rule. */
    CircuitIr text() throws IOException {
        CircuitIr circuit = IrParser.parseCircuit(Files.readString(Path.of(model)));
        try {
            new CircuitVerifier().verify(circuit);
            CkksParameters.of(circuit.parameters());
        } catch (IllegalArgumentException e) {
            throw new UserException(model + " breaks a rule of circuits: " + e.getMessage());
        }
        return circuit;
    }

    /** The circuit methods that were named, at least one. */
    List<Target> targets() throws IOException {
        Path path = Path.of(model);
        if (isEntry()) {
            List<Path> all = new ArrayList<>(List.of(path));
            all.addAll(classPath());
            return some(scan(path), all, "a class with a method that carries @Circuit");
        }
        SortedSet<CircuitMethod> found = new TreeSet<>(inClass(model));
        int dot = model.lastIndexOf('.');
        if (dot > 0) {
            found.addAll(inClass(model.substring(0, dot)));
        }
        found.removeIf(
                circuit -> !circuit.model().equals(model) && !circuit.toString().equals(model));
        return some(found, classPath(), "one of the circuits on the class path; name it as package.Class.method");
    }

    private SortedSet<CircuitMethod> inClass(String name) throws IOException {
        try (RecordingClassLoader loader = new RecordingClassLoader(classPath());
                InputStream in = loader.getResourceAsStream(name.replace('.', '/') + ".class")) {
            return in == null ? new TreeSet<>() : CircuitScanner.scan(in.readAllBytes());
        }
    }

    private List<Target> some(SortedSet<CircuitMethod> circuits, List<Path> path, String expected) {
        if (circuits.isEmpty()) {
            throw new UserException("no circuit method was found for '" + model + "'; expected " + expected
                    + ". Looked in " + path.stream().map(Path::toString).toList());
        }
        return circuits.stream().map(circuit -> new Target(circuit, path)).toList();
    }

    /** Where models are, as given; a folder or jar that was named as the model comes first. Empty for this command's own. */
    String givenClassPath() {
        return isEntry() ? model + (classPath.isEmpty() ? "" : File.pathSeparator + classPath) : classPath;
    }

    private boolean isEntry() {
        return Files.isDirectory(Path.of(model)) || model.endsWith(".jar");
    }

    private List<Path> classPath() {
        String entries = classPath.isEmpty() ? System.getProperty("java.class.path") : classPath;
        return Stream.of(entries.split(File.pathSeparator))
                .filter(entry -> !entry.isEmpty())
                .map(Path::of)
                .toList();
    }

    private static SortedSet<CircuitMethod> scan(Path entry) throws IOException {
        if (Files.isDirectory(entry)) {
            return CircuitScanner.scan(entry);
        }
        try (FileSystem jar = FileSystems.newFileSystem(entry)) {
            return CircuitScanner.scan(jar.getPath("/"));
        }
    }
}
