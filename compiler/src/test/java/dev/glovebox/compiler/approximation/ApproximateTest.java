package dev.glovebox.compiler.approximation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.glovebox.compiler.CompilerOptions;
import dev.glovebox.compiler.Golden;
import dev.glovebox.compiler.diagnostic.Code;
import dev.glovebox.compiler.diagnostic.CompilationException;
import dev.glovebox.compiler.diagnostic.Diagnostic;
import dev.glovebox.compiler.ir.Interval;
import dev.glovebox.compiler.ir.tensor.TensorInterpreter;
import dev.glovebox.compiler.ir.tensor.TensorOp;
import dev.glovebox.compiler.ir.tensor.TensorOp.Polynomial;
import dev.glovebox.compiler.ir.tensor.TensorProgram;
import dev.glovebox.compiler.ir.tensor.TensorProgram.Node;
import dev.glovebox.compiler.ir.text.IrParser;
import dev.glovebox.compiler.range.InferRanges;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ApproximateTest {
    private static final Approximate APPROXIMATE = new Approximate(CompilerOptions.DEFAULT);

    /** One function of an affine map of one input t ∈ [-1, 1] with the range given. */
    private static TensorProgram program(int precisionBits, String function, double lo, double hi) {
        String text = """
            tensor "Model.predict" precision %d {
              %%0 = input "x" at 0 normalized : [1] in [-1, 1]
              %%1 = affine dense<1x1>[[%s]] * %%0 + [%s] : [1] in [-Infinity, Infinity] @ Model.predict(Model.java:4)
              %%2 = apply %s to %%1 : [1] in [-Infinity, Infinity] @ Model.predict(Model.java:5)
              results %%2[0]
            }
            """.formatted(precisionBits, hi / 2 - lo / 2, lo / 2 + hi / 2, function);
        return new InferRanges().apply(IrParser.parseTensor(text));
    }

    /** The same with t the mean of two inputs. */
    private static TensorProgram ofMean(int precisionBits, String function, double lo, double hi) {
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

    private static Polynomial polynomial(TensorProgram program) {
        return (Polynomial) program.nodes().getLast().op();
    }

    static LongStream seeds() {
        return LongStream.range(0, 40);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void randomProgramsKeepTheirBudget(long seed) {
        Random random = new Random(seed);
        RandomPrograms model = RandomPrograms.of(random);
        TensorProgram ranged = new InferRanges().apply(new NormalizeInputs(model.signature()).apply(model.program()));
        Approximate.Approximated result;
        try {
            result = APPROXIMATE.approximate(ranged);
        } catch (CompilationException e) {
            // Some random weights make the range of an argument thousands wide.
            assertThat(e.diagnostics()).extracting(Diagnostic::code).containsOnly(Code.PRECISION_UNREACHABLE);
            assertThat(ranged.nodes())
                    .anyMatch(n -> n.op() instanceof TensorOp.Apply a
                            && ranged.nodes().get(a.operand()).hull().radius() > 200);
            return;
        }
        double allowed = Math.scalb(1.0, -ranged.precisionBits() - 1);
        assertThat(result.budget().error()).isLessThanOrEqualTo(allowed);
        TensorProgram approximated = result.program();
        TensorProgram folded = new FoldNormalization().apply(approximated);
        for (int i = 0; i < 300; i++) {
            double[] input = model.input(random, i);
            double[] clear = new TensorInterpreter(model.program()).evaluate(input);
            for (TensorProgram program : List.of(approximated, folded)) {
                double[] normalized = model.normalized(input);
                assertInRange(program, new TensorInterpreter(program).values(normalized));
                double[] results = new TensorInterpreter(program).evaluate(normalized);
                for (int r = 0; r < clear.length; r++) {
                    assertThat(Math.abs(results[r] - clear[r])).isLessThanOrEqualTo(allowed);
                }
            }
        }
    }

    private static void assertInRange(TensorProgram program, List<double[]> values) {
        for (int n = 0; n < values.size(); n++) {
            Node node = program.nodes().get(n);
            for (int k = 0; k < node.size(); k++) {
                Interval range = node.range(k);
                double rounding = 1e-12 * Math.max(1, range.magnitude());
                assertThat(values.get(n)[k]).isBetween(range.lo() - rounding, range.hi() + rounding);
            }
            if (node.op() instanceof Polynomial p) {
                double slack = 1e-12 * p.domain().magnitude();
                for (double x : values.get(p.operand())) {
                    assertThat(x).isBetween(p.domain().lo() - slack, p.domain().hi() + slack);
                }
            }
        }
    }

    @Test
    void network() {
        TensorProgram program = IrParser.parseTensor(Golden.read(ApproximateTest.class, "network.in"));
        TensorProgram approximated = APPROXIMATE.apply(new InferRanges().apply(program));
        Golden.check(ApproximateTest.class, "network", approximated);
    }

    @ParameterizedTest
    @CsvSource({
        "sqrt(t), 0, 4, 6", "abs(t), -1, 1, 8", "'max(t, 0)', -2, 3, 7", "cbrt(t), -0.001, 0.001, 6",
                "log(t), 0.01, 1, 12",
        "sqrt(1 - t), 0, 1, 7", "1 / t, 0.05, 2, 10", "'pow(t, 1.5)', 0, 2, 12", "tan(t), -1.5, 1.5, 8",
                "exp(t), -10, 10, 8"
    })
    void functionsWithEdgesAreApproximatedWithinTheirRange(String function, double lo, double hi, int precisionBits) {
        TensorProgram program = program(precisionBits, function, lo, hi);
        TensorProgram approximated = APPROXIMATE.apply(program);
        double allowed = Math.scalb(1.0, -precisionBits - 1);
        assertThat(polynomial(approximated).domain().lo()).isLessThanOrEqualTo(lo + 1e-12);
        assertThat(polynomial(approximated).domain().hi()).isGreaterThanOrEqualTo(hi - 1e-12);
        for (double t = -1; t <= 1; t += 0x1p-10) {
            double exact = new TensorInterpreter(program).evaluate(new double[] {t})[0];
            double found = new TensorInterpreter(approximated).evaluate(new double[] {t})[0];
            assertThat(found).isBetween(exact - allowed, exact + allowed);
        }
    }

    @Test
    void aRootOfAnApproximationIsContinuedBelowZero() {
        TensorProgram program = IrParser.parseTensor("""
            tensor "Model.predict" precision 5 {
              %0 = input "x" at 0 normalized : [1] in [-1, 1]
              %1 = apply 1 + sin(t) to %0 : [1] in [-Infinity, Infinity] @ Model.predict(Model.java:4)
              %2 = affine dense<1x1>[[1]] * %1 + [-0.1585290151921035] : [1] in [-Infinity, Infinity] @ Model.predict(Model.java:5)
              %3 = multiply %2, %2 : [1] in [-Infinity, Infinity] @ Model.predict(Model.java:6)
              %4 = apply sqrt(t) to %3 : [1] in [-Infinity, Infinity] @ Model.predict(Model.java:7)
              %5 = apply sqrt(t) to %2 : [1] in [-Infinity, Infinity] @ Model.predict(Model.java:8)
              results %4[0], %5[0]
            }
            """);
        TensorProgram ranged = new InferRanges().apply(program);
        TensorProgram approximated = APPROXIMATE.apply(ranged);
        assertThat(polynomial(approximated).function().toString()).contains("MAX");
        for (double t = -1; t <= 1; t += 0x1p-8) {
            double[] exact = new TensorInterpreter(ranged).evaluate(new double[] {t});
            double[] found = new TensorInterpreter(approximated).evaluate(new double[] {t});
            assertThat(Math.abs(found[0] - exact[0])).isLessThan(0x1p-6);
            // sin(-1) + 1 rounds to just above the constant.
            assertThat(Math.abs(found[1] - exact[1])).isLessThan(0x1p-6);
        }
    }

    @Test
    void tinyDomainsAreConstantsOrLines() {
        for (double radius : new double[] {0, 1e-300, 1e-12, 1e-5}) {
            TensorProgram approximated = APPROXIMATE.apply(program(12, "exp(t)", 1 - radius, 1 + radius));
            double found = new TensorInterpreter(approximated).evaluate(new double[] {1})[0];
            assertThat(found).isBetween(Math.E - 0x1p-13, Math.E + 0x1p-13);
        }
    }

    @Test
    void anInputAsClientsSendItGetsNoMargin() {
        TensorProgram approximated = APPROXIMATE.apply(program(12, "1 / (1 + exp(-t))", 0.1, 0.7));
        TensorProgram folded = new FoldNormalization().apply(approximated);
        assertThat(folded.nodes()).hasSize(2);
    }

    @Test
    void aNearlySymmetricDomainOfAnOddFunctionBecomesSymmetric() {
        Polynomial sigmoid = polynomial(APPROXIMATE.apply(ofMean(12, "1 / (1 + exp(-t))", -30, 32)));
        assertThat(sigmoid.domain()).isEqualTo(new Interval(-32.0302734375, 32.0302734375));
        for (int k = 2; k <= sigmoid.degree(); k += 2) {
            assertThat(sigmoid.coefficients().get(k)).isZero();
        }
        Polynomial neither = polynomial(APPROXIMATE.apply(ofMean(12, "exp(t)", -1, 1.0625)));
        assertThat(neither.domain().lo()).isGreaterThan(-1.01);
    }

    @Test
    void aSymmetricDomainThatWouldCostALevelIsNotTaken() {
        // Within 2⁻¹³ the sigmoid takes a degree below 127 on an interval of radius 47 and more on ±52.
        Polynomial sigmoid = polynomial(APPROXIMATE.apply(ofMean(12, "1 / (1 + exp(-t))", -42, 52)));
        assertThat(Approximate.depth(sigmoid.degree())).isEqualTo(7);
        assertThat(sigmoid.domain().lo()).isGreaterThan(-42.1);
    }

    @Test
    void anUnreachablePrecisionIsReportedWithNumbers() {
        CompilationException e = catchThrowableOfType(
                CompilationException.class, () -> APPROXIMATE.apply(program(14, "cbrt(t)", -8, 8)));
        assertThat(e.diagnostics()).hasSize(1);
        assertThat(e.diagnostics().getFirst())
                .hasToString(
                        "Model.java:5: GBC203: cbrt(t) for t in [-8, 8] differs by 7.22e-02 from the best polynomial"
                                + " of degree 1023, the greatest allowed; expected at most 2.96e-05 for results of 14"
                                + " precision bits. Give the @Encrypted values it depends on a tighter min and max, ask"
                                + " for fewer precisionBits, or use a smoother function.");
    }

    @Test
    void aNarrowPeakIsNotOverlooked() {
        CompilationException e = catchThrowableOfType(
                CompilationException.class, () -> APPROXIMATE.apply(program(8, "exp(-(t * t))", -5000, 7919)));
        assertThat(e.diagnostics()).extracting(Diagnostic::code).containsExactly(Code.PRECISION_UNREACHABLE);
    }

    @Test
    void theBudgetNamesEveryApproximation() {
        PrecisionBudget budget = APPROXIMATE
                .approximate(ofMean(12, "1 / (1 + exp(-t))", -32, 31))
                .budget();
        assertThat(budget.allowed()).isEqualTo(0x1p-13);
        assertThat(budget.entries()).hasSize(1);
        PrecisionBudget.Entry entry = budget.entries().getFirst();
        assertThat(entry.depth()).isEqualTo(7);
        assertThat(entry.share()).isEqualTo(entry.error()).isEqualTo(budget.error());
        assertThat(entry)
                .hasToString("line 5: 1/(1 + exp(-t)) on [-32.0308, 32.0308]: degree 81, error 1.1e-04, at the results"
                        + " 1.1e-04");
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "2, 2", "3, 2", "4, 3", "7, 3", "8, 4", "83, 7", "127, 7", "128, 8"})
    void depthOfADegree(int degree, int depth) {
        assertThat(Approximate.depth(degree)).isEqualTo(depth);
    }
}
