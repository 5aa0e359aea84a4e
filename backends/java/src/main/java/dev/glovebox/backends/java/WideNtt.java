package dev.glovebox.backends.java;

import static dev.glovebox.backends.java.VectorLanes.LANES;

import dev.glovebox.runtime.ring.Ring;
import java.util.Arrays;

/**
 * The NTT in vectors of eight, which come with 32 registers: {@link WidePasses} while strides are at least a vector long, {@link WideTail}
 * for the stages inside vectors. The first passes run over the limb, the others over one block after the other; the second
 * and third have radix 4 where the number of stages asks for it. The inverse multiplies by its factor in the last pass.
 *
 * <p>Sizes, in multiples of p: a product by a root is at most ½ + y/16 for a factor of size y ≤ 8. Forward, a pass centres the one of its
 * inputs that is never multiplied and adds as many products as it has stages: numbers stay below 2.7, and the first pass takes integers
 * of any size below 2^48; the tail adds three products more and stays below 4.9, then centres.
 *
 * <p>Backward, centred numbers grow to 4 in the tail, which centres its last sums: products stay below 1. A pass with radix 8 takes
 * numbers of size y &lt; 2. It centres the two sums of four, below 8, and at the end the sum of the four products of the first stage,
 * 2 + y/2; that of two products of the second stage is 1 + y/2, and all others are smaller: so numbers stay below 2. One with radix 4
 * centres the sum of all four, and leaves products and sums of two, below 3/2.
 */
final class WideNtt implements DoubleNtt {
    /** The least degree with a pass of radix 8 and any number of stages. */
    static final int MIN_DEGREE = 1 << 8;

    /** Blocks of at most this many elements take all their stages one after the other: they fit the first-level cache. */
    private static final int BLOCK = 1 << 12;

    private final int degree;

    /** How many stages each pass has, in the order of the forward transform. */
    private final int[] stages;

    /** How many passes run over the limb, and the size of blocks after those. */
    private final int passesOverLimb;

    private final int blockSize;
    private final DoubleModulus[] moduli;

    /** Vectors of p, -p, 1/p and what rounds. C2 repeats a broadcast where it lacks registers, and shuffles wait for that. */
    private final double[][] constants;

    private final double[][] forward;
    private final double[][] inverse;

    WideNtt(Ring ring, Modulus[] moduli) {
        this.degree = ring.degree();
        this.stages = stages(Integer.numberOfTrailingZeros(degree / LANES));
        int passes = 1;
        int size = degree >> stages[0];
        while (size > BLOCK) {
            size >>= stages[passes];
            passes++;
        }
        this.passesOverLimb = passes;
        this.blockSize = size;
        this.moduli = new DoubleModulus[moduli.length];
        this.constants = new double[moduli.length][];
        this.forward = new double[moduli.length][];
        this.inverse = new double[moduli.length][];
        for (int i = 0; i < moduli.length; i++) {
            Modulus modulus = moduli[i];
            DoubleModulus m = DoubleModulus.of(modulus);
            this.moduli[i] = m;
            constants[i] = vectors(m.p(), -m.p(), m.inverse(), DoubleModulus.ROUND);
            forward[i] = VectorNtt.roots(modulus, ring.root(i), ring.logDegree());
            inverse[i] = VectorNtt.roots(modulus, modulus.inverse(ring.root(i)), ring.logDegree());
        }
    }

    /** {@code count} ≥ 5 as a three, twos, and threes. */
    private static int[] stages(int count) {
        int[] stages = new int[(count + 2) / 3];
        Arrays.fill(stages, 3);
        Arrays.fill(stages, 1, 1 + 3 * stages.length - count, 2);
        return stages;
    }

    private static double[] vectors(double... values) {
        double[] vectors = new double[values.length * LANES];
        for (int i = 0; i < values.length; i++) {
            Arrays.fill(vectors, i * LANES, (i + 1) * LANES, values[i]);
        }
        return vectors;
    }

    @Override
    public void forward(int prime, double[] limb, double[] source) {
        double[] from = source;
        int size = degree;
        for (int pass = 0; pass < passesOverLimb; pass++) {
            forward(prime, limb, from, 0, degree, size, stages[pass]);
            from = limb;
            size >>= stages[pass];
        }
        int step = Math.max(blockSize, 4 * LANES);
        for (int start = 0; start < degree; start += step) {
            size = blockSize;
            for (int pass = passesOverLimb; pass < stages.length; pass++) {
                forward(prime, limb, limb, start, step, size, stages[pass]);
                size >>= stages[pass];
            }
            WideTail.forward(limb, forward[prime], degree, start, start + step, constants[prime]);
        }
    }

    /** A pass over {@code count} elements from {@code start} on, which are blocks of {@code size}. */
    private void forward(int prime, double[] to, double[] from, int start, int count, int size, int stages) {
        double[] roots = forward[prime];
        int root = (degree + start) / size;
        int end = root + count / size;
        if (stages == 2) {
            DoubleModulus modulus = moduli[prime];
            VectorNtt.forward4(to, from, roots, root, end, start, size / 4, modulus.p(), modulus.inverse());
        } else if (size > 8 * LANES) {
            WidePasses.forward8(to, from, roots, root, end, start, size / 8, constants[prime]);
        } else {
            WidePasses.forward8Short(to, roots, root, end, start, constants[prime]);
        }
    }

    @Override
    public void inverse(int prime, double[] destination, double[] source, double factor) {
        int step = Math.max(blockSize, 4 * LANES);
        for (int start = 0; start < degree; start += step) {
            WideTail.inverse(destination, source, inverse[prime], degree, start, start + step, constants[prime]);
            int stride = LANES;
            for (int pass = stages.length - 1; pass >= passesOverLimb; pass--) {
                inverse(prime, destination, start, step, stride, stages[pass]);
                stride <<= stages[pass];
            }
        }
        int stride = blockSize;
        for (int pass = passesOverLimb - 1; pass > 0; pass--) {
            inverse(prime, destination, 0, degree, stride, stages[pass]);
            stride <<= stages[pass];
        }
        WidePasses.inverse8Scaled(destination, factors(prime, factor), stride, constants[prime]);
    }

    private void inverse(int prime, double[] a, int start, int count, int stride, int stages) {
        double[] roots = inverse[prime];
        int size = stride << stages;
        int root = (degree + start) / size;
        int end = root + count / size;
        if (stages == 2) {
            DoubleModulus modulus = moduli[prime];
            VectorNtt.inverse4(a, roots, root, end, start, stride, modulus.p(), modulus.inverse());
        } else {
            WidePasses.inverse8(a, roots, root, end, start, stride, constants[prime]);
        }
    }

    /** What {@link WidePasses#inverse8Scaled} multiplies by. */
    private double[] factors(int prime, double factor) {
        double[] roots = inverse[prime];
        double p = moduli[prime].p();
        double inv = moduli[prime].inverse();
        double[] factors = {
            roots[4], roots[5], roots[6], roots[7], roots[2], roots[3], roots[1], 1, roots[1], roots[2], roots[3]
        };
        for (int i = 0; i < 8; i++) {
            factors[i] = DoubleModulus.centre(DoubleModulus.multiply(factors[i], factor, p, inv), p, inv);
        }
        return factors;
    }
}
