package dev.glovebox.compiler.cli;

import dev.glovebox.dsl.Circuit;
import dev.glovebox.dsl.Encrypted;

/** What the commands are tried on. */
public final class SampleModel {

    /** A logistic score. */
    @Circuit(precisionBits = 8)
    public double score(@Encrypted(shape = 4, min = -1, max = 1) double[] x) {
        double z = 0.5 * x[0] - x[1] + 0.25 * x[2] * x[3];
        return 1 / (1 + Math.exp(-z));
    }
}
