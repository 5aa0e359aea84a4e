package dev.glovebox.compiler.ir;

import java.util.Arrays;

/** An immutable sparse matrix by compressed rows: columns ascend within a row, no stored zero. */
public final class SparseMatrix {
    private final int columns;
    private final int[] rowStart;
    private final int[] column;
    private final double[] value;

    private SparseMatrix(int columns, int[] rowStart, int[] column, double[] value) {
        this.columns = columns;
        this.rowStart = rowStart;
        this.column = column;
        this.value = value;
    }

    /**
     * @param rowStart rows + 1 offsets into the other arrays
     * @throws IllegalArgumentException if columns do not ascend strictly within a row, lie outside, or a value is zero or not
     *     finite
     */
    public static SparseMatrix of(int columns, int[] rowStart, int[] column, double[] value) {
        return checked(columns, rowStart.clone(), column.clone(), value.clone());
    }

    private static SparseMatrix checked(int columns, int[] rowStart, int[] column, double[] value) {
        boolean shape = rowStart.length >= 1
                && rowStart[0] == 0
                && column.length == value.length
                && rowStart[rowStart.length - 1] == column.length;
        for (int r = 0; shape && r + 1 < rowStart.length; r++) {
            shape = rowStart[r] <= rowStart[r + 1];
            for (int k = rowStart[r]; shape && k < rowStart[r + 1]; k++) {
                shape = column[k] >= 0
                        && column[k] < columns
                        && (k == rowStart[r] || column[k - 1] < column[k])
                        && value[k] != 0
                        && Double.isFinite(value[k]);
            }
        }
        if (!shape) {
            throw new IllegalArgumentException("not a sparse matrix of " + columns + " columns");
        }
        return new SparseMatrix(columns, rowStart, column, value);
    }

    /** Takes rows of a matrix. */
    public interface RowVisitor {
        /** The entries of the row are those from an index to before another of two arrays, which are not to be changed. */
        void visit(int row, int from, int to, int[] columns, double[] values);
    }

    /** Visits every row in order: the way to go through many entries. */
    public void forEachRow(RowVisitor visitor) {
        for (int row = 0; row < rows(); row++) {
            visitor.visit(row, rowStart[row], rowStart[row + 1], column, value);
        }
    }

    /** Every entry times a factor, which may make some vanish. */
    public SparseMatrix times(double factor) {
        double[] products = new double[value.length];
        boolean stored = true;
        for (int k = 0; k < products.length; k++) {
            products[k] = value[k] * factor;
            stored &= products[k] != 0 && Double.isFinite(products[k]);
        }
        return stored ? new SparseMatrix(columns, rowStart, column, products) : withoutZeros(products);
    }

    private SparseMatrix withoutZeros(double[] values) {
        Builder builder = new Builder(columns);
        for (int row = 0; row < rows(); row++) {
            for (int k = rowStart[row]; k < rowStart[row + 1]; k++) {
                builder.add(column[k], values[k]);
            }
            builder.endRow();
        }
        return builder.build();
    }

    public static SparseMatrix ofDense(double[][] dense, int columns) {
        Builder builder = new Builder(columns);
        for (double[] row : dense) {
            for (int c = 0; c < row.length; c++) {
                builder.add(c, row[c]);
            }
            builder.endRow();
        }
        return builder.build();
    }

    public static SparseMatrix identity(int size) {
        Builder builder = new Builder(size);
        for (int i = 0; i < size; i++) {
            builder.add(i, 1).endRow();
        }
        return builder.build();
    }

    public int rows() {
        return rowStart.length - 1;
    }

    public int columns() {
        return columns;
    }

    public int entries() {
        return value.length;
    }

    /** Index of the first entry of a row; the row's entries end before {@code rowStart(row + 1)}. */
    public int rowStart(int row) {
        return rowStart[row];
    }

    public int column(int entry) {
        return column[entry];
    }

    public double value(int entry) {
        return value[entry];
    }

    public double get(int row, int col) {
        int k = Arrays.binarySearch(column, rowStart[row], rowStart[row + 1], col);
        return k < 0 ? 0 : value[k];
    }

    /** Whether it maps each element to itself. */
    public boolean isIdentity() {
        boolean identity = rows() == columns && value.length == columns;
        for (int k = 0; identity && k < columns; k++) {
            identity = rowStart[k] == k && column[k] == k && value[k] == 1;
        }
        return identity;
    }

    /** Collects rows from first to last. */
    public static final class Builder {
        private final int columns;
        private int[] rowStart = new int[16];
        private int[] column = new int[16];
        private double[] value = new double[16];
        private int rows;
        private int size;

        public Builder(int columns) {
            this.columns = columns;
        }

        /** Adds an entry to the current row, columns ascending; a zero is dropped. */
        public Builder add(int col, double v) {
            if (v != 0) {
                if (size == column.length) {
                    column = Arrays.copyOf(column, 2 * size);
                    value = Arrays.copyOf(value, 2 * size);
                }
                column[size] = col;
                value[size++] = v;
            }
            return this;
        }

        public Builder endRow() {
            if (++rows == rowStart.length) {
                rowStart = Arrays.copyOf(rowStart, 2 * rows);
            }
            rowStart[rows] = size;
            return this;
        }

        public SparseMatrix build() {
            return checked(
                    columns,
                    Arrays.copyOf(rowStart, rows + 1),
                    Arrays.copyOf(column, size),
                    Arrays.copyOf(value, size));
        }
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof SparseMatrix m
                && columns == m.columns
                && Arrays.equals(rowStart, m.rowStart)
                && Arrays.equals(column, m.column)
                && Arrays.equals(value, m.value);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(column) + Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return "SparseMatrix[" + rows() + " x " + columns + ", " + entries() + " entries]";
    }
}
