package dev.glovebox.backends.java;

import static dev.glovebox.backends.java.VectorLanes.LANES;
import static dev.glovebox.backends.java.VectorLanes.LONGS;
import static dev.glovebox.backends.java.VectorLanes.all;
import static dev.glovebox.backends.java.VectorLanes.centre;
import static dev.glovebox.backends.java.VectorLanes.load;
import static dev.glovebox.backends.java.VectorLanes.toDoubles;
import static dev.glovebox.backends.java.VectorLanes.toLongs;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;

/**
 * {@link DoubleLimbs} with the Vector API where C2 does not vectorise the loop, or keeps less in registers: sums over any number
 * of terms, and conversions between integers and doubles.
 */
final class VectorLimbs extends DoubleLimbs {
    /** Terms between two reductions; {@link DoubleLimbs} has the bound. */
    private static final int TERMS = 12;

    /** Terms of two sums up to which one pass over common factors beats two passes: a processor follows only so many streams. */
    private static final int FUSED_TERMS = 4;

    VectorLimbs(int degree, Modulus[] moduli, DoubleNtt ntt) {
        super(degree, moduli, ntt);
    }

    @Override
    public void importCoefficients(int prime, double[] destination, long[] coefficients) {
        DoubleVector p = all(primes[prime].p());
        DoubleVector minusP = p.neg();
        DoubleVector inverse = all(primes[prime].inverse());
        DoubleVector round = all(DoubleModulus.ROUND);
        DoubleVector unit = all(moduli[prime].centre((1L << 32) % moduli[prime].p));
        DoubleVector v = unit.mul(inverse);
        if (areSmall(degree, coefficients)) {
            for (int j = 0; j < degree; j += LANES) {
                DoubleVector x = toDoubles(LongVector.fromArray(LONGS, coefficients, j));
                centre(x, minusP, inverse, round).intoArray(destination, j);
            }
            return;
        }
        for (int j = 0; j < degree; j += LANES) {
            LongVector c = LongVector.fromArray(LONGS, coefficients, j);
            DoubleVector high = toDoubles(c.lanewise(VectorOperators.ASHR, 32));
            DoubleVector low = toDoubles(c.and(0xffffffffL));
            centre(VectorLanes.multiply(high, unit, v, p, minusP, round).add(low), minusP, inverse, round)
                    .intoArray(destination, j);
        }
    }

    /** Whether all are in [-2^50, 2^50). */
    private static boolean areSmall(int degree, long[] coefficients) {
        LongVector bits = LongVector.zero(LONGS);
        for (int j = 0; j < degree; j += LANES) {
            bits = bits.or(LongVector.fromArray(LONGS, coefficients, j).add(1L << 50));
        }
        return bits.reduceLanes(VectorOperators.OR) >>> 51 == 0;
    }

    @Override
    public void importResidues(int prime, double[] destination, long[] residues) {
        DoubleVector minusP = all(-primes[prime].p());
        DoubleVector inverse = all(primes[prime].inverse());
        DoubleVector round = all(DoubleModulus.ROUND);
        for (int j = 0; j < degree; j += LANES) {
            DoubleVector x = toDoubles(LongVector.fromArray(LONGS, residues, j));
            centre(x, minusP, inverse, round).intoArray(destination, j);
        }
    }

    @Override
    public void exportResidues(int prime, double[] source, long[] residues) {
        long p = moduli[prime].p;
        for (int j = 0; j < degree; j += LANES) {
            LongVector x = toLongs(load(source, j));
            x.add(p, x.compare(VectorOperators.LT, 0)).intoArray(residues, j);
        }
    }

    /** The most of {@code count} terms that fit one reduction, so that all reductions have about as many. */
    private static int termsAtOnce(int count) {
        int reductions = (count + TERMS - 1) / TERMS;
        return (count + reductions - 1) / reductions;
    }

    @Override
    public void sumOfProducts(int prime, double[] destination, double[][] a, double[][] b) {
        int terms = termsAtOnce(a.length);
        for (int from = 0; from < a.length; from += terms) {
            addProducts(degree, destination, a, b, from, Math.min(a.length, from + terms), primes[prime]);
        }
    }

