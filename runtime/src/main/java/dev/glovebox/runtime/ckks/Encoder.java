package dev.glovebox.runtime.ckks;

import dev.glovebox.runtime.ring.Basis;
import dev.glovebox.runtime.ring.RingKernels;
import dev.glovebox.runtime.ring.RnsPolynomial;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Between vectors of n slots and polynomials: a vector z is the polynomial round(Δ·m(X)) with m(ζ^{5^j}) = z_j. A vector of n | N/2
 * slots lies in the subring of X^{N/(2n)}, where it is the vector of N/2 slots that repeats it. Above the backends: the same
 * values give the same bytes everywhere. Safe for use by many threads.
 */
public final class Encoder {
    /** Coefficients below this fit {@link RingKernels#importCoefficients}. */
    private static final double SINGLE = 0x1p61;

    /** Numbers below this round by adding {@link #ROUND}. */
    private static final double EXACT = 0x1p51;

    /** Its unit in the last place is 1. */
    private static final double ROUND = 0x1.8p52;

    /** The low part of a coefficient beyond {@link #SINGLE}. */
    private static final double LOW = 0x1p53;

    private final CkksParameters parameters;
    private final RingKernels kernels;
    private final AtomicReferenceArray<SpecialFft> transforms;

    public Encoder(CkksParameters parameters, RingKernels kernels) {
        this.parameters = parameters;
        this.kernels = kernels;
        this.transforms = new AtomicReferenceArray<>(parameters.logDegree());
    }

    /**
     * Encodes real values.
     *
     * @param destination any limbs; set to the NTT domain
     * @param values one period of the slots: a power of two of finite values, at most N/2
     * @throws IllegalArgumentException if a value is not finite, or too large for the limbs at this scale
     */
    public void encode(RnsPolynomial destination, double[] values, double scale) {
        encode(destination, ComplexVector.ofReal(values), scale);
    }

    /** As {@link #encode(RnsPolynomial, double[], double)}, for complex values. */
    public void encode(RnsPolynomial destination, ComplexVector values, double scale) {
        encode(destination, values, scale, null);
    }

    /**
     * As {@link #encode(RnsPolynomial, ComplexVector, double)}, plus a polynomial of small coefficients: in one transform.
     *
     * @param addend N coefficients below 2^32 in size, unchanged, or null
     */
    public void encode(RnsPolynomial destination, ComplexVector values, double scale, long @Nullable [] addend) {
        encode(kernels, destination, values, scale, addend);
    }

    /**
     * Encodes real values in as little memory as their period allows: over kernels of the {@link RingKernels#subring} that
     * {@link #subring} gives for as many values.
     *
     * @param values as for {@link #encode(RnsPolynomial, double[], double)}
     */
    public RnsPolynomial encodeFactor(Basis basis, double[] values, double scale) {
        RingKernels subring = subring(checkSlots(values.length));
        RnsPolynomial polynomial = subring.allocateUnset(basis);
        try {
            encode(subring, polynomial, ComplexVector.ofReal(values), scale, null);
        } catch (RuntimeException e) {
            polynomial.close();
            throw e;
        }
        return polynomial;
    }

    /** The kernels of the least subring with the vectors of n slots. */
    RingKernels subring(int n) {
        return kernels.subring(Integer.numberOfTrailingZeros(2 * n));
    }

    private void encode(
            RingKernels kernels,
            RnsPolynomial destination,
            ComplexVector values,
            double scale,
            long @Nullable [] addend) {
        int n = checkSlots(values.length());
        double[] re = values.real().clone();
        double[] im = values.imaginary().clone();
        try {
            transform(n).toCoefficients(re, im, scale);
            double largest = Math.max(largest(re), largest(im));
            double bound = bound(destination.basis());
            if (!(largest < bound)) {
                throw new IllegalArgumentException("values encode to coefficients of up to " + largest + " at scale "
                        + scale + ", expected finite values and coefficients below " + bound);
            }
            importIntegers(kernels, destination, re, im, largest, addend);
        } finally {
            Arrays.fill(re, 0);
            Arrays.fill(im, 0);
        }
        kernels.forwardNtt(destination);
    }

    /** The greatest absolute value, or NaN if there is one: the bits of numbers without sign are in their order, then come NaNs. */
    private static double largest(double[] x) {
        long largest = 0;
        for (double v : x) {
            largest = Math.max(largest, Double.doubleToRawLongBits(v) & Long.MAX_VALUE);
        }
        return Double.longBitsToDouble(largest);
    }

