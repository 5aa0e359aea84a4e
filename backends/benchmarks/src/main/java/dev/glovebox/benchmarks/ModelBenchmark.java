package dev.glovebox.benchmarks;

import dev.glovebox.CircuitClient;
import dev.glovebox.CircuitServer;
import dev.glovebox.CompiledCircuit;
import dev.glovebox.Glovebox;
import dev.glovebox.examples.health.TumorModel;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A whole program: the compiled logistic regression of the health example, one patient at a time, bytes to bytes. */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Benchmark)
public class ModelBenchmark {
    private CircuitClient<double[], Double> client;
    private CircuitServer server;
    private double[] cell;
    private byte[] request;
    private byte[] answer;

    @Setup
    public void open(Configuration configuration) {
        Configuration.apply(configuration.backend, configuration.threads);
        CompiledCircuit<double[], Double> circuit = Glovebox.load(TumorModel.class, "malignancy");
        client = circuit.newClient();
        server = circuit.newServer(client.evaluationKeys());
        cell = new Random(1).doubles(30, -2, 2).toArray();
        request = client.encrypt(cell);
        answer = server.evaluate(request);
    }

    @TearDown
    public void close() {
        server.close();
        client.close();
    }

    /** Encode, encrypt, serialise. */
    @Benchmark
    public byte[] encrypt() {
        return client.encrypt(cell);
    }

    /** Deserialise, evaluate, serialise. */
    @Benchmark
    public byte[] evaluate() {
        return server.evaluate(request);
    }

    /** Deserialise, decrypt, decode. */
    @Benchmark
    public double decrypt() {
        return client.decrypt(answer);
    }
}
