package dev.glovebox.examples.digits;

import dev.glovebox.dsl.Tensor;
import dev.glovebox.examples.digits.Digits.Digit;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Polynomials that stand for the four ReLUs of {@link LeNet}; the resource {@code activations.csv}. Each is fitted to the values
 * that its layer meets on the calibration images, least squares, the layers before it already replaced; its range has a margin.
 *
 * @param coefficients of each layer's polynomial, the constant first
 * @param ranges least and greatest argument of each layer
 */
record Activations(double[][] coefficients, double[][] ranges) {
    /** How far beyond the values of the calibration images the ranges reach, in parts of their width. */
    private static final double MARGIN = 0.2;

    /** Weight of arguments that calibration does not meet, so that the polynomial stays near there, too. */
    private static final double UNSEEN = 0.001;

    private static final int DEGREE = 7;

    static Activations load() {
        try (InputStream in = Activations.class.getResourceAsStream("activations.csv")) {
            if (in == null) {
                throw new IllegalStateException("activations.csv is not on the class path");
            }
            List<double[]> rows = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .skip(1)
                    .map(line -> Arrays.stream(line.split(","))
                            .mapToDouble(Double::parseDouble)
                            .toArray())
                    .toList();
            return new Activations(
                    rows.stream().map(r -> Arrays.copyOfRange(r, 2, r.length)).toArray(double[][]::new),
                    rows.stream().map(r -> Arrays.copyOf(r, 2)).toArray(double[][]::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The activation of a layer. */
    Tensor apply(int layer, Tensor x) {
        double[] c = coefficients[layer];
        return x.map(
                t -> {
                    double sum = c[c.length - 1];
                    for (int k = c.length - 2; k >= 0; k--) {
                        sum = sum * t + c[k];
                    }
                    return sum;
                },
                ranges[layer][0],
                ranges[layer][1]);
    }

    /** Fits the polynomials, layer by layer: {@code Activations FILE}. */
    public static void main(String[] arguments) throws IOException {
        Files.writeString(
                Path.of(arguments[0]), fit(DEGREE, Digits.calibration()).toCsv());
    }

    static Activations fit(int degree, List<Digit> digits) {
        Activations fitted = new Activations(new double[4][], new double[4][]);
        LeNet network = new LeNet(fitted);
        List<Tensor> values = digits.stream()
                .map(digit -> Tensor.of(new int[] {1, Digits.SIZE, Digits.SIZE}, digit.pixels()))
                .toList();
        for (int layer = 0; layer < 4; layer++) {
            int current = layer;
            List<Tensor> arguments =
                    values.stream().map(x -> network.linear(current, x)).toList();
            fitted.fitLayer(layer, degree, arguments);
            values = arguments.stream().map(x -> fitted.apply(current, x)).toList();
        }
        return fitted;
    }

    private void fitLayer(int layer, int degree, List<Tensor> arguments) {
        double[] seen = arguments.stream()
                .flatMapToDouble(x -> Arrays.stream(x.toArray()))
                .toArray();
        double least = Arrays.stream(seen).min().orElseThrow();
        double greatest = Arrays.stream(seen).max().orElseThrow();
        double margin = MARGIN * (greatest - least);
        ranges[layer] = new double[] {Math.floor(least - margin), Math.ceil(greatest + margin)};
        double[][] normal = new double[degree + 1][degree + 2];
        for (double t : seen) {
            add(normal, t, 1.0 / seen.length);
        }
        int steps = 400;
        for (int i = 0; i <= steps; i++) {
            add(normal, ranges[layer][0] + (ranges[layer][1] - ranges[layer][0]) * i / steps, UNSEEN / steps);
        }
        double[] solution = solve(normal);
        Arrays.setAll(solution, k -> Math.rint(solution[k] * 1e9) / 1e9);
        coefficients[layer] = solution;
    }

    /** Adds an argument to the normal equations of least squares. */
    private static void add(double[][] normal, double t, double weight) {
        for (int i = 0; i < normal.length; i++) {
            for (int j = 0; j < normal.length; j++) {
                normal[i][j] += weight * Math.pow(t, i + j);
            }
            normal[i][normal.length] += weight * Math.pow(t, i) * Math.max(t, 0);
        }
    }

    /** Gaussian elimination with pivots; the last column is the right-hand side. */
    private static double[] solve(double[][] a) {
        int n = a.length;
        for (int k = 0; k < n; k++) {
            int pivot = k;
            for (int i = k; i < n; i++) {
                pivot = Math.abs(a[i][k]) > Math.abs(a[pivot][k]) ? i : pivot;
            }
            double[] row = a[pivot];
            a[pivot] = a[k];
            a[k] = row;
            for (int i = 0; i < n; i++) {
                double factor = i == k ? 0 : a[i][k] / row[k];
                for (int j = k; j <= n && factor != 0; j++) {
                    a[i][j] -= factor * row[j];
                }
            }
        }
        double[] x = new double[n];
        Arrays.setAll(x, i -> a[i][n] / a[i][i]);
        return x;
    }

    /** As {@code activations.csv}. */
    String toCsv() {
        StringBuilder text = new StringBuilder("min,max,coefficients from the constant up\n");
        for (int layer = 0; layer < coefficients.length; layer++) {
            text.append(ranges[layer][0]).append(',').append(ranges[layer][1]).append(',');
            text.append(Arrays.stream(coefficients[layer])
                            .mapToObj(Double::toString)
                            .collect(Collectors.joining(",")))
                    .append('\n');
        }
        return text.toString();
    }
}
