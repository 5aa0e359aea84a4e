package dev.glovebox.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.glovebox.compiler.simulator.SimulatedCircuit;
import dev.glovebox.dsl.Circuit;
import dev.glovebox.dsl.Encrypted;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Scales, shifts, normalisations and masks become part of the affine maps beside them: they take no level. */
class FoldingTest {
    private static final int SIZE = 8;

    /** Two layers with an activation between; everything else is on or off. */
    static class Layers {
        private final double[][] first = matrix(1);
        private final double[][] second = matrix(2);
        private final double[] gamma = new Random(3).doubles(SIZE, 0.5, 1.5).toArray();
        private final double[] mean = new Random(4).doubles(SIZE, -0.1, 0.1).toArray();

        private static double[][] matrix(long seed) {
            Random random = new Random(seed);
            double[][] matrix = new double[SIZE][];
            for (int i = 0; i < SIZE; i++) {
                matrix[i] = random.doubles(SIZE, -0.2, 0.2).toArray();
            }
            return matrix;
        }

        private static double[] times(double[][] a, double[] x) {
            double[] y = new double[a.length];
            for (int i = 0; i < a.length; i++) {
                for (int j = 0; j < x.length; j++) {
                    y[i] += a[i][j] * x[j];
                }
            }
            return y;
        }

        double[] network(double[] x, boolean squares, boolean scaled) {
            double[] t = x.clone();
            if (scaled) {
                for (int i = 0; i < SIZE; i++) {
                    t[i] = t[i] / 255 - 0.5;
                }
            }
            double[] y = times(first, t);
            for (int i = 0; i < SIZE; i++) {
                if (scaled) {
                    y[i] = (y[i] - mean[i]) / Math.sqrt(1.25 + 1e-5) * gamma[i] + 0.125;
                }
                y[i] = squares ? y[i] * y[i] : 1 / (1 + Math.exp(-y[i]));
                if (scaled) {
                    y[i] *= i % 2 == 0 ? 1 : 0.0;
                }
            }
            double[] z = times(second, y);
            if (scaled) {
                for (int i = 0; i < SIZE; i++) {
                    z[i] = 0.75 * z[i] + 0.5;
                }
            }
            return z;
        }

        @Circuit(precisionBits = 10)
        double[] plainSquares(@Encrypted(shape = SIZE, min = -0.5, max = 0.5) double[] x) {
            return network(x, true, false);
        }

        @Circuit(precisionBits = 10)
        double[] scaledSquares(@Encrypted(shape = SIZE, min = 0, max = 255) double[] x) {
            return network(x, true, true);
        }

        @Circuit(precisionBits = 10)
        double[] plainSigmoids(@Encrypted(shape = SIZE, min = -0.5, max = 0.5) double[] x) {
            return network(x, false, false);
        }

        @Circuit(precisionBits = 10)
        double[] scaledSigmoids(@Encrypted(shape = SIZE, min = 0, max = 255) double[] x) {
            return network(x, false, true);
        }
    }

    private static CompiledModel compile(String method) {
        return new Compiler(CompilerOptions.DEFAULT).compile(Layers.class, method);
    }

    private static int depth(String method) {
        return compile(method).manifest().summary().depth();
    }

    @Test
    void twoLayersAndASquareTakeThreeLevels() {
        assertThat(depth("plainSquares")).isEqualTo(3);
        assertThat(depth("scaledSquares")).isEqualTo(3);
    }

    @Test
    void theArgumentOfAFunctionIsScaledInTheLayerBefore() {
        assertThat(depth("scaledSigmoids")).isEqualTo(depth("plainSigmoids"));
    }

    @Test
    void theValuesStay() {
        double[] x = new Random(5).doubles(SIZE, 0, 255).toArray();
        assertThat(SimulatedCircuit.of(compile("scaledSigmoids")).run(x).values())
                .containsExactly(new Layers().network(x, false, true), within(0x1p-10));
    }
}
