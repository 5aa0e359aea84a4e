package dev.glovebox.examples.credit;

import dev.glovebox.dsl.Circuit;
import dev.glovebox.dsl.Encrypted;
import dev.glovebox.dsl.Packing;

/** A decision tree of depth 4, as {@link Training} wrote it. */
public final class CreditTree {

    /**
     * The share of bad loans among those like this one.
     *
     * @param x the application as {@link Applicants} numbers it
     */
    @Circuit(precisionBits = 10, packing = Packing.BATCHED)
    public double risk(@Encrypted(shape = 20, min = 0, max = 15, step = 1) double[] x) {
        if (x[0] > 1.5) {
            if (x[13] > 1.5) {
                if (x[0] > 2.5) {
                    if (x[2] > 3.5) {
                        return 0.017241;
                    } else {
                        return 0.119205;
                    }
                } else {
                    if (x[7] > 3.5) {
                        return 0.384615;
                    } else {
                        return 0.16129;
                    }
                }
            } else {
                if (x[12] > 12.5) {
                    return 0.090909;
                } else {
                    if (x[12] > 8.5) {
                        return 0.545455;
                    } else {
                        return 0.2;
                    }
                }
            }
        } else {
            if (x[2] > 1.5) {
                if (x[1] > 6.5) {
                    if (x[3] > 0.5) {
                        return 0.459677;
                    } else {
                        return 0.764706;
                    }
                } else {
                    if (x[1] > 1.5) {
                        return 0.333333;
                    } else {
                        return 0.071429;
                    }
                }
            } else {
                if (x[13] > 1.5) {
                    return 0.862069;
                } else {
                    if (x[12] > 10.5) {
                        return 0.8;
                    } else {
                        return 0.411765;
                    }
                }
            }
        }
    }
}
