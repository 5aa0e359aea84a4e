package dev.glovebox.benchmarks;

import dev.glovebox.benchmarks.Results.Row;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** Results as Markdown tables. */
final class Markdown {
    private final Results results;
    private final Floors floors;
    private final StringBuilder text = new StringBuilder();

    Markdown(Results results) {
        this.results = results;
        this.floors = new Floors(results);
    }

    @Override
    public String toString() {
        return text.toString();
    }

    void machine() {
        text.append("Machine: ").append(Machine.description()).append(".\n\n");
        line(
                "One core, measured: streaming read %.1f GB/s, %.1f·10⁹ multiply-adds of doubles a second.",
                floors.gigabytes(), floors.gigaMultiplyAdds());
        results.notes().forEach(note -> line("%s", note));
    }

    /** Times in milliseconds, transforms in microseconds, beside the floors and other libraries. */
    void table(String title, String table) {
        if (results.rows(table).isEmpty()) {
            return;
        }
        boolean transforms = table.equals("NttBenchmark");
        double unit = transforms ? 1 : 1000;
        Set<String> columns = results.columns(table);
        Set<String> others = results.others(table);
        line("### %s", title);
        List<String> head = new ArrayList<>(List.of("operation", transforms ? "log₂N" : "set"));
        head.addAll(columns);
        head.addAll(List.of("NTT floor", "memory floor", "best ÷ floor"));
        head.addAll(others);
        line("Median, %s.", transforms ? "µs" : "ms");
        row(head);
        row(head.stream()
                .map(h -> h.equals("operation") || h.equals("set") ? "---" : "--:")
                .toList());
        for (Row row : results.rows(table)) {
            List<String> cells = new ArrayList<>(List.of(row.operation(), row.set()));
            columns.forEach(c -> cells.add(number(results.micros(row, c), unit)));
            OptionalDouble ntt = floors.transforms(row);
            OptionalDouble memory = floors.memory(row);
            cells.add(number(ntt, unit));
            cells.add(number(memory, unit));
            double floor = Math.max(ntt.orElse(0), memory.orElse(0));
            double best = columns.stream()
                    .filter(c -> !c.contains("threads"))
                    .mapToDouble(c -> results.micros(row, c).orElse(Double.POSITIVE_INFINITY))
                    .min()
                    .orElseThrow();
            cells.add(floor > 0 ? format(best / floor) : "");
            Map<String, Double> times = results.others(row);
            others.forEach(o -> cells.add(times.containsKey(o) ? format(times.get(o) / unit) : ""));
            row(cells);
        }
        text.append('\n');
    }

    /** Bytes allocated by an operation. */
    void allocation(List<String> tables) {
        line("### Allocation");
        line("Bytes of heap an operation.");
        Set<String> columns = new LinkedHashSet<>();
        tables.forEach(table -> columns.addAll(results.columns(table)));
        List<String> head = new ArrayList<>(List.of("operation", "set"));
        head.addAll(columns);
        row(head);
        row(head.stream()
                .map(h -> h.equals("operation") || h.equals("set") ? "---" : "--:")
                .toList());
        for (String table : tables) {
            for (Row row : results.rows(table)) {
                List<String> cells = new ArrayList<>(List.of(row.operation(), row.set()));
                columns.forEach(c -> cells.add(whole(results.allocated(row, c))));
                if (cells.stream().skip(2).anyMatch(cell -> !cell.isEmpty())) {
                    row(cells);
                }
            }
        }
        text.append('\n');
    }

    /** Ratios to other libraries. */
    void targets(List<String> backends) {
        line("### Ratios to other libraries");
        line("One thread; in brackets the ratio aimed at.");
        List<String> head = new ArrayList<>(List.of("work", "other library", "its ms"));
        head.addAll(backends);
        row(head);
        row(head.stream()
                .map(h -> h.equals("work") || h.equals("other library") ? "---" : "--:")
                .toList());
        for (Target target : Target.ALL) {
            Optional<Map.Entry<String, Double>> other = target.other(results);
            if (other.isEmpty()) {
                continue;
            }
            List<String> cells = new ArrayList<>(List.of(target.work()));
            cells.add(
                    target.library().isEmpty()
                            ? "the best: " + other.get().getKey()
                            : other.get().getKey());
            cells.add(format(other.get().getValue() / 1000));
            for (String backend : backends) {
                OptionalDouble ratio = target.ratio(results, backend);
                cells.add(ratio.isPresent() ? verdict(ratio.getAsDouble(), target.aim(backend)) : "");
            }
            row(cells);
        }
        text.append('\n');
    }

    private static String verdict(double ratio, double aim) {
        return String.format(Locale.ROOT, "%.2f (%.2f) %s", ratio, aim, ratio <= aim ? "met" : "**missed**");
    }

    private void line(String format, Object... arguments) {
        text.append(String.format(Locale.ROOT, format, arguments)).append("\n\n");
    }

    private void row(List<String> cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    private static String whole(OptionalDouble bytes) {
        return bytes.isPresent() ? "%,d".formatted(Math.round(bytes.getAsDouble())) : "";
    }

    private static String number(OptionalDouble micros, double unit) {
        return micros.isPresent() ? format(micros.getAsDouble() / unit) : "";
    }

    /** Three significant digits. */
    static String format(double x) {
        int decimals = x <= 0 ? 0 : Math.clamp(2 - (int) Math.floor(Math.log10(x)), 0, 5);
        return String.format(Locale.ROOT, "%." + decimals + "f", x);
    }
}
