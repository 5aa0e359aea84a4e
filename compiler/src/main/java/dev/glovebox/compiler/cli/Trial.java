package dev.glovebox.compiler.cli;

import dev.glovebox.CircuitClient;
import dev.glovebox.CircuitServer;
import dev.glovebox.CompiledCircuit;
import dev.glovebox.Glovebox;
import dev.glovebox.compiler.cost.CostModel;
import dev.glovebox.compiler.cost.Prediction;
import dev.glovebox.compiler.ir.tensor.TensorInterpreter;
import dev.glovebox.compiler.report.Report.Measurement;
import dev.glovebox.runtime.ring.RingBackends;
import dev.glovebox.runtime.ring.Workers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Runs a compiled model encrypted, client and server in this process, and holds its answers against the clear model. */
final class Trial {
    private final ModelOptions.Target target;
    private final Compilation compilation;

    Trial(ModelOptions.Target target, Compilation compilation) {
        this.target = target;
        this.compilation = compilation;
    }

    /**
     * @param rows inputs, elements in flat order, at least one
     * @param warmUp evaluations of the first that are not timed
     */
    Measurement run(List<double[]> rows, int warmUp) throws IOException {
        Path folder = Files.createTempDirectory("glovebox-trial");
        try {
            for (Map.Entry<String, byte[]> file : compilation.model().files().entrySet()) {
                Path path = folder.resolve(file.getKey());
                Files.createDirectories(path.getParent());
                Files.write(path, file.getValue());
            }
            List<Path> classPath = new ArrayList<>(List.of(folder));
            classPath.addAll(target.classPath());
            try (URLClassLoader loader = new URLClassLoader(urls(classPath), new RuntimeView())) {
                return run(Class.forName(target.circuit().model(), true, loader), rows, warmUp);
            } catch (ClassNotFoundException e) {
                throw new IllegalStateException("the model was compiled from a class that is gone", e);
            }
        } finally {
            delete(folder);
        }
    }

    private Measurement run(Class<?> model, List<double[]> rows, int warmUp) {
        TensorInterpreter clear = new TensorInterpreter(compilation.lifted());
        CompiledCircuit<Object, Object> circuit =
                Glovebox.load(model, target.circuit().method());
        try (CircuitClient<Object, Object> client = circuit.newClient();
                CircuitServer server = circuit.newServer(client.evaluationKeys())) {
            byte[] first = client.encryptElements(rows.getFirst());
            for (int i = 0; i < warmUp; i++) {
                server.evaluate(first);
            }
            Readings readings = new Readings();
            for (double[] row : rows) {
                byte[] request = client.encryptElements(row);
                long start = System.nanoTime();
                byte[] response = server.evaluate(request);
                long nanos = System.nanoTime() - start;
                readings.add(nanos, client.decryptElements(response), clear.evaluate(row));
            }
            String backend = RingBackends.choose().name();
            int threads = Workers.configured().threads();
            return readings.measurement(
                    backend,
                    threads,
                    CostModel.shipped(backend)
                            .map(costs -> Prediction.of(
                                            costs.withThreads(threads),
                                            compilation.circuit(),
                                            compilation.schedule().keys(),
                                            compilation.choice().samples())
                                    .seconds())
                            .orElse(Double.NaN));
        }
    }

    private static URL[] urls(List<Path> classPath) throws IOException {
        URL[] urls = new URL[classPath.size()];
        for (int i = 0; i < urls.length; i++) {
            urls[i] = classPath.get(i).toUri().toURL();
        }
        return urls;
    }

    /** What a model and its program share with this process: the JDK, the annotations and the runtime. All else is their own. */
    private static final class RuntimeView extends ClassLoader {
        private static final Pattern SHARED = Pattern.compile("dev\\.glovebox\\.((dsl|runtime)\\..*|[A-Z]\\w*)");
        private static final ClassLoader OWN = Trial.class.getClassLoader();

        RuntimeView() {
            super("glovebox-runtime", ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (SHARED.matcher(name).matches()) {
                return OWN.loadClass(name);
            }
            throw new ClassNotFoundException(name);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
