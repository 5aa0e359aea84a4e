package dev.glovebox.service;

import dev.glovebox.dsl.Circuit;
import dev.glovebox.dsl.Encrypted;
import dev.glovebox.dsl.Outside;

/** A model whose circuit, {@link RiskModel$$risk}, is written by hand. */
public final class RiskModel {
    static final double[] WEIGHTS = {0.5, -0.25, 0.125, 0.75};
    static final double BIAS = 0.0625;

    /** What the model answers. */
    public record Answer(double score, double[] twice, double version) {}

    @Circuit(precisionBits = 10)
    public Answer risk(
            @Encrypted(shape = 3, min = -4, max = 4) double[] cell,
            @Encrypted(min = 0, max = 100, outside = Outside.CLAMP) double age) {
        double score =
                WEIGHTS[0] * cell[0] + WEIGHTS[1] * cell[1] + WEIGHTS[2] * cell[2] + WEIGHTS[3] * (age / 50 - 1) + BIAS;
        return new Answer(score, new double[] {score * score, 2 * score}, 1);
    }
}
