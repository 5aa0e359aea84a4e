package dev.glovebox.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.CircuitClient;
import dev.glovebox.CircuitServer;
import dev.glovebox.CompiledCircuit;
import dev.glovebox.Glovebox;
import dev.glovebox.compiler.simulator.SimulatedCircuit;
import dev.glovebox.dsl.Circuit;
import dev.glovebox.dsl.Encrypted;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Models with branches on encrypted data, from class file to decrypted answer. */
class BranchModelsTest {
    private static final int BITS = 8;

    /** A hand-written decision tree on counts. */
    public static final class Triage {
        @Circuit(precisionBits = BITS)
        public double urgency(@Encrypted(shape = 5, min = 0, max = 10, step = 1) double[] x) {
            if (x[0] <= 4) {
                if (x[1] > 6) {
                    if (x[2] < 3) {
                        return x[4] >= 8 ? 0.9 : 0.6;
                    }
                    return 0.4;
                } else if (x[3] > 2) {
                    return x[2] > 5 ? 0.3 : 0.25;
                }
                return 0.1;
            }
            if (x[4] < 2 || x[3] == 7) {
                return 1;
            }
            double score = 0.2;
            for (double v : x) {
                if (v > 8) {
                    score += 0.1;
                }
            }
            return score;
        }
    }

    /** Gradient boosted trees as objects. */
    public static final class Boosted {
        private static final int FEATURES = 12;

        sealed interface Node {
            double value(double[] x);
        }

        record Leaf(double weight) implements Node {
            @Override
            public double value(double[] x) {
                return weight;
            }
        }

        record Split(int feature, double threshold, Node low, Node high) implements Node {
            @Override
            public double value(double[] x) {
                return x[feature] <= threshold ? low.value(x) : high.value(x);
            }
        }

        private final Node[] trees = new Node[100];

        public Boosted() {
            Random random = new Random(7);
            for (int i = 0; i < trees.length; i++) {
                trees[i] = tree(random, 3);
            }
        }

        private static Node tree(Random random, int depth) {
            return depth == 0
                    ? new Leaf(random.nextDouble(-0.05, 0.05))
                    : new Split(
                            random.nextInt(FEATURES),
                            random.nextInt(10),
                            tree(random, depth - 1),
                            tree(random, depth - 1));
        }

        @Circuit(precisionBits = BITS)
        public double score(@Encrypted(shape = FEATURES, min = 0, max = 10, step = 1) double[] x) {
            double sum = 0;
            for (Node tree : trees) {
                sum += tree.value(x);
            }
            return sum;
        }
    }

    private static double[] row(Random random, int size) {
        return random.ints(size, 0, 11).asDoubleStream().toArray();
    }

    private static void simulate(CompiledModel model, int size, ToDoubleFunction<double[]> clear) {
        SimulatedCircuit circuit = SimulatedCircuit.of(model);
        Random random = new Random(5);
        for (int i = 0; i < 20; i++) {
            double[] x = row(random, size);
            SimulatedCircuit.Result result = circuit.run(x);
            assertThat(result.approximationError(new double[] {clear.applyAsDouble(x)}) + result.predictedErrors()[0])
                    .isLessThan(Math.scalb(1.0, -BITS));
        }
    }

    private static void encrypt(Class<?> type, String method, int size, ToDoubleFunction<double[]> clear) {
        CompiledCircuit<double[], Double> circuit = Glovebox.load(type, method);
        Random random = new Random(6);
        try (CircuitClient<double[], Double> client = circuit.newClient();
                CircuitServer server = circuit.newServer(client.evaluationKeys())) {
            for (int i = 0; i < 3; i++) {
                double[] x = row(random, size);
                double found = client.decrypt(server.evaluate(client.encrypt(x)));
                assertThat(Math.abs(found - clear.applyAsDouble(x))).isLessThan(Math.scalb(1.0, -BITS));
            }
        }
    }

    @Test
    void aHandWrittenTree() {
        simulate(new Compiler(CompilerOptions.DEFAULT).compile(Triage.class, "urgency"), 5, new Triage()::urgency);
    }

    @Test
    void aBoostedEnsemble() {
        CompiledModel model = new Compiler(CompilerOptions.DEFAULT).compile(Boosted.class, "score");
        assertThat(model.warnings()).isEmpty();
        simulate(model, Boosted.FEATURES, new Boosted()::score);
    }

    @Tag("slow")
    @Test
    void encryptedTree() {
        encrypt(Triage.class, "urgency", 5, new Triage()::urgency);
    }

    @Tag("slow")
    @Test
    void encryptedEnsemble() {
        encrypt(Boosted.class, "score", Boosted.FEATURES, new Boosted()::score);
    }
}
