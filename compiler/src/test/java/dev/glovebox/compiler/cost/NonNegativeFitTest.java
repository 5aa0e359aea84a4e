package dev.glovebox.compiler.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.glovebox.compiler.cost.NonNegativeFit.Point;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NonNegativeFitTest {
    private static List<Point> points(double noise, double... truth) {
        Random random = new Random(1);
        return IntStream.range(0, 40)
                .mapToObj(_ -> {
                    double[] steps = random.doubles(truth.length, 1, 1000).toArray();
                    double nanos = 0;
                    for (int i = 0; i < truth.length; i++) {
                        nanos += truth[i] * steps[i];
                    }
                    return new Point(steps, nanos * (1 + noise * (2 * random.nextDouble() - 1)));
                })
                .toList();
    }

    @Test
    void whatPointsAreMadeOfIsFound() {
        double[] fit = NonNegativeFit.of(points(0, 3, 0, 0.5, 20, 1));
        assertThat(fit).containsExactly(new double[] {3, 0, 0.5, 20, 1}, offset(1e-9));
    }

    @Test
    void noiseMovesTheFitLittle() {
        List<Point> noisy = points(0.05, 3, 2, 5, 20, 1);
        double[] fit = NonNegativeFit.of(noisy);
        assertThat(NonNegativeFit.error(noisy, fit)).isLessThan(0.08);
        assertThat(fit[3]).isCloseTo(20, offset(1.0));
    }

    @Test
    void aCoefficientBelowZeroIsLeftOut() {
        assertThat(Arrays.stream(NonNegativeFit.of(points(0, 3, -0.01, 5, 20, 1))))
                .allMatch(c -> c >= 0);
    }

    @Test
    void aMultipleIsFound() {
        assertThat(NonNegativeFit.scaled(points(0, 6, 4), new double[] {3, 2}))
                .containsExactly(new double[] {6, 4}, offset(1e-9));
    }
}
