package dev.glovebox.compiler.cli;

import dev.glovebox.CircuitClient;
import dev.glovebox.CircuitServer;
import dev.glovebox.CompiledCircuit;
import dev.glovebox.Glovebox;
import dev.glovebox.compiler.cost.CostModel;
import dev.glovebox.compiler.cost.Prediction;
import dev.glovebox.compiler.ir.tensor.TensorInterpreter;
import dev.glovebox.compiler.report.Report.Measurement;
import dev.glovebox.runtime.circuit.CircuitSignature;
import dev.glovebox.runtime.ring.RingBackends;
import dev.glovebox.runtime.ring.Workers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
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
        return measure(
                Glovebox.load(model, target.circuit().method()),
                rows,
                warmUp,
                i -> clear.evaluate(rows.get(i)),
                costs -> Prediction.of(
                        costs,
                        compilation.circuit(),
                        compilation.schedule().keys(),
                        compilation.choice().samples()));
    }

    /**
     * Runs a circuit.
     *
     * @param rows inputs, elements of all parameters in flat order, at least one
     * @param warmUp evaluations of the first that are not timed
     * @param clear what the circuit should answer to each row
     * @param prediction by a cost table
     */
    static Measurement measure(
            CompiledCircuit<Object, Object> circuit,
            List<double[]> rows,
            int warmUp,
            IntFunction<double[]> clear,
            Function<CostModel, Prediction> prediction) {
        BitSet isPublic = publicElements(circuit.manifest().signature());
        try (CircuitClient<Object, Object> client = circuit.newClient();
                CircuitServer server = circuit.newServer(client.evaluationKeys())) {
            double[] nanos = new double[rows.size()];
            double error = 0;
            for (int i = -warmUp; i < nanos.length; i++) {
                double[] row = rows.get(Math.max(0, i));
                byte[] request = client.encryptElements(part(row, isPublic, false));
                double[] supplied = part(row, isPublic, true);
                long start = System.nanoTime();
                byte[] response = server.evaluateElements(request, supplied);
                long end = System.nanoTime();
                if (i >= 0) {
                    nanos[i] = end - start;
                    error = Math.max(error, difference(client.decryptElements(response), clear.apply(i)));
                }
            }
            Arrays.sort(nanos);
            String backend = RingBackends.choose().name();
            int threads = Workers.configured().threads();
            return new Measurement(
                    backend,
                    threads,
                    rows.size(),
                    nanos[nanos.length / 2] * 1e-9,
                    CostModel.shipped(backend)
                            .map(costs ->
                                    prediction.apply(costs.withThreads(threads)).seconds())
                            .orElse(Double.NaN),
                    -Math.log(error) / Math.log(2));
        }
    }

    private static BitSet publicElements(CircuitSignature signature) {
        BitSet elements = new BitSet();
        int at = 0;
        for (CircuitSignature.Parameter parameter : signature.parameters()) {
            elements.set(at, at += parameter.type().size(), parameter.supplied());
        }
        return elements;
    }

    private static double[] part(double[] row, BitSet isPublic, boolean ofPublic) {
        return IntStream.range(0, row.length)
                .filter(i -> isPublic.get(i) == ofPublic)
                .mapToDouble(i -> row[i])
                .toArray();
    }

    private static double difference(double[] a, double[] b) {
        double greatest = 0;
        for (int i = 0; i < a.length; i++) {
            greatest = Math.max(greatest, Math.abs(a[i] - b[i]));
        }
        return greatest;
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
