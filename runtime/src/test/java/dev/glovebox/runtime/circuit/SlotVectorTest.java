package dev.glovebox.runtime.circuit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SlotVectorTest {
    @Test
    void addsShiftedProducts() {
        Random random = new Random(4);
        int slots = 16;
        for (int period = 1; period <= slots; period *= 2) {
            SlotVector vector = SlotVector.of(random.doubles(period, -1, 1).toArray());
            double[] x = random.doubles(slots, -1, 1).toArray();
            for (int xShift = 0; xShift < slots; xShift++) {
                for (int sumShift = 0; sumShift < slots; sumShift += 3) {
                    double[] sum = random.doubles(slots, -1, 1).toArray();
                    double[] expected = sum.clone();
                    for (int i = 0; i < slots; i++) {
                        expected[(i + sumShift) % slots] += vector.get(i) * x[(i + xShift) % slots];
                    }
                    vector.addProduct(x, xShift, sum, sumShift);
                    assertThat(sum).containsExactly(expected);
                }
            }
        }
    }
}
