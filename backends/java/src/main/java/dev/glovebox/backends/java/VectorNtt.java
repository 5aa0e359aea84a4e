package dev.glovebox.backends.java;

import static dev.glovebox.backends.java.DoubleModulus.ROUND;
import static dev.glovebox.backends.java.VectorLanes.LANES;
import static dev.glovebox.backends.java.VectorLanes.all;
import static dev.glovebox.backends.java.VectorLanes.centre;
import static dev.glovebox.backends.java.VectorLanes.lanesWith;
import static dev.glovebox.backends.java.VectorLanes.load;
import static dev.glovebox.backends.java.VectorLanes.multiply;
import static dev.glovebox.backends.java.VectorLanes.shuffle;

import dev.glovebox.runtime.ring.Ring;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/**
 * The NTT in vectors of two or four: radix-4 passes while strides are at least a vector long, and one pass for the stages
 * inside vectors, on pairs of them. The first passes run over the limb, the others over one block after the other. The inverse
 * multiplies by its factor in the last pass where that has radix 2.
 *
 * <p>Sizes, in multiples of p: a product by a root is at most ½ + y/16 for a factor of size y ≤ 8. A forward radix-4 pass
 * centres the one of its four inputs that is neither a factor nor added to one that the next stage multiplies, and adds two
 * products: numbers stay below 2, and the first pass takes integers of any size below 2^48; the stages inside vectors
 * (2 at most) add a product each and stay below 4, then centre. Of the inverse stages those inside vectors stay below 2, then
 * centre; a radix-4 pass centres the sum of all four and leaves products and sums of two: numbers stay below 3/2, sums
 * that the last pass multiplies below 3.
 */
final class VectorNtt implements DoubleNtt {
    /** Strides from this on, in elements, take a loop inside the loop over blocks; that hoists roots and range checks. */
    private static final int LONG_STRIDE = 4 * LANES;

    /** Blocks of at most this many elements take all their stages one after the other: they fit the first-level cache. */
    private static final int BLOCK = 1 << 11;

    private static final VectorMask<Double> ODD_1 = lanesWith(1);
    private static final VectorMask<Double> ODD_2 = lanesWith(2);
    private static final VectorMask<Double> UPPER_HALF = lanesWith(LANES / 2);
    private static final VectorShuffle<Double> UP_1 = shuffle(l -> l - 1);
    private static final VectorShuffle<Double> UP_2 = shuffle(l -> l - 2);
    private static final VectorShuffle<Double> DOWN_1 = shuffle(l -> l + 1);
    private static final VectorShuffle<Double> DOWN_2 = shuffle(l -> l + 2);
    private static final VectorShuffle<Double> REPEAT_2 = shuffle(l -> l / 2);
    private static final VectorShuffle<Double> REPEAT_2_UPPER = shuffle(l -> l / 2 + LANES / 2);
    private static final VectorShuffle<Double> EVEN = shuffle(l -> 2 * l);
    private static final VectorShuffle<Double> UNEVEN = shuffle(l -> 2 * l + 1);

    private final int degree;

    /** The size of blocks after the first pass forward, which is before the last one back: N/2 or N/4, LANES times a power of 4. */
    private final int firstSize;

    private final DoubleModulus[] moduli;
    private final double[][] forward;
    private final double[][] inverse;

    /** For the vectors in use. Eight lanes leave the smallest degrees to {@link FourStepNtt}. */
    static DoubleNtt of(Ring ring, Modulus[] moduli) {
        if (LANES < 8) {
            return new VectorNtt(ring, moduli);
        }
        return ring.degree() < WideNtt.MIN_DEGREE ? new FourStepNtt(ring, moduli) : new WideNtt(ring, moduli);
    }

    private VectorNtt(Ring ring, Modulus[] moduli) {
        this.degree = ring.degree();
        this.firstSize = (Integer.numberOfTrailingZeros(degree / LANES) & 1) == 1 ? degree / 2 : degree / 4;
        this.moduli = new DoubleModulus[moduli.length];
        this.forward = new double[moduli.length][];
        this.inverse = new double[moduli.length][];
        for (int i = 0; i < moduli.length; i++) {
            Modulus modulus = moduli[i];
            this.moduli[i] = DoubleModulus.of(modulus);
            forward[i] = roots(modulus, ring.root(i), ring.logDegree());
            inverse[i] = roots(modulus, modulus.inverse(ring.root(i)), ring.logDegree());
        }
    }

