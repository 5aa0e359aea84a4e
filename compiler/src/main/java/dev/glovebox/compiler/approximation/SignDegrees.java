package dev.glovebox.compiler.approximation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Chooses the degrees of a composite sign by dynamic programming over depth and products of ciphertexts (Lee, Lee, No, Kim 2021,
 * algorithm 5). An odd minimax polynomial of degree d takes ±[a, b] to ±[1 - E, 1 + E]; with u = ln(b/a) that is a map u → 2·artanh E
 * of one number, nearly linear in logarithms on both ends, which is tabulated for each degree and interpolated. The table is a
 * resource: finding its entries by Remez's algorithm takes seconds.
 */
final class SignDegrees {
    /** Grid of ln u, from {@value #FIRST} on. */
    private static final double STEP = 0.25;

    private static final double FIRST = -11.5;
    private static final int POINTS = 61;

    private static final String RESOURCE = "sign-errors.txt";

    private static final int MOST_DEPTH = 40;
    private static final int MOST_PRODUCTS = 90;
    private static final int GREATEST_DEGREE = 31;
    private static final double REMEZ_TOLERANCE = 1e-9;

    /** Errors below this are rounding. */
    private static final double LEAST_ERROR = 1e-14;

    private static final List<Integer> DEGREES = efficientDegrees();
    private static final Map<Integer, double[]> TABLES = readTables();

    private SignDegrees() {}

    static int products(int degree) {
        return degree == 1 ? 0 : PolynomialPlan.of(degree, true).products(degree, PolynomialPlan.Parity.ODD);
    }

    /** Odd degrees for which no greater one takes as few products and levels. */
    private static List<Integer> efficientDegrees() {
        List<Integer> degrees = new ArrayList<>();
        int leastProducts = Integer.MAX_VALUE;
        for (int degree = GREATEST_DEGREE; degree >= 3; degree -= 2) {
            boolean newDepth = degree == GREATEST_DEGREE || Approximate.depth(degree) < Approximate.depth(degree + 2);
            if (newDepth || products(degree) < leastProducts) {
                degrees.add(degree);
                leastProducts = products(degree);
            }
        }
        return List.copyOf(degrees.reversed());
    }

    /**
     * Degrees that take ±[gap, 1] to within an error of ±1 for the least {@link ApproximationCost}.
     *
     * @param margin part by which the interval after each polynomial is widened
     * @return empty if that takes more than {@value #MOST_DEPTH} levels or {@value #MOST_PRODUCTS} products
     */
    static Optional<List<Integer>> choose(double gap, double error, double margin) {
        double[][] least = new double[MOST_DEPTH + 1][MOST_PRODUCTS + 1];
        int[][] last = new int[MOST_DEPTH + 1][MOST_PRODUCTS + 1];
        for (double[] row : least) {
            Arrays.fill(row, Double.POSITIVE_INFINITY);
        }
        least[0][0] = -Math.log(gap);
        double target = 2 * atanh(error);
        double best = Double.POSITIVE_INFINITY;
        int[] end = {};
        for (int depth = 0; depth <= MOST_DEPTH; depth++) {
            for (int products = 0; products <= MOST_PRODUCTS; products++) {
                double width = least[depth][products];
                double cost = ApproximationCost.of(depth, products);
                if (cost >= best || width == Double.POSITIVE_INFINITY) {
                    continue;
                }
                if (width <= target && depth > 0) {
                    best = cost;
                    end = new int[] {depth, products};
                    continue;
                }
                double widened = depth == 0 ? width : width + 2 * margin;
                for (int degree : DEGREES) {
                    int d = depth + Approximate.depth(degree);
                    int p = products + products(degree);
                    if (d <= MOST_DEPTH && p <= MOST_PRODUCTS) {
                        double next = next(degree, widened);
                        if (next < least[d][p]) {
                            least[d][p] = next;
                            last[d][p] = degree;
                        }
                    }
                }
            }
        }
        if (end.length == 0) {
            return Optional.empty();
        }
        List<Integer> degrees = new ArrayList<>();
        for (int depth = end[0], products = end[1]; depth > 0; ) {
            int degree = last[depth][products];
            degrees.add(degree);
            depth -= Approximate.depth(degree);
            products -= products(degree);
        }
        Collections.reverse(degrees);
        return Optional.of(degrees);
    }

    /** 2·artanh of the error of the best polynomial for ±[1, eᵘ]. */
    private static double next(int degree, double u) {
        double place = (Math.log(Math.max(u, 1e-7)) - FIRST) / STEP;
        int first = Math.clamp((int) Math.floor(place) - 1, 0, POINTS - 4);
        double sum = 0;
        for (int i = 0; i < 4; i++) {
            double weight = 1;
            for (int j = 0; j < 4; j++) {
                weight *= i == j ? 1 : (place - first - j) / (i - j);
            }
            sum += weight * entry(degree, first + i);
        }
        return Math.exp(sum);
    }

    private static Map<Integer, double[]> readTables() {
        Map<Integer, double[]> tables = new HashMap<>();
        try (InputStream in = Objects.requireNonNull(SignDegrees.class.getResourceAsStream(RESOURCE))) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .forEach(line -> {
                        String[] parts = line.split(" ");
                        double[] table = Arrays.stream(parts)
                                .skip(1)
                                .mapToDouble(Double::parseDouble)
                                .toArray();
                        tables.put(Integer.parseInt(parts[0]), table);
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return tables;
    }

    /** The text of the table: for each degree a line with the degree and ln(2·artanh E) at the points of the grid. */
    static String computeTables() {
        StringBuilder text = new StringBuilder();
        for (int degree : DEGREES) {
            text.append(degree);
            for (int point = 0; point < POINTS; point++) {
                double from = Math.exp(-Math.exp(FIRST + STEP * point));
                double error =
                        CompositeSign.minimax(degree, from, REMEZ_TOLERANCE).error();
                double entry = Math.log(2 * atanh(Math.clamp(error, LEAST_ERROR, 1 - 1e-15)));
                text.append(String.format(Locale.ROOT, " %.7f", entry));
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static double entry(int degree, int point) {
        return Objects.requireNonNull(TABLES.get(degree))[point];
    }

    private static double atanh(double x) {
        return 0.5 * (Math.log1p(x) - Math.log1p(-x));
    }
}
