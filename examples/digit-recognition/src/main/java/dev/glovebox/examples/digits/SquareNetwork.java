package dev.glovebox.examples.digits;

import dev.glovebox.dsl.Circuit;
import dev.glovebox.dsl.Encrypted;

/**
 * A small network with squares for activations, as TenSEAL's fourth tutorial has it: four 7×7 filters at stride 3, a dense layer
 * of 64, a dense layer of 10. In plain Java loops. Nothing in it is approximated.
 */
public final class SquareNetwork {
    private static final int FILTERS = 4;
    private static final int KERNEL = 7;
    private static final int STRIDE = 3;
    private static final int SIDE = (Digits.SIZE - KERNEL) / STRIDE + 1;

    private final double[][] filters;
    private final double[] filterBias;
    private final double[][] dense;
    private final double[] denseBias;
    private final double[][] output;
    private final double[] outputBias;

    /** Reads the trained weights. */
    public SquareNetwork() {
        Weights weights = new Weights("convmnist.f32");
        filters = weights.matrix(FILTERS, KERNEL * KERNEL);
        filterBias = weights.vector(FILTERS);
        dense = weights.matrix(64, FILTERS * SIDE * SIDE);
        denseBias = weights.vector(64);
        output = weights.matrix(10, 64);
        outputBias = weights.vector(10);
    }

    /**
     * A score for each digit; the greatest is the answer.
     *
     * @param pixels 28 rows of 28 standardised pixels
     */
    @Circuit(precisionBits = 6)
    public double[] scores(@Encrypted(shape = 784, min = Digits.MIN, max = Digits.MAX) double[] pixels) {
        double[] features = new double[FILTERS * SIDE * SIDE];
        for (int f = 0; f < FILTERS; f++) {
            for (int row = 0; row < SIDE; row++) {
                for (int column = 0; column < SIDE; column++) {
                    double sum = filterBias[f];
                    for (int i = 0; i < KERNEL; i++) {
                        for (int j = 0; j < KERNEL; j++) {
                            sum += filters[f][i * KERNEL + j]
                                    * pixels[(row * STRIDE + i) * Digits.SIZE + column * STRIDE + j];
                        }
                    }
                    features[(f * SIDE + row) * SIDE + column] = sum * sum;
                }
            }
        }
        double[] hidden = dense(features, dense, denseBias);
        for (int i = 0; i < hidden.length; i++) {
            hidden[i] *= hidden[i];
        }
        return dense(hidden, output, outputBias);
    }

    private static double[] dense(double[] x, double[][] weights, double[] bias) {
        double[] result = bias.clone();
        for (int r = 0; r < result.length; r++) {
            for (int c = 0; c < x.length; c++) {
                result[r] += weights[r][c] * x[c];
            }
        }
        return result;
    }
}
