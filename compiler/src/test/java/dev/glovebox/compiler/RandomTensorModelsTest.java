package dev.glovebox.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.CircuitClient;
import dev.glovebox.CircuitServer;
import dev.glovebox.CompiledCircuit;
import dev.glovebox.Glovebox;
import dev.glovebox.compiler.simulator.SimulatedCircuit;
import dev.glovebox.dsl.Circuit;
import dev.glovebox.dsl.Encrypted;
import dev.glovebox.dsl.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random networks of tensor layers, as live objects: clear ≈ simulated ≈ encrypted within the precision asked. */
class RandomTensorModelsTest {
    private static final int DEFAULT_MODELS = 18;
    private static final int ALL_MODELS = 150;

    interface Layer {
        Tensor apply(Tensor x);
    }

    record Convolution(Tensor weight, Tensor bias, int stride, int padding, int dilation, int groups) implements Layer {
        @Override
        public Tensor apply(Tensor x) {
            return x.conv2d(weight, bias, stride, padding, dilation, groups);
        }
    }

    record Pool(int kernel, boolean adaptive) implements Layer {
        @Override
        public Tensor apply(Tensor x) {
            return adaptive ? x.adaptiveAvgPool2d(kernel, kernel) : x.avgPool2d(kernel, 1, kernel / 2);
        }
    }

    record Normalisation(Tensor mean, Tensor variance, Tensor scale, Tensor shift) implements Layer {
        @Override
        public Tensor apply(Tensor x) {
            return x.batchNorm(mean, variance, scale, shift, 0.5);
        }
    }

    record Movement(int kind) implements Layer {
        @Override
        public Tensor apply(Tensor x) {
            return switch (kind) {
                case 0 -> x.transpose(0, 2, 1);
                case 1 -> x.pad(-1, 1, 0, 0.5);
                case 2 -> Tensor.concat(0, x, x.mean(0).reshape(1, x.shape()[1], x.shape()[2]));
                default ->
                    x.slice(1, 0, x.shape()[1], 2).plus(x.sum(1, 2).times(0.125).reshape(-1, 1, 1));
            };
        }
    }

    enum Activation implements Layer {
        SQUARE {
            @Override
            public Tensor apply(Tensor x) {
                return x.square();
            }
        },
        SIGMOID {
            @Override
            public Tensor apply(Tensor x) {
                return x.sigmoid();
            }
        },
        SILU {
            @Override
            public Tensor apply(Tensor x) {
                return x.silu();
            }
        },
        POLYNOMIAL {
            @Override
            public Tensor apply(Tensor x) {
                return x.polynomial(0.25, 0.5, 0.125);
            }
        },
        GATE {
            @Override
            public Tensor apply(Tensor x) {
                return x.times(x.slice(0, 0, 1));
            }
        }
    }

    /** A matrix on all elements; results in [-8, 8]. */
    record Dense(Tensor weight) implements Layer {
        @Override
        public Tensor apply(Tensor x) {
            return weight.matmul(x.flatten());
        }
    }

    static final class Network {
        private final List<Layer> layers = new ArrayList<>();

        @Circuit(precisionBits = 8)
        Tensor predict(
                @Encrypted(
                                shape = {2, 6, 5},
                                min = -1,
                                max = 1)
                        Tensor image) {
            Tensor x = image;
            for (Layer layer : layers) {
                x = layer.apply(x);
            }
            return x;
        }
    }

    private static Tensor random(Random random, double magnitude, int... shape) {
        double[] values = Tensor.zeros(shape).toArray();
        Arrays.setAll(values, i -> random.nextDouble(-magnitude, magnitude));
        return Tensor.of(shape, values);
    }

    private static Network network(long seed) {
        Random random = new Random(seed);
        Network network = new Network();
        Tensor probe = Tensor.zeros(2, 6, 5);
        int nonlinear = 0;
        for (int i = 0; i < 2 + random.nextInt(4); i++) {
            Layer layer = layer(random, probe, nonlinear < 2);
            nonlinear += layer instanceof Activation ? 1 : 0;
            network.layers.add(layer);
            probe = layer.apply(probe);
        }
        network.layers.add(new Dense(random(random, 2.0 / probe.size(), 3, probe.size())));
        return network;
    }

    private static Layer layer(Random random, Tensor x, boolean activation) {
        int channels = x.shape()[0];
        return switch (random.nextInt(activation ? 6 : 4)) {
            case 0 -> {
                int groups = channels % 2 == 0 && random.nextBoolean() ? 2 : 1;
                int out = groups * (1 + random.nextInt(2));
                int kernel = 1 + random.nextInt(3);
                double magnitude = 2.0 * groups / (channels * kernel * kernel);
                yield new Convolution(
                        random(random, magnitude, out, channels / groups, kernel, kernel),
                        random(random, 0.5, out),
                        1 + random.nextInt(2),
                        2,
                        1 + random.nextInt(2),
                        groups);
            }
            case 1 -> new Pool(1 + random.nextInt(3), random.nextBoolean());
            case 2 ->
                new Normalisation(
                        random(random, 1, channels),
                        random(random, 1, channels).square(),
                        random(random, 0.5, channels),
                        random(random, 0.5, channels));
            case 3 -> new Movement(random.nextInt(4));
            default -> Activation.values()[random.nextInt(5)];
        };
    }

    static LongStream few() {
        return LongStream.range(0, DEFAULT_MODELS);
    }

    static LongStream others() {
        return LongStream.range(DEFAULT_MODELS, ALL_MODELS);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("few")
    void agree(long seed) {
        check(seed);
    }

    @Tag("slow")
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("others")
    void othersAgree(long seed) {
        check(seed);
    }

    private static void check(long seed) {
        Network network = network(seed);
        String text = "seed " + seed + ": " + network.layers;
        SimulatedCircuit simulated =
                SimulatedCircuit.of(new Compiler(CompilerOptions.DEFAULT).compileLive(network, "predict"));
        CompiledCircuit<Tensor, Tensor> circuit = Glovebox.compile(network, "predict");
        double allowed = Math.scalb(1.0, -circuit.manifest().precisionBits());
        Tensor x = random(new Random(seed), 1, 2, 6, 5);
        double[] clear = network.predict(x).toArray();
        SimulatedCircuit.Result predicted = simulated.run(x.toArray());
        assertThat(predicted.approximationError(clear)).as(text).isLessThan(allowed / 2);
        try (CircuitClient<Tensor, Tensor> client = circuit.newClient();
                CircuitServer server = circuit.newServer(client.evaluationKeys())) {
            double[] encrypted =
                    client.decrypt(server.evaluate(client.encrypt(x))).toArray();
            assertThat(encrypted).hasSameSizeAs(clear);
            for (int i = 0; i < clear.length; i++) {
                assertThat(Math.abs(encrypted[i] - clear[i])).as(text).isLessThan(allowed);
            }
        }
    }
}
