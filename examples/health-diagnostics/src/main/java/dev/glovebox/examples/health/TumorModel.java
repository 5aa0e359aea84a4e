package dev.glovebox.examples.health;

import dev.glovebox.dsl.Circuit;
import dev.glovebox.dsl.Encrypted;

/**
 * A logistic regression: the probability that a tumour is malignant, from 30 standardised measurements of its cells. Its weights
 * are the laboratory's; the measurements are the patient's.
 */
public final class TumorModel {
    private final double[] weights;
    private final double bias;

    /** Reads the trained weights. */
    public TumorModel() {
        this(Weights.load());
    }

    TumorModel(Weights trained) {
        weights = trained.weights();
        bias = trained.bias();
    }

    /** @param cell measurements after {@link Preprocessing#apply}, 30 values in [-4, 4] */
    @Circuit(precisionBits = 12)
    public double malignancy(
            @Encrypted(shape = 30, min = -Preprocessing.CLIP, max = Preprocessing.CLIP) double[] cell) {
        double z = bias;
        for (int i = 0; i < cell.length; i++) {
            z += weights[i] * cell[i];
        }
        return 1 / (1 + Math.exp(-z));
    }
}
