package dev.glovebox.benchmarks;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs the benchmarks and prints them as Markdown. Options, each with a value: {@code --tables}, {@code --only} and {@code --sets},
 * regular expressions that choose among the classes, their operations and their parameters; {@code --backends} names and {@code
 * --threads} numbers or "all", with commas between; {@code --results} a file that keeps what is measured, so that the tables also
 * hold what earlier runs measured; {@code --compare} a file of other libraries' figures as {@link Results#compare} takes it. A
 * benchmark takes about six seconds.
 */
public final class Table {
    private static final String MACHINE = "MachineBenchmark";

    /** Class → title, in the order of printing. */
    private static final SequencedMap<Class<?>, String> TABLES = new LinkedHashMap<>();

    static {
        TABLES.put(NttBenchmark.class, "Transforms of one limb");
        TABLES.put(RingBenchmark.class, "Steps of a key switch");
        TABLES.put(EncodingBenchmark.class, "Encoding and encryption");
        TABLES.put(CiphertextBenchmark.class, "Operations without keys");
        TABLES.put(KeySwitchBenchmark.class, "Operations that switch keys");
        TABLES.put(SecureRotationBenchmark.class, "Rotation at 128 bits of security, N = 2^15");
        TABLES.put(MatrixBenchmark.class, "128×128 matrix × vector");
        TABLES.put(RegressionBenchmark.class, "Logistic regression by hand, 256 samples");
        TABLES.put(ModelBenchmark.class, "The compiled logistic regression of the health example, one patient");
    }

    private final Selection selection;
    private final Results results = new Results();

    private Table(Selection selection) {
        this.selection = selection;
    }

    /**
     * Prints to the standard output; progress goes to the standard error.
     *
     * @throws RunnerException if a benchmark fails
     */
    public static void main(String[] args) throws RunnerException {
        Selection selection;
        try {
            selection = Selection.of(args);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        Table table = new Table(selection);
        String compare = selection.options().get("--compare");
        String kept = selection.options().get("--results");
        if (compare != null) {
            table.results.compare(Path.of(compare));
        }
        if (kept != null) {
            table.results.load(Path.of(kept));
        }
        PrintStream output = System.out;
        System.setOut(System.err); // JMH repeats what the JVMs it starts print
        table.measure();
        output.print(table.print(compare != null));
        output.flush();
    }

    private void measure() throws RunnerException {
        if (results.rows(MACHINE).isEmpty()) {
            run(new OptionsBuilder().include("\\." + MACHINE + "\\."));
        }
        for (Class<?> table : TABLES.keySet()) {
            if (selection.tables().matcher(table.getSimpleName()).find()) {
                measure(table);
            }
        }
    }

    /** One parameter set after the other, so that what is measured is kept should a later one fail or be stopped. */
    private void measure(Class<?> table) throws RunnerException {
        for (String parameter : List.of("set", "logDegree")) {
            if (hasField(table, parameter)) {
                for (String set : selection.sets(table, parameter)) {
                    run(options(table).param(parameter, set));
                }
                return;
            }
        }
        run(options(table));
    }

    private ChainedOptionsBuilder options(Class<?> table) {
        return new OptionsBuilder()
                .include("\\." + table.getSimpleName() + "\\.\\w*(" + selection.only() + ")")
                .param("backend", selection.backends().toArray(String[]::new))
                .param("threads", threads(table));
    }

    /** One limb is always transformed by one thread. */
    private String[] threads(Class<?> table) {
        return table.equals(NttBenchmark.class)
                ? new String[] {"1"}
                : selection.threads().toArray(String[]::new);
    }

    private static boolean hasField(Class<?> type, String name) {
        try {
            return type.getField(name) != null;
        } catch (NoSuchFieldException e) {
            return false;
        }
    }

    private void run(ChainedOptionsBuilder options) throws RunnerException {
        Runner runner = new Runner(options.verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true)
                .addProfiler(GCProfiler.class)
                .build());
        try {
            results.add(runner.run());
            String kept = selection.options().get("--results");
            if (kept != null) {
                results.save(Path.of(kept));
            }
        } catch (NoBenchmarksException e) {
            System.err.println("nothing chosen of " + options.build().getIncludes());
        }
    }

    private String print(boolean compared) {
        Markdown markdown = new Markdown(results);
        markdown.machine();
        List<String> names = new ArrayList<>();
        TABLES.forEach((table, title) -> {
            names.add(table.getSimpleName());
            markdown.table(title, table.getSimpleName());
        });
        markdown.allocation(names);
        if (compared) {
            markdown.targets(selection.backends());
        }
        return markdown.toString();
    }
}
