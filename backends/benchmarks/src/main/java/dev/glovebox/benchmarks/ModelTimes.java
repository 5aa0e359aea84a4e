package dev.glovebox.benchmarks;

import dev.glovebox.CircuitClient;
import dev.glovebox.CircuitServer;
import dev.glovebox.CompiledCircuit;
import dev.glovebox.Glovebox;
import dev.glovebox.dsl.Circuit;
import dev.glovebox.dsl.Encrypted;
import dev.glovebox.examples.credit.CreditEnsemble;
import dev.glovebox.examples.digits.LeNet;
import dev.glovebox.examples.digits.SquareNetwork;
import dev.glovebox.examples.health.TumorModel;
import dev.glovebox.examples.health.TumorScreening;
import dev.glovebox.runtime.circuit.CircuitSignature.ElementRange;
import dev.glovebox.runtime.circuit.DiagonalMatrix;
import dev.glovebox.runtime.circuit.Evaluator.Value;
import dev.glovebox.runtime.ring.RingBackends;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleSupplier;

/**
 * Times whole models on the default backend and all cores, bytes to bytes, and prints medians. Arguments: names of models, or none
 * for all; {@code ensemble} and {@code lenet5} need 8 GB of memory.
 */
public final class ModelTimes {
    private static final int MAX_RUNS = 200;

    /** Seconds of warm-up of one model, at least two evaluations: the JVM compiles for about as long. */
    private static final double WARM_UP_SECONDS = 12;

    /** Seconds of measurement of one model, at least three evaluations. */
    private static final double SECONDS = 4;

    private static final int FEWEST = 3;
    private static final int SIZE = 128;
    private static final int BABY_STEPS = 16;

    private static final Map<String, Runnable> MODELS = new LinkedHashMap<>();

    static {
        MODELS.put("convmnist-square", () -> circuit("convmnist-square", SquareNetwork.class, "scores"));
        MODELS.put("logistic-latency", () -> circuit("logistic-latency", TumorModel.class, "malignancy"));
        MODELS.put("logistic-throughput", () -> circuit("logistic-throughput", TumorScreening.class, "malignancy"));
        MODELS.put("matrix128", ModelTimes::matrix);
        MODELS.put("ensemble", () -> circuit("ensemble", CreditEnsemble.class, "logOdds"));
        MODELS.put("lenet5", () -> circuit("lenet5", LeNet.class, "scores"));
    }

    private ModelTimes() {}

    /** Prints a line for each model. */
    public static void main(String[] names) {
        System.out.printf(
                "backend %s, threads %s%n",
                RingBackends.choose().name(),
                Integer.getInteger("glovebox.threads", Runtime.getRuntime().availableProcessors()));
        (names.length == 0 ? List.copyOf(MODELS.keySet()) : Arrays.asList(names))
                .forEach(name -> MODELS.getOrDefault(name, () -> unknown(name)).run());
    }

    private static void unknown(String name) {
        throw new IllegalArgumentException("no model " + name + ", expected some of " + MODELS.keySet());
    }

    private static void circuit(String name, Class<?> model, String method) {
        print(name, Glovebox.load(model, method));
    }

    /** Returns the median of one evaluation in seconds. */
    private static <I, O> double print(String name, CompiledCircuit<I, O> circuit) {
        Random random = new Random(1);
        double[] input = circuit.manifest().signature().parameters().stream()
                .flatMap(parameter -> parameter.elements().stream())
                .mapToDouble(element -> anyOf(element, random))
                .toArray();
        try (CircuitClient<I, O> client = circuit.newClient();
                CircuitServer server = circuit.newServer(client.evaluationKeys())) {
            byte[] request = client.encryptElements(input);
            int samples = circuit.manifest().samples();
            double seconds = median(() -> {
                long start = System.nanoTime();
                server.evaluate(request);
                return (System.nanoTime() - start) * 1e-9;
            });
            System.out.printf(
                    "%-20s N 2^%d depth %2d rotations %3d: %.4f s an evaluation, %d samples, %.0f samples a second%n",
                    name,
                    circuit.parameters().logDegree(),
                    circuit.manifest().summary().depth(),
                    circuit.manifest().summary().rotations(),
                    seconds,
                    samples,
                    samples / seconds);
            return seconds;
        }
    }

    /** A value that the client takes: in the declared range, on the grid if there is one. */
    private static double anyOf(ElementRange element, Random random) {
        double value = random.nextDouble(element.min(), element.max());
        return element.step() == 0
                ? value
                : element.min() + element.step() * Math.floor((value - element.min()) / element.step());
    }

    private static double median(DoubleSupplier run) {
        double warm = 0;
        for (int i = 0; i < FEWEST - 1 || warm < WARM_UP_SECONDS; i++) {
            warm += run.getAsDouble();
        }
        double[] seconds = new double[MAX_RUNS];
        int runs = 0;
        for (double sum = 0; runs < MAX_RUNS && (runs < FEWEST || sum < SECONDS); runs++) {
            seconds[runs] = run.getAsDouble();
            sum += seconds[runs];
        }
        Arrays.sort(seconds, 0, runs);
        return seconds[runs / 2];
    }

    /** A dense matrix, compiled. */
    public static final class Matrix {
        private final double[][] rows = new double[SIZE][];

        Matrix() {
            Random random = new Random(1);
            for (int i = 0; i < SIZE; i++) {
                rows[i] = random.doubles(SIZE, -1, 1).toArray();
            }
        }

        @Circuit(precisionBits = 12)
        public double[] product(@Encrypted(shape = SIZE, min = -1, max = 1) double[] x) {
            double[] y = new double[SIZE];
            for (int i = 0; i < SIZE; i++) {
                for (int j = 0; j < SIZE; j++) {
                    y[i] += rows[i][j] * x[j];
                }
            }
            return y;
        }
    }

    /** The compiled product beside the same one written by hand with the compiled one's parameters, and with nothing on the wire. */
    private static void matrix() {
        CompiledCircuit<double[], double[]> circuit = Glovebox.compile(new Matrix(), "product");
        print("matrix128", circuit);
        DiagonalMatrix diagonals = MatrixBenchmark.matrix();
        var parameters = circuit.parameters();
        try (Session session =
                new Session(parameters, RingBackends.choose().open(parameters.ring()), false, diagonals.rotations())) {
            Value vector = session.ciphertext();
            double seconds = median(() -> {
                long start = System.nanoTime();
                Value product = session.evaluator.linearTransform(vector, diagonals);
                session.evaluator.release(session.evaluator.rescale(product));
                session.evaluator.release(product);
                return (System.nanoTime() - start) * 1e-9;
            });
            System.out.printf("matrix128 by hand    %d baby steps: %.4f s%n", BABY_STEPS, seconds);
        }
    }
}
