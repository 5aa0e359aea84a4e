package dev.glovebox.backends.java;

import static dev.glovebox.backends.java.DoubleModulus.centre;

import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * Limbs of doubles in loops that C2 vectorises: arrays of one length, one index. At rest every element is an integer in
 * [-(p-1)/2, (p-1)/2], the centred residue exactly; between steps of a kernel numbers stay below 8p in size, so that
 * {@link DoubleModulus} is exact on them.
 *
 * <p>Sums of products run in two doubles: the high part starts at B = 1.5·2^101 and so is a multiple of 2^49 throughout; what
 * each addition to it leaves over is an integer of at most 2^48 and is added to the low part. For integers |aᵢ·bᵢ| &lt; 2^96 (p below
 * 2^49, or y of one prime by a factor of another) this is exact for up to 15 terms, and their sum is below 2^51·p.
 */
class DoubleLimbs implements LimbKernels<double[]> {
    /** B: its unit in the last place is 2^49. */
    static final double HIGH = 0x1.8p101;

    private static final int TERMS = 4;

    /** The least degree whose limbs are padded. */
    private static final int PADDED_DEGREE = 1 << 9;

    /**
     * Doubles after the last element. Limbs that were allocated one after the other then start an odd number of cache lines apart
     * (5 lines of 64 bytes, with 16 bytes of header), not a power of two: a loop over many of them would otherwise find all in one
     * set of a cache.
     */
    private static final int PADDING = 38;

    final int degree;
    final Modulus[] moduli;
    final DoubleModulus[] primes;
    private final DoubleNtt ntt;
    private final long[] inverseDegrees;
    private final ArrayDeque<double[][]> scratches = new ArrayDeque<>();

    DoubleLimbs(int degree, Modulus[] moduli, DoubleNtt ntt) {
        this.degree = degree;
        this.moduli = moduli;
        this.primes = Arrays.stream(moduli).map(DoubleModulus::of).toArray(DoubleModulus[]::new);
        this.ntt = ntt;
        this.inverseDegrees =
                Arrays.stream(moduli).mapToLong(m -> m.inverse(degree % m.p)).toArray();
    }

    @Override
    public final double[] newLimb() {
        return new double[degree < PADDED_DEGREE ? degree : degree + PADDING];
    }

    @Override
    public final double[][] newLimbs(int count) {
        return new double[count][];
    }

    @Override
    public final double[] constants(int prime, long... residues) {
        return Arrays.stream(residues).mapToDouble(moduli[prime]::centre).toArray();
    }

    @Override
    public final void clear(double[] limb) {
        Arrays.fill(limb, 0);
    }

    @Override
    public final void copy(double[] destination, double[] source) {
        System.arraycopy(source, 0, destination, 0, degree);
    }

    @Override
    public void importCoefficients(int prime, double[] destination, long[] coefficients) {
        double p = primes[prime].p();
        double inverse = primes[prime].inverse();
        double unit = moduli[prime].centre((1L << 32) % moduli[prime].p);
        for (int j = 0; j < degree; j++) {
            long c = coefficients[j];
            double high = DoubleModulus.multiply(c >> 32, unit, p, inverse);
            destination[j] = centre(high + (c & 0xffffffffL), p, inverse);
        }
    }

    @Override
    public void importResidues(int prime, double[] destination, long[] residues) {
        double p = primes[prime].p();
        double inverse = primes[prime].inverse();
        for (int j = 0; j < degree; j++) {
            destination[j] = centre(residues[j], p, inverse);
        }
    }

    @Override
    public void exportResidues(int prime, double[] source, long[] residues) {
        long p = moduli[prime].p;
        for (int j = 0; j < degree; j++) {
            long x = (long) source[j];
            residues[j] = x + (x >> 63 & p);
        }
    }

    @Override
    public final void forwardNtt(int prime, double[] limb) {
        ntt.forward(prime, limb, limb);
    }

    @Override
    public final void convertNtt(int prime, double[] destination, double[][] y, int[] digit, double[] factors) {
        if (y.length == 1 && factors[0] == 1) {
            ntt.forward(prime, destination, y[0]);
        } else {
            convert(prime, destination, y, digit, factors);
            ntt.forward(prime, destination, destination);
        }
    }

    @Override
    public final void inverseNtt(int prime, double[] destination, double[] source, long factor) {
        Modulus modulus = moduli[prime];
        long scale = factor == 1 ? inverseDegrees[prime] : modulus.multiply(inverseDegrees[prime], factor);
        ntt.inverse(prime, destination, source, modulus.centre(scale));
    }

