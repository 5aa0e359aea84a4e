package dev.glovebox.examples.health;

import dev.glovebox.examples.health.Patients.Patient;
import dev.glovebox.runtime.circuit.CircuitManifest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Classifies the 114 test rows under encryption and compares every answer with the clear model's. */
public final class Demo {
    private static final int WARM_UP = 20;

    private Demo() {}

    public static void main(String[] args) {
        List<Patient> patients = Patients.test().rows();
        try (Hospital hospital = new Hospital()) {
            byte[] keys = hospital.evaluationKeys();
            try (Laboratory laboratory = new Laboratory(keys)) {
                warmUp(hospital, laboratory);
                Answers answers = Answers.collect(hospital, laboratory, patients);
                print(hospital.manifest(), keys.length, laboratory.residentKeyBytes(), answers);
            }
        }
    }

    private static void warmUp(Hospital hospital, Laboratory laboratory) {
        byte[] request = hospital.encrypt(Patients.training().rows().getFirst().cell());
        for (int i = 0; i < WARM_UP; i++) {
            laboratory.diagnose(request);
            Progress.show("warming up", i + 1, WARM_UP);
        }
    }

    private static void print(CircuitManifest circuit, int keyBytes, long residentKeyBytes, Answers answers) {
        String approximation = String.join("; ", circuit.summary().approximations());
        String[][] table = {
            {"test rows", "%d".formatted(answers.rows())},
            {"accuracy, clear / encrypted", "%.2f %% / %.2f %%".formatted(answers.clearAccuracy(), answers.accuracy())},
            {"equal classes", "%d of %d".formatted(answers.equalClasses(), answers.rows())},
            {
                "greatest difference of probability",
                "%.2e (%.1f bits; asked for %d, predicted %.1f)"
                        .formatted(
                                answers.greatestDifference(),
                                -Math.log(answers.greatestDifference()) / Math.log(2),
                                circuit.precisionBits(),
                                circuit.summary().predictedPrecisionBits())
            },
            {"approximation", approximation},
            {
                "depth, ring degree",
                "%d, 2^%d"
                        .formatted(
                                circuit.summary().depth(), circuit.parameters().logDegree())
            },
            {"evaluation keys", "%s sent, %s resident".formatted(mega(keyBytes), mega(residentKeyBytes))},
            {"request, answer", "%s, %s".formatted(mega(answers.requestBytes()), mega(answers.answerBytes()))},
            {"server time a prediction", "%.0f ms (median)".formatted(answers.serverMillis())},
            {"client time a prediction", "%.1f ms (median)".formatted(answers.clientMillis())},
        };
        int width = Arrays.stream(table).mapToInt(row -> row[0].length()).max().orElseThrow();
        System.out.println();
        System.out.println("Malignant or benign: 30 cell measurements of each patient, classified under encryption");
        System.out.println();
        for (String[] row : table) {
            System.out.println("  " + row[0] + " ".repeat(width - row[0].length() + 2) + row[1]);
        }
    }

    private static String mega(long bytes) {
        return String.format(Locale.ROOT, bytes < 10_000_000 ? "%.2f MB" : "%.1f MB", bytes / 1e6);
    }
}
