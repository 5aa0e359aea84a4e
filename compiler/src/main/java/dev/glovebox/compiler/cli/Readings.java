package dev.glovebox.compiler.cli;

import dev.glovebox.compiler.report.Report.Measurement;
import java.util.ArrayList;
import java.util.List;

/** What encrypted evaluations took, and how far their answers were off. */
final class Readings {
    private final List<Long> times = new ArrayList<>();
    private double error;

    /** @param expected the answer on clear numbers */
    void add(long nanos, double[] answer, double[] expected) {
        times.add(nanos);
        for (int i = 0; i < answer.length; i++) {
            error = Math.max(error, Math.abs(answer[i] - expected[i]));
        }
    }

    /** Of the readings so far, at least one; the time is the median. */
    Measurement measurement(String backend, int threads, double predictedSeconds) {
        return new Measurement(
                backend,
                threads,
                times.size(),
                times.stream().sorted().toList().get(times.size() / 2) * 1e-9,
                predictedSeconds,
                -Math.log(error) / Math.log(2));
    }
}
