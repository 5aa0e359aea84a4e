package dev.glovebox.benchmarks;

import dev.glovebox.runtime.circuit.Evaluator.Value;
import dev.glovebox.runtime.circuit.SlotVector;
import dev.glovebox.runtime.ckks.CkksEvaluator;
import java.util.ArrayList;
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

/**
 * Logistic regression written by hand: 256 samples of 30 features, padded to 32, in one ciphertext, feature j of sample k in slot
 * 256·j + k. A product with the weights, five rotations, then the sigmoid of degree 7 in odd powers.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Benchmark)
public class RegressionBenchmark {
    private static final int SAMPLES = 256;
    private static final int FEATURES = 32;
    /** Least squares for the sigmoid on [-8, 8] (Kim, Song, Wang, Xia and Jiang, JMIR Medical Informatics 2018). */
    private static final double[] ODD = {1.73496 / 8, -4.19407 / 512, 5.43402 / 32768, -2.50739 / 2097152};

    @Param("REGRESSION")
    public ParameterSet set = ParameterSet.REGRESSION;

    private Session session;
    private CkksEvaluator evaluator;
    private SlotVector weights;
    private Value samples;
    private final List<Value> temporaries = new ArrayList<>();

    @Setup
    public void open(Configuration configuration) {
        var parameters = set.parameters();
        List<Integer> rotations = new ArrayList<>();
        for (int steps = SAMPLES; steps < SAMPLES * FEATURES; steps *= 2) {
            rotations.add(steps);
        }
        session = new Session(parameters, configuration.open(parameters.ring()), true, rotations);
        evaluator = session.evaluator;
        weights = SlotVector.of(session.values());
        samples = session.ciphertext();
    }

    @TearDown
    public void close() {
        session.close();
    }

    @Benchmark
    public void regression256() {
        Value x = keep(evaluator.rescale(keep(evaluator.multiplyPlain(samples, weights))));
        for (int steps = SAMPLES; steps < SAMPLES * FEATURES; steps *= 2) {
            x = keep(evaluator.add(x, keep(evaluator.rotate(x, steps))));
        }
        x = keep(evaluator.addScalar(x, 0.25));
        Value square = product(x, x);
        Value fourth = product(square, square);
        Value low = keep(evaluator.add(scaled(x, ODD[0], 2), product(scaled(x, ODD[1], 1), square)));
        Value high = keep(evaluator.add(scaled(x, ODD[2], 2), product(scaled(x, ODD[3], 1), square)));
        Value sum = keep(evaluator.add(
                keep(evaluator.adjust(low, low.level() - 1)),
                keep(evaluator.rescale(keep(evaluator.relinearize(keep(evaluator.multiply(high, fourth))))))));
        keep(evaluator.addScalar(sum, 0.5));
        temporaries.forEach(evaluator::release);
        temporaries.clear();
    }

    /** c·x, some levels lower. */
    private Value scaled(Value x, double c, int levels) {
        Value product = keep(evaluator.rescale(keep(evaluator.multiplyScalar(x, c))));
        return levels == 1 ? product : keep(evaluator.adjust(product, x.level() - levels));
    }

    private Value product(Value a, Value b) {
        return keep(evaluator.rescale(keep(evaluator.relinearize(keep(evaluator.multiply(a, b))))));
    }

    private Value keep(Value value) {
        temporaries.add(value);
        return value;
    }
}
