package dev.glovebox.compiler.cost;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * Times a task: the median of several samples. What one thread does is timed by that thread's processor time, which other
 * work of the machine does not lengthen; what several do, by the clock.
 */
final class Stopwatch {
    private static final int MIN_SAMPLES = 3;
    private static final int MAX_SAMPLES = 40;
    private static final long SAMPLE_NANOS = 100_000;

    private final ThreadMXBean bean = ManagementFactory.getThreadMXBean();
    private final boolean processorTime;
    private final long budgetNanos;
    private final int maxSamples;

    /** @param budgetNanos about how long a task is timed */
    Stopwatch(int threads, long budgetNanos) {
        this(threads, budgetNanos, MAX_SAMPLES);
    }

    /** @param maxSamples how often at most, 3 or more */
    Stopwatch(int threads, long budgetNanos, int maxSamples) {
        processorTime = threads == 1 && bean.isCurrentThreadCpuTimeSupported();
        this.budgetNanos = budgetNanos;
        this.maxSamples = maxSamples;
    }

    private long now() {
        return processorTime ? bean.getCurrentThreadCpuTime() : System.nanoTime();
    }

    /** Nanoseconds of one run of the task, which is told the number of the run. */
    double nanos(IntConsumer task) {
        task.accept(0);
        long once = now();
        task.accept(1);
        once = Math.max(1, now() - once);
        int repeats = (int) Math.max(1, SAMPLE_NANOS / once);
        double[] samples = new double[maxSamples];
        samples[0] = once;
        int count = 1;
        long end = System.nanoTime() + budgetNanos - once;
        while (count < MIN_SAMPLES || count < maxSamples && System.nanoTime() < end) {
            long start = now();
            for (int i = 0; i < repeats; i++) {
                task.accept(i);
            }
            samples[count++] = (double) (now() - start) / repeats;
        }
        Arrays.sort(samples, 0, count);
        return Math.max(1, samples[count / 2]);
    }
}
