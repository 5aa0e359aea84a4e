package dev.glovebox.compiler.approximation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glovebox.compiler.CompilerOptions;
import dev.glovebox.compiler.ir.tensor.TensorProgram;
import dev.glovebox.compiler.ir.text.IrParser;
import dev.glovebox.compiler.range.InferRanges;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ways to find polynomials, by name. */
class FitTest {
    private static final TensorProgram SIGMOID = new InferRanges().apply(IrParser.parseTensor("""
            tensor "Model.predict" precision 12 {
              %0 = input "x" at 0 normalized : [2] in [-1, 1]
              %1 = affine dense<1x2>[[4, 4]] * %0 + [0.5] : [1] in [-Infinity, Infinity] @ Model.predict(Model.java:4)
              %2 = apply 1 / (1 + exp(-t)) to %1 : [1] in [-Infinity, Infinity] @ Model.predict(Model.java:5)
              results %2[0]
            }
            """));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "minimax | 1/(1 + exp(-t)) on [-8.508, 8.508]: degree 23, error 2^-13.8",
                "chebyshev | 1/(1 + exp(-t)) on [-8.508, 8.508]: Chebyshev interpolation of degree 25, error 2^-13.9",
                "least-squares | 1/(1 + exp(-t)) on [-8.508, 8.508]: least squares of degree 25, error 2^-13.3"
            })
    void theSummarySaysWhatWasChosen(String name, String summary) {
        PrecisionBudget budget = new Approximate(CompilerOptions.DEFAULT.withApproximation(name))
                .approximate(SIGMOID)
                .budget();
        assertThat(budget.error()).isLessThanOrEqualTo(PrecisionBudget.allowed(12));
        assertThat(budget.entries().getFirst().summary()).isEqualTo(summary);
    }

    @Test
    void noneOfADegreeIsBetterThanTheMinimaxOne() {
        for (int degree : new int[] {3, 8, 15, 32}) {
            double least = search(Fit.MINIMAX).ofDegree(degree).error();
            for (Fit fit : Fit.values()) {
                assertThat(search(fit).ofDegree(degree).error()).isGreaterThanOrEqualTo(least * (1 - 1e-6));
            }
        }
    }

    /** The degree below does not serve, or is another parity. */
    @ParameterizedTest
    @CsvSource({"CHEBYSHEV, 1e-2", "CHEBYSHEV, 1e-5", "LEAST_SQUARES, 1e-3", "LEAST_SQUARES, 1e-9", "MINIMAX, 1e-4"})
    void theDegreeIsTheLeastThatServes(Fit fit, double target) {
        DegreeSearch.Approximation found = search(fit).find(target);
        assertThat(found.error()).isLessThanOrEqualTo(target);
        assertThat(search(fit).ofDegree(found.degree() - 1).error()).isGreaterThan(target);
    }

    private static DegreeSearch search(Fit fit) {
        return new DegreeSearch(x -> Math.exp(Math.sin(4 * x)), new double[0], 127, fit);
    }

    @Test
    void anUnknownNameIsRefusedWithThoseThatAreKnown() {
        assertThatThrownBy(() -> new Approximate(CompilerOptions.DEFAULT.withApproximation("taylor")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no approximation taylor; expected one of [minimax, chebyshev, least-squares]");
    }
}
