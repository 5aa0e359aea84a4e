package dev.glovebox.compiler.parameters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import dev.glovebox.CircuitClient;
import dev.glovebox.CircuitServer;
import dev.glovebox.CompiledCircuit;
import dev.glovebox.Glovebox;
import dev.glovebox.compiler.CompiledModel;
import dev.glovebox.compiler.Compiler;
import dev.glovebox.compiler.CompilerOptions;
import dev.glovebox.compiler.diagnostic.Code;
import dev.glovebox.compiler.diagnostic.CompilationException;
import dev.glovebox.compiler.simulator.SimulatedCircuit;
import dev.glovebox.dsl.Circuit;
import dev.glovebox.dsl.Encrypted;
import dev.glovebox.runtime.circuit.CircuitManifest;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Evaluation keys within a number of bytes. */
class KeyBudgetTest {
    private static final int SIZE = 64;

    static class Matrix {
        private final double[][] a = new double[SIZE][];

        Matrix() {
            Random random = new Random(4);
            for (int i = 0; i < SIZE; i++) {
                a[i] = random.doubles(SIZE, -1, 1).toArray();
            }
        }

        @Circuit(precisionBits = 8)
        double[] product(@Encrypted(shape = SIZE, min = -1, max = 1) double[] x) {
            double[] y = new double[SIZE];
            for (int i = 0; i < SIZE; i++) {
                for (int j = 0; j < SIZE; j++) {
                    y[i] += a[i][j] * x[j];
                }
            }
            return y;
        }
    }

    private static CompiledModel compile(long maxKeyBytes) {
        return new Compiler(CompilerOptions.DEFAULT.withMaxKeyBytes(maxKeyBytes)).compile(Matrix.class, "product");
    }

    @Test
    void fewerKeysMakeTheSameProduct() {
        CircuitManifest free = compile(Long.MAX_VALUE).manifest();
        long budget = free.summary().evaluationKeyBytes() / 2;
        CompiledModel limited = compile(budget);
        assertThat(limited.manifest().summary().evaluationKeyBytes()).isLessThanOrEqualTo(budget);
        assertThat(limited.manifest().keys().rotations())
                .hasSizeLessThan(free.keys().rotations().size());
        double[] x = new Random(6).doubles(SIZE, -1, 1).toArray();
        double[] expected = new Matrix().product(x);
        assertThat(SimulatedCircuit.of(limited).run(x).values()).containsExactly(expected, within(0x1p-8));
        CompiledCircuit<double[], double[]> circuit =
                Glovebox.compile(new Matrix(), "product", Map.of("maxKeyBytes", Long.toString(budget)));
        try (CircuitClient<double[], double[]> client = circuit.newClient();
                CircuitServer server = circuit.newServer(client.evaluationKeys())) {
            assertThat((long) client.evaluationKeys().length).isLessThanOrEqualTo(budget);
            assertThat(client.decrypt(server.evaluate(client.encrypt(x)))).containsExactly(expected, within(0x1p-8));
        }
    }

    @Test
    void keysThatFitStayAsTheyAre() {
        CircuitManifest free = compile(Long.MAX_VALUE).manifest();
        CircuitManifest limited = compile(free.summary().evaluationKeyBytes()).manifest();
        assertThat(limited.keys()).isEqualTo(free.keys());
    }

    @Test
    void aBudgetThatNothingFitsIsToldWithTheNumbers() {
        CompilationException e = catchThrowableOfType(CompilationException.class, () -> compile(1000));
        assertThat(e.diagnostics().getFirst().code()).isEqualTo(Code.KEYS_TOO_LARGE);
        assertThat(e)
                .hasMessageContaining("GBC402: evaluation keys of ")
                .hasMessageContaining("; expected at most 1,000 bytes (maxKeyBytes). Allow more bytes");
    }
}
