package dev.glovebox.runtime.ckks;

import dev.glovebox.runtime.ring.Basis;
import dev.glovebox.runtime.ring.Ring;
import dev.glovebox.runtime.rlwe.RlweParameters;
import dev.glovebox.runtime.security.SecurityTable;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;

/**
 * Checked CKKS parameters: a ring, its levels, canonical scales and digits. Immutable; the same specification gives the same
 * primes, scales and fingerprint everywhere.
 *
 * <p>Primes stand in the ring in the order level 0, …, level L, special primes. The prime of a level of b bits is the greatest
 * unused one below 2^b, or, where b is the scale's size, below 2^(2·scaleBits)/Δ_{ℓ-1}: so Δ_ℓ = √(q_ℓ·Δ_{ℓ-1}) stays just below
 * Δ₀ = 2^scaleBits, and log₂(Q·P) is at most the sum of the sizes asked for.
 */
public final class CkksParameters {
    /** Least size of a prime, in bits. */
    public static final int MIN_PRIME_BITS = 30;

    /** Most primes, of data and special together. */
    public static final int MAX_PRIMES = 64;

    private final ParameterSpec spec;
    private final RlweParameters rlwe;
    private final double[] moduli;
    private final double[] scales;
    private final double logQp;

    private CkksParameters(ParameterSpec spec, RlweParameters rlwe, double[] moduli, double[] scales, double logQp) {
        this.spec = spec;
        this.rlwe = rlwe;
        this.moduli = moduli;
        this.scales = scales;
        this.logQp = logQp;
    }

    /**
     * Checks a specification and picks its primes. Logs a warning each time if the result is insecure by request.
     *
     * @throws IllegalArgumentException if it is not usable; the message says what was found and expected
     */
    public static CkksParameters of(ParameterSpec spec) {
        checkShape(spec);
        PrimeChoice primes = new PrimeChoice(spec);
        int levels = spec.levelBits().size();
        int[] limbs = new int[levels];
        int count = 0;
        for (int level = 0; level < levels; level++) {
            count += spec.levelBits().get(level).size();
            limbs[level] = count;
        }
        int digitLimbs = digitLimbs(spec);
        Ring ring = Ring.of(spec.logDegree(), primes.all());
        double logQp = log2(ring.product(Basis.range(0, ring.primeCount())));
        SecurityTable.check(spec.logDegree(), logQp, spec.insecure());
        RlweParameters rlwe = new RlweParameters(ring, limbs, digitLimbs, fingerprint(spec, ring));
        return new CkksParameters(spec, rlwe, primes.moduli(), primes.scales(), logQp);
    }

    private static void checkShape(ParameterSpec spec) {
        require(
                spec.logDegree() >= Ring.MIN_LOG_DEGREE && spec.logDegree() <= Ring.MAX_LOG_DEGREE,
                "log2 of the ring degree is " + spec.logDegree() + ", expected " + Ring.MIN_LOG_DEGREE + " to "
                        + Ring.MAX_LOG_DEGREE);
        require(!spec.levelBits().isEmpty(), "no levels, expected at least level 0");
        require(!spec.specialBits().isEmpty(), "no special primes, expected at least one");
        int data = 0;
        for (List<Integer> level : spec.levelBits()) {
            require(level.size() == 1 || level.size() == 2, "a level of " + level.size() + " primes, expected 1 or 2");
            level.forEach(CkksParameters::checkBits);
            data += level.size();
        }
        spec.specialBits().forEach(CkksParameters::checkBits);
        require(
                data + spec.specialBits().size() <= MAX_PRIMES,
                data + " data and " + spec.specialBits().size() + " special primes, expected at most " + MAX_PRIMES);
        require(
                spec.digits() >= 1 && spec.digits() <= data,
                spec.digits() + " digits, expected 1 to the number of data primes, " + data);
        double first = sum(spec.levelBits().getFirst());
        require(
                spec.scaleBits() >= 10 && spec.scaleBits() <= first - 1,
                "scale of " + spec.scaleBits() + " bits, expected 10 to " + (first - 1)
                        + ", one less than the size of level 0");
    }

    private static void checkBits(int bits) {
        require(
                bits >= MIN_PRIME_BITS && bits <= Ring.MAX_PRIME_BITS,
                "a prime of " + bits + " bits, expected " + MIN_PRIME_BITS + " to " + Ring.MAX_PRIME_BITS);
    }

    /** As many limbs in a digit as the special primes reach with this number of digits: lower levels then have fewer. */
    private static int digitLimbs(ParameterSpec spec) {
        List<Integer> data = spec.levelBits().stream().flatMap(List::stream).toList();
        int least = Math.ceilDiv(data.size(), spec.digits());
        double special = sum(spec.specialBits());
        double largest = largestDigit(data, least);
        require(
                special >= largest,
                "special primes of " + special + " bits together, expected at least " + largest
                        + ", the size of the largest of " + spec.digits() + " digits");
        int most = least;
        while (Math.ceilDiv(data.size(), most + 1) == Math.ceilDiv(data.size(), least)
                && largestDigit(data, most + 1) <= special
                && most < data.size()) {
            most++;
        }
        return most;
    }

