package dev.glovebox.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.glovebox.CircuitClient;
import dev.glovebox.CircuitServer;
import dev.glovebox.CompiledCircuit;
import dev.glovebox.Glovebox;
import dev.glovebox.compiler.diagnostic.Code;
import dev.glovebox.compiler.diagnostic.CompilationException;
import dev.glovebox.compiler.diagnostic.Diagnostic;
import dev.glovebox.compiler.frontend.ClassSource;
import dev.glovebox.compiler.frontend.Lifter;
import dev.glovebox.compiler.ir.tensor.TensorInterpreter;
import dev.glovebox.dsl.Circuit;
import dev.glovebox.dsl.Encrypted;
import dev.glovebox.dsl.Tensor;
import dev.glovebox.runtime.circuit.CircuitException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Circuits of objects that live in this process. */
class LiveObjectsTest {
    enum Kind {
        PLAIN,
        DOUBLED {
            @Override
            double of(double x) {
                return 2 * x;
            }
        };

        double of(double x) {
            return x;
        }
    }

    record Layer(double[] weights, Kind kind) {}

    static class Base {
        private double bias = 0.25;

        final double bias() {
            return bias;
        }
    }

    static final class Model extends Base {
        final List<Layer> layers = new ArrayList<>();
        final Map<String, Tensor> tensors = new HashMap<>();
        double[][] rows = {{1, 2}, {3, 4}};
        Model self = this;

        Model() {
            layers.add(new Layer(new double[] {0.5, -0.25}, Kind.DOUBLED));
            tensors.put("w", Tensor.of(new int[] {2}, 1, 2));
        }

        @Circuit(precisionBits = 10)
        double f(@Encrypted(shape = 2, min = -1, max = 1) double[] x) {
            double sum = self.bias();
            for (Layer layer : layers) {
                for (int i = 0; i < 2; i++) {
                    sum += layer.kind().of(layer.weights()[i] * x[i]);
                }
            }
            return sum + tensors.get("w").matmul(Tensor.fromArray(x)).get() * rows[0][1];
        }
    }

    @Test
    void theSameStateGivesTheSameCircuit() {
        String built = new Compiler(CompilerOptions.DEFAULT)
                .compile(Model.class, "f")
                .manifest()
                .circuitId();
        CompiledCircuit<double[], Double> live = Glovebox.compile(new Model(), "f");
        assertThat(live.manifest().circuitId()).isEqualTo(built);
        Model changed = new Model();
        changed.rows[0][1] = 5;
        assertThat(new Compiler(CompilerOptions.DEFAULT)
                        .compileLive(changed, "f")
                        .manifest()
                        .circuitId())
                .isNotEqualTo(built);
    }

    @Test
    void fieldsAreWhatTheyAreNow() {
        Model model = new Model();
        model.layers.add(new Layer(new double[] {3, 4}, Kind.PLAIN));
        model.rows = new double[][] {{0, -1}};
        CompiledCircuit<double[], Double> circuit = Glovebox.compile(model, "f", Map.of("rescale", "lazy"));
        double[] x = {0.5, -0.75};
        double expected = model.f(x);
        model.layers.clear();
        try (CircuitClient<double[], Double> client = circuit.newClient();
                CircuitServer server = circuit.newServer(client.evaluationKeys())) {
            assertThat(client.decrypt(server.evaluate(client.encrypt(x)))).isCloseTo(expected, Offset.offset(0x1p-10));
        }
        assertThat(circuit.manifest().signature().model()).isEqualTo(Model.class.getName());
    }

    @Test
    void anAnonymousModelHasItsCapturedVariables() {
        double k = Math.sqrt(16);
        Object model = new Object() {
            @Circuit
            double f(@Encrypted(min = 0, max = 1) double x) {
                return k * x;
            }
        };
        var lifted = new Lifter(CompilerOptions.DEFAULT)
                .lift(model, "f", ClassSource.of(getClass().getClassLoader()));
        assertThat(new TensorInterpreter(lifted.program()).evaluate(new double[] {0.5}))
                .containsExactly(2);
    }

    static final class WithFunction {
        private final Map<String, DoubleUnaryOperator> functions = Map.of("f", x -> x * 2);

        @Circuit
        double f(@Encrypted(min = 0, max = 1) double x) {
            return functions.get("f").applyAsDouble(x);
        }
    }

    static final class WithThread {
        private final Thread thread = Thread.currentThread();

        @Circuit
        double f(@Encrypted(min = 0, max = 1) double x) {
            return thread == null ? x : 2 * x;
        }
    }

    static final class WithStatics {
        static double factor = 2;

        @Circuit
        double f(@Encrypted(min = 0, max = 1) double x) {
            return factor * x;
        }
    }

    @Test
    void whatCannotBeCopiedIsRefused() {
        refused(new WithFunction(), "WithFunction.functions[f] is a function object");
        refused(new WithThread(), "WithThread.thread is a java.lang.Thread");
        WithStatics.factor = 3;
        try {
            refused(new WithStatics(), "WithStatics.factor is a static variable that was changed");
        } finally {
            WithStatics.factor = 2;
        }
        assertThat(new Compiler(CompilerOptions.DEFAULT)
                        .compileLive(new WithStatics(), "f")
                        .warnings())
                .isEmpty();
    }

    private static void refused(Object model, String found) {
        assertThatExceptionOfType(CompilationException.class)
                .isThrownBy(() -> new Compiler(CompilerOptions.DEFAULT).compileLive(model, "f"))
                .satisfies(e -> {
                    Diagnostic diagnostic = e.diagnostics().getFirst();
                    assertThat(diagnostic.code()).isEqualTo(Code.LIVE_STATE);
                    assertThat(diagnostic.found()).isEqualTo(found);
                    assertThat(diagnostic.location().file()).isEqualTo("LiveObjectsTest.java");
                });
    }

    @Test
    void unknownOptionsAreRefused() {
        assertThatExceptionOfType(CircuitException.class)
                .isThrownBy(() -> Glovebox.compile(new Model(), "f", Map.of("maxDegrees", "7")))
                .withMessageContaining("GBR108")
                .withMessageContaining("there is no option maxDegrees");
    }
}
