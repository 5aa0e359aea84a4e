package dev.glovebox.compiler.approximation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.compiler.CompilerOptions;
import dev.glovebox.compiler.ir.tensor.TensorInterpreter;
import dev.glovebox.compiler.ir.tensor.TensorProgram;
import dev.glovebox.compiler.ir.text.IrParser;
import dev.glovebox.compiler.range.InferRanges;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reciprocals, roots, exponentials and functions that saturate on wide ranges. */
class IterationsTest {
    private static TensorProgram program(int precisionBits, String function, double lo, double hi) {
        String text = """
            tensor "Model.predict" precision %d {
              %%0 = input "x" at 0 normalized : [2] in [-1, 1]
              %%1 = affine dense<1x2>[[%s, %s]] * %%0 + [%s] : [1] in [-Infinity, Infinity] @ Model.predict(Model.java:4)
              %%2 = apply %s to %%1 : [1] in [-Infinity, Infinity] @ Model.predict(Model.java:5)
              results %%2[0]
            }
            """.formatted(precisionBits, hi / 4 - lo / 4, hi / 4 - lo / 4, lo / 2 + hi / 2, function);
        return new InferRanges().apply(IrParser.parseTensor(text));
    }

    @ParameterizedTest
    @CsvSource({
        "1 / t, 0.001, 1, 8, true",
        "3 / t, 0.01, 500, 10, true",
        "1 / t, -700, -0.5, 12, true",
        "1 / t, 1, 3, 12, false",
        "exp(t), -800, 1, 12, true",
        "exp(t), -30, 2, 10, true",
        "exp(t), -1, 1, 12, false",
        "1 / sqrt(t), 0.001, 20, 8, true",
        "-3 / sqrt(t), 0.0001, 1, 6, true",
        "'pow(t, -0.5)', 0.01, 400, 10, true",
        "1 / sqrt(t), 1, 1.5, 9, false",
        "sqrt(t), 0, 400, 8, true",
        "'pow(t, 0.5)', 0.5, 3000, 9, false",
        "sqrt(t), 1, 2, 12, false",
        "1 / (1 + exp(-t)), -1000, 1000, 12, true",
        "tanh(t), -300, 300, 10, true",
        "2 * atan(t), -3, 3, 8, false"
    })
    void theErrorIsWithinThePrecision(String function, double lo, double hi, int bits, boolean iterated) {
        TensorProgram exact = program(bits, function, lo, hi);
        Approximate.Approximated result = new Approximate(CompilerOptions.DEFAULT).approximate(exact);
        double allowed = PrecisionBudget.allowed(bits);
        assertThat(result.budget().error()).isLessThanOrEqualTo(allowed);
        Method method = result.budget().entries().getFirst().method();
        assertThat(method).as(method.toString()).matches(m -> iterated == !(m instanceof Method.Minimax));
        for (TensorProgram program : List.of(result.program(), new FoldNormalization().apply(result.program()))) {
            TensorInterpreter interpreter = new TensorInterpreter(program);
            for (int i = 0; i <= 4000; i++) {
                double u = -Math.cos(Math.PI * i / 4000);
                double[] x = {u, u};
                double clear = new TensorInterpreter(exact).evaluate(x)[0];
                assertThat(interpreter.evaluate(x)[0]).isBetween(clear - allowed, clear + allowed);
            }
        }
    }
}
