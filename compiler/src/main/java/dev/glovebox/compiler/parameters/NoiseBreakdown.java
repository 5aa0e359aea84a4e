package dev.glovebox.compiler.parameters;

import dev.glovebox.compiler.ir.SourceLocation;
import dev.glovebox.compiler.ir.slot.CircuitIr;
import dev.glovebox.compiler.simulator.NoiseSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Where the noise of the worst result at the worst input comes from. Errors are those that {@link
 * dev.glovebox.compiler.simulator.Simulator#tail} covers, of each part alone; the squares of all parts add up to that of the whole.
 */
public record NoiseBreakdown(List<Part> parts) {
    /** When nothing is known. */
    public static final NoiseBreakdown NONE = new NoiseBreakdown(List.of());

    /** Lines that a message lists. */
    private static final int MOST_LINES = 8;

    /** Parts of a line's error, squared, below which a message does not name them. */
    private static final double LEAST_SHARE = 0.01;

    public NoiseBreakdown {
        parts = List.copyOf(parts);
    }

    /**
     * What one kind of error of one operation makes at the result.
     *
     * @param node index of the operation in the circuit
     */
    public record Part(int node, NoiseSource.Kind kind, double error) {}

    /** For each operation of a circuit, the error it makes at the result. */
    public double[] byNode(int nodes) {
        double[] errors = new double[nodes];
        for (Part part : parts) {
            errors[part.node] = Math.hypot(errors[part.node], part.error);
        }
        return errors;
    }

    /**
     * For messages: the lines with the most noise, with what it is there, as {@code line 12: noise 3.1e-05 (key switching 3.0e-05,
     * encoding 6.0e-06)}.
     */
    public String bySourceLine(List<CircuitIr.Node> nodes) {
        Map<SourceLocation, Map<String, Double>> lines = new LinkedHashMap<>();
        for (Part part : parts) {
            lines.computeIfAbsent(nodes.get(part.node).location(), _ -> new TreeMap<>())
                    .merge(part.kind.text(), part.error, Math::hypot);
        }
        List<Map.Entry<SourceLocation, Map<String, Double>>> sorted = new ArrayList<>(lines.entrySet());
        sorted.sort(Comparator.comparingDouble(
                        (Map.Entry<SourceLocation, Map<String, Double>> line) -> total(line.getValue()))
                .reversed());
        return sorted.stream()
                .limit(MOST_LINES)
                .map(line -> text(line.getKey(), line.getValue()))
                .collect(Collectors.joining("; "));
    }

    private static double total(Map<String, Double> kinds) {
        return Math.sqrt(kinds.values().stream().mapToDouble(e -> e * e).sum());
    }

    private static String text(SourceLocation location, Map<String, Double> kinds) {
        double total = total(kinds);
        String named = kinds.entrySet().stream()
                .filter(kind -> kind.getValue() * kind.getValue() >= LEAST_SHARE * total * total)
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .map(kind -> String.format(Locale.ROOT, "%s %.1e", kind.getKey(), kind.getValue()))
                .collect(Collectors.joining(", "));
        return String.format(Locale.ROOT, "line %d: noise %.1e (%s)", location.line(), total, named);
    }
}
