package dev.glovebox.benchmarks;

import dev.glovebox.runtime.circuit.Evaluator.Value;
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

/** Rotation at N = 2^15 with parameters of 128-bit security, 40-bit levels: which number of digits is best for a depth. */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Benchmark)
public class SecureRotationBenchmark {
    @Param({"DEPTH14_D3", "DEPTH14_D4", "DEPTH14_D5", "DEPTH14_D8", "DEPTH19_1P"})
    public ParameterSet set = ParameterSet.DEPTH14_D3;

    private Session session;
    private Value a;

    @Setup
    public void open(Configuration configuration) {
        var parameters = set.parameters();
        session = new Session(parameters, configuration.open(parameters.ring()), false, List.of(1));
        a = session.ciphertext();
    }

    @TearDown
    public void close() {
        session.close();
    }

    @Benchmark
    public void rotate() {
        session.evaluator.release(session.evaluator.rotate(a, 1));
    }
}
