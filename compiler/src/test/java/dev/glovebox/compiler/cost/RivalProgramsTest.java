package dev.glovebox.compiler.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.glovebox.CircuitClient;
import dev.glovebox.CircuitServer;
import dev.glovebox.CompiledCircuit;
import dev.glovebox.Glovebox;
import dev.glovebox.dsl.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The programs that other compilers show, encrypted, with their tolerances: EVA's on inputs from [-2, 2] to a mean square error below
 * 0.01, HEIR's on its inputs to its results.
 */
class RivalProgramsTest {
    private static final double EVA_MEAN_SQUARE = 0.01;

    private interface Clear {
        Object of(Object input);
    }

    private static double[] uniform(int size) {
        return new Random(11).doubles(size, -2, 2).toArray();
    }

    private static double[] flat(Object value) {
        return switch (value) {
            case Double d -> new double[] {d};
            case Tensor t -> t.toArray();
            case double[] v -> v;
            case double[][] rows ->
                Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
            default -> throw new IllegalArgumentException(value.toString());
        };
    }

    /** The decrypted result, which is as near to the clear one as the model asks. */
    private static double[] encrypted(Class<?> model, Object input, Object clear, Object... supplied) {
        CompiledCircuit<Object, Object> circuit = Glovebox.load(model, "value");
        try (CircuitClient<Object, Object> client = circuit.newClient();
                CircuitServer server = circuit.newServer(client.evaluationKeys())) {
            double[] found = flat(client.decrypt(server.evaluate(client.encrypt(input), supplied)));
            double allowed = Math.scalb(1.0, -circuit.manifest().precisionBits());
            assertThat(found).containsExactly(flat(clear), within(allowed));
            return found;
        }
    }

    private static double meanSquareError(double[] found, double[] expected) {
        return IntStream.range(0, found.length)
                .mapToDouble(i -> (found[i] - expected[i]) * (found[i] - expected[i]))
                .average()
                .orElseThrow();
    }

    private static void eva(Class<?> model, Object input, Clear clear) {
        Object expected = clear.of(input);
        assertThat(meanSquareError(encrypted(model, input, expected), flat(expected)))
                .isLessThan(EVA_MEAN_SQUARE);
    }

    @Test
    void quadratic() {
        double[] x = uniform(4096);
        eva(AcceptanceModels.Quadratic.class, x, in -> new AcceptanceModels.Quadratic().value(x));
    }

    @Test
    void allOperationsOnEncryptedAndPublicVectors() {
        double[][] x = {uniform(64), new Random(2).doubles(64, -2, 2).toArray()};
        double[] p = new Random(3).doubles(64, -2, 2).toArray();
        double[][] clear = new AcceptanceModels.AllOperations().value(x[0], x[1], p);
        encrypted(AcceptanceModels.AllOperations.class, x, clear, p);
    }

    @Test
    void sobel() {
        double[] x = uniform(4096);
        eva(AcceptanceModels.Sobel64.class, x, in -> new AcceptanceModels.Sobel64().value(x));
    }

    @Test
    void harris() {
        double[] x = uniform(4096);
        eva(AcceptanceModels.Harris64.class, x, in -> new AcceptanceModels.Harris64().value(x));
    }

    @Test
    void polynomialRegression() {
        double[] x = uniform(4096);
        eva(AcceptanceModels.PolynomialRegression.class, x, in -> new AcceptanceModels.PolynomialRegression().value(x));
    }

    @Test
    void horizontalSum() {
        double[] x = uniform(2048);
        eva(AcceptanceModels.HorizontalSum.class, x, in -> new AcceptanceModels.HorizontalSum().value(x));
    }

    @Test
    void linearRegression() {
        AcceptanceModels.LinearRegressionOfMany model = new AcceptanceModels.LinearRegressionOfMany();
        many(AcceptanceModels.LinearRegressionOfMany.class, model::value);
    }

    @Test
    void multivariateRegression() {
        AcceptanceModels.MultivariateRegressionOfMany model = new AcceptanceModels.MultivariateRegressionOfMany();
        many(AcceptanceModels.MultivariateRegressionOfMany.class, model::value);
    }

    private interface Sample {
        Object of(double[] x);
    }

    private static void many(Class<?> model, Sample clear) {
        Random random = new Random(5);
        List<double[]> samples = new ArrayList<>();
        for (int i = 0; i < 2048; i++) {
            samples.add(random.doubles(63, -2, 2).toArray());
        }
        CompiledCircuit<double[], Object> circuit = Glovebox.load(model, "value");
        try (CircuitClient<double[], Object> client = circuit.newClient();
                CircuitServer server = circuit.newServer(client.evaluationKeys())) {
            List<Object> answers = client.decryptBatch(server.evaluate(client.encryptBatch(samples)), samples.size());
            double[] found = answers.stream()
                    .flatMapToDouble(a -> DoubleStream.of(flat(a)))
                    .toArray();
            double[] expected = samples.stream()
                    .flatMapToDouble(x -> DoubleStream.of(flat(clear.of(x))))
                    .toArray();
            assertThat(meanSquareError(found, expected)).isLessThan(EVA_MEAN_SQUARE);
            double allowed = Math.scalb(1.0, -circuit.manifest().precisionBits());
            assertThat(found).containsExactly(expected, within(allowed));
        }
    }