    /** destination ← destination, or 0 if these are the first terms, + Σ aᵢ·bᵢ. */
    private static void addProducts(
            int degree, double[] destination, double[][] a, double[][] b, int from, int to, DoubleModulus modulus) {
        DoubleVector minusP = all(-modulus.p());
        DoubleVector inverse = all(modulus.inverse());
        DoubleVector round = all(DoubleModulus.ROUND);
        DoubleVector high = all(HIGH);
        DoubleVector zero = all(0);
        for (int j = 0; j < degree; j += 2 * LANES) {
            DoubleVector high0 = high;
            DoubleVector high1 = high;
            DoubleVector low0 = zero;
            DoubleVector low1 = zero;
            if (from > 0) {
                low0 = load(destination, j);
                low1 = load(destination, j + LANES);
            }
            for (int i = from; i < to; i++) {
                DoubleVector x = load(a[i], j);
                DoubleVector y = load(b[i], j);
                DoubleVector next = x.fma(y, high0);
                low0 = low0.add(x.fma(y, high0.sub(next)));
                high0 = next;
                x = load(a[i], j + LANES);
                y = load(b[i], j + LANES);
                next = x.fma(y, high1);
                low1 = low1.add(x.fma(y, high1.sub(next)));
                high1 = next;
            }
            high0 = centre(high0.sub(high), minusP, inverse, round);
            low0 = centre(low0, minusP, inverse, round);
            centre(high0.add(low0), minusP, inverse, round).intoArray(destination, j);
            high1 = centre(high1.sub(high), minusP, inverse, round);
            low1 = centre(low1, minusP, inverse, round);
            centre(high1.add(low1), minusP, inverse, round).intoArray(destination, j + LANES);
        }
    }

    @Override
    public void add(int prime, double[] destination, double[] a, double[] b, int shift) {
        DoubleVector minusP = all(-primes[prime].p());
        DoubleVector inverse = all(primes[prime].inverse());
        DoubleVector round = all(DoubleModulus.ROUND);
        for (int j = 0; j < degree; j += LANES) {
            centre(load(a, j).add(all(b[j >> shift])), minusP, inverse, round).intoArray(destination, j);
        }
    }

    @Override
    public void multiply(int prime, double[] destination, double[] a, double[] b, int shift) {
        DoubleVector p = all(primes[prime].p());
        DoubleVector minusP = p.neg();
        DoubleVector inverse = all(primes[prime].inverse());
        DoubleVector round = all(DoubleModulus.ROUND);
        for (int j = 0; j < degree; j += LANES) {
            DoubleVector w = all(b[j >> shift]);
            DoubleVector product = VectorLanes.multiply(load(a, j), w, w.mul(inverse), p, minusP, round);
            centre(product, minusP, inverse, round).intoArray(destination, j);
        }
    }

    @Override
    public void sumOfProducts(int prime, double[] destination, double[][] a, double[][] b, int[] shifts) {
        for (int shift : shifts) {
            if (shift == 0) {
                super.sumOfProducts(prime, destination, a, b, shifts);
                return;
            }
        }
        int terms = termsAtOnce(a.length);
        for (int from = 0; from < a.length; from += terms) {
            addRuns(degree, destination, a, b, shifts, from, Math.min(a.length, from + terms), primes[prime]);
        }
    }

    /** destination[j] ← destination[j], or 0 if these are the first terms, + Σ aᵢ[j]·bᵢ[j >> shiftᵢ]. */
    private static void addRuns(
            int degree,
            double[] destination,
            double[][] a,
            double[][] b,
            int[] shifts,
            int from,
            int to,
            DoubleModulus modulus) {
        DoubleVector minusP = all(-modulus.p());
        DoubleVector inverse = all(modulus.inverse());
        DoubleVector round = all(DoubleModulus.ROUND);
        DoubleVector high = all(HIGH);
        DoubleVector zero = all(0);
        for (int j = 0; j < degree; j += 2 * LANES) {
            DoubleVector high0 = high;
            DoubleVector high1 = high;
            DoubleVector low0 = zero;
            DoubleVector low1 = zero;
            if (from > 0) {
                low0 = load(destination, j);
                low1 = load(destination, j + LANES);
            }
            for (int i = from; i < to; i++) {
                DoubleVector x = load(a[i], j);
                DoubleVector y = all(b[i][j >> shifts[i]]);
                DoubleVector next = x.fma(y, high0);
                low0 = low0.add(x.fma(y, high0.sub(next)));
                high0 = next;
                x = load(a[i], j + LANES);
                y = all(b[i][j + LANES >> shifts[i]]);
                next = x.fma(y, high1);
                low1 = low1.add(x.fma(y, high1.sub(next)));
                high1 = next;
            }
            high0 = centre(high0.sub(high), minusP, inverse, round);
            low0 = centre(low0, minusP, inverse, round);
            centre(high0.add(low0), minusP, inverse, round).intoArray(destination, j);
            high1 = centre(high1.sub(high), minusP, inverse, round);
            low1 = centre(low1, minusP, inverse, round);
            centre(high1.add(low1), minusP, inverse, round).intoArray(destination, j + LANES);
        }
    }

