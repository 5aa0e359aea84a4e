package dev.glovebox.examples.health;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Rows of measurements with their diagnosis. */
record Patients(List<Patient> rows) {
    private static final int TRAINING_ROWS = 455;
    private static final long SHUFFLE_SEED = 7;

    /**
     * One patient.
     *
     * @param cell 30 raw measurements
     */
    record Patient(double[] cell, boolean malignant) {}

    /** The 455 rows for training. */
    static Patients training() {
        return new Patients(shuffled().subList(0, TRAINING_ROWS));
    }

    /** The 114 rows that training never sees. */
    static Patients test() {
        List<Patient> all = shuffled();
        return new Patients(all.subList(TRAINING_ROWS, all.size()));
    }

    /** Names of the 30 measurements. */
    static List<String> features() {
        List<String> header = Csv.header("wdbc.csv");
        return header.subList(0, header.size() - 1);
    }

    private static List<Patient> shuffled() {
        List<Patient> rows = new ArrayList<>();
        for (String[] row : Csv.read("wdbc.csv")) {
            double[] values =
                    Arrays.stream(row).mapToDouble(Double::parseDouble).toArray();
            rows.add(new Patient(Arrays.copyOf(values, values.length - 1), values[values.length - 1] == 0));
        }
        Collections.shuffle(rows, new Random(SHUFFLE_SEED));
        return rows;
    }
}