    @Override
    public void add(int prime, double[] destination, double[] a, double[] b) {
        double p = primes[prime].p();
        double inverse = primes[prime].inverse();
        for (int j = 0; j < degree; j++) {
            destination[j] = centre(a[j] + b[j], p, inverse);
        }
    }

    @Override
    public void subtract(int prime, double[] destination, double[] a, double[] b) {
        double p = primes[prime].p();
        double inverse = primes[prime].inverse();
        for (int j = 0; j < degree; j++) {
            destination[j] = centre(a[j] - b[j], p, inverse);
        }
    }

    @Override
    public void negate(int prime, double[] destination, double[] a) {
        for (int j = 0; j < degree; j++) {
            destination[j] = -a[j];
        }
    }

    @Override
    public void multiply(int prime, double[] destination, double[] a, double[] b) {
        double p = primes[prime].p();
        double inverse = primes[prime].inverse();
        for (int j = 0; j < degree; j++) {
            destination[j] = centre(DoubleModulus.multiply(a[j], b[j], p, inverse), p, inverse);
        }
    }

    @Override
    public void multiplyAdd(int prime, double[] destination, double[] a, double[] b) {
        double p = primes[prime].p();
        double inverse = primes[prime].inverse();
        for (int j = 0; j < degree; j++) {
            double product = DoubleModulus.multiply(a[j], b[j], p, inverse);
            destination[j] = centre(destination[j] + product, p, inverse);
        }
    }

    @Override
    public void multiplyScalar(int prime, double[] destination, double[] a, long residue) {
        double p = primes[prime].p();
        double inverse = primes[prime].inverse();
        double factor = moduli[prime].centre(residue);
        for (int j = 0; j < degree; j++) {
            destination[j] = centre(DoubleModulus.multiply(a[j], factor, p, inverse), p, inverse);
        }
    }

    @Override
    public void addScalar(int prime, double[] destination, double[] a, long residue) {
        double p = primes[prime].p();
        double inverse = primes[prime].inverse();
        double term = moduli[prime].centre(residue);
        for (int j = 0; j < degree; j++) {
            destination[j] = centre(a[j] + term, p, inverse);
        }
    }

    @Override
    public void subtractMultiply(int prime, double[] destination, double[] a, double[] b, long residue) {
        double p = primes[prime].p();
        double inverse = primes[prime].inverse();
        double factor = moduli[prime].centre(residue);
        for (int j = 0; j < degree; j++) {
            destination[j] = centre(DoubleModulus.multiply(a[j] - b[j], factor, p, inverse), p, inverse);
        }
    }

    @Override
    public void subtractMultiplyAdd(
            int prime, double[] destination, double[] a, double[] b, long residue, double[] addend) {
        double p = primes[prime].p();
        double inverse = primes[prime].inverse();
        double factor = moduli[prime].centre(residue);
        for (int j = 0; j < degree; j++) {
            double product = DoubleModulus.multiply(a[j] - b[j], factor, p, inverse);
            destination[j] = centre(product + addend[j], p, inverse);
        }
    }

    @Override
    public void permute(double[] destination, double[] a, int[] source) {
        for (int j = 0; j < degree; j++) {
            destination[j] = a[source[j]];
        }
    }

    @Override
    public void sumOfProducts(int prime, double[] destination, double[][] a, double[][] b) {
        clear(destination);
        addProducts(prime, destination, a, b);
    }

    /** destination ← destination + Σ aᵢ·bᵢ. */
    private void addProducts(int prime, double[] destination, double[][] a, double[][] b) {
        DoubleModulus modulus = primes[prime];
        int i = 0;
        for (; i + TERMS <= a.length; i += TERMS) {
            addFour(destination, a[i], b[i], a[i + 1], b[i + 1], a[i + 2], b[i + 2], a[i + 3], b[i + 3], modulus);
        }
        for (; i < a.length; i++) {
            multiplyAdd(prime, destination, a[i], b[i]);
        }
    }

    @Override
    public void add(int prime, double[] destination, double[] a, double[] b, int shift) {
        double[][] scratch = take();
        expand(scratch[0], b, shift);
        add(prime, destination, a, scratch[0]);
        give(scratch);
    }

    @Override
    public void multiply(int prime, double[] destination, double[] a, double[] b, int shift) {
        double[][] scratch = take();
        expand(scratch[0], b, shift);
        multiply(prime, destination, a, scratch[0]);
        give(scratch);
    }

