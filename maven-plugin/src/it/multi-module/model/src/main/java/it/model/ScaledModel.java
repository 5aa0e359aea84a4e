package it.model;

import dev.glovebox.dsl.Circuit;
import dev.glovebox.dsl.Encrypted;
import it.lib.Scale;

public class ScaledModel {
    private final Scale scale;

    public ScaledModel() {
        this(2.5);
    }

    protected ScaledModel(double factor) {
        scale = Scale.times(factor);
    }

    @Circuit(precisionBits = 10)
    public double scaled(@Encrypted(min = -1, max = 1) double x) {
        return scale.apply(x);
    }
}
