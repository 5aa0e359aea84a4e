package dev.glovebox.compiler.layout;

import dev.glovebox.compiler.ir.SparseMatrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

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

    /** A matrix with the slot that each of its entries multiplies. */
    private record Block(SparseMatrix matrix, int[] slots) {
        static Block of(SparseMatrix matrix, SlotMap columns) {
            int[] slots = new int[matrix.entries()];
            matrix.forEachRow((_, from, to, column, _) -> {
                for (int k = from; k < to; k++) {
                    slots[k] = columns.slot(column[k]);
                }
            });
            return new Block(matrix, slots);
        }
    }

    /** Adds the map of a vector that lies in this node and has this period. */
    void add(SparseMatrix matrix, Placement vector) {
        if (matrix.entries() > 0) {
            blocks.add(Block.of(matrix, vector.slots()));
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

    /** Visits the rows of one block after another, with slots in place of columns. */
    void forEachRow(SparseMatrix.RowVisitor visitor) {
        for (Block block : blocks) {
            block.matrix.forEachRow((row, from, to, _, values) -> visitor.visit(row, from, to, block.slots, values));
        }
    }

    /** Slot minus row of all entries if it is the same one, else -1. */
    int shift() {
        int[] shift = {Integer.MIN_VALUE};
        forEachRow((row, from, to, slots, _) -> {
            for (int k = from; k < to && shift[0] != -1; k++) {
                int own = slots[k] - row;
                shift[0] = shift[0] == Integer.MIN_VALUE || shift[0] == own ? own : -1;
            }
        });
        return Math.max(shift[0], -1);
    }

    /**
     * The diagonals that entries are on, ascending: slot minus the row's slot.
     *
     * @param modulus a power of two
     */
    int[] diagonals(SlotMap rows, int modulus) {
        boolean[] present = new boolean[modulus];
        forEachRow((row, from, to, slots, _) -> {
            int at = rows.slot(row);
            for (int k = from; k < to; k++) {
                present[(slots[k] - at) & (modulus - 1)] = true;
            }
        });
        return IntStream.range(0, modulus).filter(d -> present[d]).toArray();
    }

    /** Adds to each row its greatest |sum|. */
    void addMagnitudes(double[] rows) {
        double[] magnitudes = new double[period];
        Arrays.setAll(magnitudes, source::magnitude);
        forEachRow((row, from, to, slots, values) -> {
            double sum = rows[row];
            for (int k = from; k < to; k++) {
                sum += Math.abs(values[k]) * magnitudes[slots[k]];
            }
            rows[row] = sum;
        });
    }
}