    /** Bit-reversed powers, and as many elements more as a vector that starts at the last one reads. */
    static double[] roots(Modulus modulus, long root, int logDegree) {
        long[] powers = modulus.bitReversedPowers(root, logDegree);
        double[] roots = new double[powers.length + LANES];
        for (int i = 0; i < powers.length; i++) {
            roots[i] = modulus.centre(powers[i]);
        }
        return roots;
    }

    @Override
    public void forward(int prime, double[] limb, double[] source) {
        double p = moduli[prime].p();
        double inv = moduli[prime].inverse();
        double[] roots = forward[prime];
        int size = firstSize;
        if (size == degree / 2) {
            forward2(limb, source, roots[1], size, p, inv);
        } else {
            forward4(limb, source, roots, 1, 2, 0, size, p, inv);
        }
        for (; size > BLOCK; size /= 4) {
            int blocks = degree / size;
            forward4(limb, limb, roots, blocks, 2 * blocks, 0, size / 4, p, inv);
        }
        int step = Math.max(size, 2 * LANES);
        for (int start = 0; start < degree; start += step) {
            for (int n = size, root = (degree + start) / size, end = root + 1; n > LANES; n /= 4, root *= 4, end *= 4) {
                if (n / 4 >= LONG_STRIDE) {
                    forward4(limb, limb, roots, root, end, start, n / 4, p, inv);
                } else {
                    forward4Short(limb, roots, root, end, start, n / 4, p, inv);
                }
            }
            forwardInside(limb, roots, degree, start, start + step, p, inv);
        }
    }

    @Override
    public void inverse(int prime, double[] destination, double[] source, double factor) {
        double p = moduli[prime].p();
        double inv = moduli[prime].inverse();
        double[] roots = inverse[prime];
        int size = firstSize;
        while (size > BLOCK) {
            size /= 4;
        }
        int step = Math.max(size, 2 * LANES);
        for (int start = 0; start < degree; start += step) {
            inverseInside(destination, source, roots, degree, start, start + step, p, inv);
            for (int stride = LANES; stride < size; stride *= 4) {
                int root = (degree + start) / (4 * stride);
                int end = root + size / (4 * stride);
                if (stride >= LONG_STRIDE) {
                    inverse4(destination, roots, root, end, start, stride, p, inv);
                } else {
                    inverse4Short(destination, roots, root, end, start, stride, p, inv);
                }
            }
        }
        for (int stride = size; stride < firstSize; stride *= 4) {
            int blocks = degree / (4 * stride);
            inverse4(destination, roots, blocks, 2 * blocks, 0, stride, p, inv);
        }
        if (firstSize == degree / 2) {
            double last = DoubleModulus.centre(DoubleModulus.multiply(roots[1], factor, p, inv), p, inv);
            inverse2(destination, last, factor, firstSize, p, inv);
        } else {
            inverse4(destination, roots, 1, 2, 0, firstSize, p, inv);
            scale(destination, degree, factor, p, inv);
        }
    }

    private static void forward2(double[] to, double[] from, double root, int stride, double prime, double inv) {
        DoubleVector p = all(prime);
        DoubleVector minusP = all(-prime);
        DoubleVector inverse = all(inv);
        DoubleVector round = all(ROUND);
        DoubleVector w = all(root);
        DoubleVector v = w.mul(inverse);
        for (int j = 0; j < stride; j += LANES) {
            DoubleVector x = centre(load(from, j), minusP, inverse, round);
            DoubleVector y = multiply(load(from, j + stride), w, v, p, minusP, round);
            x.add(y).intoArray(to, j);
            x.sub(y).intoArray(to, j + stride);
        }
    }

