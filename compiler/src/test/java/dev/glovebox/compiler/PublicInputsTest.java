package dev.glovebox.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glovebox.CircuitClient;
import dev.glovebox.CircuitServer;
import dev.glovebox.CompiledCircuit;
import dev.glovebox.Glovebox;
import dev.glovebox.compiler.diagnostic.Code;
import dev.glovebox.compiler.diagnostic.CompilationException;
import dev.glovebox.compiler.simulator.SimulatedCircuit;
import dev.glovebox.dsl.Circuit;
import dev.glovebox.dsl.Encrypted;
import dev.glovebox.dsl.Outside;
import dev.glovebox.dsl.Packing;
import dev.glovebox.dsl.Public;
import dev.glovebox.dsl.Tensor;
import dev.glovebox.runtime.circuit.CircuitException;
import dev.glovebox.runtime.circuit.CircuitSignature.ElementRange;
import dev.glovebox.runtime.circuit.CircuitSignature.Parameter;
import dev.glovebox.runtime.circuit.DataType;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Several encrypted parameters, public ones that the server supplies, and several results. */
class PublicInputsTest {
    public record Answer(double score, double[] masked, double[][] grid, Tensor image, double threshold) {}

    public static final class Model {
        @Circuit(precisionBits = 10)
        public Answer f(
                @Encrypted(shape = 3, min = -2, max = 2) double[] x,
                double threshold,
                @Encrypted(min = 0, max = 8) double y,
                @Public(shape = 3, min = -4, max = 4) double[] weights,
                @Public(
                                shape = {2, 3},
                                min = 0)
                        Tensor mask,
                @Encrypted(
                                shape = {2, 1},
                                min = -1,
                                max = 1)
                        Tensor image) {
            double sum = threshold;
            double[] masked = new double[3];
            for (int i = 0; i < 3; i++) {
                sum += weights[i] * x[i];
                masked[i] = mask.get(0, i) * x[i];
            }
            return new Answer(
                    1 / (1 + Math.exp(-sum)),
                    masked,
                    new double[][] {{y * y / 8, 2}, {y - threshold * threshold, weights[0]}},
                    mask.times(image),
                    Math.exp(threshold));
        }
    }

    private static CompiledCircuit<Object[], Answer> circuit;
    private static CircuitClient<Object[], Answer> client;
    private static CircuitServer server;

    private static final Object[] INPUT = {new double[] {0.5, -2, 1.25}, 3.0, Tensor.of(new int[] {2, 1}, 0.5, -1)};

    @BeforeAll
    static void compile() {
        circuit = Glovebox.load(Model.class, "f");
        client = circuit.newClient();
        server = circuit.newServer(client.evaluationKeys());
    }

    @AfterAll
    static void close() {
        client.close();
        server.close();
    }

    @Test
    void clearAndEncryptedAgreeForEveryPublicValue() {
        Random random = new Random(3);
        byte[] request = client.encrypt(INPUT);
        for (int trial = 0; trial < 3; trial++) {
            double threshold = random.nextDouble(-1, 1);
            double[] weights = random.doubles(3, -4, 4).toArray();
            Tensor mask = Tensor.of(
                    new int[] {2, 3}, random.doubles(6).map(Math::rint).toArray());
            Answer clear =
                    new Model().f((double[]) INPUT[0], threshold, (double) INPUT[1], weights, mask, (Tensor) INPUT[2]);
            Answer answer = client.decrypt(server.evaluate(request, threshold, weights, mask));
            assertThat(flat(answer)).containsExactly(flat(clear), Offset.offset(0x1p-10));
            assertThat(answer.image().shape()).containsExactly(2, 3);
        }
    }

    private static double[] flat(Answer a) {
        return java.util.stream.DoubleStream.of(a.score, a.threshold)
                .boxed()
                .collect(java.util.stream.Collectors.collectingAndThen(java.util.stream.Collectors.toList(), list -> {
                    for (double[] more : List.of(a.masked, a.grid[0], a.grid[1], a.image.toArray())) {
                        Arrays.stream(more).forEach(list::add);
                    }
                    return list.stream().mapToDouble(Double::doubleValue).toArray();
                }));
    }

    @Test
    void theSignatureSaysWhoSuppliesWhat() {
        List<Parameter> parameters = circuit.manifest().signature().parameters();
        assertThat(parameters)
                .extracting(Parameter::name)
                .containsExactly("x", "threshold", "y", "weights", "mask", "image");
        assertThat(parameters).extracting(Parameter::supplied).containsExactly(false, true, false, true, true, false);
        assertThat(parameters.get(1).elements()).containsExactly(new ElementRange("threshold", -1, 1, Outside.REFUSE));
        assertThat(parameters.get(4).type()).isEqualTo(new DataType.Tensor(List.of(2, 3)));
    }

    @Test
    void publicValuesAreChecked() {
        byte[] request = client.encrypt(INPUT);
        double[] weights = new double[3];
        Tensor mask = Tensor.zeros(2, 3);
        refuses(
                () -> server.evaluate(request),
                "GBR201: 0 public values are given",
                "3, for [threshold, weights, mask]");
        refuses(() -> server.evaluate(request, 0.5, weights, weights), "GBR201: mask is double[3]", "Tensor[2, 3]");
        refuses(
                () -> server.evaluate(request, 1.5, weights, mask),
                "GBR203: threshold is 1.5",
                "@Public(min = ..., max = ...)");
        refuses(() -> server.evaluate(request, Double.NaN, weights, mask), "GBR202: threshold is NaN", "a number");
        refuses(
                () -> client.encrypt(new Object[] {new double[3], 3.0}),
                "GBR201: the input is 2 values",
                "[x, y, image]");
    }

