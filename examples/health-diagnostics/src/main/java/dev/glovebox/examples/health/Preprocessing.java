package dev.glovebox.examples.health;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What happens to raw measurements before they are encrypted: each is standardised and clipped. It is public, the same for
 * training and for every client, and holds nothing of the model; the resource {@code preprocessing.csv}.
 *
 * @param mean of each measurement over the training rows
 * @param deviation standard deviation of each measurement over the training rows
 * @param clip standard deviations that a measurement may lie from its mean
 */
record Preprocessing(double[] mean, double[] deviation, double clip) {
    /** The clip that {@link TumorModel} is trained for. */
    static final double CLIP = 4;

    static Preprocessing load() {
        List<String[]> rows = Csv.read("preprocessing.csv");
        return new Preprocessing(
                rows.stream().mapToDouble(row -> Double.parseDouble(row[1])).toArray(),
                rows.stream().mapToDouble(row -> Double.parseDouble(row[2])).toArray(),
                CLIP);
    }

    static Preprocessing of(Patients training, double clip) {
        int n = training.rows().size();
        int features = training.rows().getFirst().cell().length;
        double[] mean = new double[features];
        double[] deviation = new double[features];
        for (int i = 0; i < features; i++) {
            int feature = i;
            mean[i] =
                    training.rows().stream().mapToDouble(p -> p.cell()[feature]).sum() / n;
            double squares = training.rows().stream()
                    .mapToDouble(p -> Math.pow(p.cell()[feature] - mean[feature], 2))
                    .sum();
            deviation[i] = Math.sqrt(squares / n);
        }
        return new Preprocessing(mean, deviation, clip);
    }

    double[] apply(double[] cell) {
        double[] standardised = new double[cell.length];
        for (int i = 0; i < cell.length; i++) {
            standardised[i] = Math.clamp((cell[i] - mean[i]) / deviation[i], -clip, clip);
        }
        return standardised;
    }

    /** As {@code preprocessing.csv}. */
    String toCsv(List<String> features) {
        return "feature,mean,deviation\n"
                + IntStream.range(0, mean.length)
                        .mapToObj(i -> String.format(Locale.ROOT, "%s,%s,%s\n", features.get(i), mean[i], deviation[i]))
                        .collect(Collectors.joining());
    }
}
