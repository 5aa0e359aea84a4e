package dev.glovebox.compiler.approximation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.glovebox.compiler.Golden;
import dev.glovebox.compiler.ir.Interval;
import dev.glovebox.compiler.ir.tensor.TensorInterpreter;
import dev.glovebox.compiler.ir.tensor.TensorOp;
import dev.glovebox.compiler.ir.tensor.TensorProgram;
import dev.glovebox.compiler.ir.text.IrParser;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FoldNormalizationTest {
    private static final Set<Interval> DOMAINS = Set.of(new Interval(-1, 1), new Interval(-2, 2));

    @Test
    void arguments() {
        TensorProgram program = IrParser.parseTensor(Golden.read(FoldNormalizationTest.class, "arguments.in"));
        TensorProgram folded = new FoldNormalization().apply(program);
        Golden.check(FoldNormalizationTest.class, "arguments", folded);
        double[] input = {0.25, -0.75};
        assertThat(new TensorInterpreter(folded).evaluate(input))
                .containsExactly(new TensorInterpreter(program).evaluate(input), within(1e-12));
        assertThat(folded.nodes())
                .filteredOn(n -> n.op() instanceof TensorOp.Polynomial p && !DOMAINS.contains(p.domain()))
                .isEmpty();
    }

    @Test
    void anArgumentInUnitRangeIsNotCopiedForItsOtherUses() {
        String affine = """
                tensor "Model.predict" precision 12 {
                  %0 = input "x" at 0 normalized : [2] in [-1, 1]
                  %1 = affine dense<2x2>[[0.5, 0.5], [0.25, 0.5]] * %0 : [2] in [-1, 1] @ Model.predict(Model.java:4)
                  %2 = polynomial chebyshev [0, 0.5, 0, 0.25] of %1 on [-1, 1] for t error 0
                     : [2] in [-1, 1] @ Model.predict(Model.java:5)
                """;
        TensorProgram alone = folded(affine + "results %2[0] }");
        assertThat(alone.nodes()).hasSize(3);
        assertThat(domain(alone, 2)).isEqualTo(new Interval(-2, 2));
        TensorProgram shared = folded(affine + "results %2[0], %1[1] }");
        assertThat(shared.nodes()).hasSize(3);
        assertThat(domain(shared, 2)).isEqualTo(new Interval(-1, 1));
    }

    private static TensorProgram folded(String text) {
        return new FoldNormalization().apply(IrParser.parseTensor(text));
    }

    private static Interval domain(TensorProgram program, int node) {
        return ((TensorOp.Polynomial) program.nodes().get(node).op()).domain();
    }

    @Test
    void roundingOfDeclaredRangesTakesNoLevel() {
        // min 0.1 and max 0.7 give the radius 0.29999999999999993 and the middle 0.4.
        TensorProgram program = IrParser.parseTensor("""
                tensor "Model.predict" precision 12 {
                  %0 = input "x" at 0 normalized : [2] in [-1, 1]
                  %1 = affine dense<2x2>[[0.29999999999999993, 0], [0, 0.29999999999999993]] * %0 + [0.4, 0.4]
                     : [2] in [0.10000000000000003, 0.7] @ Model.predict(Model.java:4)
                  %2 = polynomial chebyshev [1, 0.5] of %1 on [0.10000000000000003, 0.7] for t error 0
                     : [2] in [0.5, 1.5] @ Model.predict(Model.java:5)
                  results %2[0], %2[1]
                }
                """);
        TensorProgram folded = new FoldNormalization().apply(program);
        assertThat(folded.nodes()).hasSize(2);
        assertThat(folded.nodes().getLast().op().operands()).containsExactly(0);
    }
}
