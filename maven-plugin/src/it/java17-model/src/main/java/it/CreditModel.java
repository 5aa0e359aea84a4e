package it;

import dev.glovebox.dsl.Circuit;
import dev.glovebox.dsl.Encrypted;

public final class CreditModel {
    private final double[] weights = {0.8, -1.2, 0.5, 1.6};
    private final double bias = -0.3;

    @Circuit(precisionBits = 12)
    public double risk(@Encrypted(shape = 4, min = -3, max = 3) double[] applicant) {
        double z = bias;
        for (int i = 0; i < applicant.length; i++) {
            z += weights[i] * applicant[i];
        }
        return 1 / (1 + Math.exp(-z));
    }
}
