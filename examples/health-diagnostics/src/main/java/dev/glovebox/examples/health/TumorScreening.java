package dev.glovebox.examples.health;

import dev.glovebox.dsl.Circuit;
import dev.glovebox.dsl.Encrypted;
import dev.glovebox.dsl.Packing;

/** {@link TumorModel} for many patients at once: as many in one evaluation as a ciphertext has slots, none of which is rotated. */
public final class TumorScreening {
    private final TumorModel model = new TumorModel();

    /** @param cell as {@link TumorModel#malignancy} takes it */
    @Circuit(precisionBits = 12, packing = Packing.THROUGHPUT)
    public double malignancy(
            @Encrypted(shape = 30, min = -Preprocessing.CLIP, max = Preprocessing.CLIP) double[] cell) {
        return model.malignancy(cell);
    }
}
