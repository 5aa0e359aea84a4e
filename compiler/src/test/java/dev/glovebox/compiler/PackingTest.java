package dev.glovebox.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.glovebox.CircuitClient;
import dev.glovebox.CircuitServer;
import dev.glovebox.CompiledCircuit;
import dev.glovebox.Glovebox;
import dev.glovebox.compiler.simulator.SimulatedCircuit;
import dev.glovebox.dsl.Circuit;
import dev.glovebox.dsl.Encrypted;
import dev.glovebox.dsl.Packing;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One model in every packing, encrypted: each sample of a batch has its own result. */
class PackingTest {
    private static final int FEATURES = 6;
    private static final int HIDDEN = 5;

    /** Two layers, a rotation and a product of inputs. */
    static class Network {
        private final double[][] hidden = new double[HIDDEN][FEATURES];
        private final double[] out = new double[HIDDEN];

        Network() {
            Random random = new Random(5);
            for (int i = 0; i < HIDDEN; i++) {
                out[i] = random.nextDouble(-1, 1);
                for (int j = 0; j < FEATURES; j++) {
                    hidden[i][j] = random.nextDouble(-1, 1);
                }
            }
        }

        double[] run(double[] x) {
            double z = 0.25;
            for (int i = 0; i < HIDDEN; i++) {
                double y = 0.5;
                for (int j = 0; j < FEATURES; j++) {
                    y += hidden[i][j] * x[j];
                }
                z += out[i] * y * y;
            }
            return new double[] {1 / (1 + Math.exp(-z)), x[0] * x[FEATURES - 1] - 1, 3};
        }

        @Circuit
        double[] latency(@Encrypted(shape = FEATURES, min = -1, max = 1) double[] x) {
            return run(x);
        }

        @Circuit(packing = Packing.BATCHED)
        double[] batched(@Encrypted(shape = FEATURES, min = -1, max = 1) double[] x) {
            return run(x);
        }

        @Circuit(packing = Packing.THROUGHPUT)
        double[] throughput(@Encrypted(shape = FEATURES, min = -1, max = 1) double[] x) {
            return run(x);
        }
    }

    @ParameterizedTest(name = "{0}: a batch of {1}")
    @CsvSource({"latency, 1", "batched, 100", "throughput, 1", "throughput, 1000"})
    void everySampleHasItsResult(String packing, int count) {
        Function<double[], double[]> clear = new Network()::run;
        List<double[]> inputs = samples(count);
        CompiledCircuit<double[], double[]> circuit = Glovebox.load(Network.class, packing);
        try (CircuitClient<double[], double[]> client = circuit.newClient();
                CircuitServer server = circuit.newServer(client.evaluationKeys())) {
            List<double[]> results = client.decryptBatch(server.evaluate(client.encryptBatch(inputs)), count);
            assertThat(results).hasSize(count);
            for (int k = 0; k < count; k++) {
                assertThat(results.get(k))
                        .as("sample " + k)
                        .containsExactly(clear.apply(inputs.get(k)), within(0x1p-12));
            }
        }
    }

    @Test
    void aFullBatchFits() {
        CompiledCircuit<double[], double[]> circuit = Glovebox.load(Network.class, "batched");
        int count = circuit.manifest().samples();
        assertThat(circuit.manifest().ciphertextSlots())
                .isEqualTo(circuit.parameters().maxSlots());
        List<double[]> inputs = samples(count);
        try (CircuitClient<double[], double[]> client = circuit.newClient();
                CircuitServer server = circuit.newServer(client.evaluationKeys())) {
            List<double[]> results = client.decryptBatch(server.evaluate(client.encryptBatch(inputs)), count);
            for (int k = 0; k < count; k++) {
                assertThat(results.get(k)).containsExactly(new Network().run(inputs.get(k)), within(0x1p-12));
            }
        }
    }

    @Test
    void throughputNeedsNoRotation() {
        CompiledModel model = new Compiler(CompilerOptions.DEFAULT).compile(Network.class, "throughput");
        assertThat(model.manifest().keys().rotations()).isEmpty();
        assertThat(model.manifest().slots()).isEqualTo(1);
        assertThat(model.manifest().inputs()).hasSize(FEATURES);
    }

    @ParameterizedTest
    @CsvSource({"latency", "batched", "throughput"})
    void theSimulatorAgrees(String packing) {
        SimulatedCircuit simulated =
                SimulatedCircuit.of(new Compiler(CompilerOptions.DEFAULT).compile(Network.class, packing));
        for (double[] x : samples(3)) {
            SimulatedCircuit.Result result = simulated.run(x);
            assertThat(result.values()).containsExactly(new Network().run(x), within(0x1p-13));
            assertThat(result.predictedErrors()[0]).isBetween(0x1p-40, 0x1p-13);
        }
    }

    /** More elements than a ciphertext of the ring has slots. */
    static class Wide {
        static final int SIZE = 40_000;

        @Circuit(precisionBits = 8)
        double[] energy(@Encrypted(shape = SIZE, min = -1, max = 1) double[] x) {
            double mean = 0;
            double energy = 0;
            for (int i = 0; i < SIZE; i++) {
                mean += x[i] / SIZE;
                energy += (i % 7 + 1) * x[i] * x[i] / SIZE;
            }
            return new double[] {mean, energy, x[SIZE - 1]};
        }
    }

    @Test
    void aVectorLongerThanTheSlotsLiesInSeveralCiphertexts() {
        CompiledModel model = new Compiler(CompilerOptions.DEFAULT).compile(Wide.class, "energy");
        int slots = model.manifest().slots();
        assertThat(slots).isLessThan(Wide.SIZE);
        assertThat(model.manifest().inputs()).hasSize(Math.ceilDiv(Wide.SIZE, slots));
        double[] x = new Random(2).doubles(Wide.SIZE, -1, 1).toArray();
        double[] clear = new Wide().energy(x);
        assertThat(SimulatedCircuit.of(model).run(x).values()).containsExactly(clear, within(0x1p-8));
        CompiledCircuit<double[], double[]> circuit = Glovebox.load(Wide.class, "energy");
        try (CircuitClient<double[], double[]> client = circuit.newClient();
                CircuitServer server = circuit.newServer(client.evaluationKeys())) {
            assertThat(client.decrypt(server.evaluate(client.encrypt(x)))).containsExactly(clear, within(0x1p-8));
        }
    }

    @Test
    void aRingThatIsForcedMayBeSmallerThanTheVector() {
        CompilerOptions options = CompilerOptions.DEFAULT.withForced(new CompilerOptions.Forced(null, 6, 13, 0, 0));
        CompiledModel model = new Compiler(options).compile(Wide.class, "energy");
        assertThat(model.manifest().parameters().logDegree()).isEqualTo(13);
        assertThat(model.manifest().inputs()).hasSize(10);
        double[] x = new Random(3).doubles(Wide.SIZE, -1, 1).toArray();
        assertThat(SimulatedCircuit.of(model).run(x).values()).containsExactly(new Wide().energy(x), within(0x1p-6));
    }

    private static List<double[]> samples(int count) {
        Random random = new Random(9);
        List<double[]> samples = new ArrayList<>();
        for (int k = 0; k < count; k++) {
            samples.add(random.doubles(FEATURES, -1, 1).toArray());
        }
        return samples;
    }
}
