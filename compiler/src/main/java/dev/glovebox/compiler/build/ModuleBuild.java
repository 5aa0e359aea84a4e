package dev.glovebox.compiler.build;

import dev.glovebox.compiler.CompiledModel;
import dev.glovebox.compiler.diagnostic.Code;
import dev.glovebox.compiler.diagnostic.CompilationException;
import dev.glovebox.compiler.diagnostic.Diagnostic;
import dev.glovebox.compiler.ir.SourceLocation;
import dev.glovebox.runtime.circuit.CircuitManifest;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Brings the circuits in a module's output folder in step with its models. */
final class ModuleBuild {
    private final BuildRequest request;
    private final CircuitCompilation compilation;
    private final BuildLog log;
    private final SourceFiles sourceFiles;
    private final OutputFolder output;

    ModuleBuild(BuildRequest request, CircuitCompilation compilation, BuildLog log) {
        this.request = request;
        this.compilation = compilation;
        this.log = log;
        this.sourceFiles = new SourceFiles(request.sourceRoots());
        this.output = new OutputFolder(request.output());
    }

    /** Compiles one circuit with what the loader sees. */
    interface CircuitCompilation {
        /**
         * @throws CompilationException if it cannot be compiled
         */
        CompiledModel compile(Class<?> model, String method, RecordingClassLoader loader);
    }

    /** How many circuits were compiled, left as they were, removed, and refused. */
    record Outcome(int compiled, int current, int removed, int failed) {}

    Outcome run() throws IOException {
        SortedSet<CircuitMethod> circuits = CircuitScanner.scan(request.output());
        BuildState before = BuildState.read(request.state());
        String environment = environment();
        List<CircuitMethod> changed = new ArrayList<>();
        SortedMap<String, BuildState.Entry> entries = new TreeMap<>();
        for (CircuitMethod circuit : circuits) {
            BuildState.Entry entry = before.circuits().get(circuit.toString());
            if (entry != null && environment.equals(before.environment()) && isCurrent(entry)) {
                entries.put(circuit.toString(), entry);
            } else {
                changed.add(circuit);
            }
        }
        int current = entries.size();
        for (int i = 0; i < changed.size(); i++) {
            CircuitMethod circuit = changed.get(i);
            log.log(
                    BuildLog.Level.INFO,
                    "Compiling circuit " + (i + 1) + " of " + changed.size() + ": " + circuit.shortName());
            compile(circuit, entries);
        }
        int removed = 0;
        for (var old : before.circuits().entrySet()) {
            BuildState.Entry now = entries.get(old.getKey());
            output.delete(old.getValue().outputs().keySet().stream()
                    .filter(file -> now == null || !now.outputs().containsKey(file))
                    .toList());
            if (circuits.stream().noneMatch(circuit -> circuit.toString().equals(old.getKey()))) {
                removed++;
                log.log(BuildLog.Level.INFO, "Removed the circuit of " + old.getKey() + ": its model is gone");
            }
        }
        new BuildState(BuildState.FORMAT_VERSION, environment, entries).write(request.state());
        int compiled = entries.size() - current;
        return new Outcome(compiled, current, removed, changed.size() - compiled);
    }

    private boolean isCurrent(BuildState.Entry entry) throws IOException {
        try (RecordingClassLoader loader = new RecordingClassLoader(request.classPath())) {
            return output.holds(entry.outputs()) && loader.answersAlike(entry.queries());
        }
    }

    private void compile(CircuitMethod circuit, SortedMap<String, BuildState.Entry> entries) throws IOException {
        long start = System.nanoTime();
        Thread thread = Thread.currentThread();
        ClassLoader previous = thread.getContextClassLoader();
        try (RecordingClassLoader loader = new RecordingClassLoader(request.classPath())) {
            thread.setContextClassLoader(loader);
            Class<?> model = Class.forName(circuit.model(), false, loader);
            CompiledModel compiled = compilation.compile(model, circuit.method(), loader);
            for (Diagnostic warning : compiled.warnings()) {
                log.log(BuildLog.Level.WARNING, sourceFiles.format(warning, circuit));
            }
            entries.put(circuit.toString(), new BuildState.Entry(loader.queries(), output.write(compiled.files())));
            log.log(
                    BuildLog.Level.INFO,
                    circuit.shortName() + ": " + summary(compiled.manifest())
                            + String.format(Locale.ROOT, "; %.1f s", (System.nanoTime() - start) * 1e-9));
        } catch (CompilationException e) {
            for (Diagnostic diagnostic : e.diagnostics()) {
                log.log(BuildLog.Level.ERROR, sourceFiles.format(diagnostic, circuit));
            }
        } catch (ClassNotFoundException | LinkageError e) {
            log.log(BuildLog.Level.ERROR, sourceFiles.format(notLoaded(circuit, e), circuit));
        } catch (RuntimeException | StackOverflowError e) {
            log.log(BuildLog.Level.ERROR, sourceFiles.format(defect(e), circuit));
        } finally {
            thread.setContextClassLoader(previous);
        }
    }

    private static Diagnostic notLoaded(CircuitMethod circuit, Throwable cause) {
        return new Diagnostic(
                Code.MODEL_NOT_LOADED,
                SourceLocation.UNKNOWN,
                "the model class cannot be loaded (" + cause + ")",
                "every class that " + circuit.model() + " needs on the module's class path",
                "Add the missing dependency.",
                List.of());
    }

    /** An exception that no one expected, with the innermost part of its stack. */
    private static Diagnostic defect(Throwable cause) {
        List<SourceLocation> stack = Stream.of(cause.getStackTrace())
                .limit(20)
                .map(frame -> new SourceLocation(
                        frame.getClassName(),
                        frame.getMethodName(),
                        frame.getFileName() == null ? "" : frame.getFileName(),
                        Math.max(0, frame.getLineNumber())))
                .toList();
        return new Diagnostic(
                Code.INTERNAL,
                SourceLocation.UNKNOWN,
                "the compiler failed (" + cause + ")",
                "a circuit or a diagnostic",
                "This is a defect of Glovebox; please report it with this stack.",
                stack);
    }

    private static String summary(CircuitManifest manifest) {
        CircuitManifest.Summary summary = manifest.summary();
        return String.format(
                Locale.ROOT,
                "depth %d, ring degree 2^%d, evaluation keys %.1f MB, precision %.1f bits predicted, %d asked",
                summary.depth(),
                manifest.parameters().logDegree(),
                summary.evaluationKeyBytes() / 1e6,
                summary.predictedPrecisionBits(),
                manifest.precisionBits());
    }

    /** Everything but the model that a circuit depends on: the options, the compiler's own code and the JDK. */
    private String environment() throws IOException {
        StringBuilder text = new StringBuilder();
        text.append(request.options()).append('\n');
        text.append(System.getProperty("java.vendor")).append(' ');
        text.append(Runtime.version()).append('\n');
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path path = Path.of(entry);
            if (!entry.isEmpty() && Files.exists(path)) {
                text.append(Hashes.of(path)).append('\n');
            }
        }
        return Hashes.of(text.toString());
    }
}