    private static double[] range(double first, double step, int count) {
        return IntStream.range(0, count).mapToDouble(i -> first + step * i).toArray();
    }

    @Test
    void dotProducts() {
        double[][] whole = {range(1, 1, 8), range(2, 1, 8)};
        double[] sum = encrypted(AcceptanceModels.WholeDotProduct.class, whole, 240.0);
        assertThat(Math.rint(sum[0])).isEqualTo(240);
        double[][] fractions = {range(0.1, 0.1, 8), range(0.2, 0.1, 8)};
        assertThat(encrypted(AcceptanceModels.FractionDotProduct.class, fractions, 2.5)[0])
                .isCloseTo(2.5, within(1e-3));
    }

    @Test
    void filtersOfBytesAreExact() {
        double[] image = new Random(4).ints(256, 0, 256).asDoubleStream().toArray();
        double[] blurred = new AcceptanceModels.BoxBlur().value(image);
        assertThat(rounded(encrypted(AcceptanceModels.BoxBlur.class, image, blurred)))
                .containsExactly(blurred);
        double[] edges = new AcceptanceModels.RobertsCross().value(image);
        assertThat(rounded(encrypted(AcceptanceModels.RobertsCross.class, image, edges)))
                .containsExactly(edges);
    }

    /** With -0 as 0. */
    private static double[] rounded(double[] values) {
        return Arrays.stream(values).map(v -> Math.rint(v) + 0.0).toArray();
    }

    @Test
    void matrixTimesVector() {
        double[] wide = new double[512];
        Arrays.fill(wide, 78.4);
        double[] found = encrypted(AcceptanceModels.MatrixVector784.class, range(1, 0, 784), wide);
        assertThat(found).containsExactly(wide, within(1e-5));
        double[] square = new double[512];
        Arrays.fill(square, 51.2);
        assertThat(encrypted(AcceptanceModels.MatrixVector512.class, range(1, 0, 512), square))
                .containsExactly(square, within(1e-5));
    }

    @Test
    void convolutions() {
        double[] line = encrypted(AcceptanceModels.Convolution1.class, range(0, 0.1, 8), range(0.2, 0.1, 5));
        assertThat(line).containsExactly(new double[] {0.2, 0.3, 0.4, 0.5, 0.6}, within(1e-3));
        Tensor tenths = Tensor.zeros(1, 3, 3).plus(0.1);
        double[] square = encrypted(AcceptanceModels.Convolution2.class, tenths, range(0.04, 0, 4));
        assertThat(square).containsExactly(new double[] {0.04, 0.04, 0.04, 0.04}, within(1e-3));
    }

    @Test
    void sigmoid() {
        double[] x = new Random(6).doubles(1024, -3, 3).toArray();
        double[] clear = Arrays.stream(x).map(v -> 1 / (1 + Math.exp(-v))).toArray();
        assertThat(encrypted(AcceptanceModels.Sigmoid.class, x, clear)).containsExactly(clear, within(0.01));
    }

    @Test
    void rectifier() {
        double[] x = range(-2, 0.25, 16);
        double[] clear = Arrays.stream(x).map(v -> Math.max(0, v)).toArray();
        assertThat(encrypted(AcceptanceModels.Rectifier.class, x, clear)).containsExactly(clear, within(0.01));
    }

    @Test
    void eightIterations() {
        double[] x = range(0, 1 / 7.0, 8);
        double[] clear = new AcceptanceModels.Loop().value(x);
        double[] found = encrypted(AcceptanceModels.Loop.class, x, clear);
        assertThat(found[0]).isCloseTo(-1, within(1e-3));
        assertThat(found[1]).isCloseTo(-1.16666629, within(1e-3));
        assertThat(found[6]).isCloseTo(-4.66914279, within(1e-3));
        assertThat(found[7]).isCloseTo(-7, within(1e-3));
    }

    @Test
    void publicWeights() {
        double[] x = new Random(7).doubles(128, -1, 1).toArray();
        double[] w = new Random(8).doubles(128, -1, 1).toArray();
        for (double temperature : new double[] {-3, 0.5, 0.75, 3}) {
            double clear = new AcceptanceModels.PublicWeights().value(x, w, temperature);
            encrypted(AcceptanceModels.PublicWeights.class, x, clear, w, temperature);
        }
    }
}
