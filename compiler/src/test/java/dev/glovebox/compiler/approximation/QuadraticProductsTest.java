package dev.glovebox.compiler.approximation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.glovebox.compiler.ir.tensor.TensorInterpreter;
import dev.glovebox.compiler.ir.tensor.TensorOp;
import dev.glovebox.compiler.ir.tensor.TensorProgram;
import dev.glovebox.compiler.ir.text.IrParser;
import java.util.Locale;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class QuadraticProductsTest {

    private static TensorProgram program(String function) {
        return IrParser.parseTensor("""
            tensor "Model.predict" precision 12 {
              %%0 = input "x" at 0 normalized : [2] in [-1, 1]
              %%1 = affine dense<2x2>[[1, 2], [-1, 0.5]] * %%0 + [0.25, 0] : [2] in [-3, 3.25]
              %%2 = apply %s to %%1 : [2] in [-1000, 1000]
              results %%2[0], %%2[1]
            }
            """.formatted(function));
    }

    static LongStream seeds() {
        return LongStream.range(0, 50);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aQuadraticKeepsItsValues(long seed) {
        Random random = new Random(seed);
        String function = String.format(
                Locale.ROOT,
                "%f * t * t + %f * t + %f",
                random.nextDouble(0.2, 4),
                random.nextDouble(-2, 2),
                random.nextDouble(-5, 5));
        TensorProgram before = program(seed % 2 == 0 ? function : "0 - (" + function + ")");
        TensorProgram after = QuadraticProducts.apply(before);
        for (int i = 0; i < 10; i++) {
            double[] x = {random.nextDouble(-1, 1), random.nextDouble(-1, 1)};
            assertThat(new TensorInterpreter(after).evaluate(x))
                    .containsExactly(new TensorInterpreter(before).evaluate(x), within(1e-11));
        }
    }

    @Test
    void aSquareOfAMapIsOneProduct() {
        TensorProgram after = QuadraticProducts.apply(program("3 * t * t + 2"));
        assertThat(after.nodes().stream().map(n -> n.op().getClass().getSimpleName()))
                .containsExactly("Input", "Affine", "Multiply", "Affine");
    }

    @Test
    void anAxisFarAwayIsLeftToThePolynomial() {
        TensorProgram before = program("0.001 * t * t + t");
        assertThat(QuadraticProducts.apply(before)).isSameAs(before);
    }

    @Test
    void otherFunctionsAreLeft() {
        TensorProgram before = program("t * t * t");
        assertThat(QuadraticProducts.apply(before)).isSameAs(before);
        assertThat(before.nodes().get(2).op()).isInstanceOf(TensorOp.Apply.class);
    }
}
