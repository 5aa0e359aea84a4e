package dev.glovebox.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;

/**
 * Median times, by what was done and by whom: the lowest median of an iteration of a benchmark, and of its runs, as other work on a
 * shared machine only ever adds time.
 */
final class Results {
    /**
     * What was measured.
     *
     * @param table simple name of the benchmark class, or empty for figures from elsewhere
     * @param operation name of the method
     * @param set the parameter set, or log₂N of a transform, or empty
     */
    record Row(String table, String operation, String set) {
        Row anywhere() {
            return new Row("", operation, set);
        }
    }

    private final Map<Row, Map<String, Double>> micros = new LinkedHashMap<>();
    private final Map<Row, Map<String, Double>> allocated = new LinkedHashMap<>();
    private final Map<Row, Map<String, Double>> others = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();

    /** Takes what JMH measured. */
    void add(Collection<RunResult> runs) {
        for (RunResult run : runs) {
            BenchmarkParams params = run.getParams();
            String[] name = params.getBenchmark().split("\\.");
            String set = param(params, "set") + param(params, "logDegree");
            Row row = new Row(name[name.length - 2], name[name.length - 1], set);
            String column = column(param(params, "backend"), param(params, "threads"));
            double median = run.getBenchmarkResults().stream()
                    .flatMap(result -> result.getIterationResults().stream())
                    .mapToDouble(iteration ->
                            iteration.getPrimaryResult().getStatistics().getPercentile(50))
                    .min()
                    .orElseThrow();
            micros.computeIfAbsent(row, r -> new LinkedHashMap<>()).merge(column, median, Math::min);
            var bytes = run.getSecondaryResults().get("gc.alloc.rate.norm");
            if (bytes != null) {
                allocated.computeIfAbsent(row, r -> new LinkedHashMap<>()).put(column, bytes.getScore());
            }
        }
    }

    private static String param(BenchmarkParams params, String key) {
        String value = params.getParam(key);
        return value == null ? "" : value;
    }

    /** The heading of what a backend did on some threads. */
    static String column(String backend, String threads) {
        return threads.equals("1") || threads.isEmpty() ? backend : backend + ", " + threads + " threads";
    }

    /**
     * Takes figures of other libraries: lines of operation, set, name, milliseconds, with tabs between; a line that starts with #
     * is a note.
     */
    void compare(Path file) {
        try {
            for (String line : Files.readAllLines(file)) {
                if (line.startsWith("#")) {
                    notes.add(line.substring(1).strip());
                } else if (!line.isBlank()) {
                    String[] field = line.split("\t");
                    others.computeIfAbsent(new Row("", field[0], field[1]), r -> new LinkedHashMap<>())
                            .put(field[2], 1000 * Double.parseDouble(field[3]));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes what {@link #save} wrote, or nothing where there is no such file; later measurements count where they are lower. */
    void load(Path file) {
        if (!Files.exists(file)) {
            return;
        }
        try {
            for (String line : Files.readAllLines(file)) {
                String[] field = line.split("\t");
                Row row = new Row(field[0], field[1], field[2]);
                (field[4].equals("µs") ? micros : allocated)
                        .computeIfAbsent(row, r -> new LinkedHashMap<>())
                        .put(field[3], Double.parseDouble(field[5]));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes what was measured: lines of table, operation, set, column, unit, value, with tabs between. */
    void save(Path file) {
        List<String> lines = new ArrayList<>();
        save(lines, micros, "µs");
        save(lines, allocated, "B");
        try {
            Files.write(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void save(List<String> lines, Map<Row, Map<String, Double>> figures, String unit) {
        figures.forEach((row, columns) -> columns.forEach((column, value) -> lines.add(
                String.join("\t", row.table(), row.operation(), row.set(), column, unit, Double.toString(value)))));
    }

    List<Row> rows(String table) {
        return micros.keySet().stream()
                .filter(r -> r.table().equals(table))
                .sorted(Comparator.comparing(Row::operation).thenComparing(Row::set))
                .toList();
    }

    Set<String> columns(String table) {
        Set<String> columns = new LinkedHashSet<>();
        micros.forEach((row, times) -> {
            if (row.table().equals(table)) {
                columns.addAll(times.keySet());
            }
        });
        return columns;
    }

    /** Names of libraries with a figure for a row of a table. */
    Set<String> others(String table) {
        Set<String> names = new LinkedHashSet<>();
        rows(table).forEach(row -> names.addAll(others(row).keySet()));
        return names;
    }

    Map<String, Double> others(Row row) {
        return others.getOrDefault(row.anywhere(), Map.of());
    }

    List<String> notes() {
        return notes;
    }

    /** Microseconds. */
    OptionalDouble micros(Row row, String column) {
        return get(micros, row, column);
    }

    /** Bytes of an operation. */
    OptionalDouble allocated(Row row, String column) {
        return get(allocated, row, column);
    }

    private static OptionalDouble get(Map<Row, Map<String, Double>> from, Row row, String column) {
        Double value = from.getOrDefault(row, Map.of()).get(column);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /** The least time of an operation over the sets whose name starts so, in one column. */
    OptionalDouble best(String operation, String setPrefix, String column) {
        return micros.entrySet().stream()
                .filter(e -> fits(e.getKey(), operation, setPrefix))
                .filter(e -> e.getValue().containsKey(column))
                .mapToDouble(e -> e.getValue().get(column))
                .min();
    }

    /** As {@link #best}, over the other libraries whose name starts so; the one that it is, with its time. */
    Optional<Map.Entry<String, Double>> bestOther(String operation, String setPrefix, String libraryPrefix) {
        return others.entrySet().stream()
                .filter(e -> fits(e.getKey(), operation, setPrefix))
                .flatMap(e -> e.getValue().entrySet().stream())
                .filter(e -> e.getKey().startsWith(libraryPrefix))
                .min(Map.Entry.comparingByValue());
    }

    private static boolean fits(Row row, String operation, String setPrefix) {
        return row.operation().equals(operation) && row.set().startsWith(setPrefix);
    }
}