    @Override
    public void sumsOfProducts(int prime, double[] first, double[] second, double[][] a, double[][] b, double[][] c) {
        if (a.length > FUSED_TERMS) {
            sumOfProducts(prime, first, a, b);
            sumOfProducts(prime, second, a, c);
            return;
        }
        int terms = termsAtOnce(a.length);
        for (int from = 0; from < a.length; from += terms) {
            addProducts(degree, first, second, a, b, c, from, Math.min(a.length, from + terms), primes[prime]);
        }
    }

    /** As the other, two sums of one vector each: the factors aᵢ are read once. (With two vectors each, C2 boxes them.) */
    private static void addProducts(
            int degree,
            double[] first,
            double[] second,
            double[][] a,
            double[][] b,
            double[][] c,
            int from,
            int to,
            DoubleModulus modulus) {
        DoubleVector minusP = all(-modulus.p());
        DoubleVector inverse = all(modulus.inverse());
        DoubleVector round = all(DoubleModulus.ROUND);
        DoubleVector high = all(HIGH);
        DoubleVector zero = all(0);
        for (int j = 0; j < degree; j += LANES) {
            DoubleVector high0 = high;
            DoubleVector high1 = high;
            DoubleVector low0 = zero;
            DoubleVector low1 = zero;
            if (from > 0) {
                low0 = load(first, j);
                low1 = load(second, j);
            }
            for (int i = from; i < to; i++) {
                DoubleVector x = load(a[i], j);
                DoubleVector y = load(b[i], j);
                DoubleVector next = x.fma(y, high0);
                low0 = low0.add(x.fma(y, high0.sub(next)));
                high0 = next;
                y = load(c[i], j);
                next = x.fma(y, high1);
                low1 = low1.add(x.fma(y, high1.sub(next)));
                high1 = next;
            }
            high0 = centre(high0.sub(high), minusP, inverse, round);
            low0 = centre(low0, minusP, inverse, round);
            centre(high0.add(low0), minusP, inverse, round).intoArray(first, j);
            high1 = centre(high1.sub(high), minusP, inverse, round);
            low1 = centre(low1, minusP, inverse, round);
            centre(high1.add(low1), minusP, inverse, round).intoArray(second, j);
        }
    }

    @Override
    public void convert(int prime, double[] destination, double[][] y, int[] digit, double[] factors) {
        int terms = termsAtOnce(y.length);
        for (int from = 0; from < y.length; from += terms) {
            addMultiples(degree, destination, y, factors, from, Math.min(y.length, from + terms), primes[prime]);
        }
    }

    /** destination ← destination, or 0 if these are the first terms, + Σ yᵢ·factorᵢ. */
    private static void addMultiples(
            int degree, double[] destination, double[][] y, double[] factors, int from, int to, DoubleModulus modulus) {
        DoubleVector minusP = all(-modulus.p());
        DoubleVector inverse = all(modulus.inverse());
        DoubleVector round = all(DoubleModulus.ROUND);
        DoubleVector high = all(HIGH);
        DoubleVector zero = all(0);
        for (int j = 0; j < degree; j += 2 * LANES) {
            DoubleVector high0 = high;
            DoubleVector high1 = high;
            DoubleVector low0 = zero;
            DoubleVector low1 = zero;
            if (from > 0) {
                low0 = load(destination, j);
                low1 = load(destination, j + LANES);
            }
            for (int i = from; i < to; i++) {
                DoubleVector factor = all(factors[i]);
                DoubleVector x = load(y[i], j);
                DoubleVector next = x.fma(factor, high0);
                low0 = low0.add(x.fma(factor, high0.sub(next)));
                high0 = next;
                x = load(y[i], j + LANES);
                next = x.fma(factor, high1);
                low1 = low1.add(x.fma(factor, high1.sub(next)));
                high1 = next;
            }
            high0 = centre(high0.sub(high), minusP, inverse, round);
            low0 = centre(low0, minusP, inverse, round);
            centre(high0.add(low0), minusP, inverse, round).intoArray(destination, j);
            high1 = centre(high1.sub(high), minusP, inverse, round);
            low1 = centre(low1, minusP, inverse, round);
            centre(high1.add(low1), minusP, inverse, round).intoArray(destination, j + LANES);
        }
    }
}
