package dev.glovebox.examples.credit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;

/**
 * The German credit data: 1,000 loans with 20 columns each. Columns become small whole numbers, as histogram-based boosting has
 * them: a category its rank among the codes, a number its bin among {@value #BINS}.
 */
final class Applicants {
    /** Columns of an application. */
    static final int FEATURES = 20;

    /** Bins of a number; a category has fewer codes than this. */
    static final int BINS = 16;

    private static final int TRAINING_ROWS = 800;
    private static final long SHUFFLE_SEED = 11;

    /**
     * One loan.
     *
     * @param features {@value #FEATURES} whole numbers from 0 to {@value #BINS} - 1
     * @param bad whether it was not paid back
     */
    record Applicant(double[] features, boolean bad) {}

    private Applicants() {}

    static List<Applicant> training() {
        return all().subList(0, TRAINING_ROWS);
    }

    /** 200 loans that training never sees. */
    static List<Applicant> test() {
        List<Applicant> all = all();
        return all.subList(TRAINING_ROWS, all.size());
    }

    private static List<Applicant> all() {
        List<String[]> rows = rows();
        Collections.shuffle(rows, new Random(SHUFFLE_SEED));
        double[][] columns = new double[FEATURES][];
        for (int f = 0; f < FEATURES; f++) {
            int column = f;
            String[] values = rows.stream().map(row -> row[column]).toArray(String[]::new);
            columns[f] = values[0].startsWith("A") ? ranks(values) : bins(values);
        }
        List<Applicant> applicants = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            int row = i;
            applicants.add(new Applicant(
                    Arrays.stream(columns).mapToDouble(c -> c[row]).toArray(), rows.get(i)[FEATURES].equals("2")));
        }
        return applicants;
    }

    /** The rank of each code among the codes: by length first, so that A410 follows A49. */
    private static double[] ranks(String[] values) {
        TreeSet<String> codes = new TreeSet<>(
                (a, b) -> a.length() != b.length() ? Integer.compare(a.length(), b.length()) : a.compareTo(b));
        codes.addAll(Arrays.asList(values));
        return Arrays.stream(values).mapToDouble(v -> codes.headSet(v).size()).toArray();
    }

    /** The bin of each number; edges are quantiles of the training rows. */
    private static double[] bins(String[] values) {
        double[] numbers =
                Arrays.stream(values).mapToDouble(Double::parseDouble).toArray();
        double[] sorted = Arrays.stream(numbers, 0, TRAINING_ROWS).sorted().toArray();
        double[] edges = new double[BINS - 1];
        Arrays.setAll(edges, b -> sorted[(b + 1) * TRAINING_ROWS / BINS]);
        double[] distinct = Arrays.stream(edges).distinct().toArray();
        return Arrays.stream(numbers)
                .map(x -> Arrays.stream(distinct).filter(edge -> x >= edge).count())
                .toArray();
    }

    private static List<String[]> rows() {
        try (InputStream in = Applicants.class.getResourceAsStream("german.data")) {
            if (in == null) {
                throw new IllegalStateException("german.data is not on the class path");
            }
            return new ArrayList<>(new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))
                    .lines()
                    .map(line -> line.split(" "))
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
