package dev.glovebox.compiler.approximation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.glovebox.compiler.Golden;
import dev.glovebox.compiler.ir.tensor.TensorInterpreter;
import dev.glovebox.compiler.ir.tensor.TensorOp;
import dev.glovebox.compiler.ir.tensor.TensorProgram;
import dev.glovebox.compiler.ir.text.IrParser;
import java.util.Random;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ComposeAffineTest {
    @Test
    void chain() {
        TensorProgram program = IrParser.parseTensor(Golden.read(ComposeAffineTest.class, "chain.in"));
        TensorProgram composed = new ComposeAffine().apply(program);
        Golden.check(ComposeAffineTest.class, "chain", composed);
        double[] input = {0.25, -0.75};
        assertThat(new TensorInterpreter(composed).evaluate(input))
                .containsExactly(new TensorInterpreter(program).evaluate(input), within(1e-12));
    }

    @Test
    void aProductOfThinMatricesStaysTwoMaps() {
        int n = 64;
        StringJoiner row = new StringJoiner(", ", "[", "]");
        StringJoiner column = new StringJoiner(", ", "[", "]");
        for (int i = 0; i < n; i++) {
            row.add("0.01");
            column.add("[1]");
        }
        TensorProgram program = IrParser.parseTensor("tensor \"M.m\" precision 12 {\n"
                + "%0 = input \"x\" at 0 normalized : [64] in [-1, 1]\n"
                + "%1 = affine dense<1x64>[" + row + "] * %0 : [1] in [-1, 1] @ M.m(M.java:1)\n"
                + "%2 = affine dense<64x1>" + column + " * %1 : [64] in [-1, 1] @ M.m(M.java:2)\n"
                + "results %2[0]\n}");
        TensorProgram composed = new ComposeAffine().apply(program);
        assertThat(composed.nodes()).hasSize(3);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void randomProgramsKeepTheirMeaning(long seed) {
        Random random = new Random(seed);
        RandomPrograms model = RandomPrograms.of(random);
        TensorProgram composed = new ComposeAffine().apply(model.program());
        assertThat(composed.nodes().size())
                .isLessThanOrEqualTo(model.program().nodes().size());
        for (int i = 0; i < 20; i++) {
            double[] input = model.input(random, i);
            double[] expected = new TensorInterpreter(model.program()).evaluate(input);
            double[] found = new TensorInterpreter(composed).evaluate(input);
            for (int r = 0; r < expected.length; r++) {
                assertThat(found[r]).isCloseTo(expected[r], within(1e-9 * (1 + Math.abs(expected[r]))));
            }
        }
        assertThat(composed.nodes())
                .filteredOn(n -> n.op() instanceof TensorOp.Affine a
                        && a.terms().stream()
                                .allMatch(t -> composed.nodes().get(t.operand()).op() instanceof TensorOp.Affine))
                .isEmpty();
    }
}
