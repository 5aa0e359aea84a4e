package dev.glovebox.compiler.approximation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.glovebox.compiler.ir.Interval;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChebyshevTest {
    private static double[] random(Random random, int length) {
        return random.doubles(length, -1, 1).toArray();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void evaluatesTheDefinition(long seed) {
        double[] c = random(new Random(seed), 40);
        for (double angle = 0; angle <= Math.PI; angle += 0.05) {
            double sum = 0;
            for (int k = 0; k < c.length; k++) {
                sum += c[k] * Math.cos(k * angle);
            }
            assertThat(Chebyshev.evaluate(c, Math.cos(angle))).isCloseTo(sum, within(1e-11));
        }
        assertThat(Chebyshev.evaluate(new double[] {0, 0, 1}, 3)).isEqualTo(17);
        assertThat(Chebyshev.evaluate(new double[] {0, 1}, new Interval(2, 6), 5))
                .isEqualTo(0.5);
        assertThat(Chebyshev.evaluate(new double[0], 0.3)).isZero();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void arithmeticAgreesWithValues(long seed) {
        Random random = new Random(seed);
        double[] a = random(random, 1 + random.nextInt(12));
        double[] b = random(random, 1 + random.nextInt(12));
        double[] product = Chebyshev.multiply(a, b);
        double[] sum = Chebyshev.add(a, b);
        double[] derivative = Chebyshev.derivative(a);
        assertThat(product).hasSize(a.length + b.length - 1);
        assertThat(derivative).hasSize(Math.max(1, a.length - 1));
        for (double t = -1; t <= 1; t += 0.125) {
            double x = Chebyshev.evaluate(a, t);
            double y = Chebyshev.evaluate(b, t);
            assertThat(Chebyshev.evaluate(product, t)).isCloseTo(x * y, within(1e-12));
            assertThat(Chebyshev.evaluate(sum, t)).isCloseTo(x + y, within(1e-12));
            double difference = (Chebyshev.evaluate(a, t + 1e-6) - Chebyshev.evaluate(a, t - 1e-6)) / 2e-6;
            assertThat(Chebyshev.evaluate(derivative, t)).isCloseTo(difference, within(1e-4));
        }
    }

    @Test
    void convertsToAndFromPowers() {
        // 8t⁴ - 8t² + 1 = T₄.
        assertThat(Chebyshev.fromMonomial(new double[] {1, 0, -8, 0, 8})).containsExactly(0, 0, 0, 0, 1);
        assertThat(Chebyshev.toMonomial(new double[] {0, 0, 0, 0, 1})).containsExactly(1, 0, -8, 0, 8);
        assertThat(Chebyshev.fromMonomial(new double[0])).containsExactly(0);
        double[] c = random(new Random(9), 12);
        assertThat(Chebyshev.fromMonomial(Chebyshev.toMonomial(c))).containsExactly(c, within(1e-11));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 32, 100, 257})
    void interpolationReproducesPolynomials(int degree) {
        double[] c = random(new Random(degree), degree + 1);
        double[] found = Chebyshev.interpolate(t -> Chebyshev.evaluate(c, t), degree);
        assertThat(found).containsExactly(c, within(1e-11));
        assertThat(Chebyshev.point(0, degree)).isEqualTo(1);
        assertThat(Chebyshev.point(degree, degree)).isEqualTo(-1);
    }
}
