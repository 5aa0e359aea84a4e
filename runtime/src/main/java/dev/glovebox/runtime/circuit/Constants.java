package dev.glovebox.runtime.circuit;

import java.util.List;

/**
 * The constants of one circuit, as its emitted class names them: by index. The objects are the same at every call, so an
 * evaluator may keep what it encoded by identity.
 */
public record Constants(List<SlotVector> vectors, List<DiagonalMatrix> matrices) {
    public Constants {
        vectors = List.copyOf(vectors);
        matrices = List.copyOf(matrices);
    }

    public SlotVector vector(int index) {
        return vectors.get(index);
    }

    public DiagonalMatrix matrix(int index) {
        return matrices.get(index);
    }
}
