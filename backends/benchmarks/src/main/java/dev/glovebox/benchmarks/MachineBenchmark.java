package dev.glovebox.benchmarks;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What one core can do at most: streaming memory (after McCalpin's STREAM) and fused multiply-adds from registers. */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Benchmark)
public class MachineBenchmark {
    /** Elements of an array: 128 MiB, far beyond any cache. */
    static final int LENGTH = 1 << 24;
    /** Vector multiply-adds of {@link #multiplyAdd()}. */
    static final int MULTIPLY_ADDS = 10 << 16;

    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;

    private final double[] a = new Random(1).doubles(LENGTH).toArray();
    private final double[] b = a.clone();
    private final double[] c = new double[LENGTH];

    /** Reads one array. */
    @Benchmark
    public double read() {
        DoubleVector s = DoubleVector.zero(SPECIES);
        DoubleVector t = s;
        DoubleVector u = s;
        DoubleVector v = s;
        int step = SPECIES.length();
        for (int i = 0; i < LENGTH; i += 4 * step) {
            s = s.add(DoubleVector.fromArray(SPECIES, a, i));
            t = t.add(DoubleVector.fromArray(SPECIES, a, i + step));
            u = u.add(DoubleVector.fromArray(SPECIES, a, i + 2 * step));
            v = v.add(DoubleVector.fromArray(SPECIES, a, i + 3 * step));
        }
        return s.lane(0) + t.lane(0) + u.lane(0) + v.lane(0);
    }

    /** Reads two arrays and writes a third. */
    @Benchmark
    public double[] triad() {
        for (int i = 0; i < LENGTH; i += SPECIES.length()) {
            DoubleVector.fromArray(SPECIES, a, i)
                    .fma(DoubleVector.broadcast(SPECIES, 3), DoubleVector.fromArray(SPECIES, b, i))
                    .intoArray(c, i);
        }
        return c;
    }

    /** Ten independent chains. */
    @Benchmark
    public double multiplyAdd() {
        DoubleVector x = DoubleVector.broadcast(SPECIES, a[0]);
        DoubleVector y = DoubleVector.broadcast(SPECIES, a[1]);
        DoubleVector s0 = x;
        DoubleVector s1 = x;
        DoubleVector s2 = x;
        DoubleVector s3 = x;
        DoubleVector s4 = x;
        DoubleVector s5 = x;
        DoubleVector s6 = x;
        DoubleVector s7 = x;
        DoubleVector s8 = x;
        DoubleVector s9 = x;
        for (int i = 0; i < MULTIPLY_ADDS / 10; i++) {
            s0 = s0.fma(x, y);
            s1 = s1.fma(x, y);
            s2 = s2.fma(x, y);
            s3 = s3.fma(x, y);
            s4 = s4.fma(x, y);
            s5 = s5.fma(x, y);
            s6 = s6.fma(x, y);
            s7 = s7.fma(x, y);
            s8 = s8.fma(x, y);
            s9 = s9.fma(x, y);
        }
        return s0.lane(0)
                + s1.lane(0)
                + s2.lane(0)
                + s3.lane(0)
                + s4.lane(0)
                + s5.lane(0)
                + s6.lane(0)
                + s7.lane(0)
                + s8.lane(0)
                + s9.lane(0);
    }
}
