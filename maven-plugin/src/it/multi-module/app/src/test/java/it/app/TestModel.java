package it.app;

import dev.glovebox.dsl.Circuit;
import dev.glovebox.dsl.Encrypted;
import it.model.ScaledModel;

public final class TestModel extends ScaledModel {
    public TestModel() {
        super(-0.5);
    }

    @Circuit(precisionBits = 10)
    public double shifted(@Encrypted(min = -1, max = 1) double x) {
        return scaled(x) + 1;
    }
}