    /** Factors are expanded, a few at a time: loops over their runs would be too short for vectors. */
    @Override
    public void sumOfProducts(int prime, double[] destination, double[][] a, double[][] b, int[] shifts) {
        double[][] scratch = take();
        clear(destination);
        for (int from = 0; from < a.length; from += TERMS) {
            int to = Math.min(a.length, from + TERMS);
            double[][] factors = Arrays.copyOfRange(b, from, to);
            for (int i = from; i < to; i++) {
                if (shifts[i] > 0) {
                    expand(scratch[i - from], b[i], shifts[i]);
                    factors[i - from] = scratch[i - from];
                }
            }
            addProducts(prime, destination, Arrays.copyOfRange(a, from, to), factors);
        }
        give(scratch);
    }

    /** to[j] ← from[j >> shift]. */
    private void expand(double[] to, double[] from, int shift) {
        int run = 1 << shift;
        for (int j = 0; j < degree; j += run) {
            Arrays.fill(to, j, j + run, from[j >> shift]);
        }
    }

    /** Limbs of anything, to be given back: they hold nothing secret then. */
    private double[][] take() {
        synchronized (scratches) {
            double[][] scratch = scratches.pollLast();
            if (scratch != null) {
                return scratch;
            }
        }
        double[][] scratch = newLimbs(TERMS);
        Arrays.setAll(scratch, i -> newLimb());
        return scratch;
    }

    private void give(double[][] scratch) {
        synchronized (scratches) {
            scratches.addLast(scratch);
        }
    }

    private void addFour(
            double[] destination,
            double[] a0,
            double[] b0,
            double[] a1,
            double[] b1,
            double[] a2,
            double[] b2,
            double[] a3,
            double[] b3,
            DoubleModulus modulus) {
        double p = modulus.p();
        double inverse = modulus.inverse();
        for (int j = 0; j < degree; j++) {
            double h0 = Math.fma(a0[j], b0[j], HIGH);
            double h1 = Math.fma(a1[j], b1[j], h0);
            double h2 = Math.fma(a2[j], b2[j], h1);
            double h3 = Math.fma(a3[j], b3[j], h2);
            double low = Math.fma(a0[j], b0[j], HIGH - h0)
                    + Math.fma(a1[j], b1[j], h0 - h1)
                    + Math.fma(a2[j], b2[j], h1 - h2)
                    + Math.fma(a3[j], b3[j], h2 - h3);
            destination[j] = centre(destination[j] + join(h3, low, p, inverse), p, inverse);
        }
    }

    @Override
    public void convert(int prime, double[] destination, double[][] y, int[] digit, double[] factors) {
        DoubleModulus modulus = primes[prime];
        clear(destination);
        int i = 0;
        for (; i + TERMS <= y.length; i += TERMS) {
            addFour(destination, y[i], y[i + 1], y[i + 2], y[i + 3], factors, i, modulus);
        }
        for (; i < y.length; i++) {
            addOne(destination, y[i], factors[i], modulus);
        }
    }

    private void addFour(
            double[] destination,
            double[] y0,
            double[] y1,
            double[] y2,
            double[] y3,
            double[] factors,
            int first,
            DoubleModulus modulus) {
        double p = modulus.p();
        double inverse = modulus.inverse();
        double f0 = factors[first];
        double f1 = factors[first + 1];
        double f2 = factors[first + 2];
        double f3 = factors[first + 3];
        for (int j = 0; j < degree; j++) {
            double h0 = Math.fma(y0[j], f0, HIGH);
            double h1 = Math.fma(y1[j], f1, h0);
            double h2 = Math.fma(y2[j], f2, h1);
            double h3 = Math.fma(y3[j], f3, h2);
            double low = Math.fma(y0[j], f0, HIGH - h0)
                    + Math.fma(y1[j], f1, h0 - h1)
                    + Math.fma(y2[j], f2, h1 - h2)
                    + Math.fma(y3[j], f3, h2 - h3);
            destination[j] = centre(destination[j] + join(h3, low, p, inverse), p, inverse);
        }
    }

    private void addOne(double[] destination, double[] y, double factor, DoubleModulus modulus) {
        double p = modulus.p();
        double inverse = modulus.inverse();
        for (int j = 0; j < degree; j++) {
            double product = DoubleModulus.multiply(y[j], factor, p, inverse);
            destination[j] = centre(destination[j] + product, p, inverse);
        }
    }

    /** A number below 2p in size that is congruent to (high - B) + low, for |high - B| &lt; 2^51·p and |low| &lt; 2^52. */
    private static double join(double high, double low, double p, double inverse) {
        return centre(high - HIGH, p, inverse) + centre(low, p, inverse);
    }
}
