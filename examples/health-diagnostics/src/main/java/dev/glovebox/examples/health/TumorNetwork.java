package dev.glovebox.examples.health;

import dev.glovebox.dsl.Circuit;
import dev.glovebox.dsl.Encrypted;

/** A network of 16 hidden neurons: the probability that a tumour is malignant, from the same measurements as {@link TumorModel}. */
public final class TumorNetwork {
    private final Network network;

    /** Reads the trained weights. */
    public TumorNetwork() {
        this(Network.load());
    }

    TumorNetwork(Network network) {
        this.network = network;
    }

    /** @param cell measurements after {@link Preprocessing#apply}, 30 values in [-4, 4] */
    @Circuit(precisionBits = 10)
    public double malignancy(
            @Encrypted(shape = 30, min = -Preprocessing.CLIP, max = Preprocessing.CLIP) double[] cell) {
        double z = network.outputBias();
        for (int n = 0; n < Network.NEURONS; n++) {
            double t = network.hiddenBias()[n];
            for (int i = 0; i < cell.length; i++) {
                t += network.hidden()[n][i] * cell[i];
            }
            z += network.output()[n] * Math.tanh(t);
        }
        return 1 / (1 + Math.exp(-z));
    }
}
