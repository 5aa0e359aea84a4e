package dev.glovebox.backends.java;

import dev.glovebox.runtime.ring.Ring;
import java.util.Arrays;

/**
 * Plain integer arithmetic: the reference that the other tiers are compared with. A limb holds residues in [0, p) of
 * {@code long}; every step reduces fully. Products are Barrett's for two variables, Shoup's for a variable and a constant.
 */
final class ScalarLimbs implements LimbKernels<long[]> {
    private final int degree;
    private final Modulus[] moduli;
    private final Table[] forward;
    private final Table[] inverse;

    /** The bit-reversed powers of a root, and what multiplies by them. */
    private record Table(long[] powers, long[] quotients) {
        static Table of(Modulus modulus, long root, int logDegree) {
            long[] powers = modulus.bitReversedPowers(root, logDegree);
            return new Table(
                    powers, Arrays.stream(powers).map(modulus::quotientOf).toArray());
        }
    }

    ScalarLimbs(Ring ring, Modulus[] moduli) {
        this.degree = ring.degree();
        this.moduli = moduli;
        this.forward = new Table[moduli.length];
        this.inverse = new Table[moduli.length];
        for (int i = 0; i < moduli.length; i++) {
            forward[i] = Table.of(moduli[i], ring.root(i), ring.logDegree());
            inverse[i] = Table.of(moduli[i], moduli[i].inverse(ring.root(i)), ring.logDegree());
        }
    }

    @Override
    public long[] newLimb() {
        return new long[degree];
    }

    @Override
    public long[][] newLimbs(int count) {
        return new long[count][];
    }

    @Override
    public long[] constants(int prime, long... residues) {
        return residues.clone();
    }

    @Override
    public void clear(long[] limb) {
        Arrays.fill(limb, 0);
    }

    @Override
    public void copy(long[] destination, long[] source) {
        System.arraycopy(source, 0, destination, 0, degree);
    }

    @Override
    public void importCoefficients(int prime, long[] destination, long[] coefficients) {
        long p = moduli[prime].p;
        for (int j = 0; j < degree; j++) {
            destination[j] = Math.floorMod(coefficients[j], p);
        }
    }

    @Override
    public void importResidues(int prime, long[] destination, long[] residues) {
        copy(destination, residues);
    }

    @Override
    public void exportResidues(int prime, long[] source, long[] residues) {
        copy(residues, source);
    }

    /** Cooley–Tukey butterflies, natural to bit-reversed order. */
    @Override
    public void forwardNtt(int prime, long[] limb) {
        Modulus modulus = moduli[prime];
        Table table = forward[prime];
        for (int blocks = 1, stride = degree / 2; stride > 0; blocks *= 2, stride /= 2) {
            for (int block = 0; block < blocks; block++) {
                long w = table.powers[blocks + block];
                long quotient = table.quotients[blocks + block];
                int start = 2 * block * stride;
                for (int j = start; j < start + stride; j++) {
                    long x = limb[j];
                    long y = modulus.reduceFrom2p(modulus.multiplyLazy(limb[j + stride], w, quotient));
                    limb[j] = modulus.add(x, y);
                    limb[j + stride] = modulus.subtract(x, y);
                }
            }
        }
    }

    /** Gentleman–Sande butterflies, bit-reversed to natural order. */
    @Override
    public void inverseNtt(int prime, long[] destination, long[] source, long factor) {
        Modulus modulus = moduli[prime];
        Table table = inverse[prime];
        if (destination != source) {
            copy(destination, source);
        }
        for (int blocks = degree / 2, stride = 1; blocks > 0; blocks /= 2, stride *= 2) {
            for (int block = 0; block < blocks; block++) {
                long w = table.powers[blocks + block];
                long quotient = table.quotients[blocks + block];
                int start = 2 * block * stride;
                for (int j = start; j < start + stride; j++) {
                    long x = destination[j];
                    long y = destination[j + stride];
                    destination[j] = modulus.add(x, y);
                    destination[j + stride] =
                            modulus.reduceFrom2p(modulus.multiplyLazy(modulus.subtract(x, y), w, quotient));
                }
            }
        }
        multiplyScalar(prime, destination, destination, modulus.multiply(modulus.inverse(degree % modulus.p), factor));
    }

    @Override
    public void add(int prime, long[] destination, long[] a, long[] b) {
        Modulus modulus = moduli[prime];
        for (int j = 0; j < degree; j++) {
            destination[j] = modulus.add(a[j], b[j]);
        }
    }

    @Override
    public void subtract(int prime, long[] destination, long[] a, long[] b) {
        Modulus modulus = moduli[prime];
        for (int j = 0; j < degree; j++) {
            destination[j] = modulus.subtract(a[j], b[j]);
        }
    }