    /** Rounds to integers; changes {@code re} and {@code im}. */
    private void importIntegers(
            RingKernels kernels,
            RnsPolynomial destination,
            double[] re,
            double[] im,
            double largest,
            long @Nullable [] addend) {
        if (largest < SINGLE) {
            importLongs(kernels, destination, re, im, largest < EXACT, addend);
            return;
        }
        // c = high·2^53 + low, exact: a double beyond 2^53 is an integer of 53 bits times a power of two.
        double[] highRe = new double[re.length];
        double[] highIm = new double[re.length];
        for (int k = 0; k < re.length; k++) {
            highRe[k] = Math.rint(re[k] / LOW);
            highIm[k] = Math.rint(im[k] / LOW);
            re[k] -= highRe[k] * LOW;
            im[k] -= highIm[k] * LOW;
        }
        try (RnsPolynomial low = kernels.allocateSecret(destination.basis())) {
            importLongs(kernels, low, re, im, false, addend);
            importIntegers(kernels, destination, highRe, highIm, largest / LOW, null);
            long[] shift = residues(BigInteger.ONE.shiftLeft(53), destination.basis());
            kernels.multiplyScalar(destination, destination, shift);
            kernels.add(destination, destination, low);
        } finally {
            Arrays.fill(highRe, 0);
            Arrays.fill(highIm, 0);
        }
    }

    /** @param small whether all numbers are below {@link #EXACT} in size */
    private static void importLongs(
            RingKernels kernels,
            RnsPolynomial destination,
            double[] re,
            double[] im,
            boolean small,
            long @Nullable [] addend) {
        int degree = kernels.ring().degree();
        long[] coefficients = addend == null ? new long[degree] : addend.clone();
        int gap = degree / (2 * re.length);
        if (small) {
            addRounded(re, coefficients, 0, gap);
            addRounded(im, coefficients, degree / 2, gap);
        } else {
            for (int k = 0; k < re.length; k++) {
                coefficients[k * gap] += (long) Math.rint(re[k]);
                coefficients[(k + re.length) * gap] += (long) Math.rint(im[k]);
            }
        }
        kernels.importCoefficients(destination, coefficients);
        Arrays.fill(coefficients, 0);
    }

    /** As {@link Math#rint}, for numbers below {@link #EXACT}: the low bits of x + {@link #ROUND} are those of the integer. */
    private static void addRounded(double[] x, long[] coefficients, int from, int gap) {
        for (int k = 0; k < x.length; k++) {
            coefficients[from + k * gap] +=
                    Double.doubleToRawLongBits(x[k] + ROUND) - Double.doubleToRawLongBits(ROUND);
        }
    }

    /** Half the product of the primes. */
    private double bound(Basis basis) {
        double bound = 0.5;
        for (int i = 0; i < basis.size(); i++) {
            bound *= parameters.ring().prime(basis.prime(i));
        }
        return bound;
    }

    /** The residues of round(c·scale), exact, one per limb: every slot of this constant polynomial is c. */
    long[] scalar(double c, double scale, Basis basis) {
        if (!Double.isFinite(c)) {
            throw new IllegalArgumentException("the scalar " + c + " is not finite");
        }
        BigInteger integer = new BigDecimal(c)
                .multiply(new BigDecimal(scale))
                .setScale(0, RoundingMode.HALF_EVEN)
                .toBigIntegerExact();
        return residues(integer, basis);
    }

    /** The residues of an integer, one per limb. */
    long[] residues(BigInteger integer, Basis basis) {
        long[] residues = new long[basis.size()];
        for (int i = 0; i < residues.length; i++) {
            residues[i] = integer.mod(BigInteger.valueOf(parameters.ring().prime(basis.prime(i))))
                    .longValueExact();
        }
        return residues;
    }

    /**
     * Decodes a polynomial.
     *
     * @param source NTT domain, unchanged; its coefficients, in absolute value, are below half the product of its primes
     * @param slots n; the coefficients outside the subring of n slots are ignored
     */
    public ComplexVector decode(RnsPolynomial source, int slots, double scale) {
        int n = checkSlots(slots);
        Basis basis = source.basis();
        long[][] limbs = new long[basis.size()][parameters.degree()];
        try (RnsPolynomial coefficients = kernels.allocateSecret(basis)) {
            kernels.copy(coefficients, source);
            kernels.inverseNtt(coefficients);
            for (int i = 0; i < limbs.length; i++) {
                kernels.exportLimb(coefficients, i, limbs[i]);
            }
        }
        double[] re = new double[n];
        double[] im = new double[n];
        CentredCrt crt = new CentredCrt(parameters.ring(), basis);
        int gap = parameters.degree() / (2 * n);
        crt.combine(limbs, 0, gap, re);
        crt.combine(limbs, n * gap, gap, im);
        for (int k = 0; k < n; k++) {
            re[k] /= scale;
            im[k] /= scale;
        }
        for (long[] limb : limbs) {
            Arrays.fill(limb, 0);
        }
        transform(n).toSlots(re, im);
        return new ComplexVector(re, im);
    }

    private int checkSlots(int n) {
        if (Integer.bitCount(n) != 1 || n > parameters.maxSlots()) {
            throw new IllegalArgumentException(n + " slots, expected a power of two up to " + parameters.maxSlots());
        }
        return n;
    }

    private SpecialFft transform(int n) {
        int index = Integer.numberOfTrailingZeros(n);
        SpecialFft transform = transforms.get(index);
        if (transform == null) {
            transform = new SpecialFft(n);
            transforms.set(index, transform);
        }
        return transform;
    }
}
