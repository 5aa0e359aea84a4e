package dev.glovebox.runtime.circuit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SlotVectorTest {
    @Test
    void addsShiftedProducts() {
        Random random = new Random(4);
        int slots = 128;
        for (int period = 1; period <= slots; period *= 2) {
            SlotVector vector = SlotVector.of(values(period, random));
            double[] x = random.doubles(slots, -1, 1).toArray();
            for (int xShift = 0; xShift < slots; xShift += 5) {
                for (int sumShift = 0; sumShift < slots; sumShift += 7) {
                    int count = random.nextInt(slots + 1);
                    double[] sum = random.doubles(slots, -1, 1).toArray();
                    double[] expected = sum.clone();
                    for (int i = 0; i < count; i++) {
                        expected[(i + sumShift) % slots] += vector.get(i) * x[(i + xShift) % slots];
                    }
                    vector.addProduct(x, xShift, sum, sumShift, count);
                    assertThat(sum).containsExactly(expected);
                }
            }
        }
    }

    /** With runs of zeros, which products leave out. */
    private static double[] values(int period, Random random) {
        double[] values = new double[period];
        for (int i = 0; i < period; i += 1 + (random.nextInt(4) == 0 ? random.nextInt(40) : 0)) {
            values[i] = random.nextDouble(-1, 1);
        }
        return values;
    }

    @Test
    void valuesLieInSpans() {
        Random random = new Random(5);
        double[] values = values(256, random);
        int[] end = {0};
        SlotVector.of(values).forEachSpan((from, to) -> {
            assertThat(Arrays.stream(values, end[0], from)).allMatch(x -> x == 0);
            assertThat(values[from]).isNotZero();
            assertThat(values[to - 1]).isNotZero();
            end[0] = to;
        });
        assertThat(end[0]).isPositive();
        assertThat(Arrays.stream(values, end[0], values.length)).allMatch(x -> x == 0);
    }
}
