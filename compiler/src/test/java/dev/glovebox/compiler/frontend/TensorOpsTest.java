package dev.glovebox.compiler.frontend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.compiler.diagnostic.Code;
import dev.glovebox.compiler.diagnostic.Diagnostic;
import dev.glovebox.compiler.ir.tensor.TensorInterpreter;
import dev.glovebox.compiler.ir.tensor.TensorProgram;
import dev.glovebox.runtime.circuit.DataType;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tensors of encrypted numbers: lifted, they compute what they do in the clear, and are the same programs as loops. */
class TensorOpsTest {
    private static final String X = "@Encrypted(shape = {2, 3}, min = -2, max = 2) Tensor x";
    private static final String IMAGE = "@Encrypted(shape = {2, 5, 6}, min = -1, max = 1) Tensor x";
    private static final String WEIGHTS = """
        static Tensor w(int... shape) { double[] v = Tensor.zeros(shape).toArray(); for (int i = 0; i < v.length; i++) v[i] = (i * 7 + 3) % 11 * 0.125 - 0.5; return Tensor.of(shape, v); }
        """;

    static Stream<Arguments> models() {
        return Stream.of(
                model(
                        "moves",
                        X,
                        "Tensor y = x.transpose().reshape(2, -1).slice(1, 0, 3, 2); return Tensor.concat(0, y, w(1,"
                                + " 2)).pad(1, 1, 0, 2.5).flatten();"),
                model(
                        "reads and makes",
                        X,
                        "double[] a = x.toArray(); a[1] += x.get(1, 2); return Tensor.fromArray(new double[][] {a,"
                                + " a}).plus(x.rank() + x.size() + x.shape()[1]);"),
                model(
                        "deeper arrays",
                        X,
                        "double[] r = {x.get(0, 0), 2}; return Tensor.fromArray(new double[][][] {{r,"
                                + " r}}).plus(Tensor.of(new int[] {2, 1}, x.get(0, 1), 1)).plus(Tensor.fromArray(new"
                                + " double[][][][] {{{{x.get(1, 1)}}}}));"),
                model(
                        "arithmetic",
                        X,
                        "return x.plus(1).times(w(3)).minus(w(2, 1)).negate().plus(w(2,"
                                + " 3).times(x)).times(2).minus(0.5);"),
                model(
                        "public operands",
                        X,
                        "return w(2, 3).minus(x).plus(w(3).matmul(x.transpose()).reshape(2, 1)).times(w(1, 3));"),
                model(
                        "products",
                        X,
                        "return x.times(x).plus(x.matmul(x.transpose()).sum()).plus(x.slice(0, 0, 1).matmul(w(3,"
                                + " 2)).mean());"),
                model(
                        "matrices",
                        X,
                        "return Tensor.concat(0, x.matmul(w(3, 2)).flatten(), w(4, 2).matmul(x).flatten(),"
                                + " x.matmul(w(3)), w(2).matmul(x), x.broadcastTo(2, 2, 3).matmul(w(2, 3,"
                                + " 1)).flatten());"),
                model(
                        "sums",
                        X,
                        "return Tensor.concat(0, x.sum(0), x.sum(1), x.sum().reshape(1), x.mean(-1), x.mean(0,"
                                + " 1).reshape(1));"),
                model(
                        "relu and others",
                        X,
                        "return Tensor.concat(0, x.relu(), x.leakyRelu(0.125), x.sigmoid(), x.tanh());"),
                model(
                        "smooth activations",
                        X,
                        "return Tensor.concat(0, x.gelu(), x.silu(), x.softplus(), x.square(), x.polynomial(1, 0, -2,"
                                + " 0.5), x.polynomial(3));"),
                model(
                        "activations of partly public tensors",
                        X,
                        "Tensor y = Tensor.concat(0, x, w(1, 3)); return Tensor.concat(1, y.relu(), y.leakyRelu(0.5),"
                                + " y.sigmoid(), y.tanh(), y.gelu(), y.silu(), y.softplus(), y.square(), y.polynomial(1,"
                                + " 2), y.map(v -> v * v, -2, 2));"),
                model(
                        "map",
                        X,
                        "return x.map(Math::exp, -2, 2).plus(x.map(v -> 1 / (v + 3), -2, 2)).plus(x.relu().map(v ->"
                                + " Math.log(1 + v), 0, 2));"),
                model(
                        "map with an encrypted variable",
                        X,
                        "double d = x.get(0, 0); return x.map(v -> v * d, -2, 2).plus(w(2, 3).map(v -> v * d, -1,"
                                + " 1));"),
                model(
                        "map with a branch and a tensor inside",
                        X,
                        "double d = x.get(0, 1); return x.map(v -> { double u = d * d; if (v > d) u = v * v - u; return"
                                + " Math.max(u, Tensor.of(new int[] {2}, v, u).times(w(2)).sum().get()); }, -2, 2)"
                                + ".plus(x.map(v -> d, -2, 2)).plus(x.map(v -> v, -2, 2)).plus(x.map(v -> 2, -2, 2));"),
                model("convolution", IMAGE, "return x.conv2d(w(3, 2, 3, 2));"),
                model(
                        "convolution with all options",
                        IMAGE,
                        "return x.conv2d(w(4, 1, 2, 2), w(4), 2, 2, 2, 2).plus(x.conv2d(w(4, 1, 2, 2), 2, 2, 2, 2));"),
                model(
                        "convolution of a batch",
                        IMAGE,
                        "return x.reshape(2, 1, 5, 6).conv2d(w(3, 1, 2, 3), w(3), 1, 1);"),
                model(
                        "pooling",
                        IMAGE,
                        "return Tensor.concat(0, x.avgPool2d(2).flatten(), x.avgPool2d(3, 2, 1).flatten(),"
                                + " x.adaptiveAvgPool2d(2, 4).flatten(), x.reshape(2, 1, 5, 6).avgPool2d(5).flatten());"),
                model(
                        "batch norm",
                        IMAGE,
                        "Tensor v = w(2).square(); return x.batchNorm(w(2), v, w(2).plus(2), w(2).minus(1),"
                                + " 1e-5).reshape(2, 30).batchNorm(w(30), w(30).square(), w(30), w(30), 0.5);"),
                model("windows", IMAGE, "return x.unfold(2, 3, 2, 1, 1);"));
    }

