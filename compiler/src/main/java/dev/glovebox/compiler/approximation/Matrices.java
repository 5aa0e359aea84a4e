package dev.glovebox.compiler.approximation;

import dev.glovebox.compiler.ir.Reals;
import dev.glovebox.compiler.ir.SparseMatrix;
import java.util.BitSet;

/** Products and sums of sparse matrices. */
final class Matrices {
    private Matrices() {}

    static SparseMatrix diagonal(Reals values) {
        SparseMatrix.Builder builder = new SparseMatrix.Builder(values.size());
        for (int i = 0; i < values.size(); i++) {
            builder.add(i, values.get(i)).endRow();
        }
        return builder.build();
    }

    /** The scalar products that {@link #multiply} takes. */
    static long work(SparseMatrix a, SparseMatrix b) {
        long work = 0;
        for (int k = 0; k < a.entries(); k++) {
            work += b.rowStart(a.column(k) + 1) - b.rowStart(a.column(k));
        }
        return work;
    }

    static SparseMatrix multiply(SparseMatrix a, SparseMatrix b) {
        SparseMatrix.Builder builder = new SparseMatrix.Builder(b.columns());
        double[] sum = new double[b.columns()];
        BitSet used = new BitSet(b.columns());
        for (int row = 0; row < a.rows(); row++) {
            for (int k = a.rowStart(row); k < a.rowStart(row + 1); k++) {
                int middle = a.column(k);
                for (int l = b.rowStart(middle); l < b.rowStart(middle + 1); l++) {
                    sum[b.column(l)] = Math.fma(a.value(k), b.value(l), sum[b.column(l)]);
                    used.set(b.column(l));
                }
            }
            endRow(builder, sum, used);
        }
        return builder.build();
    }

    static SparseMatrix add(SparseMatrix a, SparseMatrix b) {
        SparseMatrix.Builder builder = new SparseMatrix.Builder(a.columns());
        double[] sum = new double[a.columns()];
        BitSet used = new BitSet(a.columns());
        for (int row = 0; row < a.rows(); row++) {
            for (SparseMatrix m : new SparseMatrix[] {a, b}) {
                for (int k = m.rowStart(row); k < m.rowStart(row + 1); k++) {
                    sum[m.column(k)] += m.value(k);
                    used.set(m.column(k));
                }
            }
            endRow(builder, sum, used);
        }
        return builder.build();
    }

    private static void endRow(SparseMatrix.Builder builder, double[] sum, BitSet used) {
        for (int column = used.nextSetBit(0); column >= 0; column = used.nextSetBit(column + 1)) {
            builder.add(column, sum[column]);
            sum[column] = 0;
        }
        used.clear();
        builder.endRow();
    }

    /** matrix·x + y. */
    static Reals multiplyAdd(SparseMatrix a, Reals x, Reals y) {
        return Reals.generate(a.rows(), row -> {
            double sum = y.get(row);
            for (int k = a.rowStart(row); k < a.rowStart(row + 1); k++) {
                sum = Math.fma(a.value(k), x.get(a.column(k)), sum);
            }
            return sum;
        });
    }

    /**
     * The generalised diagonals that hold the entries: about what applying the matrix to a slot vector costs. Diagonals wrap at the
     * shorter side, rounded up to a power of two, as rotate-and-sum folds the longer one.
     */
    static int diagonals(SparseMatrix a) {
        int shorter = Math.max(1, Math.min(a.rows(), a.columns()));
        int period = shorter == 1 ? 1 : Integer.highestOneBit(shorter - 1) << 1;
        boolean[] present = new boolean[period];
        a.forEachRow((row, from, to, columns, _) -> {
            for (int k = from; k < to; k++) {
                present[(columns[k] - row) & (period - 1)] = true;
            }
        });
        int count = 0;
        for (boolean p : present) {
            count += p ? 1 : 0;
        }
        return count;
    }
}
