package it;

import dev.glovebox.dsl.Circuit;
import dev.glovebox.dsl.Encrypted;

public final class BranchingModel {

    @Circuit
    public double premium(@Encrypted(min = 0, max = 120) double age) {
        return 10 + surcharge(age);
    }

    private static double surcharge(double age) {
        if (age > 65) {
            throw new IllegalArgumentException("too old");
        }
        return 0;
    }
}