    private static Arguments model(String name, String parameter, String code) {
        return Arguments.of(name, WEIGHTS + "@Circuit Tensor f(" + parameter + ") { " + code + " }");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("models")
    void computesWhatTheModelDoes(String name, String body) {
        Fixture.check(body);
    }

    static Stream<Arguments> pairs() {
        String vector = "@Encrypted(shape = 6, min = -1, max = 1) ";
        String image = "@Encrypted(shape = {5, 6}, min = -1, max = 1) ";
        return Stream.of(
                Arguments.of(
                        "dense layers",
                        "@Circuit Tensor f(" + vector
                                + "Tensor x) { return w(2, 3).matmul(w(3,"
                                + " 6).matmul(x).plus(w(3)).relu()).plus(w(2)).sigmoid(); }",
                        """
                        static double[] dense(double[] x, Tensor w, Tensor b) { double[] y = new double[b.size()]; for (int o = 0; o < y.length; o++) { y[o] = b.get(o); for (int i = 0; i < x.length; i++) y[o] += w.get(o, i) * x[i]; } return y; }
                        @Circuit double[] f(%s double[] x) { double[] h = dense(x, w(3, 6), w(3)); for (int i = 0; i < 3; i++) h[i] = Math.max(h[i], 0); double[] y = dense(h, w(2, 3), w(2)); for (int i = 0; i < 2; i++) y[i] = 1 / (1 + Math.exp(-y[i])); return y; }
                        """.formatted(vector)),
                Arguments.of(
                        "convolution, square and pooling",
                        "@Circuit Tensor f(" + image
                                + "Tensor x) { return x.reshape(1, 5, 6).conv2d(w(2, 1, 3, 3), w(2), 1,"
                                + " 1).square().avgPool2d(2); }",
                        """
                        @Circuit double[] f(%s double[][] x) {
                            Tensor w = w(2, 1, 3, 3), b = w(2); double[][][] y = new double[2][5][6]; double[] out = new double[2 * 2 * 3]; int n = 0;
                            for (int o = 0; o < 2; o++) for (int i = 0; i < 5; i++) for (int j = 0; j < 6; j++) {
                                double s = b.get(o);
                                for (int p = 0; p < 3; p++) for (int q = 0; q < 3; q++) { int r = i + p - 1, c = j + q - 1; if (r >= 0 && r < 5 && c >= 0 && c < 6) s += w.get(o, 0, p, q) * x[r][c]; }
                                y[o][i][j] = s * s;
                            }
                            for (int o = 0; o < 2; o++) for (int i = 0; i < 2; i++) for (int j = 0; j < 3; j++) { double s = 0; for (int p = 0; p < 2; p++) for (int q = 0; q < 2; q++) s += y[o][2 * i + p][2 * j + q]; out[n++] = s / 4; }
                            return out;
                        }
                        """.formatted(image)),
                Arguments.of(
                        "means",
                        "@Circuit Tensor f(" + image + "Tensor x) { return x.tanh().mean(1); }",
                        "@Circuit double[] f(" + image
                                + "double[][] x) { double[] m = new double[5]; for (int i = 0; i < 5; i++) { for"
                                + " (double v : x[i]) m[i] += Math.tanh(v); m[i] /= 6; } return m; }"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pairs")
    void isTheSameProgramAsLoops(String name, String tensors, String loops) {
        TensorProgram a = Fixture.check(WEIGHTS + tensors).program();
        TensorProgram b = Fixture.check(WEIGHTS + loops).program();
        assertThat(operations(a)).isEqualTo(operations(b));
        assertThat(a.results()).isEqualTo(b.results());
    }

    /** All but the locations. */
    private static List<Object> operations(TensorProgram program) {
        return program.nodes().stream()
                .<Object>map(n -> List.of(n.op(), n.lo(), n.hi()))
                .toList();
    }

    @Test
    void aDeclaredRangeIsThatOfTheArgument() {
        TensorProgram program = Fixture.check(
                        "@Circuit Tensor f(@Encrypted(shape = 4, min = 0, max = 1) Tensor x) { return"
                                + " x.plus(-0.5).map(Math::exp, -0.75, 0.5); }")
                .program();
        assertThat(program.nodes().get(1).hull()).hasToString("[-0.75, 0.5]");
    }

    /** Math.asin is none of the functions that are lifted. */
    @Test
    void aFunctionThatCannotBeLiftedIsSampled() {
        LiftedModel lifted = Fixture.of(25, """
            @Circuit(precisionBits = 12) Tensor f(@Encrypted(shape = 2, min = -0.5, max = 0.75) Tensor x) { return x.map(v -> Math.asin(v) + 1, -0.5, 0.75); }\
            """).lift();
        for (double v = -0.5; v <= 0.75; v += 0.0625) {
            double[] result = new TensorInterpreter(lifted.program()).evaluate(new double[] {v, 0});
            assertThat(result[0]).isCloseTo(Math.asin(v) + 1, Offset.offset(0x1p-15));
        }
    }

    @Test
    void aFunctionThatIsNotSmoothIsNotSampled() {
        Diagnostic diagnostic = Fixture.of(25, """
            @Circuit Tensor f(@Encrypted(shape = 2, min = -2, max = 2) Tensor x) {
                return x.map(v -> Math.floor(v), -2, 2);
            }\
            """).failure();
        assertThat(diagnostic.code()).isEqualTo(Code.UNSUPPORTED_CALL);
        assertThat(diagnostic.found()).isEqualTo("Math.floor is called with encrypted data");
    }

    @Test
    void tensorsAreParametersAndResults() {
        LiftedModel lifted = Fixture.check("""
            record Answer(Tensor scores, double sum) {}
            @Circuit Answer f(@Encrypted(shape = {2, 1, 2}, min = 0, max = 1) Tensor x, @Encrypted(min = -5, max = 5) double y) { return new Answer(x.times(y), x.sum().get()); }\
            """);
        var parameter = lifted.signature().parameters().getFirst();
        assertThat(parameter.type()).isEqualTo(new DataType.Tensor(List.of(2, 1, 2)));
        assertThat(parameter.elements().getLast().label()).isEqualTo("x[1][0][1]");
        assertThat(((DataType.Structure) lifted.signature().result())
                        .components()
                        .getFirst())
                .isEqualTo(new DataType.Component("scores", new DataType.Tensor(List.of(2, 1, 2))));
    }

    @Test
    void aLargeConvolutionTakesNoSteps() {
        LiftedModel lifted = Fixture.of(25, WEIGHTS + """
            @Circuit Tensor f(@Encrypted(shape = {16, 32, 32}, min = -1, max = 1) Tensor x) { return x.conv2d(w(16, 16, 3, 3), w(16), 1, 1).square().adaptiveAvgPool2d(1, 1); }\
            """).lift();
        assertThat(lifted.program().results()).hasSize(16);
        assertThat(lifted.program().nodes()).hasSize(4);
    }

    @Test
    void whatTensorRefusesIsTheModelsException() {
        Diagnostic diagnostic = Fixture.of(25, """
            @Circuit Tensor f(@Encrypted(shape = {2, 3}, min = 0, max = 1) Tensor x) {
                return x.matmul(x);
            }\
            """).failure();
        assertThat(diagnostic.code()).isEqualTo(Code.PUBLIC_EXCEPTION);
        assertThat(diagnostic.location()).hasToString("fixture.Model.f(Model.java:3)");
        assertThat(diagnostic.found())
                .isEqualTo(
                        "the model throws java.lang.IllegalArgumentException: matmul of the shapes [2, 3] and [2, 3];"
                                + " expected [..., n, k] and [..., k, m]");
    }

    @Test
    void tensorsWithEncryptedNumbersAreNotComparedOrPrinted() {
        Diagnostic diagnostic = Fixture.of(25, """
            @Circuit Tensor f(@Encrypted(shape = 2, min = 0, max = 1) Tensor x) {
                return x.equals(x.plus(1)) ? x : x.times(2);
            }\
            """).failure();
        assertThat(diagnostic.code()).isEqualTo(Code.UNSUPPORTED_OPERATION);
        assertThat(diagnostic.found()).isEqualTo("Tensor.equals looks at encrypted values");
    }

    @Test
    void encryptedStatisticsAreNotNormalisedWith() {
        Diagnostic diagnostic = Fixture.of(25, """
            @Circuit Tensor f(@Encrypted(shape = 2, min = 0, max = 1) Tensor x) {
                return x.batchNorm(x, x, x, x, 0.5);
            }\
            """).failure();
        assertThat(diagnostic.code()).isEqualTo(Code.UNSUPPORTED_OPERATION);
        assertThat(diagnostic.found()).isEqualTo("batchNorm has encrypted statistics");
    }
}
