package it;

import dev.glovebox.dsl.Circuit;
import dev.glovebox.dsl.Encrypted;

public final class LinearModel {
    private final double[] weights = Weights.read();

    @Circuit(precisionBits = 10)
    public double score(@Encrypted(shape = 2, min = -1, max = 1) double[] x) {
        return weights[0] * x[0] + weights[1] * x[1];
    }
}
