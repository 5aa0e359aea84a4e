package dev.glovebox.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.glovebox.CircuitClient;
import dev.glovebox.CircuitServer;
import dev.glovebox.CompiledCircuit;
import dev.glovebox.Glovebox;
import dev.glovebox.dsl.Circuit;
import dev.glovebox.dsl.Encrypted;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** More precision than one prime a level can give takes two (composite scaling), and keeps what it promises. */
class HighPrecisionTest {
    private static final int BITS = 30;

    /** A sigmoid of a few weights, and a polynomial whose factors magnify noise. */
    public static final class Fine {
        private final double[] w = {0.5, -0.75, 0.25, 0.125};

        @Circuit(precisionBits = BITS)
        public double[] value(@Encrypted(shape = 4, min = -1, max = 1) double[] x) {
            double z = 0.1;
            for (int i = 0; i < w.length; i++) {
                z += w[i] * x[i];
            }
            return new double[] {1 / (1 + Math.exp(-z)), 40 * (z * z - z) + 20 * x[0] * x[1]};
        }
    }

    @Test
    void twoPrimesALevel() {
        CompiledCircuit<double[], double[]> circuit = Glovebox.load(Fine.class, "value");
        List<List<Integer>> levels = circuit.manifest().parameters().levelBits();
        assertThat(levels.subList(1, levels.size()))
                .isNotEmpty()
                .allSatisfy(level -> assertThat(level).hasSize(2));
        assertThat(circuit.manifest().summary().predictedPrecisionBits()).isBetween(BITS + 0.0, BITS + 4.0);
        Random random = new Random(3);
        try (CircuitClient<double[], double[]> client = circuit.newClient();
                CircuitServer server = circuit.newServer(client.evaluationKeys())) {
            for (int i = 0; i < 4; i++) {
                double[] x = random.doubles(4, -1, 1).toArray();
                double[] found = client.decrypt(server.evaluate(client.encrypt(x)));
                assertThat(found).containsExactly(new Fine().value(x), within(Math.scalb(1.0, -BITS)));
            }
        }
    }
}