    /** Radix 4 on blocks of 4·stride elements from {@code start} on, whose roots are those from {@code root} to {@code end}. */
    static void forward4(
            double[] to,
            double[] from,
            double[] roots,
            int root,
            int end,
            int start,
            int stride,
            double prime,
            double inv) {
        DoubleVector p = all(prime);
        DoubleVector minusP = all(-prime);
        DoubleVector inverse = all(inv);
        DoubleVector round = all(ROUND);
        for (int i = root; i < end; i++) {
            DoubleVector w1 = all(roots[i]);
            DoubleVector w2 = all(roots[2 * i]);
            DoubleVector w3 = all(roots[2 * i + 1]);
            DoubleVector v1 = w1.mul(inverse);
            DoubleVector v2 = w2.mul(inverse);
            DoubleVector v3 = w3.mul(inverse);
            int first = start + 4 * stride * (i - root);
            for (int j = first; j < first + stride; j += LANES) {
                DoubleVector x0 = centre(load(from, j), minusP, inverse, round);
                DoubleVector x1 = load(from, j + stride);
                DoubleVector x2 = multiply(load(from, j + 2 * stride), w1, v1, p, minusP, round);
                DoubleVector x3 = multiply(load(from, j + 3 * stride), w1, v1, p, minusP, round);
                DoubleVector y0 = x0.add(x2);
                DoubleVector y1 = multiply(x1.add(x3), w2, v2, p, minusP, round);
                DoubleVector y2 = x0.sub(x2);
                DoubleVector y3 = multiply(x1.sub(x3), w3, v3, p, minusP, round);
                y0.add(y1).intoArray(to, j);
                y0.sub(y1).intoArray(to, j + stride);
                y2.add(y3).intoArray(to, j + 2 * stride);
                y2.sub(y3).intoArray(to, j + 3 * stride);
            }
        }
    }

    /** As {@link #forward4}, with one loop. */
    private static void forward4Short(
            double[] a, double[] roots, int root, int end, int start, int stride, double prime, double inv) {
        DoubleVector p = all(prime);
        DoubleVector minusP = all(-prime);
        DoubleVector inverse = all(inv);
        DoubleVector round = all(ROUND);
        int shift = Integer.numberOfTrailingZeros(stride);
        for (int k = 0; k < (end - root) * stride; k += LANES) {
            int block = k >> shift;
            int i = root + block;
            int j = start + k + 3 * (block << shift);
            DoubleVector w1 = all(roots[i]);
            DoubleVector w2 = all(roots[2 * i]);
            DoubleVector w3 = all(roots[2 * i + 1]);
            DoubleVector v1 = w1.mul(inverse);
            DoubleVector x0 = centre(load(a, j), minusP, inverse, round);
            DoubleVector x1 = load(a, j + stride);
            DoubleVector x2 = multiply(load(a, j + 2 * stride), w1, v1, p, minusP, round);
            DoubleVector x3 = multiply(load(a, j + 3 * stride), w1, v1, p, minusP, round);
            DoubleVector y0 = x0.add(x2);
            DoubleVector y1 = multiply(x1.add(x3), w2, w2.mul(inverse), p, minusP, round);
            DoubleVector y2 = x0.sub(x2);
            DoubleVector y3 = multiply(x1.sub(x3), w3, w3.mul(inverse), p, minusP, round);
            y0.add(y1).intoArray(a, j);
            y0.sub(y1).intoArray(a, j + stride);
            y2.add(y3).intoArray(a, j + 2 * stride);
            y2.sub(y3).intoArray(a, j + 3 * stride);
        }
    }

