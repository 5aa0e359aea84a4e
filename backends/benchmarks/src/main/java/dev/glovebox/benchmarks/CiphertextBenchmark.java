package dev.glovebox.benchmarks;

import dev.glovebox.runtime.circuit.Evaluator.Value;
import dev.glovebox.runtime.circuit.SlotVector;
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

/** Operations on ciphertexts that need no key, at the highest level. */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Benchmark)
public class CiphertextBenchmark {
    @Param({"A_1P", "B_1P", "C_1P", "D_D3"})
    public ParameterSet set = ParameterSet.A_1P;

    private Session session;
    private SlotVector plaintext;
    private Value a;
    private Value b;
    private Value product;

    @Setup
    public void open(Configuration configuration) {
        var parameters = set.parameters();
        session = new Session(parameters, configuration.open(parameters.ring()), false, List.of());
        plaintext = SlotVector.of(session.values());
        a = session.ciphertext();
        b = session.ciphertext();
        product = session.evaluator.multiplyPlain(a, plaintext);
    }

    @TearDown
    public void close() {
        session.close();
    }

    @Benchmark
    public void add() {
        release(session.evaluator.add(a, b));
    }

    /** The plaintext is encoded already. */
    @Benchmark
    public void multiplyPlain() {
        release(session.evaluator.multiplyPlain(a, plaintext));
    }

    /** To a ciphertext of three polynomials. */
    @Benchmark
    public void multiply() {
        release(session.evaluator.multiply(a, b));
    }

    @Benchmark
    public void rescale() {
        release(session.evaluator.rescale(product));
    }

    private void release(Value value) {
        session.evaluator.release(value);
    }
}
