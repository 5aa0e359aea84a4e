package dev.glovebox.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.CircuitClient;
import dev.glovebox.CircuitServer;
import dev.glovebox.CompiledCircuit;
import dev.glovebox.Glovebox;
import dev.glovebox.compiler.simulator.SimulatedCircuit;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every stage together: clear ≈ simulated ≈ encrypted. */
class CompilerTest {

    /** A model, its clear answer for flat inputs, how flat inputs become the client's, and answers flat. */
    private record Example(
            Class<?> model,
            String method,
            Function<Random, double[]> sample,
            Function<double[], Object> input,
            Function<double[], Object> clear,
            Function<Object, double[]> flat) {
        @Override
        public String toString() {
            return model.getSimpleName();
        }
    }

    private static double[] uniform(Random random, int size, double min, double max) {
        return random.doubles(size, min, max).toArray();
    }

    static Stream<Arguments> examples() {
        Models.Linear linear = new Models.Linear();
        Models.Logistic logistic = new Models.Logistic();
        Models.Network network = new Models.Network();
        Models.Polynomial polynomial = new Models.Polynomial();
        Models.Records records = new Models.Records();
        Models.Image image = new Models.Image();
        Function<Object, double[]> scalar = x -> new double[] {(Double) x};
        return Stream.of(
                        new Example(
                                Models.Linear.class, "score", r -> uniform(r, 5, -3, 3), x -> x, linear::score, scalar),
                        new Example(
                                Models.Logistic.class,
                                "probability",
                                r -> uniform(r, 30, -4, 4),
                                x -> x,
                                logistic::probability,
                                scalar),
                        new Example(
                                Models.Network.class,
                                "predict",
                                r -> uniform(r, 8, -1, 1),
                                x -> x,
                                network::predict,
                                y -> (double[]) y),
                        new Example(
                                Models.Polynomial.class,
                                "value",
                                r -> new double[] {r.nextDouble(-2, 2), r.nextDouble(0, 3)},
                                x -> new Object[] {x[0], x[1]},
                                x -> polynomial.value(x[0], x[1]),
                                scalar),
                        new Example(
                                Models.Records.class,
                                "assess",
                                r -> new double[] {
                                    r.nextDouble(0, 120), r.nextDouble(-1, 1), r.nextDouble(0, 2), r.nextDouble(5, 9)
                                },
                                CompilerTest::patient,
                                x -> records.assess(patient(x)),
                                y -> flat((Models.Assessment) y)),
                        new Example(
                                Models.Image.class,
                                "blur",
                                r -> uniform(r, 20, 0, 1),
                                CompilerTest::rows,
                                x -> image.blur(rows(x)),
                                y -> Stream.of((double[][]) y)
                                        .flatMapToDouble(Arrays::stream)
                                        .toArray()))
                .map(Arguments::of);
    }

    private static Models.Patient patient(double[] x) {
        return new Models.Patient(x[0], new double[] {x[1], x[2], x[3]});
    }

    private static double[] flat(Models.Assessment a) {
        return DoubleStream.concat(
                        DoubleStream.concat(DoubleStream.of(a.risk()), DoubleStream.of(a.parts())),
                        DoubleStream.of(a.version()))
                .toArray();
    }

    private static double[][] rows(double[] x) {
        return IntStream.range(0, 4)
                .mapToObj(i -> Arrays.copyOfRange(x, 5 * i, 5 * i + 5))
                .toArray(double[][]::new);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void clearSimulatedAndEncryptedAgree(Example example) {
        CompiledModel compiled = new Compiler(CompilerOptions.DEFAULT).compile(example.model, example.method);
        System.getLogger(CompilerTest.class.getName())
                .log(System.Logger.Level.INFO, "{0}: {1}", example, describe(compiled));
        SimulatedCircuit simulated = SimulatedCircuit.of(compiled);
        double allowed = Math.scalb(1.0, -compiled.manifest().precisionBits());
        CompiledCircuit<Object, Object> circuit = Glovebox.load(example.model, example.method);
        Random random = new Random(7);
        try (CircuitClient<Object, Object> client = circuit.newClient();
                CircuitServer server = circuit.newServer(client.evaluationKeys())) {
            for (int repeat = 0; repeat < 3; repeat++) {
                double[] sample = example.sample.apply(random);
                double[] clear = example.flat.apply(example.clear.apply(sample));
                SimulatedCircuit.Result predicted = simulated.run(sample);
                assertThat(predicted.approximationError(clear)).isLessThan(allowed / 2);
                Object answer = client.decrypt(server.evaluate(client.encrypt(example.input.apply(sample))));
                double[] encrypted = example.flat.apply(answer);
                for (int i = 0; i < clear.length; i++) {
                    assertThat(Math.abs(encrypted[i] - clear[i])).isLessThan(allowed);
                    assertThat(Math.abs(encrypted[i] - predicted.values()[i]))
                            .isLessThanOrEqualTo(predicted.predictedErrors()[i]);
                }
            }
        }
    }

    private static String describe(CompiledModel compiled) {
        return compiled.manifest().summary() + " " + compiled.manifest().parameters();
    }

    @Test
    void sameInputsGiveTheSameFiles() {
        Compiler compiler = new Compiler(CompilerOptions.DEFAULT);
        CompiledModel once = compiler.compile(Models.Logistic.class, "probability");
        CompiledModel again = compiler.compile(Models.Logistic.class, "probability");
        assertThat(again.manifest()).isEqualTo(once.manifest());
        assertThat(again.files().keySet()).isEqualTo(once.files().keySet());
        once.files()
                .forEach((path, bytes) ->
                        assertThat(again.files().get(path)).as(path).isEqualTo(bytes));
        assertThat(once.files()).hasSize(7);
    }

    @Test
    void logisticRegressionTakesOneLevelAndThoseOfItsPolynomial() {
        CompiledModel compiled = new Compiler(CompilerOptions.DEFAULT).compile(Models.Logistic.class, "probability");
        assertThat(compiled.manifest().summary().depth()).isEqualTo(1 + 7);
        assertThat(compiled.manifest().parameters().logDegree()).isEqualTo(14);
        assertThat(compiled.manifest().summary().evaluationKeyBytes()).isLessThan(60_000_000);
        assertThat(compiled.manifest().summary().approximations())
                .singleElement()
                .asString()
                .startsWith("1/(1 + exp(-t)) on [");
    }
}