    private static void refuses(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String found, String expected) {
        assertThatThrownBy(call)
                .isInstanceOf(CircuitException.class)
                .hasMessageContaining(found)
                .hasMessageContaining(expected);
    }

    static final class Batched {
        @Circuit(precisionBits = 10, packing = Packing.BATCHED)
        double f(@Encrypted(shape = 2, min = -1, max = 1) double[] x, @Public(shape = 2) double[] w) {
            return w[0] * x[0] + w[1] * x[1];
        }
    }

    @Test
    void publicValuesHoldForAWholeBatch() {
        CompiledCircuit<double[], Double> batched = Glovebox.load(Batched.class, "f");
        try (CircuitClient<double[], Double> c = batched.newClient();
                CircuitServer s = batched.newServer(c.evaluationKeys())) {
            byte[] request = c.encryptBatch(List.of(new double[] {0.5, 1}, new double[] {-1, 0.25}));
            List<Double> answers = c.decryptBatch(s.evaluate(request, new double[] {1, -0.5}), 2);
            assertThat(answers.get(0)).isCloseTo(0, Offset.offset(0x1p-10));
            assertThat(answers.get(1)).isCloseTo(-1.125, Offset.offset(0x1p-10));
        }
    }

    static final class Throughput {
        @Circuit(precisionBits = 10, packing = Packing.THROUGHPUT)
        double[] f(
                @Encrypted(shape = 2, min = -1, max = 1) double[] x,
                @Public(shape = 2, min = -2, max = 2) double[] w,
                @Public(min = 1, max = 4) double scale) {
            return new double[] {w[0] * x[0] + w[1] * x[1] - w[0], x[0] / scale, scale * w[1], x[1] > 2 ? 1 : 0.5};
        }
    }

    @Test
    void publicValuesHoldForEverySlot() {
        CompiledCircuit<double[], double[]> many = Glovebox.load(Throughput.class, "f");
        List<double[]> samples = List.of(new double[] {0.5, 1}, new double[] {-1, 0.25}, new double[] {0, -0.75});
        double[] w = {1.5, -2};
        try (CircuitClient<double[], double[]> c = many.newClient();
                CircuitServer s = many.newServer(c.evaluationKeys())) {
            List<double[]> answers = c.decryptBatch(s.evaluate(c.encryptBatch(samples), w, 3.0), samples.size());
            for (int i = 0; i < samples.size(); i++) {
                assertThat(answers.get(i))
                        .containsExactly(new Throughput().f(samples.get(i), w, 3), Offset.offset(0x1p-10));
            }
        }
    }

    /** Everything that public values alone determine, among it what no polynomial could approximate. */
    static final class PublicParts {
        @Circuit(precisionBits = 12)
        double[] f(
                @Encrypted(shape = 4, min = -1, max = 1) double[] x,
                @Public(min = 0, max = 100) double age,
                @Public(shape = 4, min = 0.01, max = 100) double[] scale,
                double t) {
            double[] out = new double[7];
            out[0] = age >= 65 ? x[0] : -x[0];
            for (int i = 0; i < 4; i++) {
                out[1] += x[i] / scale[i];
            }
            out[2] = Math.sqrt(scale[0] + scale[1]) * x[1] + Math.max(t, 0.3) - t * t * x[2];
            out[3] = (x[0] + t) * (x[1] - t) * Math.abs(t);
            out[4] = Math.log(scale[3]) + t * t;
            out[5] = 1 / (1 + Math.exp(-(x[3] + t)));
            out[6] = t > 0.5 && age < 10 ? 1 : 0;
            return out;
        }
    }

    @Test
    void whatPublicValuesAloneDetermineIsExact() {
        CompiledModel model = new Compiler(CompilerOptions.DEFAULT).compile(PublicParts.class, "f");
        assertThat(model.warnings()).as("no comparison is approximated").isEmpty();
        SimulatedCircuit simulated = SimulatedCircuit.of(model);
        CompiledCircuit<double[], double[]> parts = Glovebox.load(PublicParts.class, "f");
        double[] x = {0.5, -1, 0.25, 0.875};
        try (CircuitClient<double[], double[]> c = parts.newClient();
                CircuitServer s = parts.newServer(c.evaluationKeys())) {
            byte[] request = c.encrypt(x);
            for (double age : new double[] {65, 64.99999, 9}) {
                for (double t : new double[] {-1, 0.5, 0.75}) {
                    double[] scale = {0.01, 100, 3, 1};
                    double[] clear = new PublicParts().f(x, age, scale, t);
                    double[] inputs = {x[0], x[1], x[2], x[3], age, scale[0], scale[1], scale[2], scale[3], t};
                    assertThat(simulated.run(inputs).values()).containsExactly(clear, Offset.offset(0x1p-13));
                    assertThat(c.decrypt(s.evaluate(request, age, scale, t)))
                            .containsExactly(clear, Offset.offset(0x1p-12));
                }
            }
        }
    }

    static final class NothingEncrypted {
        @Circuit
        double f(double x) {
            return x;
        }
    }

    @Test
    void somethingIsEncrypted() {
        assertThatThrownBy(() -> new Compiler(CompilerOptions.DEFAULT).compile(NothingEncrypted.class, "f"))
                .isInstanceOfSatisfying(CompilationException.class, e -> {
                    assertThat(e.diagnostics().getFirst().code()).isEqualTo(Code.UNSUPPORTED_TYPE);
                    assertThat(e.diagnostics().getFirst().found())
                            .isEqualTo("the circuit method f has no encrypted parameter");
                });
    }
}
