package dev.glovebox.compiler.approximation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.glovebox.compiler.CompilerOptions;
import dev.glovebox.compiler.diagnostic.Code;
import dev.glovebox.compiler.diagnostic.CompilationException;
import dev.glovebox.compiler.diagnostic.Diagnostic;
import dev.glovebox.compiler.ir.Interval;
import dev.glovebox.compiler.ir.tensor.TensorInterpreter;
import dev.glovebox.compiler.ir.tensor.TensorOp.Polynomial;
import dev.glovebox.compiler.ir.tensor.TensorProgram;
import dev.glovebox.compiler.ir.tensor.TensorProgram.Node;
import dev.glovebox.compiler.ir.text.IrParser;
import dev.glovebox.compiler.range.InferRanges;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Functions that jump or have kinks, at random points outside the gaps. */
class JumpsAndKinksTest {
    private static final Approximate APPROXIMATE = new Approximate(CompilerOptions.DEFAULT);

    /** One function of the mean of two inputs, with the range given. */
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
        "abs(t), -8, 8, 12",
        "'max(t, 0)', -2, 3, 12",
        "'max(t, 0)', -1, 40, 10",
        "'min(t, 1.5)', -4, 4, 9",
        "'max(t, 0.1 * t)', -6, 6, 10",
        "'min(max(t, 0), 1)', -3, 3, 8",
        "t * step(t), -4, 5, 12",
        "abs(abs(t) - 1), -2, 2, 7",
        "'exp(min(t, 0))', -3, 3, 8"
    })
    void kinksAreWithinThePrecisionEverywhere(String function, double lo, double hi, int bits) {
        TensorProgram exact = program(bits, function, lo, hi);
        Approximate.Approximated result = APPROXIMATE.approximate(exact);
        double allowed = PrecisionBudget.allowed(bits);
        assertThat(result.budget().error()).isLessThanOrEqualTo(allowed);
        for (TensorProgram program : List.of(result.program(), new FoldNormalization().apply(result.program()))) {
            for (int i = 0; i <= 1000; i++) {
                double[] x = {i / 500.0 - 1, i / 500.0 - 1};
                double clear = new TensorInterpreter(exact).evaluate(x)[0];
                assertThat(new TensorInterpreter(program).evaluate(x)[0]).isBetween(clear - allowed, clear + allowed);
                assertInRange(program, x);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "step(t), -3, 3, 12, 0",
        "step(t - 1), -3, 5, 12, 1",
        "sign(t), -1, 4, 10, 0",
        "2 * step(0.5 - t) + t * t, -2, 2, 12, 0.5",
        "step(t) * exp(t), -2, 2, 9, 0",
        "step(exp(t) - 1), -2, 1.5, 8, 0",
    })
    void jumpsAreWithinThePrecisionOutsideTheGap(String function, double lo, double hi, int bits, double jump) {
        TensorProgram exact = program(bits, function, lo, hi);
        Approximate.Approximated result = APPROXIMATE.approximate(exact);
        double allowed = PrecisionBudget.allowed(bits);
        assertThat(result.budget().error()).isLessThanOrEqualTo(allowed);
        double gap = result.budget().entries().stream()
                .mapToDouble(e -> e.method() instanceof Method.Sign s ? s.gap() : 0)
                .max()
                .orElseThrow();
        assertThat(gap).isBetween(1e-4, 0.5);
        TensorProgram folded = new FoldNormalization().apply(result.program());
        RandomGenerator random = new SplittableRandom(1);
        for (int i = 0; i < 1000; i++) {
            double t = random.nextDouble(lo, hi);
            // exp(t) - 1 has the slope e^t, at least 1/e² here but about 1 at the jump.
            if (Math.abs(t - jump) > 1.1 * gap) {
                double u = (t - lo / 2 - hi / 2) / (hi / 2 - lo / 2);
                double clear = new TensorInterpreter(exact).evaluate(new double[] {u, u})[0];
                for (TensorProgram program : List.of(result.program(), folded)) {
                    assertThat(new TensorInterpreter(program).evaluate(new double[] {u, u})[0])
                            .isBetween(clear - allowed, clear + allowed);
                    assertInRange(program, new double[] {u, u});
                }
            }
        }
    }

    private static void assertInRange(TensorProgram program, double[] x) {
        List<double[]> values = new TensorInterpreter(program).values(x);
        for (int n = 0; n < values.size(); n++) {
            Node node = program.nodes().get(n);
            Interval range = node.hull();
            double rounding = 1e-12 * Math.max(1, range.magnitude());
            assertThat(values.get(n)[0]).isBetween(range.lo() - rounding, range.hi() + rounding);
            if (node.op() instanceof Polynomial p) {
                double argument = values.get(p.operand())[0];
                double slack = 1e-12 * p.domain().magnitude();
                assertThat(argument)
                        .isBetween(p.domain().lo() - slack, p.domain().hi() + slack);
            }
        }
    }

    @Test
    void anErrorThatNoCompositionReachesIsADiagnostic() {
        TensorProgram program = program(20, "max(t, 0)", -100, 100);
        CompilationException e =
                catchThrowableOfType(CompilationException.class, () -> APPROXIMATE.approximate(program));
        assertThat(e.diagnostics()).hasSize(1);
        assertThat(e.diagnostics().getFirst())
                .hasToString(
                        "Model.java:5: GBC203: max(t, 0) for t in [-100.098, 100.098] differs by 1.37e-02 from the best"
                                + " polynomial of degree 1023, the greatest allowed; expected at most 4.63e-07 for results of"
                                + " 20 precision bits. Give the @Encrypted values it depends on a tighter min and max, ask for"
                                + " fewer precisionBits, or use a smoother function.");
    }

    @Test
    void aGapThatNoCompositionReachesIsADiagnostic() {
        TensorProgram program = program(36, "step(t)", -4, 4);
        CompilationException e =
                catchThrowableOfType(CompilationException.class, () -> APPROXIMATE.approximate(program));
        assertThat(e.diagnostics()).hasSize(1);
        assertThat(e.diagnostics().getFirst())
                .hasToString("Model.java:5: GBC203: step(t) for t in [-4, 4] is to tell values apart that differ by"
                        + " 3.8e-06; expected a difference of at least 1.5e-05. Compare data of a coarser step, or of a"
                        + " tighter min and max.");
    }

    /** Every error from coarse to impossible: a result within it, or a diagnostic with its line. */
    @Test
    void noErrorOfAKinkFailsOtherwise() {
        for (int bits : new int[] {1, 6, 11, 13, 15, 17, 19, 40}) {
            for (double lo : new double[] {-100, -1}) {
                TensorProgram program = program(bits, "abs(t)", lo, 100);
                try {
                    Approximate.Approximated result = APPROXIMATE.approximate(program);
                    assertThat(result.budget().error()).isLessThanOrEqualTo(PrecisionBudget.allowed(bits));
                } catch (CompilationException e) {
                    assertThat(e.diagnostics()).extracting(Diagnostic::code).containsOnly(Code.PRECISION_UNREACHABLE);
                    assertThat(e.diagnostics().getFirst().location().line()).isEqualTo(5);
                }
            }
        }
    }

    @Test
    void theSummaryNamesDegreesAndDepth() {
        PrecisionBudget budget =
                APPROXIMATE.approximate(program(12, "max(t, 0)", -2, 2)).budget();
        assertThat(budget.entries().getFirst().summary())
                .isEqualTo(
                        "max(t, 0) on [-2.000, 2.000]: composite sign of degrees 15, 29, 29, depth 15, error 2^-13.1");
        PrecisionBudget jump =
                APPROXIMATE.approximate(program(12, "step(t)", -2, 2)).budget();
        assertThat(jump.entries().getFirst().summary())
                .isEqualTo("step(t) on [-2.000, 2.000]: composite sign of degrees 15, 15, 15, depth 12, gap 0.007813,"
                        + " error 2^-14.1");
    }
}
