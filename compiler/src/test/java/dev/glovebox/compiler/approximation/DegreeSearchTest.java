package dev.glovebox.compiler.approximation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DegreeSearchTest {
    private static DegreeSearch search(DoubleUnaryOperator f) {
        return new DegreeSearch(f, new double[0], 1023);
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    @ParameterizedTest(name = "sigmoid on ±{0} within 2^-{1}")
    @CsvSource({"4, 8, 7", "32, 13, 81", "32, 14, 89", "32, 30, 201", "251, 14, 685"})
    void theSigmoidIsOddAboutOneHalf(double radius, int bits, int degree) {
        DegreeSearch.Approximation found = search(t -> sigmoid(radius * t)).find(Math.scalb(1.0, -bits));
        assertThat(found.degree()).isEqualTo(degree);
        assertThat(found.error()).isLessThanOrEqualTo(Math.scalb(1.0, -bits));
        assertThat(found.coefficients()[0]).isCloseTo(0.5, within(1e-15));
        for (int k = 2; k < found.coefficients().length; k += 2) {
            assertThat(found.coefficients()[k]).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({"0.1", "0.01", "0.001", "0.0001"})
    void noLowerDegreeMeetsTheTarget(double target) {
        DoubleUnaryOperator f = t -> Math.log(1.2 + t);
        DegreeSearch.Approximation found = search(f).find(target);
        assertThat(found.error()).isLessThanOrEqualTo(target);
        Remez.Result lower = Remez.minimax(f, found.degree() - 1, Symmetry.NONE, 1e-6, Double.POSITIVE_INFINITY);
        assertThat(lower.levelled()).isGreaterThan(target * 0.999);
    }

    @Test
    void anUnreachableTargetGetsTheGreatestDegree() {
        DegreeSearch.Approximation found = new DegreeSearch(Math::abs, new double[0], 63).find(1e-3);
        assertThat(found.degree()).isEqualTo(62);
        assertThat(found.error()).isCloseTo(0.2802 / 62, within(1e-5));
    }

    @Test
    void constantsHaveDegreeZero() {
        assertThat(search(_ -> 3).find(1e-3).coefficients()).containsExactly(3);
        assertThat(search(_ -> 0).find(1e-3).coefficients()).containsExactly(0);
    }

    @Test
    void theMeasuredErrorSeesANarrowKink() {
        DoubleUnaryOperator spike = t -> Math.max(0, 1e-2 - Math.abs(t - 0.1234567));
        double error = DegreeSearch.greatestError(spike, new double[12], false);
        assertThat(error).isCloseTo(1e-2, within(1e-6));
    }

    @Test
    void tellingPointsUncoverAPeakBetweenSamples() {
        DoubleUnaryOperator peak = t -> Math.exp(-1e8 * (t - 0.3) * (t - 0.3));
        DegreeSearch.Approximation found = new DegreeSearch(peak, new double[] {0.3}, 1023).find(0.01);
        assertThat(found.error()).isGreaterThan(0.4);
    }
}