    /**
     * The stages with strides below a vector's length, for two neighbouring vectors at a time. For stride s, lanes are exchanged
     * so that x holds the first and y the second member of every pair; lane l of both then belongs to block l/s of the pair of
     * vectors. The last step puts pairs side by side.
     */
    private static void forwardInside(double[] a, double[] roots, int n, int start, int end, double prime, double inv) {
        DoubleVector p = all(prime);
        DoubleVector minusP = all(-prime);
        DoubleVector inverse = all(inv);
        DoubleVector round = all(ROUND);
        for (int j = start; j < end; j += 2 * LANES) {
            DoubleVector x = load(a, j);
            DoubleVector y = load(a, j + LANES);
            if (LANES >= 4) {
                DoubleVector w = load(roots, (n + j) / 4).rearrange(REPEAT_2);
                DoubleVector x2 = x.blend(y.rearrange(UP_2), ODD_2);
                DoubleVector y2 = multiply(x.rearrange(DOWN_2).blend(y, ODD_2), w, w.mul(inverse), p, minusP, round);
                x = x2.add(y2);
                y = x2.sub(y2);
            }
            DoubleVector w = load(roots, (n + j) / 2);
            DoubleVector x1 = x.blend(y.rearrange(UP_1), ODD_1);
            DoubleVector y1 = multiply(x.rearrange(DOWN_1).blend(y, ODD_1), w, w.mul(inverse), p, minusP, round);
            x = x1.add(y1);
            y = x1.sub(y1);
            x = x.fma(inverse, round).sub(round).fma(minusP, x);
            y = y.fma(inverse, round).sub(round).fma(minusP, y);
            x.rearrange(REPEAT_2).blend(y.rearrange(REPEAT_2), ODD_1).intoArray(a, j);
            x.rearrange(REPEAT_2_UPPER)
                    .blend(y.rearrange(REPEAT_2_UPPER), ODD_1)
                    .intoArray(a, j + LANES);
        }
    }

    /** Undoes {@link #forwardInside} step by step, but for factors of 2. */
    private static void inverseInside(
            double[] to, double[] from, double[] roots, int n, int start, int end, double prime, double inv) {
        DoubleVector p = all(prime);
        DoubleVector minusP = all(-prime);
        DoubleVector inverse = all(inv);
        DoubleVector round = all(ROUND);
        for (int j = start; j < end; j += 2 * LANES) {
            DoubleVector a = load(from, j);
            DoubleVector b = load(from, j + LANES);
            DoubleVector x = a.rearrange(EVEN).blend(b.rearrange(EVEN), UPPER_HALF);
            DoubleVector y = a.rearrange(UNEVEN).blend(b.rearrange(UNEVEN), UPPER_HALF);
            DoubleVector w = load(roots, (n + j) / 2);
            DoubleVector x1 = x.add(y);
            DoubleVector y1 = multiply(x.sub(y), w, w.mul(inverse), p, minusP, round);
            x = x1.blend(y1.rearrange(UP_1), ODD_1);
            y = x1.rearrange(DOWN_1).blend(y1, ODD_1);
            if (LANES >= 4) {
                w = load(roots, (n + j) / 4).rearrange(REPEAT_2);
                DoubleVector x2 = x.add(y);
                DoubleVector y2 = multiply(x.sub(y), w, w.mul(inverse), p, minusP, round);
                x = x2.blend(y2.rearrange(UP_2), ODD_2);
                y = x2.rearrange(DOWN_2).blend(y2, ODD_2);
            }
            x.fma(inverse, round).sub(round).fma(minusP, x).intoArray(to, j);
            y.fma(inverse, round).sub(round).fma(minusP, y).intoArray(to, j + LANES);
        }
    }

    /** Undoes {@link #forward4}, but for a factor of 4. */
    static void inverse4(
            double[] a, double[] roots, int root, int end, int start, int stride, double prime, double inv) {
        DoubleVector p = all(prime);
        DoubleVector minusP = all(-prime);
        DoubleVector inverse = all(inv);
        DoubleVector round = all(ROUND);
        for (int i = root; i < end; i++) {
            DoubleVector w1 = all(roots[i]);
            DoubleVector w2 = all(roots[2 * i]);
            DoubleVector w3 = all(roots[2 * i + 1]);
            DoubleVector v1 = w1.mul(inverse);
            DoubleVector v2 = w2.mul(inverse);
            DoubleVector v3 = w3.mul(inverse);
            int from = start + 4 * stride * (i - root);
            for (int j = from; j < from + stride; j += LANES) {
                DoubleVector x0 = load(a, j);
                DoubleVector x1 = load(a, j + stride);
                DoubleVector x2 = load(a, j + 2 * stride);
                DoubleVector x3 = load(a, j + 3 * stride);
                DoubleVector y0 = x0.add(x1);
                DoubleVector y1 = multiply(x0.sub(x1), w2, v2, p, minusP, round);
                DoubleVector y2 = x2.add(x3);
                DoubleVector y3 = multiply(x2.sub(x3), w3, v3, p, minusP, round);
                centre(y0.add(y2), minusP, inverse, round).intoArray(a, j);
                y1.add(y3).intoArray(a, j + stride);
                multiply(y0.sub(y2), w1, v1, p, minusP, round).intoArray(a, j + 2 * stride);
                multiply(y1.sub(y3), w1, v1, p, minusP, round).intoArray(a, j + 3 * stride);
            }
        }
    }

