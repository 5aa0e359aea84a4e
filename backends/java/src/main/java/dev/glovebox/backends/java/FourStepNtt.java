package dev.glovebox.backends.java;

import dev.glovebox.runtime.ring.Ring;
import java.util.ArrayDeque;

/**
 * The NTT in loops that C2 vectorises without help. The limb is cut into R rows of C columns, each an array. Stages with
 * strides of whole rows take one root for a row; then rows and columns are exchanged, and the stages inside a row run over all
 * rows at once, with a root for each. {@link Butterflies} says how large numbers grow.
 */
final class FourStepNtt implements DoubleNtt {
    private final int rows;
    private final int columns;
    private final DoubleModulus[] moduli;
    private final Passes[] forward;
    private final Passes[] inverse;
    private final ArrayDeque<Scratch> pool = new ArrayDeque<>();

    private record Passes(Butterflies overRows, Butterflies overColumns) {}

    private record Scratch(double[][] rows, double[][] columns) {}

    FourStepNtt(Ring ring, Modulus[] moduli) {
        this.rows = 1 << ring.logDegree() / 2;
        this.columns = ring.degree() / rows;
        this.moduli = new DoubleModulus[moduli.length];
        this.forward = new Passes[moduli.length];
        this.inverse = new Passes[moduli.length];
        for (int i = 0; i < moduli.length; i++) {
            Modulus modulus = moduli[i];
            DoubleModulus m = DoubleModulus.of(modulus);
            this.moduli[i] = m;
            long[] powers = modulus.bitReversedPowers(ring.root(i), ring.logDegree());
            forward[i] = new Passes(
                    new Butterflies.ForwardByRow(rootsByRow(powers, modulus), m.p(), m.inverse()),
                    new Butterflies.ForwardByColumn(rootsByColumn(powers, modulus), m.p(), m.inverse()));
            powers = modulus.bitReversedPowers(modulus.inverse(ring.root(i)), ring.logDegree());
            inverse[i] = new Passes(
                    new Butterflies.InverseByRow(rootsByRow(powers, modulus), m.p(), m.inverse()),
                    new Butterflies.InverseByColumn(rootsByColumn(powers, modulus), m.p(), m.inverse()));
        }
    }

    private double[] rootsByRow(long[] powers, Modulus modulus) {
        double[] roots = new double[rows];
        for (int r = 0; r < rows; r++) {
            roots[r] = modulus.centre(powers[r]);
        }
        return roots;
    }

    /** At (2^k + g, r) the power at (R + r)·2^k + g: that of block g of row r after k stages inside the row. */
    private double[][] rootsByColumn(long[] powers, Modulus modulus) {
        double[][] roots = new double[columns][rows];
        for (int c = 1; c < columns; c++) {
            int blocks = Integer.highestOneBit(c);
            for (int r = 0; r < rows; r++) {
                roots[c][r] = modulus.centre(powers[(rows + r) * blocks + c - blocks]);
            }
        }
        return roots;
    }

    private Scratch take() {
        synchronized (pool) {
            Scratch scratch = pool.pollLast();
            return scratch != null ? scratch : new Scratch(new double[rows][columns], new double[columns][rows]);
        }
    }

    private void give(Scratch scratch) {
        synchronized (pool) {
            pool.addLast(scratch);
        }
    }

    @Override
    public void forward(int prime, double[] destination, double[] source) {
        Scratch scratch = take();
        for (int r = 0; r < rows; r++) {
            System.arraycopy(source, r * columns, scratch.rows[r], 0, columns);
            if (destination != source) {
                centre(scratch.rows[r], moduli[prime].p(), moduli[prime].inverse());
            }
        }
        forward(scratch.rows, forward[prime].overRows, moduli[prime]);
        transpose(scratch.rows, scratch.columns);
        forward(scratch.columns, forward[prime].overColumns, moduli[prime]);
        join(scratch.columns, destination);
        give(scratch);
    }

    @Override
    public void inverse(int prime, double[] destination, double[] source, double factor) {
        Scratch scratch = take();
        split(source, scratch.columns);
        inverse(scratch.columns, inverse[prime].overColumns);
        transpose(scratch.columns, scratch.rows);
        inverse(scratch.rows, inverse[prime].overRows);
        DoubleModulus modulus = moduli[prime];
        for (int r = 0; r < rows; r++) {
            double[] row = scratch.rows[r];
            scale(row, factor, modulus.p(), modulus.inverse());
            System.arraycopy(row, 0, destination, r * columns, columns);
        }
        give(scratch);
    }

    /** Cooley–Tukey stages over an array of arrays; centres the result. */
    private static void forward(double[][] x, Butterflies butterflies, DoubleModulus modulus) {
        for (int blocks = 1, stride = x.length / 2; stride > 0; blocks *= 2, stride /= 2) {
            for (int block = 0; block < blocks; block++) {
                for (int k = 2 * block * stride; k < (2 * block + 1) * stride; k++) {
                    butterflies.apply(x[k], x[k + stride], blocks + block);
                }
            }
        }
        for (double[] array : x) {
            centre(array, modulus.p(), modulus.inverse());
        }
    }

    /** Gentleman–Sande stages over an array of arrays. */
    private static void inverse(double[][] x, Butterflies butterflies) {
        for (int blocks = x.length / 2, stride = 1; blocks > 0; blocks /= 2, stride *= 2) {
            for (int block = 0; block < blocks; block++) {
                for (int k = 2 * block * stride; k < (2 * block + 1) * stride; k++) {
                    butterflies.apply(x[k], x[k + stride], blocks + block);
                }
            }
        }
    }

    private static void centre(double[] x, double p, double inverse) {
        for (int j = 0; j < x.length; j++) {
            x[j] = DoubleModulus.centre(x[j], p, inverse);
        }
    }

    private static void scale(double[] x, double factor, double p, double inverse) {
        double v = factor * inverse;
        for (int j = 0; j < x.length; j++) {
            x[j] = DoubleModulus.centre(DoubleModulus.multiply(x[j], factor, v, p, inverse), p, inverse);
        }
    }

    /** to[c][r] ← from[r][c], four arrays of the target at a time. */
    private static void transpose(double[][] from, double[][] to) {
        for (int c = 0; c < to.length; c += 4) {
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
    }

    /** Columns to a limb of rows, four columns at a time. */
    private static void join(double[][] columns, double[] limb) {
        for (int c = 0; c < columns.length; c += 4) {
            double[] from0 = columns[c];
            double[] from1 = columns[c + 1];
            double[] from2 = columns[c + 2];
            double[] from3 = columns[c + 3];
            for (int r = 0, j = c; r < from0.length; r++, j += columns.length) {
                limb[j] = from0[r];
                limb[j + 1] = from1[r];
                limb[j + 2] = from2[r];
                limb[j + 3] = from3[r];
            }
        }
    }

    /** A limb of rows to columns, four columns at a time. */
    private static void split(double[] limb, double[][] columns) {
        for (int c = 0; c < columns.length; c += 4) {
            double[] to0 = columns[c];
            double[] to1 = columns[c + 1];
            double[] to2 = columns[c + 2];
            double[] to3 = columns[c + 3];
            for (int r = 0, j = c; r < to0.length; r++, j += columns.length) {
                to0[r] = limb[j];
                to1[r] = limb[j + 1];
                to2[r] = limb[j + 2];
                to3[r] = limb[j + 3];
            }
        }
    }
}
