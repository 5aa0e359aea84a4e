package dev.glovebox.compiler;

import dev.glovebox.dsl.Circuit;
import dev.glovebox.dsl.Encrypted;
import java.util.Random;

/** Model classes that tests compile. */
public final class Models {
    private Models() {}

    private static double[] weights(long seed, int size, double scale) {
        Random random = new Random(seed);
        return random.doubles(size, -scale, scale).toArray();
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    public static final class Linear {
        private final double[] w = weights(1, 5, 2);

        @Circuit(precisionBits = 16)
        public double score(@Encrypted(shape = 5, min = -3, max = 3) double[] x) {
            return dot(w, x) + 0.25;
        }
    }

    public static final class Logistic {
        private final double[] w = weights(2, 30, 0.5);

        @Circuit(precisionBits = 12)
        public double probability(@Encrypted(shape = 30, min = -4, max = 4) double[] x) {
            double z = 0.3;
            for (int i = 0; i < x.length; i++) {
                z += w[i] * x[i];
            }
            return 1 / (1 + Math.exp(-z));
        }
    }

    public static final class Network {
        private final double[][] first = new double[6][];
        private final double[][] second = new double[3][];

        public Network() {
            for (int i = 0; i < first.length; i++) {
                first[i] = weights(10 + i, 8, 0.5);
            }
            for (int i = 0; i < second.length; i++) {
                second[i] = weights(20 + i, 6, 0.5);
            }
        }

        @Circuit(precisionBits = 10)
        public double[] predict(@Encrypted(shape = 8, min = -1, max = 1) double[] x) {
            double[] hidden = new double[first.length];
            for (int i = 0; i < hidden.length; i++) {
                hidden[i] = Math.tanh(dot(first[i], x));
            }
            double[] out = new double[second.length];
            for (int i = 0; i < out.length; i++) {
                out[i] = Math.tanh(dot(second[i], hidden) - 0.1);
            }
            return out;
        }
    }

    public static final class Polynomial {
        @Circuit(precisionBits = 14)
        public double value(@Encrypted(min = -2, max = 2) double x, @Encrypted(min = 0, max = 3) double y) {
            return x * x * x - 2 * x * y + y * y - 1;
        }
    }

    public record Patient(
            @Encrypted(min = 0, max = 120) double age,

            @Encrypted(
                    shape = 3,
                    min = {-1, 0, 5},
                    max = {1, 2, 9})
            double[] measures) {}

    public record Assessment(double risk, double[] parts, double version) {}

    public static final class Records {
        @Circuit(precisionBits = 12)
        public Assessment assess(@Encrypted Patient patient) {
            double base = patient.age() / 60 - 1;
            double[] m = patient.measures();
            double[] parts = {base * m[0], Math.sqrt(1 + m[1] * m[1]), m[2] / 9};
            return new Assessment(parts[0] + parts[1] + parts[2], parts, 2);
        }
    }

    public static final class Image {
        @Circuit(precisionBits = 12)
        public double[][] blur(
                @Encrypted(
                                shape = {4, 5},
                                min = 0,
                                max = 1)
                        double[][] pixels) {
            double[][] out = new double[3][4];
            for (int i = 0; i < 3; i++) {
                for (int j = 0; j < 4; j++) {
                    double sum = pixels[i][j] + pixels[i + 1][j] + pixels[i][j + 1] + pixels[i + 1][j + 1];
                    out[i][j] = sum * sum / 16;
                }
            }
            return out;
        }
    }
}
