package dev.glovebox.benchmarks;

import dev.glovebox.runtime.circuit.Evaluator.Value;
import dev.glovebox.runtime.ckks.CkksEvaluator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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
import org.openjdk.jmh.infra.BenchmarkParams;

/** Operations on ciphertexts that switch keys, at the highest level. */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Benchmark)
public class KeySwitchBenchmark {
    private static final int HOISTED = 8;

    @Param({"A_1P", "B_1P", "B_D3", "C_1P", "C_D3", "D_D3"})
    public ParameterSet set = ParameterSet.A_1P;

    private Session session;
    private CkksEvaluator evaluator;
    private Value a;
    private Value b;
    private Value product;

    @Setup
    public void open(Configuration configuration, BenchmarkParams benchmark) {
        boolean hoisted = benchmark.getBenchmark().endsWith("rotateHoisted8");
        boolean single = benchmark.getBenchmark().endsWith("rotate");
        List<Integer> rotations = IntStream.rangeClosed(1, hoisted ? HOISTED : single ? 1 : 0)
                .boxed()
                .toList();
        var parameters = set.parameters();
        session = new Session(parameters, configuration.open(parameters.ring()), rotations.isEmpty(), rotations);
        evaluator = session.evaluator;
        a = session.ciphertext();
        b = session.ciphertext();
        product = evaluator.multiply(a, b);
    }

    @TearDown
    public void close() {
        session.close();
    }

    @Benchmark
    public void relinearize() {
        evaluator.release(evaluator.relinearize(product));
    }

    @Benchmark
    public void rotate() {
        evaluator.release(evaluator.rotate(a, 1));
    }

    /** Eight rotations of one ciphertext. */
    @Benchmark
    public void rotateHoisted8() {
        try (var source = evaluator.hoist(a)) {
            for (int steps = 1; steps <= HOISTED; steps++) {
                evaluator.release(source.rotate(steps));
            }
        }
    }

    @Benchmark
    public void multiplyRelinearizeRescale() {
        Value three = evaluator.multiply(a, b);
        evaluator.release(evaluator.relinearizeRescale(three));
        evaluator.release(three);
    }
}
