package dev.glovebox.runtime.ckks;

import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * The canonical embedding of Z[Y]/(Y^{2n} + 1) at the roots ζ^{5^j}, j = 0 … n-1, ζ = e^{πi/(2n)}, with a polynomial's
 * coefficients packed as the complex numbers c_k + i·c_{n+k}: then each direction is a Fourier transform of n points. Safe for
 * use by many threads.
 *
 * <p>Points lie in R rows of C columns. Stages of strides of whole rows run along rows, with a root for each element; the others along
 * columns, with one root for a column: every loop runs over distinct arrays with one index, so that C2 vectorises it. The exchange of
 * rows and columns also undoes the bit-reversed order.
 *
 * <p>Source: Cheon, Han, Kim, Kim, Song, "Bootstrapping for approximate homomorphic encryption", EUROCRYPT 2018, section 5.
 * The tables come from {@link StrictMath}, and Java's arithmetic is exact IEEE 754: every machine computes the same bits.
 */
final class SpecialFft {
    private final int rows;
    private final int columns;

    /** For strides of h = 1, 2, 4 … rows: the roots of the h rows at h … 2h - 1. */
    private final double[][] rowReal;

    private final double[][] rowImaginary;

    /** For strides of h = 1, 2, 4 … columns: the roots of the h columns at h … 2h - 1. */
    private final double[] columnReal;

    private final double[] columnImaginary;
    private final int[] reversedRows;
    private final int[] reversedColumns;
    private final ArrayDeque<Scratch> pool = new ArrayDeque<>();

    private record Scratch(double[][] rowsRe, double[][] rowsIm, double[][] columnsRe, double[][] columnsIm) {}

    /**
     * @param n a power of two
     */
    SpecialFft(int n) {
        rows = 1 << Integer.numberOfTrailingZeros(n) / 2;
        columns = n / rows;
        rowReal = new double[rows][columns];
        rowImaginary = new double[rows][columns];
        columnReal = new double[columns];
        columnImaginary = new double[columns];
        for (int half = 1; half < n; half *= 2) {
            int order = 8 * half;
            int power = 1;
            for (int j = half; j < 2 * half; j++) {
                double angle = 2 * StrictMath.PI * power / order;
                if (half < columns) {
                    columnReal[j] = StrictMath.cos(angle);
                    columnImaginary[j] = StrictMath.sin(angle);
                } else {
                    rowReal[j / columns][j % columns] = StrictMath.cos(angle);
                    rowImaginary[j / columns][j % columns] = StrictMath.sin(angle);
                }
                power = power * 5 & (order - 1);
            }
        }
        reversedRows = reversal(rows);
        reversedColumns = reversal(columns);
    }

    private static int[] reversal(int n) {
        int[] reversed = new int[n];
        for (int i = 1; i < n; i++) {
            reversed[i] = reversed[i / 2] / 2 + (i & 1) * (n / 2);
        }
        return reversed;
    }

    /** In place: packed coefficients → slots. */
    void toSlots(double[] re, double[] im) {
        Scratch s = take();
        split(re, s.columnsRe);
        split(im, s.columnsIm);
        for (int half = 1; half < columns; half *= 2) {
            for (int low = 0; low < columns; low = next(low, half)) {
                int root = half + (low & (half - 1));
                int high = low + half;
                forward(
                        s.columnsRe[low],
                        s.columnsIm[low],
                        s.columnsRe[high],
                        s.columnsIm[high],
                        columnReal[root],
                        columnImaginary[root]);
            }
        }
        transpose(s.columnsRe, s.rowsRe);
        transpose(s.columnsIm, s.rowsIm);
        for (int half = 1; half < rows; half *= 2) {
            for (int low = 0; low < rows; low = next(low, half)) {
                int root = half + (low & (half - 1));
                int high = low + half;
                forward(
                        s.rowsRe[low],
                        s.rowsIm[low],
                        s.rowsRe[high],
                        s.rowsIm[high],
                        rowReal[root],
                        rowImaginary[root]);
            }
        }
        for (int r = 0; r < rows; r++) {
            System.arraycopy(s.rowsRe[r], 0, re, r * columns, columns);
            System.arraycopy(s.rowsIm[r], 0, im, r * columns, columns);
        }
        give(s);
    }

    /**
     * In place: slots → packed coefficients, times a factor.
     *
     * @param factor with factor/n normal: then the result is that of a division by n, which is exact, and a product
     */
    void toCoefficients(double[] re, double[] im, double factor) {
        Scratch s = take();
        for (int r = 0; r < rows; r++) {
            System.arraycopy(re, r * columns, s.rowsRe[r], 0, columns);
            System.arraycopy(im, r * columns, s.rowsIm[r], 0, columns);
        }
        for (int half = rows / 2; half >= 1; half /= 2) {
            for (int low = 0; low < rows; low = next(low, half)) {
                int root = half + (low & (half - 1));
                int high = low + half;
                inverse(
                        s.rowsRe[low],
                        s.rowsIm[low],
                        s.rowsRe[high],
                        s.rowsIm[high],
                        rowReal[root],
                        rowImaginary[root]);
            }
        }
        transpose(s.rowsRe, s.columnsRe);
        transpose(s.rowsIm, s.columnsIm);
        for (int half = columns / 2; half >= 1; half /= 2) {
            for (int low = 0; low < columns; low = next(low, half)) {
                int root = half + (low & (half - 1));
                int high = low + half;
                inverse(
                        s.columnsRe[low],
                        s.columnsIm[low],
                        s.columnsRe[high],
                        s.columnsIm[high],
                        columnReal[root],
                        columnImaginary[root]);
            }
        }
        double perPoint = factor / (rows * columns);
        join(s.columnsRe, re, perPoint);
        join(s.columnsIm, im, perPoint);
        give(s);
    }

