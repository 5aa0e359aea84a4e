package dev.glovebox.examples.health;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The parameters of {@link TumorModel}; the resource {@code weights.csv}. */
record Weights(double bias, double[] weights) {

    static Weights load() {
        List<String[]> rows = Csv.read("weights.csv");
        return new Weights(
                Double.parseDouble(rows.getFirst()[1]),
                rows.stream()
                        .skip(1)
                        .mapToDouble(row -> Double.parseDouble(row[1]))
                        .toArray());
    }

    /** As {@code weights.csv}. */
    String toCsv(List<String> features) {
        return "feature,weight\nbias,%s\n".formatted(bias)
                + IntStream.range(0, weights.length)
                        .mapToObj(i -> String.format(Locale.ROOT, "%s,%s\n", features.get(i), weights[i]))
                        .collect(Collectors.joining());
    }

    /** Greatest |z| that measurements within ±clip can reach. */
    double reach(double clip) {
        double reach = Math.abs(bias);
        for (double w : weights) {
            reach += clip * Math.abs(w);
        }
        return reach;
    }
}
