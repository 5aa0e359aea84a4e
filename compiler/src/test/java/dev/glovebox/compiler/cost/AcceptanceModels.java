package dev.glovebox.compiler.cost;

import dev.glovebox.dsl.Circuit;
import dev.glovebox.dsl.Encrypted;
import java.util.Random;

/**
 * Programs that other compilers show, as plain Java: of EVA (Dathathri et al., PLDI 2020, inputs in [-2, 2]), of HEIR's examples for
 * CKKS, and regressions.
 */
public final class AcceptanceModels {
    private AcceptanceModels() {}

    private static double[] weights(long seed, int size) {
        return new Random(seed).doubles(size, -1, 1).toArray();
    }

    /** 3x² + 5x - 2 on 4096 numbers. */
    public static final class Quadratic {
        @Circuit
        public double[] value(@Encrypted(shape = 4096, min = -2, max = 2) double[] x) {
            double[] y = new double[x.length];
            for (int i = 0; i < y.length; i++) {
                y[i] = 3 * x[i] * x[i] + 5 * x[i] - 2;
            }
            return y;
        }
    }

    /** The dot product of two encrypted vectors of 8. */
    public static final class DotProduct {
        @Circuit
        public double value(
                @Encrypted(shape = 8, min = 0, max = 1) double[] a,
                @Encrypted(shape = 8, min = 0, max = 1) double[] b) {
            double sum = 0;
            for (int i = 0; i < a.length; i++) {
                sum += a[i] * b[i];
            }
            return sum;
        }
    }

    /** 63 weights and a bias. */
    public static final class LinearRegression {
        private final double[] w = weights(1, 63);

        @Circuit
        public double value(@Encrypted(shape = 63, min = -2, max = 2) double[] x) {
            double sum = 0.5;
            for (int i = 0; i < x.length; i++) {
                sum += w[i] * x[i];
            }
            return sum;
        }
    }

    /** A polynomial of degree 4 on 4096 numbers. */
    public static final class PolynomialRegression {
        @Circuit
        public double[] value(@Encrypted(shape = 4096, min = -2, max = 2) double[] x) {
            double[] y = new double[x.length];
            for (int i = 0; i < y.length; i++) {
                double square = x[i] * x[i];
                y[i] = 0.3 * square * square - 0.7 * square * x[i] + 0.2 * square + 1.1 * x[i] - 0.4;
            }
            return y;
        }
    }

    /** 63 inputs, 4 outputs. */
    public static final class MultivariateRegression {
        private final double[][] w = {weights(2, 63), weights(3, 63), weights(4, 63), weights(5, 63)};

        @Circuit
        public double[] value(@Encrypted(shape = 63, min = -2, max = 2) double[] x) {
            double[] y = new double[w.length];
            for (int r = 0; r < y.length; r++) {
                for (int i = 0; i < x.length; i++) {
                    y[r] += w[r][i] * x[i];
                }
            }
            return y;
        }
    }

    /** The sum of 2048 numbers. */
    public static final class HorizontalSum {
        @Circuit(precisionBits = 10)
        public double value(@Encrypted(shape = 2048, min = -2, max = 2) double[] x) {
            double sum = 0;
            for (double v : x) {
                sum += v;
            }
            return sum;
        }
    }

    /** A logistic function of 1024 numbers in [-3, 3]. */
    public static final class Sigmoid {
        @Circuit(precisionBits = 8)
        public double[] value(@Encrypted(shape = 1024, min = -3, max = 3) double[] x) {
            double[] y = new double[x.length];
            for (int i = 0; i < y.length; i++) {
                y[i] = 1 / (1 + Math.exp(-x[i]));
            }
            return y;
        }
    }

    /** s = s·x - 1, eight times. */
    public static final class Loop {
        @Circuit(precisionBits = 10)
        public double[] value(@Encrypted(shape = 8, min = 0, max = 1) double[] x) {
            double[] y = new double[x.length];
            for (int i = 0; i < y.length; i++) {
                double s = x[i];
                for (int k = 0; k < 8; k++) {
                    s = s * x[i] - 1;
                }
                y[i] = s;
            }
            return y;
        }
    }

    /** A 64×64 matrix times a vector. */
    public static final class MatrixVector {
        private final double[][] m = new double[64][];

        public MatrixVector() {
            for (int r = 0; r < m.length; r++) {
                m[r] = weights(100 + r, 64);
            }
        }

        @Circuit(precisionBits = 10)
        public double[] value(@Encrypted(shape = 64, min = -1, max = 1) double[] x) {
            double[] y = new double[m.length];
            for (int r = 0; r < y.length; r++) {
                for (int i = 0; i < x.length; i++) {
                    y[r] += m[r][i] * x[i];
                }
            }
            return y;
        }
    }

    /** The squared length of the gradient of a 16×16 image, by Sobel's filters, without the border. */
    public static final class Sobel {
        @Circuit(precisionBits = 10)
        public double[][] value(
                @Encrypted(
                                shape = {16, 16},
                                min = 0,
                                max = 1)
                        double[][] p) {
            double[][] out = new double[14][14];
            for (int i = 0; i < 14; i++) {
                for (int j = 0; j < 14; j++) {
                    double x =
                            p[i][j + 2] - p[i][j] + 2 * (p[i + 1][j + 2] - p[i + 1][j]) + p[i + 2][j + 2] - p[i + 2][j];
                    double y =
                            p[i + 2][j] - p[i][j] + 2 * (p[i + 2][j + 1] - p[i][j + 1]) + p[i + 2][j + 2] - p[i][j + 2];
                    out[i][j] = (x * x + y * y) / 32;
                }
            }
            return out;
        }
    }

    /** A logistic regression of 30 measurements whose sum lies in [-29, 29], as that of the health example. */
    public static final class LogisticRegression {
        private final double[] w = new double[30];

        public LogisticRegression() {
            double[] drawn = weights(7, w.length);
            double sum = 0;
            for (double v : drawn) {
                sum += Math.abs(v);
            }
            for (int i = 0; i < w.length; i++) {
                w[i] = drawn[i] / sum * 29 / 4;
            }
        }

        @Circuit(precisionBits = 12)
        public double value(@Encrypted(shape = 30, min = -4, max = 4) double[] x) {
            double z = 0.1;
            for (int i = 0; i < x.length; i++) {
                z += w[i] * x[i];
            }
            return 1 / (1 + Math.exp(-z));
        }
    }
}