    /** As {@link #inverse4}, with one loop. */
    private static void inverse4Short(
            double[] a, double[] roots, int root, int end, int start, int stride, double prime, double inv) {
        DoubleVector p = all(prime);
        DoubleVector minusP = all(-prime);
        DoubleVector inverse = all(inv);
        DoubleVector round = all(ROUND);
        int shift = Integer.numberOfTrailingZeros(stride);
        for (int k = 0; k < (end - root) * stride; k += LANES) {
            int block = k >> shift;
            int i = root + block;
            int j = start + k + 3 * (block << shift);
            DoubleVector w1 = all(roots[i]);
            DoubleVector w2 = all(roots[2 * i]);
            DoubleVector w3 = all(roots[2 * i + 1]);
            DoubleVector v1 = w1.mul(inverse);
            DoubleVector x0 = load(a, j);
            DoubleVector x1 = load(a, j + stride);
            DoubleVector x2 = load(a, j + 2 * stride);
            DoubleVector x3 = load(a, j + 3 * stride);
            DoubleVector y0 = x0.add(x1);
            DoubleVector y1 = multiply(x0.sub(x1), w2, w2.mul(inverse), p, minusP, round);
            DoubleVector y2 = x2.add(x3);
            DoubleVector y3 = multiply(x2.sub(x3), w3, w3.mul(inverse), p, minusP, round);
            centre(y0.add(y2), minusP, inverse, round).intoArray(a, j);
            y1.add(y3).intoArray(a, j + stride);
            multiply(y0.sub(y2), w1, v1, p, minusP, round).intoArray(a, j + 2 * stride);
            multiply(y1.sub(y3), w1, v1, p, minusP, round).intoArray(a, j + 3 * stride);
        }
    }

    /** The last stage with the factor of the transform, in its root too; centres. */
    private static void inverse2(double[] a, double root, double factor, int stride, double prime, double inv) {
        DoubleVector p = all(prime);
        DoubleVector minusP = all(-prime);
        DoubleVector inverse = all(inv);
        DoubleVector round = all(ROUND);
        DoubleVector w = all(root);
        DoubleVector v = w.mul(inverse);
        DoubleVector f = all(factor);
        DoubleVector g = f.mul(inverse);
        for (int j = 0; j < stride; j += LANES) {
            DoubleVector x = load(a, j);
            DoubleVector y = load(a, j + stride);
            DoubleVector sum = multiply(x.add(y), f, g, p, minusP, round);
            DoubleVector difference = multiply(x.sub(y), w, v, p, minusP, round);
            centre(sum, minusP, inverse, round).intoArray(a, j);
            centre(difference, minusP, inverse, round).intoArray(a, j + stride);
        }
    }

    /** Multiplies all numbers by the factor of the transform; centres. In the pass before, it would be one that C2 boxes. */
    private static void scale(double[] a, int degree, double factor, double prime, double inv) {
        DoubleVector p = all(prime);
        DoubleVector minusP = all(-prime);
        DoubleVector inverse = all(inv);
        DoubleVector round = all(ROUND);
        DoubleVector f = all(factor);
        DoubleVector g = f.mul(inverse);
        for (int j = 0; j < degree; j += LANES) {
            centre(multiply(load(a, j), f, g, p, minusP, round), minusP, inverse, round)
                    .intoArray(a, j);
        }
    }
}
