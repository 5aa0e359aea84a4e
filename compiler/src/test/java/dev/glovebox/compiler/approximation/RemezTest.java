package dev.glovebox.compiler.approximation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.glovebox.compiler.ir.Interval;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RemezTest {
    private static final double NEVER = Double.POSITIVE_INFINITY;

    private static final Map<String, DoubleUnaryOperator> FUNCTIONS = Map.of(
            "exp", Math::exp,
            "exp8", t -> Math.exp(8 * t),
            "abs", Math::abs,
            "abs(t - 0.3)", t -> Math.abs(t - 0.3),
            "sigmoid", t -> 1 / (1 + Math.exp(-32 * t)) - 0.5,
            "sqrt", t -> Math.sqrt((1 + t) / 2),
            "cbrt", Math::cbrt,
            "cos", t -> Math.cos(20 * t),
            "log", t -> Math.log(1.01 + t));

    private static Remez.Result minimax(String function, int degree, Symmetry symmetry) {
        return Remez.minimax(FUNCTIONS.get(function), degree, symmetry, 1e-6, NEVER);
    }

    /** Errors of the best polynomials of eˣ (Meinardus, Approximation of Functions, 1967, gives those of small degree). */
    @ParameterizedTest
    @CsvSource({
        "1, 2.7880e-1",
        "2, 4.5017e-2",
        "3, 5.5284e-3",
        "4, 5.4667e-4",
        "5, 4.5206e-5",
        "6, 3.2109e-6",
        "7, 1.9983e-7",
        "8, 1.1064e-8",
        "9, 5.5173e-10",
        "10, 2.5023e-11"
    })
    void exponential(int degree, double error) {
        Remez.Result result = minimax("exp", degree, Symmetry.NONE);
        assertThat(result.error()).isCloseTo(error, within(1e-4 * error));
        assertThat(result.coefficients()).hasSize(degree + 1);
    }

    @Test
    void theBestLineOfTheExponentialIsKnownInClosedForm() {
        double slope = Math.sinh(1);
        double touching = Math.log(slope);
        double error = (Math.E - slope - (slope - slope * touching)) / 2;
        assertThat(minimax("exp", 1, Symmetry.NONE).levelled()).isCloseTo(error, within(1e-12));
    }

    /** n·E(n) tends to Bernstein's constant 0.2801694990…, from below for even n (Varga and Carpenter 1985). */
    @ParameterizedTest
    @ValueSource(ints = {20, 100, 500, 1000})
    void absoluteValue(int degree) {
        Remez.Result result = minimax("abs", degree, Symmetry.EVEN);
        assertThat(degree * result.error()).isCloseTo(0.28016949902, within(0.2 / degree / degree + 1e-5));
        assertThat(result.coefficients()).hasSize(degree + 1);
    }

    @ParameterizedTest
    @CsvSource({
        "exp, 12, NONE",
        "exp8, 25, NONE",
        "abs, 40, EVEN",
        "abs, 41, NONE",
        "abs(t - 0.3), 60, NONE",
        "sigmoid, 89, ODD",
        "sigmoid, 89, NONE",
        "sqrt, 30, NONE",
        "cbrt, 61, ODD",
        "cos, 40, EVEN",
        "log, 50, NONE",
        "sigmoid, 401, ODD",
        "abs(t - 0.3), 500, NONE"
    })
    void theErrorAlternates(String function, int degree, Symmetry symmetry) {
        Remez.Result result = minimax(function, degree, symmetry);
        DoubleUnaryOperator f = FUNCTIONS.get(function);
        double rounding =
                1e-13 * Arrays.stream(result.coefficients()).map(Math::abs).sum();
        double[] reference = result.reference();
        int unknowns =
                symmetry == Symmetry.NONE ? degree + 1 : symmetry == Symmetry.EVEN ? degree / 2 + 1 : (degree + 1) / 2;
        assertThat(reference.length).isEqualTo(unknowns + 1);
        double sign = 0;
        for (double t : reference) {
            double error = f.applyAsDouble(t) - Chebyshev.evaluate(result.coefficients(), t);
            assertThat(Math.abs(error)).isCloseTo(result.levelled(), within(1e-5 * result.levelled() + rounding));
            if (result.levelled() > 10 * rounding) {
                assertThat(Math.signum(error)).isNotEqualTo(sign);
            }
            sign = Math.signum(error);
        }
        double greatest = DegreeSearch.greatestError(f, result.coefficients(), false);
        assertThat(greatest).isLessThanOrEqualTo(result.levelled() * 1.002 + rounding);
    }

    @Test
    void symmetryLeavesOtherCoefficientsExactlyZero() {
        double[] odd = minimax("sigmoid", 63, Symmetry.ODD).coefficients();
        double[] even = minimax("cos", 30, Symmetry.EVEN).coefficients();
        for (int k = 0; k < odd.length; k += 2) {
            assertThat(odd[k]).isZero();
        }
        for (int k = 1; k < even.length; k += 2) {
            assertThat(even[k]).isZero();
        }
        double withSymmetry = minimax("sigmoid", 63, Symmetry.ODD).levelled();
        double without = minimax("sigmoid", 63, Symmetry.NONE).levelled();
        assertThat(withSymmetry).isCloseTo(without, within(1e-5 * without));
    }

    @Test
    void givesUpWhenNoPolynomialOfTheDegreeCanMeetTheTarget() {
        Remez.Result result = Remez.minimax(FUNCTIONS.get("abs"), 20, Symmetry.EVEN, 1e-6, 1e-3);
        assertThat(result.error()).isInfinite();
        assertThat(result.levelled()).isBetween(1e-3, 0.015);
    }

    @ParameterizedTest(name = "degree {0}")
    @ValueSource(ints = {1, 4, 9, 14, 21})
    void equioscillatesOnSeveralIntervals(int degree) {
        List<Interval> domain = List.of(new Interval(-1, -0.6), new Interval(-0.1, 0.2), new Interval(0.5, 1));
        DoubleUnaryOperator f = x -> Math.exp(x) * (x > 0.4 ? 1 : 0.5);
        Remez.Result best = Remez.minimax(f, degree, Symmetry.NONE, domain, 1e-9, Double.POSITIVE_INFINITY);
        assertThat(best.error()).isLessThanOrEqualTo(best.levelled() * (1 + 1e-6));
        assertThat(best.reference()).hasSize(degree + 2);
        double sign = 0;
        for (double t : best.reference()) {
            assertThat(domain).anyMatch(i -> t >= i.lo() - 1e-12 && t <= i.hi() + 1e-12);
            double error = f.applyAsDouble(t) - Chebyshev.evaluate(best.coefficients(), t);
            assertThat(Math.abs(error)).isCloseTo(best.error(), Offset.offset(1e-4 * best.error()));
            assertThat(Math.signum(error)).isNotEqualTo(sign);
            sign = Math.signum(error);
        }
        for (Interval i : domain) {
            for (int k = 0; k <= 2000; k++) {
                double t = i.lo() + (i.hi() - i.lo()) * k / 2000;
                assertThat(Math.abs(f.applyAsDouble(t) - Chebyshev.evaluate(best.coefficients(), t)))
                        .isLessThanOrEqualTo(best.error() * (1 + 1e-4));
            }
        }
    }
}
