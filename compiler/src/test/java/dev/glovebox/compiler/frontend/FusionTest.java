package dev.glovebox.compiler.frontend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.compiler.Golden;
import dev.glovebox.compiler.ir.tensor.TensorOp;
import dev.glovebox.compiler.ir.tensor.TensorProgram;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the lifted programs look like: which operations fuse and which become one vector. */
class FusionTest {
    static Stream<Arguments> models() {
        return Stream.of(
                model("logistic", """
                        private final double[] weights = {0.5, -1, 2};
                        private final double bias = 0.25;
                        @Circuit public double predict(@Encrypted(shape = 3, min = -4, max = 4) double[] cell) {
                            double z = bias;
                            for (int i = 0; i < cell.length; i++) z += weights[i] * cell[i];
                            return 1 / (1 + Math.exp(-z));
                        }"""),
                model("twoLayers", """
                        private final double[][] a = {{1, -1}, {0, 2}, {-0.5, -3}}, b = {{1, 2, 3}, {-1, 0, 4}};
                        static double[] layer(double[][] w, double[] x, DoubleUnaryOperator f) {
                            double[] out = new double[w.length];
                            for (int i = 0; i < w.length; i++) { double z = 0.5; for (int j = 0; j < x.length; j++) z += w[i][j] * x[j]; out[i] = f.applyAsDouble(z); }
                            return out;
                        }
                        @Circuit double[] predict(@Encrypted(shape = 2, min = -1, max = 1) double[] x) { return layer(b, layer(a, x, Math::tanh), z -> 1 / (1 + Math.exp(-z))); }"""),
                model(
                        "swish",
                        "@Circuit double f(@Encrypted(shape = 2, min = -1, max = 1) double[] x) { double z = x[0] - 2 * x[1]; return 3 * z / (1 + Math.exp(-z)) + 1; }"),
                model("softmax", """
                        @Circuit double[] f(@Encrypted(shape = 3, min = -1, max = 1) double[] x) {
                            double sum = 0; double[] e = new double[3];
                            for (int i = 0; i < 3; i++) sum += e[i] = Math.exp(x[i]);
                            for (int i = 0; i < 3; i++) e[i] /= sum;
                            return e;
                        }"""),
                model(
                        "maximum",
                        "@Circuit double f(@Encrypted(shape = 3, min = -1, max = 1) double[] x) { double m = x[0]; for (double e : x) m = Math.max(m, e); return m; }"),
                model(
                        "relu",
                        "@Circuit double[] f(@Encrypted(shape = 3, min = -1, max = 1) double[] x) { double[] y = new double[3]; for (int i = 0; i < 3; i++) y[i] = Math.max(0, x[i]); return y; }"),
                model(
                        "distance",
                        "@Circuit double f(@Encrypted(shape = 3, min = -1, max = 1) double[] x) { double s = 0; for (int i = 0; i < 3; i++) { double d = x[i] - i; s += d * d; } return Math.sqrt(1 + s); }"),
                model(
                        "scales",
                        "@Circuit double[] f(@Encrypted(min = -1, max = 1) double x) { double[] y = new double[3]; for (int i = 0; i < 3; i++) y[i] = Math.exp((i + 1) * x); return y; }"),
                model(
                        "shared",
                        "@Circuit double[] f(@Encrypted(shape = 2, min = 1, max = 2) double[] x) { double e = Math.exp(x[0]); return new double[] {e * x[1], e + x[1], Math.log(1 + e), Math.exp(x[0])}; }"),
                model(
                        "products",
                        "@Circuit double[] f(@Encrypted(shape = 2, min = 1, max = 2) double[] x, @Encrypted(shape = 2, min = 1, max = 2) double[] y) { return new double[] {x[0] * y[1], x[1] * y[0], x[0] * y[1] + 1, x[0] / y[0], 1}; }"),
                model(
                        "ratio",
                        "@Circuit double f(@Encrypted(min = 1, max = 2) double x) { double z = 3 * x - 1; return Math.exp(z) / (Math.exp(2 * z) + z - 6 * x); }"));
    }

    private static Arguments model(String name, String body) {
        return Arguments.of(name, body);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("models")
    void givesTheExpectedProgram(String name, String body) {
        Golden.check(FusionTest.class, name, Fixture.check(body).program());
    }

    /** The expression doubles with every iteration, so at some point the inner value becomes a variable. */
    @Test
    void fusedFunctionsStaySmall() {
        TensorProgram program = Fixture.check("""
                @Circuit double f(@Encrypted(min = 0.1, max = 0.9) double x) {
                    double y = x;
                    for (int i = 0; i < 30; i++) y = 2.5 * y * (1 - y);
                    return y;
                }
                """).program();
        assertThat(program.nodes()).hasSizeBetween(4, 30);
        assertThat(program.nodes()).extracting(TensorProgram.Node::op).noneMatch(TensorOp.Multiply.class::isInstance);
    }

    @Test
    void aConstantFunctionOfACancelledVariableIsPublic() {
        TensorProgram program = Fixture.check(
                        "@Circuit double[] f(@Encrypted(min = 1, max = 2) double x) { double z = x - x; return new double[] {Math.exp(z), z * x, x / (1 + z), Math.max(z, 2)}; }")
                .program();
        assertThat(program.nodes()).hasSize(1);
        assertThat(program.results())
                .containsExactly(
                        new TensorProgram.Result.Constant(1),
                        new TensorProgram.Result.Constant(0),
                        new TensorProgram.Result.Element(0, 0),
                        new TensorProgram.Result.Constant(2));
    }
}
