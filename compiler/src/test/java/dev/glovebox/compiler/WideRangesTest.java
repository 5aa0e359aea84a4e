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
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Functions on ranges too wide for one polynomial, by iterations and domain extension: clear, simulated and encrypted. */
class WideRangesTest {
    private static final int BITS = 8;

    /** From where it is steep to where it is flat. */
    public static final class InverseRoot {
        @Circuit(precisionBits = BITS)
        public double value(@Encrypted(min = 0.01, max = 1000) double x) {
            return 1 / Math.sqrt(x);
        }
    }

    /** Flat nearly everywhere. */
    public static final class Sigmoid {
        @Circuit(precisionBits = BITS)
        public double value(@Encrypted(min = -1000, max = 1000) double x) {
            return 1 / (1 + Math.exp(-x));
        }
    }

    static List<Arguments> models() {
        DoubleUnaryOperator inverse = new InverseRoot()::value;
        DoubleUnaryOperator sigmoid = new Sigmoid()::value;
        return List.of(
                Arguments.of(InverseRoot.class, inverse, "Newton", new double[] {0.01, 0.5, 3, 77, 1000}),
                Arguments.of(
                        Sigmoid.class, sigmoid, "domain extension", new double[] {-1000, -31, -2, 0.5, 8, 400, 1000}));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("models")
    void clearSimulatedAndEncryptedAgree(Class<?> model, DoubleUnaryOperator clear, String method, double[] inputs) {
        double allowed = Math.scalb(1.0, -BITS);
        CompiledModel compiled = new Compiler(CompilerOptions.DEFAULT).compile(model, "value");
        assertThat(compiled.manifest().summary().approximations().toString()).contains(method);
        SimulatedCircuit simulated = SimulatedCircuit.of(compiled);
        CompiledCircuit<Double, Double> circuit = Glovebox.load(model, "value");
        try (CircuitClient<Double, Double> client = circuit.newClient();
                CircuitServer server = circuit.newServer(client.evaluationKeys())) {
            for (double x : inputs) {
                double expected = clear.applyAsDouble(x);
                assertThat(simulated.run(new double[] {x}).values()[0]).isCloseTo(expected, within(allowed));
                assertThat(client.decrypt(server.evaluate(client.encrypt(x)))).isCloseTo(expected, within(allowed));
            }
        }
    }
}