    private static double largestDigit(List<Integer> data, int limbs) {
        double largest = 0;
        for (int from = 0; from < data.size(); from += limbs) {
            largest = Math.max(largest, sum(data.subList(from, Math.min(data.size(), from + limbs))));
        }
        return largest;
    }

    private static double sum(List<Integer> bits) {
        return bits.stream().mapToInt(Integer::intValue).sum();
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException("CKKS parameters: " + message);
        }
    }

    private static double log2(BigInteger x) {
        int shift = Math.max(0, x.bitLength() - 60);
        return shift + StrictMath.log(x.shiftRight(shift).doubleValue()) / StrictMath.log(2);
    }

    /** SHA-256 of everything that arithmetic depends on: the format, degree, levels, primes, digits and Δ₀. Big endian. */
    private static byte[] fingerprint(ParameterSpec spec, Ring ring) {
        byte[] name = "glovebox CKKS parameters 1".getBytes(StandardCharsets.US_ASCII);
        int levels = spec.levelBits().size();
        ByteBuffer buffer =
                ByteBuffer.allocate(name.length + Integer.BYTES * (4 + levels) + Long.BYTES * (1 + ring.primeCount()));
        buffer.put(name).putInt(spec.logDegree()).putInt(levels);
        spec.levelBits().forEach(level -> buffer.putInt(level.size()));
        buffer.putInt(ring.primeCount());
        Arrays.stream(ring.primes()).forEach(buffer::putLong);
        buffer.putInt(spec.digits()).putDouble(spec.scaleBits());
        try {
            return MessageDigest.getInstance("SHA-256").digest(buffer.array());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What these parameters were made of. */
    public ParameterSpec spec() {
        return spec;
    }

    /** What key switching needs of them. */
    public RlweParameters rlwe() {
        return rlwe;
    }

    public Ring ring() {
        return rlwe.ring();
    }

    public int logDegree() {
        return rlwe.ring().logDegree();
    }

    /** N. */
    public int degree() {
        return rlwe.degree();
    }

    /** The most slots of a vector, N/2. */
    public int maxSlots() {
        return rlwe.degree() / 2;
    }

    /** The highest level L; levels are 0 to L. */
    public int maxLevel() {
        return rlwe.maxLevel();
    }

    /** Data limbs at a level. */
    public int limbs(int level) {
        return rlwe.limbs(level);
    }

    /** The data limbs at a level. */
    public Basis dataBasis(int level) {
        return rlwe.dataBasis(level);
    }

    /** The special limbs. */
    public Basis specialBasis() {
        return rlwe.specialBasis();
    }

    /** The data limbs at a level, then the special limbs. */
    public Basis fullBasis(int level) {
        return rlwe.fullBasis(level);
    }

    /** The digits that the data limbs at a level are grouped in. */
    public Basis[] digits(int level) {
        return rlwe.digits(level);
    }

    /** q_ℓ: the product of the primes of one level. */
    public double modulus(int level) {
        return moduli[level];
    }

    /** Δ_ℓ. */
    public double scale(int level) {
        return scales[level];
    }

    /**
     * The scale of a ciphertext: Δ_ℓ for pending 1, Δ_ℓ² for pending 2.
     */
    public double scale(int level, int pending) {
        return pending == 1 ? scales[level] : scales[level] * scales[level];
    }

    /**
     * The scale of a public factor that takes a ciphertext with pending 1 at a level to pending 2 at this or a lower one, limbs
     * dropped: Δ_ℓ²/Δ, about Δ_ℓ.
     */
    public double factorScale(int from, int level) {
        return scales[level] / scales[from] * scales[level];
    }

    /** log₂(Q·P) of all data and special primes. */
    public double logQP() {
        return logQp;
    }

    /** Whether log₂(Q·P) is within the 128-bit bound. */
    public boolean isSecure() {
        return SecurityTable.isSecure(logDegree(), logQp);
    }

    /** A copy of the SHA-256 that names these parameters: equal if and only if all residues mean the same. */
    public byte[] fingerprint() {
        return rlwe.fingerprint();
    }

    /**
     * The Galois element of a rotation to the left: 5^steps modulo 2N. The same element rotates sparse vectors of any n | N/2.
     *
     * @param steps any number; counts modulo N/2
     */
    public int galoisElement(int steps) {
        long mask = 2L * degree() - 1;
        long element = 1;
        long base = 5;
        for (int exponent = Math.floorMod(steps, maxSlots()); exponent > 0; exponent >>= 1) {
            if ((exponent & 1) == 1) {
                element = element * base & mask;
            }
            base = base * base & mask;
        }
        return (int) element;
    }

    /** The Galois element of complex conjugation, 2N - 1. */
    public int conjugationElement() {
        return 2 * degree() - 1;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof CkksParameters p && rlwe.equals(p.rlwe);
    }

    @Override
    public int hashCode() {
        return rlwe.hashCode();
    }

    @Override
    public String toString() {
        return "CkksParameters[N=2^%d, levels=%s, special=%s, digits=%d, scale=2^%s, log2(QP)=%.1f]"
                .formatted(logDegree(), spec.levelBits(), spec.specialBits(), spec.digits(), spec.scaleBits(), logQp);
    }
}
