package dev.glovebox.compiler.frontend;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LifterTest {
    @Test
    void logisticRegressionIsOneAffineMapAndOneFunction() {
        LiftedModel lifted = Fixture.check("""
                private final double[] weights = {0.5, -1, 2};
                private final double bias = 0.25;
                @Circuit public double predict(@Encrypted(shape = 3, min = -4, max = 4) double[] cell) {
                    double z = bias;
                    for (int i = 0; i < cell.length; i++) z += weights[i] * cell[i];
                    return 1 / (1 + Math.exp(-z));
                }
                """);
        assertThat(lifted.program().nodes()).hasSize(3);
    }
}
