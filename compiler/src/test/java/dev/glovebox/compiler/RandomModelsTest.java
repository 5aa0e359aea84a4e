package dev.glovebox.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.CircuitClient;
import dev.glovebox.CircuitServer;
import dev.glovebox.CompiledCircuit;
import dev.glovebox.Glovebox;
import dev.glovebox.compiler.simulator.SimulatedCircuit;
import dev.glovebox.runtime.circuit.CircuitSignature.ElementRange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random models of the whole language: clear ≈ simulated ≈ encrypted within the precision asked. */
class RandomModelsTest {
    private static final int DEFAULT_MODELS = 24;
    private static final int ALL_MODELS = 200;

    @TempDir
    static Path folder;

    private static ClassLoader models;

    @BeforeAll
    static void compileModels() {
        models = RandomModels.compile(LongStream.range(0, ALL_MODELS), folder);
    }

    static LongStream few() {
        return LongStream.range(0, DEFAULT_MODELS);
    }

    static LongStream others() {
        return LongStream.range(DEFAULT_MODELS, ALL_MODELS);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("few")
    void agree(long seed) throws ReflectiveOperationException {
        check(seed);
    }

    @Tag("slow")
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("others")
    void othersAgree(long seed) throws ReflectiveOperationException {
        check(seed);
    }

    private static void check(long seed) throws ReflectiveOperationException {
        check(models.loadClass(RandomModels.name(seed)), RandomModels.source(seed), folder, seed);
    }

    /**
     * Compiles a model, and runs it in the clear, simulated and encrypted.
     *
     * @param model its circuit method {@code predict} takes a {@code double[]}
     * @param folder where its class file lies
     * @param seed of the inputs
     */
    static void check(Class<?> model, String source, Path folder, long seed) throws ReflectiveOperationException {
        CompiledModel compiled = new Compiler(CompilerOptions.DEFAULT).compile(model, "predict");
        SimulatedCircuit simulated = SimulatedCircuit.of(compiled);
        double allowed = Math.scalb(1.0, -compiled.manifest().precisionBits());
        List<ElementRange> ranges =
                compiled.manifest().signature().parameters().getFirst().elements();
        Random random = new Random(seed);
        write(compiled, folder);
        CompiledCircuit<double[], Object> circuit = Glovebox.load(model, "predict");
        try (CircuitClient<double[], Object> client = circuit.newClient();
                CircuitServer server = circuit.newServer(client.evaluationKeys())) {
            for (int repeat = 0; repeat < 2; repeat++) {
                double[] x = ranges.stream().mapToDouble(r -> sample(r, random)).toArray();
                double[] clear = flat(clear(model, x));
                SimulatedCircuit.Result predicted = simulated.run(x);
                assertThat(predicted.approximationError(clear)).as(source).isLessThan(allowed / 2);
                double[] encrypted = flat(client.decrypt(server.evaluate(client.encrypt(x))));
                assertThat(encrypted).hasSameSizeAs(clear);
                for (int i = 0; i < clear.length; i++) {
                    assertThat(Math.abs(encrypted[i] - clear[i])).as(source).isLessThan(allowed);
                    assertThat(Math.abs(encrypted[i] - predicted.values()[i]))
                            .as(source)
                            .isLessThanOrEqualTo(predicted.predictedErrors()[i]);
                }
            }
        }
    }

    private static double sample(ElementRange range, Random random) {
        if (range.step() > 0) {
            int steps = (int) Math.rint((range.max() - range.min()) / range.step());
            return range.min() + range.step() * random.nextInt(steps + 1);
        }
        return random.nextInt(4) == 0 ? range.max() : random.nextDouble(range.min(), range.max());
    }

    /** Beside the class, as a build does. */
    private static void write(CompiledModel compiled, Path folder) {
        compiled.files().forEach((path, bytes) -> {
            try {
                Path file = folder.resolve(path);
                Files.createDirectories(file.getParent());
                Files.write(file, bytes);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static Object clear(Class<?> model, double[] x) throws ReflectiveOperationException {
        Method predict = model.getMethod("predict", double[].class);
        return predict.invoke(model.getConstructor().newInstance(), (Object) x.clone());
    }

    private static double[] flat(Object result) {
        return result instanceof Double scalar ? new double[] {scalar} : (double[]) result;
    }
}