    @Override
    public void negate(int prime, long[] destination, long[] a) {
        Modulus modulus = moduli[prime];
        for (int j = 0; j < degree; j++) {
            destination[j] = modulus.subtract(0, a[j]);
        }
    }

    @Override
    public void multiply(int prime, long[] destination, long[] a, long[] b) {
        Modulus modulus = moduli[prime];
        for (int j = 0; j < degree; j++) {
            destination[j] = modulus.multiply(a[j], b[j]);
        }
    }

    @Override
    public void multiplyAdd(int prime, long[] destination, long[] a, long[] b) {
        Modulus modulus = moduli[prime];
        for (int j = 0; j < degree; j++) {
            destination[j] = modulus.add(destination[j], modulus.multiply(a[j], b[j]));
        }
    }

    @Override
    public void sumOfProducts(int prime, long[] destination, long[][] a, long[][] b) {
        Modulus modulus = moduli[prime];
        for (int j = 0; j < degree; j++) {
            long sum = 0;
            for (int i = 0; i < a.length; i++) {
                sum = modulus.add(sum, modulus.multiply(a[i][j], b[i][j]));
            }
            destination[j] = sum;
        }
    }

    @Override
    public void add(int prime, long[] destination, long[] a, long[] b, int shift) {
        Modulus modulus = moduli[prime];
        for (int j = 0; j < degree; j++) {
            destination[j] = modulus.add(a[j], b[j >> shift]);
        }
    }

    @Override
    public void multiply(int prime, long[] destination, long[] a, long[] b, int shift) {
        Modulus modulus = moduli[prime];
        for (int j = 0; j < degree; j++) {
            destination[j] = modulus.multiply(a[j], b[j >> shift]);
        }
    }

    @Override
    public void sumOfProducts(int prime, long[] destination, long[][] a, long[][] b, int[] shifts) {
        Modulus modulus = moduli[prime];
        for (int j = 0; j < degree; j++) {
            long sum = 0;
            for (int i = 0; i < a.length; i++) {
                sum = modulus.add(sum, modulus.multiply(a[i][j], b[i][j >> shifts[i]]));
            }
            destination[j] = sum;
        }
    }

    @Override
    public void multiplyScalar(int prime, long[] destination, long[] a, long residue) {
        Modulus modulus = moduli[prime];
        long quotient = modulus.quotientOf(residue);
        for (int j = 0; j < degree; j++) {
            destination[j] = modulus.reduceFrom2p(modulus.multiplyLazy(a[j], residue, quotient));
        }
    }

    @Override
    public void addScalar(int prime, long[] destination, long[] a, long residue) {
        Modulus modulus = moduli[prime];
        for (int j = 0; j < degree; j++) {
            destination[j] = modulus.add(a[j], residue);
        }
    }

    @Override
    public void subtractMultiply(int prime, long[] destination, long[] a, long[] b, long residue) {
        Modulus modulus = moduli[prime];
        long quotient = modulus.quotientOf(residue);
        for (int j = 0; j < degree; j++) {
            long difference = modulus.subtract(a[j], b[j]);
            destination[j] = modulus.reduceFrom2p(modulus.multiplyLazy(difference, residue, quotient));
        }
    }

    @Override
    public void subtractMultiplyAdd(int prime, long[] destination, long[] a, long[] b, long residue, long[] addend) {
        Modulus modulus = moduli[prime];
        long quotient = modulus.quotientOf(residue);
        for (int j = 0; j < degree; j++) {
            long difference = modulus.subtract(a[j], b[j]);
            long product = modulus.reduceFrom2p(modulus.multiplyLazy(difference, residue, quotient));
            destination[j] = modulus.add(product, addend[j]);
        }
    }

    @Override
    public void permute(long[] destination, long[] a, int[] source) {
        for (int j = 0; j < degree; j++) {
            destination[j] = a[source[j]];
        }
    }

    @Override
    public void convert(int prime, long[] destination, long[][] y, int[] digit, long[] factors) {
        Modulus modulus = moduli[prime];
        Arrays.fill(destination, 0);
        for (int i = 0; i < y.length; i++) {
            long d = moduli[digit[i]].p;
            long quotient = modulus.quotientOf(factors[i]);
            // A residue x above (d-1)/2 stands for x - d.
            long shift = modulus.multiply(d % modulus.p, factors[i]);
            long[] residues = y[i];
            for (int j = 0; j < degree; j++) {
                long x = residues[j];
                long term = modulus.reduceFrom2p(modulus.multiplyLazy(x, factors[i], quotient));
                long lifted = x > d / 2 ? modulus.subtract(term, shift) : term;
                destination[j] = modulus.add(destination[j], lifted);
            }
        }
    }
}
