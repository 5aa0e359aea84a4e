package dev.glovebox.benchmarks;

import dev.glovebox.runtime.circuit.DiagonalMatrix;
import dev.glovebox.runtime.circuit.Evaluator.Value;
import dev.glovebox.runtime.circuit.SlotVector;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
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

/** A dense 128×128 matrix times a vector, 16 baby steps and 8 giant steps, with the rescaling. */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Benchmark)
public class MatrixBenchmark {
    private static final int SIZE = 128;
    private static final int BABY_STEPS = 16;

    @Param({"A_1P", "B_1P", "B_D3"})
    public ParameterSet set = ParameterSet.A_1P;

    private Session session;
    private DiagonalMatrix matrix;
    private Value vector;

    @Setup
    public void open(Configuration configuration) {
        var parameters = set.parameters();
        matrix = matrix();
        session = new Session(parameters, configuration.open(parameters.ring()), false, matrix.rotations());
        vector = session.ciphertext();
    }

    /** Uniform entries in [-1, 1), the same in every run. */
    static DiagonalMatrix matrix() {
        Random random = new Random(1);
        Map<Integer, SlotVector> diagonals = new TreeMap<>();
        for (int d = 0; d < SIZE; d++) {
            diagonals.put(d, SlotVector.of(random.doubles(SIZE, -1, 1).toArray()));
        }
        return DiagonalMatrix.of(diagonals, BABY_STEPS);
    }

    @TearDown
    public void close() {
        session.close();
    }

    @Benchmark
    public void matrix128() {
        Value product = session.evaluator.linearTransform(vector, matrix);
        session.evaluator.release(session.evaluator.rescale(product));
        session.evaluator.release(product);
    }
}
