package dev.glovebox.compiler.layout;

import dev.glovebox.compiler.ir.SparseMatrix;
import java.util.ArrayList;
import java.util.List;

/** The matrix from one period of a node's slots to the rows of an affine map: blocks of columns, one for each operand there. */
final class SlotMatrix {
    private final int node;
    private final int period;
    private final List<Block> blocks = new ArrayList<>();
    private final SlotBounds source;

    SlotMatrix(int node, int period) {
        this.node = node;
        this.period = period;
        source = new SlotBounds(period);
        for (int i = 0; i < period; i++) {
            source.set(i, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
        }
    }

    /** Columns of a matrix at the slots of a vector. */
    private record Block(SparseMatrix matrix, SlotMap slots) {}

    /** Receives the entries. */
    interface EntryVisitor {
        void visit(int row, int slot, double value);
    }

    /** Adds the map of a vector that lies in this node and has this period. */
    void add(SparseMatrix matrix, Placement vector) {
        if (matrix.entries() > 0) {
            blocks.add(new Block(matrix, vector.slots()));
        }
        for (int i = 0; i < period; i++) {
            source.set(
                    i,
                    Math.max(source.lo(i), vector.bounds().lo(i)),
                    Math.min(source.hi(i), vector.bounds().hi(i)));
        }
    }

    int node() {
        return node;
    }

    int period() {
        return period;
    }

    boolean isEmpty() {
        return blocks.isEmpty();
    }

    /** What the slots of the node hold. */
    SlotBounds source() {
        return source;
    }

    void forEach(EntryVisitor visitor) {
        for (Block block : blocks) {
            SparseMatrix matrix = block.matrix;
            for (int row = 0; row < matrix.rows(); row++) {
                for (int k = matrix.rowStart(row); k < matrix.rowStart(row + 1); k++) {
                    visitor.visit(row, block.slots.slot(matrix.column(k)), matrix.value(k));
                }
            }
        }
    }

    /** Column minus row of all entries if it is the same one, else -1. */
    int shift() {
        int[] shift = {Integer.MIN_VALUE};
        forEach((row, slot, value) ->
                shift[0] = shift[0] == Integer.MIN_VALUE || shift[0] == slot - row ? slot - row : -1);
        return Math.max(shift[0], -1);
    }

    /** Adds to each row its greatest |sum|. */
    void addMagnitudes(double[] rows) {
        forEach((row, slot, value) -> rows[row] += Math.abs(value) * source.magnitude(slot));
    }
}
