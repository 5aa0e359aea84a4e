package dev.glovebox.compiler.approximation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeastSquaresTest {
    private static final DoubleUnaryOperator NORMAL = x -> Math.exp(-8 * x * x);

    private static double inner(DoubleUnaryOperator a, DoubleUnaryOperator b, DoubleUnaryOperator weight) {
        int points = 20_000;
        double sum = 0;
        for (int i = 0; i < points; i++) {
            double x = (i + 0.5) * 2 / points - 1;
            sum += weight.applyAsDouble(x) * a.applyAsDouble(x) * b.applyAsDouble(x) * 2 / points;
        }
        return sum;
    }

    @Test
    void aPolynomialIsItself() {
        double[] c = {0.5, -1, 0.25, 2};
        assertThat(LeastSquares.fit(x -> Chebyshev.evaluate(c, x), 3, NORMAL)).containsExactly(c, within(1e-12));
        assertThat(LeastSquares.fit(_ -> 7, 0, NORMAL)).containsExactly(new double[] {7}, within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 9, 40, 300})
    void theErrorIsOrthogonalToAllPolynomialsOfTheDegree(int degree) {
        for (DoubleUnaryOperator weight : new DoubleUnaryOperator[] {_ -> 1, NORMAL}) {
            double[] c = LeastSquares.fit(Math::abs, degree, weight);
            for (int k = 0; k <= degree; k += Math.max(1, degree / 8)) {
                double[] chebyshev = new double[k + 1];
                chebyshev[k] = 1;
                assertThat(inner(
                                x -> Math.abs(x) - Chebyshev.evaluate(c, x),
                                x -> Chebyshev.evaluate(chebyshev, x),
                                weight))
                        .isCloseTo(0, within(1e-4));
            }
        }
    }
}
