package dev.glovebox.compiler.cost;

import dev.glovebox.dsl.Circuit;
import dev.glovebox.dsl.Encrypted;
import dev.glovebox.dsl.Packing;
import dev.glovebox.dsl.Public;
import dev.glovebox.dsl.Tensor;
import java.util.Arrays;
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

    /** Every operation of two encrypted vectors and of an encrypted and a public one. */
    public static final class AllOperations {
        @Circuit(precisionBits = 12)
        public double[][] value(
                @Encrypted(shape = 64, min = -2, max = 2) double[] x,
                @Encrypted(shape = 64, min = -2, max = 2) double[] y,
                @Public(shape = 64, min = -2, max = 2) double[] p) {
            double[][] out = new double[11][x.length];
            for (int i = 0; i < x.length; i++) {
                double[] row = {
                    x[i] + y[i],
                    x[i] - y[i],
                    x[i] * y[i],
                    -x[i],
                    x[i] * x[i],
                    x[(i + 3) % x.length],
                    x[i] + p[i],
                    x[i] - p[i],
                    p[i] - x[i],
                    x[i] * p[i],
                    p[i] * p[i] * x[(i + 5) % x.length]
                };
                for (int r = 0; r < row.length; r++) {
                    out[r][i] = row[r];
                }
            }
            return out;
        }
    }

    /** Public weights, a public function of them, and no product of two ciphertexts. */
    public static final class PublicWeights {
        @Circuit(precisionBits = 12)
        public double value(
                @Encrypted(shape = 128, min = -1, max = 1) double[] x,
                @Public(shape = 128, min = -1, max = 1) double[] w,
                @Public(min = -3, max = 3) double temperature) {
            double sum = 0;
            for (int i = 0; i < x.length; i++) {
                sum += w[i] * x[i];
            }
            return sum * Math.exp(temperature) / 128 + (temperature > 0.5 ? 1 : 0);
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

    /** 63 weights and a bias, for 2048 samples and more at once. */
    public static final class LinearRegressionOfMany {
        private final double[] w = weights(1, 63);

        @Circuit(packing = Packing.THROUGHPUT)
        public double value(@Encrypted(shape = 63, min = -2, max = 2) double[] x) {
            double sum = 0.5;
            for (int i = 0; i < x.length; i++) {
                sum += w[i] * x[i];
            }
            return sum;
        }
    }

    /** 63 inputs, 4 outputs, for 2048 samples and more at once. */
    public static final class MultivariateRegressionOfMany {
        private final double[][] w = {weights(2, 63), weights(3, 63), weights(4, 63), weights(5, 63)};

        @Circuit(packing = Packing.THROUGHPUT)
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
                double s = 1;
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

    private static final int SIDE = 64;

    /** A 3×3 filter on a 64×64 image in row-major order, whose rows follow each other around; {@code across} transposes it. */
    private static double[] filtered(double[] image, double[][] filter, boolean across) {
        double[] out = new double[image.length];
        for (int n = 0; n < out.length; n++) {
            for (int i = 0; i < 3; i++) {
                for (int j = 0; j < 3; j++) {
                    out[n] += (across ? filter[j][i] : filter[i][j]) * image[(n + i * SIDE + j) % image.length];
                }
            }
        }
        return out;
    }

    private static final double[][] GRADIENT = {{-1, 0, 1}, {-2, 0, 2}, {-1, 0, 1}};

    private static final double[][] ONES = {{1, 1, 1}, {1, 1, 1}, {1, 1, 1}};

    /** EVA's Sobel filter of a 64×64 image, with its polynomial for the root. */
    public static final class Sobel64 {
        @Circuit(precisionBits = 4)
        public double[] value(@Encrypted(shape = SIDE * SIDE, min = -2, max = 2) double[] image) {
            double[] x = filtered(image, GRADIENT, false);
            double[] y = filtered(image, GRADIENT, true);
            double[] out = new double[image.length];
            for (int n = 0; n < out.length; n++) {
                double d = x[n] * x[n] + y[n] * y[n];
                out[n] = 2.2137874823876622 * d - 1.0984324107372518 * d * d + 0.17254603006834726 * d * d * d;
            }
            return out;
        }
    }

    /** EVA's Harris corner detection of a 64×64 image, c = 0.04. */
    public static final class Harris64 {
        @Circuit(precisionBits = 4)
        public double[] value(@Encrypted(shape = SIDE * SIDE, min = -2, max = 2) double[] image) {
            double[] x = filtered(image, GRADIENT, false);
            double[] y = filtered(image, GRADIENT, true);
            double[] xx = new double[image.length];
            double[] yy = new double[image.length];
            double[] xy = new double[image.length];
            for (int n = 0; n < image.length; n++) {
                xx[n] = x[n] * x[n];
                yy[n] = y[n] * y[n];
                xy[n] = x[n] * y[n];
            }
            double[] sxx = filtered(xx, ONES, false);
            double[] syy = filtered(yy, ONES, false);
            double[] sxy = filtered(xy, ONES, false);
            double[] out = new double[image.length];
            for (int n = 0; n < out.length; n++) {
                double trace = sxx[n] + syy[n];
                out[n] = sxx[n] * syy[n] - sxy[n] * sxy[n] - 0.04 * trace * trace;
            }
            return out;
        }
    }

    /** HEIR's dot product of whole numbers. */
    public static final class WholeDotProduct {
        @Circuit(precisionBits = 4)
        public double value(
                @Encrypted(shape = 8, min = 0, max = 15) double[] a,
                @Encrypted(shape = 8, min = 0, max = 15) double[] b) {
            double sum = 0;
            for (int i = 0; i < a.length; i++) {
                sum += a[i] * b[i];
            }
            return sum;
        }
    }

    /** HEIR's dot product of fractions, which starts at 0.1. */
    public static final class FractionDotProduct {
        @Circuit(precisionBits = 10)
        public double value(
                @Encrypted(shape = 8, min = 0, max = 1) double[] a,
                @Encrypted(shape = 8, min = 0, max = 1) double[] b) {
            double sum = 0.1;
            for (int i = 0; i < a.length; i++) {
                sum += a[i] * b[i];
            }
            return sum;
        }
    }

    /** The sum of the 9 neighbours in a 16×16 image of bytes whose rows follow each other around. */
    public static final class BoxBlur {
        @Circuit(precisionBits = 4)
        public double[] value(@Encrypted(shape = 256, min = 0, max = 255) double[] image) {
            double[] out = new double[image.length];
            for (int n = 0; n < out.length; n++) {
                for (int i = -1; i <= 1; i++) {
                    for (int j = -1; j <= 1; j++) {
                        out[n] += image[Math.floorMod(n + 16 * i + j, image.length)];
                    }
                }
            }
            return out;
        }
    }

    /** Roberts' cross of a 16×16 image of bytes whose rows follow each other around. */
    public static final class RobertsCross {
        @Circuit(precisionBits = 4)
        public double[] value(@Encrypted(shape = 256, min = 0, max = 255) double[] image) {
            double[] out = new double[image.length];
            for (int n = 0; n < out.length; n++) {
                double a = image[n] - image[Math.floorMod(n - 17, image.length)];
                double b = image[Math.floorMod(n - 16, image.length)] - image[Math.floorMod(n - 1, image.length)];
                out[n] = a * a + b * b;
            }
            return out;
        }
    }

    private static double[] product(double[][] matrix, double[] x) {
        double[] y = new double[matrix.length];
        for (int r = 0; r < y.length; r++) {
            for (int i = 0; i < x.length; i++) {
                y[r] += matrix[r][i] * x[i];
            }
        }
        return y;
    }

    private static double[][] tenths(int rows, int columns) {
        double[][] matrix = new double[rows][columns];
        for (double[] row : matrix) {
            Arrays.fill(row, 0.1);
        }
        return matrix;
    }

    /** A 512×784 matrix of tenths times a vector. */
    public static final class MatrixVector784 {
        private final double[][] m = tenths(512, 784);

        @Circuit(precisionBits = 17)
        public double[] value(@Encrypted(shape = 784, min = -1, max = 1) double[] x) {
            return product(m, x);
        }
    }

    /** A 512×512 matrix of tenths times a vector. */
    public static final class MatrixVector512 {
        private final double[][] m = tenths(512, 512);

        @Circuit(precisionBits = 17)
        public double[] value(@Encrypted(shape = 512, min = -1, max = 1) double[] x) {
            return product(m, x);
        }
    }

    /** A convolution of 8 numbers with 1, -1, 0, 1. */
    public static final class Convolution1 {
        private final double[] filter = {1, -1, 0, 1};

        @Circuit(precisionBits = 10)
        public double[] value(@Encrypted(shape = 8, min = 0, max = 1) double[] x) {
            double[] y = new double[x.length - filter.length + 1];
            for (int i = 0; i < y.length; i++) {
                for (int k = 0; k < filter.length; k++) {
                    y[i] += filter[k] * x[i + k];
                }
            }
            return y;
        }
    }

    /** A convolution of a 3×3 image with a 2×2 filter of tenths. */
    public static final class Convolution2 {
        private final Tensor filter = Tensor.zeros(1, 1, 2, 2).plus(0.1);

        @Circuit(precisionBits = 10)
        public Tensor value(
                @Encrypted(
                                shape = {1, 3, 3},
                                min = 0,
                                max = 1)
                        Tensor image) {
            return image.conv2d(filter, Tensor.zeros(1), 1, 0);
        }
    }

    /** The rectifier on [-2, 2]. */
    public static final class Rectifier {
        @Circuit(precisionBits = 7)
        public double[] value(@Encrypted(shape = 16, min = -2, max = 2) double[] x) {
            double[] y = new double[x.length];
            for (int i = 0; i < y.length; i++) {
                y[i] = Math.max(0, x[i]);
            }
            return y;
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
