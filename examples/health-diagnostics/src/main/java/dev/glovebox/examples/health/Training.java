package dev.glovebox.examples.health;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Trains {@link TumorModel} in the clear: logistic regression with an L2 penalty, by accelerated gradient descent (Nesterov 1983).
 *
 * <p><b>Why the penalty is strong and the range short.</b> An encrypted sigmoid is a polynomial: it is good on the interval that z
 * can reach and useless beyond, and its degree grows with the interval's length. The interval is a worst case over all inputs
 * in range, ±(|bias| + clip·Σ|weight|). Run {@link #main} to see it shrink from hundreds to about 30 as the penalty grows and the
 * measurements are clipped, at the same accuracy on rows that training never saw.
 */
final class Training {
    static final double PENALTY = 0.04;
    static final double NETWORK_PENALTY = 0.01;
    private static final int STEPS = 4000;

    private Training() {}

    /** @param penalty factor of half the sum of squared weights, beside the mean loss; the bias is not penalised */
    static Weights train(Patients patients, Preprocessing preprocessing, double penalty) {
        double[][] x =
                patients.rows().stream().map(p -> preprocessing.apply(p.cell())).toArray(double[][]::new);
        double[] y =
                patients.rows().stream().mapToDouble(p -> p.malignant() ? 1 : 0).toArray();
        int features = x[0].length;

        double squares = 0;
        for (double[] row : x) {
            for (double v : row) {
                squares += v * v;
            }
        }
        double curvature = 0.25 * (squares / x.length + 1) + penalty;
        double[] current = new double[features + 1];
        double[] ahead = current.clone();
        for (int k = 0; k < STEPS; k++) {
            double[] gradient = gradient(x, y, ahead, penalty);
            double momentum = k / (k + 3.0);
            for (int i = 0; i <= features; i++) {
                double next = ahead[i] - gradient[i] / curvature;
                ahead[i] = next + momentum * (next - current[i]);
                current[i] = next;
            }
        }
        return new Weights(current[features], Arrays.copyOf(current, features));
    }

    /** Of the penalised mean loss; the bias is the last parameter. */
    private static double[] gradient(double[][] x, double[] y, double[] parameters, double penalty) {
        int features = parameters.length - 1;
        double[] gradient = new double[features + 1];
        for (int r = 0; r < x.length; r++) {
            double z = parameters[features];
            for (int i = 0; i < features; i++) {
                z += parameters[i] * x[r][i];
            }
            double error = (1 / (1 + Math.exp(-z)) - y[r]) / x.length;
            for (int i = 0; i < features; i++) {
                gradient[i] += error * x[r][i];
            }
            gradient[features] += error;
        }
        for (int i = 0; i < features; i++) {
            gradient[i] += penalty * parameters[i];
        }
        return gradient;
    }

    /** Compares penalties and clips; with a folder as argument, also writes {@code preprocessing.csv}, {@code weights.csv} and {@code network.csv} there. */
    public static void main(String[] args) throws IOException {
        System.out.println("penalty  clip  reach of z  test accuracy");
        for (double[] setting : new double[][] {{1e-3, 12}, {1e-3, 4}, {1e-2, 4}, {PENALTY, Preprocessing.CLIP}}) {
            Preprocessing preprocessing = Preprocessing.of(Patients.training(), setting[1]);
            Weights weights = train(Patients.training(), preprocessing, setting[0]);
            System.out.printf(
                    "%7s  %4.0f  %10.1f  %12.1f%%%n",
                    setting[0], setting[1], weights.reach(setting[1]), 100 * accuracy(weights, preprocessing));
            if (args.length == 1) { // the last setting stays
                Path folder = Path.of(args[0]);
                Files.writeString(folder.resolve("preprocessing.csv"), preprocessing.toCsv(Patients.features()));
                Files.writeString(folder.resolve("weights.csv"), weights.toCsv(Patients.features()));
                Files.writeString(
                        folder.resolve("network.csv"),
                        Network.train(Patients.training(), preprocessing, NETWORK_PENALTY)
                                .toCsv());
            }
        }
    }

    private static double accuracy(Weights weights, Preprocessing preprocessing) {
        TumorModel model = new TumorModel(weights);
        return Patients.test().rows().stream()
                .mapToInt(p -> model.malignancy(preprocessing.apply(p.cell())) > 0.5 == p.malignant() ? 1 : 0)
                .average()
                .orElseThrow();
    }
}