    /** The next index after {@code low} without the bit {@code half}. */
    private static int next(int low, int half) {
        return (low + 1 & half) == 0 ? low + 1 : low + 1 + half;
    }

    private static void forward(
            double[] lowRe, double[] lowIm, double[] highRe, double[] highIm, double wr, double wi) {
        for (int j = 0; j < lowRe.length; j++) {
            double xr = highRe[j];
            double xi = highIm[j];
            double vr = xr * wr - xi * wi;
            double vi = xr * wi + xi * wr;
            double ur = lowRe[j];
            double ui = lowIm[j];
            lowRe[j] = ur + vr;
            lowIm[j] = ui + vi;
            highRe[j] = ur - vr;
            highIm[j] = ui - vi;
        }
    }

    private static void forward(
            double[] lowRe, double[] lowIm, double[] highRe, double[] highIm, double[] wr, double[] wi) {
        for (int j = 0; j < lowRe.length; j++) {
            double xr = highRe[j];
            double xi = highIm[j];
            double vr = xr * wr[j] - xi * wi[j];
            double vi = xr * wi[j] + xi * wr[j];
            double ur = lowRe[j];
            double ui = lowIm[j];
            lowRe[j] = ur + vr;
            lowIm[j] = ui + vi;
            highRe[j] = ur - vr;
            highIm[j] = ui - vi;
        }
    }

    private static void inverse(
            double[] lowRe, double[] lowIm, double[] highRe, double[] highIm, double wr, double wi) {
        for (int j = 0; j < lowRe.length; j++) {
            double ur = lowRe[j];
            double ui = lowIm[j];
            double xr = highRe[j];
            double xi = highIm[j];
            double dr = ur - xr;
            double di = ui - xi;
            lowRe[j] = ur + xr;
            lowIm[j] = ui + xi;
            highRe[j] = dr * wr + di * wi;
            highIm[j] = di * wr - dr * wi;
        }
    }

    private static void inverse(
            double[] lowRe, double[] lowIm, double[] highRe, double[] highIm, double[] wr, double[] wi) {
        for (int j = 0; j < lowRe.length; j++) {
            double ur = lowRe[j];
            double ui = lowIm[j];
            double xr = highRe[j];
            double xi = highIm[j];
            double dr = ur - xr;
            double di = ui - xi;
            lowRe[j] = ur + xr;
            lowIm[j] = ui + xi;
            highRe[j] = dr * wr[j] + di * wi[j];
            highIm[j] = di * wr[j] - dr * wi[j];
        }
    }

    /** Points in bit-reversed order to columns in order. */
    private void split(double[] x, double[][] to) {
        for (int c = 0; c < columns; c++) {
            double[] column = to[c];
            int block = reversedColumns[c] * rows;
            for (int r = 0; r < rows; r++) {
                column[r] = x[block + reversedRows[r]];
            }
        }
    }

    /** Columns in order to points in bit-reversed order, times a factor. */
    private void join(double[][] from, double[] x, double factor) {
        for (int c = 0; c < columns; c++) {
            double[] column = from[c];
            int block = reversedColumns[c] * rows;
            for (int r = 0; r < rows; r++) {
                x[block + reversedRows[r]] = column[r] * factor;
            }
        }
    }

    /** to[c][r] ← from[r][c], four arrays of the target at a time. */
    private static void transpose(double[][] from, double[][] to) {
        int c = 0;
        for (; c + 4 <= to.length; c += 4) {
            double[] to0 = to[c];
            double[] to1 = to[c + 1];
            double[] to2 = to[c + 2];
            double[] to3 = to[c + 3];
            for (int r = 0; r < from.length; r++) {
                double[] row = from[r];
                to0[r] = row[c];
                to1[r] = row[c + 1];
                to2[r] = row[c + 2];
                to3[r] = row[c + 3];
            }
        }
        for (; c < to.length; c++) {
            for (int r = 0; r < from.length; r++) {
                to[c][r] = from[r][c];
            }
        }
    }

    private Scratch take() {
        synchronized (pool) {
            Scratch scratch = pool.pollLast();
            if (scratch != null) {
                return scratch;
            }
        }
        return new Scratch(
                new double[rows][columns],
                new double[rows][columns],
                new double[columns][rows],
                new double[columns][rows]);
    }

    /** Points may be secret. */
    private void give(Scratch scratch) {
        erase(scratch.rowsRe);
        erase(scratch.rowsIm);
        erase(scratch.columnsRe);
        erase(scratch.columnsIm);
        synchronized (pool) {
            pool.addLast(scratch);
        }
    }

    private static void erase(double[][] x) {
        for (double[] array : x) {
            Arrays.fill(array, 0);
        }
    }
}
