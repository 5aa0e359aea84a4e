package dev.glovebox.benchmarks;

import dev.glovebox.runtime.ring.RingBackend;
import dev.glovebox.runtime.ring.RingBackends;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs the benchmarks and prints them as Markdown: every backend that is usable here on one thread, then the best one on all
 * cores. Options, each with a value: {@code --backends} names, {@code --threads} of the best backend, {@code --only} a regular
 * expression for benchmarks, {@code --compare} a file of other libraries' figures as {@link Results#compare} takes it; and {@code
 * --allocation}, which also measures bytes allocated.
 */
public final class Table {
    private static final String MACHINE = "MachineBenchmark";

    /** Class → title, in the order of printing. */
    private static final SequencedMap<String, String> TABLES = new LinkedHashMap<>();

    static {
        TABLES.put("NttBenchmark", "Transforms of one limb");
        TABLES.put("RingBenchmark", "Steps of a key switch");
        TABLES.put("EncodingBenchmark", "Encoding and encryption");
        TABLES.put("CiphertextBenchmark", "Operations without keys");
        TABLES.put("KeySwitchBenchmark", "Operations that switch keys");
        TABLES.put("SecureRotationBenchmark", "Rotation at 128 bits of security, N = 2^15");
        TABLES.put("MatrixBenchmark", "128×128 matrix × vector");
        TABLES.put("RegressionBenchmark", "Logistic regression by hand, 256 samples");
        TABLES.put("ModelBenchmark", "The compiled logistic regression of the health example, one patient");
    }

    private final List<String> backends;
    private final String threads;
    private final String only;
    private final boolean allocation;
    private final Results results = new Results();

    private Table(List<String> backends, String threads, String only, boolean allocation) {
        this.backends = backends;
        this.threads = threads;
        this.only = only;
        this.allocation = allocation;
    }

    /**
     * Prints to the standard output; progress goes to the standard error.
     *
     * @throws RunnerException if a benchmark fails
     */
    public static void main(String[] args) throws RunnerException {
        Map<String, String> options = options(args);
        List<String> backends = options.containsKey("--backends")
                ? List.of(options.get("--backends").split(","))
                : usable();
        Table table = new Table(
                backends,
                options.getOrDefault("--threads", "all"),
                options.getOrDefault("--only", "."),
                options.containsKey("--allocation"));
        if (options.containsKey("--compare")) {
            table.results.compare(Path.of(options.get("--compare")));
        }
        table.measure();
        System.out.print(table.print(options.containsKey("--compare")));
    }

    private static Map<String, String> options(String[] args) {
        Map<String, String> options = new LinkedHashMap<>();
        for (int i = 0; i < args.length; i++) {
            options.put(args[i], args[i].equals("--allocation") ? "" : args[++i]);
        }
        return options;
    }

    /** The backends that run here, best first, without the plain reference. */
    private static List<String> usable() {
        return RingBackends.all().stream()
                .filter(backend -> backend.availability().usable())
                .map(RingBackend::name)
                .filter(name -> !name.equals("java-scalar"))
                .toList();
    }

    private void measure() throws RunnerException {
        run(MACHINE, List.of(), "1");
        for (String table : TABLES.keySet()) {
            run(table, backends, "1");
            if (!threads.equals("1") && !table.equals("NttBenchmark")) {
                run(table, List.of(backends.getFirst()), threads);
            }
        }
    }

    private void run(String table, List<String> withBackends, String withThreads) throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("\\." + table + "\\..*" + (table.equals(MACHINE) ? "" : only))
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true);
        if (!withBackends.isEmpty()) {
            options.param("backend", withBackends.toArray(String[]::new)).param("threads", withThreads);
        }
        if (allocation) {
            options.addProfiler(GCProfiler.class);
        }
        System.err.println(table + " " + withBackends + ", threads: " + withThreads);
        try {
            results.add(new Runner(options.build()).run());
        } catch (org.openjdk.jmh.runner.NoBenchmarksException e) {
            System.err.println("  nothing chosen");
        }
    }

    private String print(boolean compared) {
        Markdown markdown = new Markdown(results);
        markdown.machine();
        TABLES.forEach((table, title) -> markdown.table(title, table));
        if (allocation) {
            markdown.allocation(new ArrayList<>(TABLES.sequencedKeySet()));
        }
        if (compared) {
            markdown.targets(backends);
        }
        return markdown.toString();
    }
}
