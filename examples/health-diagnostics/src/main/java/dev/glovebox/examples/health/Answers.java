package dev.glovebox.examples.health;

import dev.glovebox.examples.health.Patients.Patient;
import java.util.Arrays;
import java.util.List;

/** What came back for each patient, beside what the model says in the clear. */
record Answers(
        double[] clear,
        double[] encrypted,
        boolean[] malignant,
        double[] serverNanos,
        double[] clientNanos,
        int requestBytes,
        int answerBytes) {

    static Answers collect(Hospital hospital, Laboratory laboratory, List<Patient> patients) {
        TumorModel model = new TumorModel();
        Preprocessing preprocessing = Preprocessing.load();
        int n = patients.size();
        double[] clear = new double[n];
        double[] encrypted = new double[n];
        boolean[] malignant = new boolean[n];
        double[] serverNanos = new double[n];
        double[] clientNanos = new double[n];
        int requestBytes = 0;
        int answerBytes = 0;
        for (int i = 0; i < n; i++) {
            Patient patient = patients.get(i);
            long start = System.nanoTime();
            byte[] request = hospital.encrypt(patient.cell());
            long sent = System.nanoTime();
            byte[] answer = laboratory.diagnose(request);
            long received = System.nanoTime();
            encrypted[i] = hospital.decrypt(answer);
            clientNanos[i] = sent - start + System.nanoTime() - received;
            serverNanos[i] = received - sent;
            clear[i] = model.malignancy(preprocessing.apply(patient.cell()));
            malignant[i] = patient.malignant();
            requestBytes = request.length;
            answerBytes = answer.length;
            Progress.show("predicting", i + 1, n);
        }
        return new Answers(clear, encrypted, malignant, serverNanos, clientNanos, requestBytes, answerBytes);
    }

    int rows() {
        return clear.length;
    }

    /** In percent. */
    double clearAccuracy() {
        return accuracy(clear);
    }

    /** In percent. */
    double accuracy() {
        return accuracy(encrypted);
    }

    int equalClasses() {
        int equal = 0;
        for (int i = 0; i < rows(); i++) {
            equal += clear[i] > 0.5 == encrypted[i] > 0.5 ? 1 : 0;
        }
        return equal;
    }

    double greatestDifference() {
        double greatest = 0;
        for (int i = 0; i < rows(); i++) {
            greatest = Math.max(greatest, Math.abs(clear[i] - encrypted[i]));
        }
        return greatest;
    }

    double serverMillis() {
        return median(serverNanos) / 1e6;
    }

    double clientMillis() {
        return median(clientNanos) / 1e6;
    }

    private double accuracy(double[] probability) {
        int right = 0;
        for (int i = 0; i < rows(); i++) {
            right += probability[i] > 0.5 == malignant[i] ? 1 : 0;
        }
        return 100.0 * right / rows();
    }

    private static double median(double[] values) {
        return Arrays.stream(values).sorted().toArray()[values.length / 2];
    }
}
