package dev.glovebox.benchmarks;

import dev.glovebox.runtime.ckks.CkksParameters;
import dev.glovebox.runtime.ckks.ParameterSpec;
import dev.glovebox.runtime.ring.Basis;
import dev.glovebox.runtime.ring.RingKernels;
import dev.glovebox.runtime.ring.RnsPolynomial;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Number-theoretic transforms of one limb with a prime of 49 bits. */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Benchmark)
public class NttBenchmark {
    @Param({"13", "14", "15", "16"})
    public int logDegree;

    private RingKernels kernels;
    private RnsPolynomial limb;

    @Setup
    public void open(Configuration configuration) {
        ParameterSpec spec = new ParameterSpec(logDegree, List.of(List.of(49)), List.of(49), 1, 40, false);
        kernels = configuration.open(CkksParameters.of(spec).ring());
        limb = Polynomials.uniform(kernels, Basis.of(0));
    }

    @TearDown
    public void close() {
        limb.close();
        kernels.close();
    }

    @Benchmark
    public void forward() {
        kernels.forwardNtt(limb);
    }

    @Benchmark
    public void inverse() {
        kernels.inverseNtt(limb);
    }
}
