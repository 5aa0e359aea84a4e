package dev.glovebox.examples.health;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * The parameters of {@link TumorNetwork}; the resource {@code network.csv}, one line for each hidden neuron: its bias, its weights,
 * the weight of its output; a last line has the bias of the output.
 *
 * @param hidden weights of each hidden neuron
 * @param hiddenBias bias of each hidden neuron
 * @param output weight of each hidden neuron's output
 * @param outputBias bias of the output
 */
record Network(double[][] hidden, double[] hiddenBias, double[] output, double outputBias) {
    static final int NEURONS = 16;

    static Network load() {
        List<String[]> rows = Csv.read("network.csv");
        List<double[]> neurons = rows.subList(0, NEURONS).stream()
                .map(row -> Arrays.stream(row).mapToDouble(Double::parseDouble).toArray())
                .toList();
        int last = neurons.getFirst().length - 1;
        return new Network(
                neurons.stream().map(n -> Arrays.copyOfRange(n, 1, last)).toArray(double[][]::new),
                neurons.stream().mapToDouble(n -> n[0]).toArray(),
                neurons.stream().mapToDouble(n -> n[last]).toArray(),
                Double.parseDouble(rows.get(NEURONS)[0]));
    }

    /** As {@code network.csv}. */
    String toCsv() {
        StringBuilder text = new StringBuilder("hidden bias, weights, output weight; last the output bias\n");
        for (int n = 0; n < NEURONS; n++) {
            text.append(line(hiddenBias[n], hidden[n], output[n])).append('\n');
        }
        return text.append(String.format(Locale.ROOT, "%s%n", outputBias)).toString();
    }

    private static String line(double bias, double[] weights, double output) {
        return bias + "," + Arrays.stream(weights).mapToObj(Double::toString).collect(Collectors.joining(",")) + ","
                + output;
    }

    /**
     * Trains in the clear: mean cross-entropy with an L2 penalty, gradient descent with momentum over all rows, seeded.
     *
     * @param penalty factor of half the sum of squared weights
     */
    static Network train(Patients patients, Preprocessing preprocessing, double penalty) {
        double[][] x =
                patients.rows().stream().map(p -> preprocessing.apply(p.cell())).toArray(double[][]::new);
        double[] y =
                patients.rows().stream().mapToDouble(p -> p.malignant() ? 1 : 0).toArray();
        int features = x[0].length;
        int stride = features + 2;
        double[] parameters = new double[NEURONS * stride + 1];
        Random random = new Random(3);
        Arrays.setAll(parameters, i -> 0.2 * random.nextGaussian());
        double[] speed = new double[parameters.length];
        for (int step = 0; step < 1500; step++) {
            double[] gradient = gradient(x, y, parameters, penalty);
            for (int i = 0; i < parameters.length; i++) {
                speed[i] = 0.9 * speed[i] - 0.1 * gradient[i];
                parameters[i] += speed[i];
            }
        }
        Network network = new Network(
                new double[NEURONS][features],
                new double[NEURONS],
                new double[NEURONS],
                rounded(parameters[NEURONS * stride]));
        for (int n = 0; n < NEURONS; n++) {
            network.hiddenBias[n] = rounded(parameters[n * stride]);
            for (int i = 0; i < features; i++) {
                network.hidden[n][i] = rounded(parameters[n * stride + 1 + i]);
            }
            network.output[n] = rounded(parameters[n * stride + features + 1]);
        }
        return network;
    }

    /** Each neuron's parameters are its bias, its weights and the weight of its output; the last one is the output's bias. */
    private static double[] gradient(double[][] x, double[] y, double[] parameters, double penalty) {
        int features = x[0].length;
        int stride = features + 2;
        double[] gradient = new double[parameters.length];
        double[] activations = new double[NEURONS];
        for (int r = 0; r < x.length; r++) {
            double z = parameters[NEURONS * stride];
            for (int n = 0; n < NEURONS; n++) {
                double t = parameters[n * stride];
                for (int i = 0; i < features; i++) {
                    t += parameters[n * stride + 1 + i] * x[r][i];
                }
                activations[n] = Math.tanh(t);
                z += parameters[n * stride + features + 1] * activations[n];
            }
            double error = (1 / (1 + Math.exp(-z)) - y[r]) / x.length;
            gradient[NEURONS * stride] += error;
            for (int n = 0; n < NEURONS; n++) {
                gradient[n * stride + features + 1] += error * activations[n];
                double inner = error * parameters[n * stride + features + 1] * (1 - activations[n] * activations[n]);
                gradient[n * stride] += inner;
                for (int i = 0; i < features; i++) {
                    gradient[n * stride + 1 + i] += inner * x[r][i];
                }
            }
        }
        for (int i = 0; i + 1 < parameters.length; i++) {
            gradient[i] += penalty * parameters[i];
        }
        return gradient;
    }

    private static double rounded(double value) {
        return Math.rint(value * 1e9) / 1e9;
    }
}
