package dev.glovebox.runtime.ring;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * The rings Z_p[X]/(X^N + 1) for an ordered list of primes p ≡ 1 mod 2N below 2^49. Immutable.
 *
 * <p>Primes are named by their index in this list everywhere; which of them carry data and which are special is the
 * business of the layers above.
 */
public final class Ring {
    /** Least log₂N. */
    public static final int MIN_LOG_DEGREE = 4;
    /** Greatest log₂N. */
    public static final int MAX_LOG_DEGREE = 17;
    /** Primes are below 2^49, so that residues and lazy sums of them are exact in doubles. */
    public static final int MAX_PRIME_BITS = 49;

    /** How often a value stands in a row, at least, where that is made use of: as many doubles as the longest vectors have. */
    public static final int MIN_RUN = 8;

    private final int logDegree;
    private final long[] primes;
    private final long[] roots;

    private Ring(int logDegree, long[] primes, long[] roots) {
        this.logDegree = logDegree;
        this.primes = primes;
        this.roots = roots;
    }

    /**
     * The ring of degree 2^logDegree over these primes.
     *
     * @throws IllegalArgumentException if a degree is out of range, or a number is not a prime of the right form or stands
     *     twice
     */
    public static Ring of(int logDegree, long... primes) {
        if (logDegree < MIN_LOG_DEGREE || logDegree > MAX_LOG_DEGREE) {
            throw new IllegalArgumentException("log2 of the ring degree is " + logDegree + ", expected "
                    + MIN_LOG_DEGREE + " to " + MAX_LOG_DEGREE);
        }
        Set<Long> seen = new HashSet<>();
        long[] roots = new long[primes.length];
        for (int i = 0; i < primes.length; i++) {
            long p = primes[i];
            if (p < 3
                    || Long.SIZE - Long.numberOfLeadingZeros(p) > MAX_PRIME_BITS
                    || p % (2L << logDegree) != 1
                    || !Primes.isPrime(p)
                    || !seen.add(p)) {
                throw new IllegalArgumentException("limb " + i + " is " + p + ", expected a new prime below 2^"
                        + MAX_PRIME_BITS + " that is 1 modulo " + (2L << logDegree));
            }
            roots[i] = primitiveRoot(logDegree + 1, p);
        }
        return new Ring(logDegree, primes.clone(), roots);
    }

    public int logDegree() {
        return logDegree;
    }

    /** N. */
    public int degree() {
        return 1 << logDegree;
    }

    public int primeCount() {
        return primes.length;
    }

    public long prime(int index) {
        return primes[index];
    }

    /** A copy of the list. */
    public long[] primes() {
        return primes.clone();
    }

    /** ψ: a primitive 2N-th root of unity modulo a prime, the same in every run. */
    public long root(int index) {
        return roots[index];
    }

    /**
     * The ring of degree c = 2^logDegree in Y = X^{N/c}: these primes, and the root ψ^{N/c}. In the NTT domain in canonical order
     * a polynomial in Y is, as one in X, each of its c values N/c times in a row.
     */
    public Ring subring(int logDegree) {
        if (logDegree < MIN_LOG_DEGREE || logDegree > this.logDegree) {
            throw new IllegalArgumentException(
                    "log2 of a degree in a ring of 2^" + this.logDegree + " is " + logDegree);
        }
        long exponent = 1L << (this.logDegree - logDegree);
        long[] powers = new long[roots.length];
        Arrays.setAll(powers, i -> Primes.power(roots[i], exponent, primes[i]));
        return new Ring(logDegree, primes, powers);
    }

    /**
     * log₂ of the degree of the least subring that has the polynomials in X^{N/2^wanted} and repeats each value {@value #MIN_RUN}
     * times or more; log₂N if there is none.
     *
     * @param logDegree log₂N
     */
    public static int subringLogDegree(int logDegree, int wanted) {
        int least = Math.max(wanted, MIN_LOG_DEGREE);
        return MIN_RUN << least <= 1 << logDegree ? least : logDegree;
    }

    /** The product of the primes of a basis. */
    public BigInteger product(Basis basis) {
        BigInteger product = BigInteger.ONE;
        for (int i = 0; i < basis.size(); i++) {
            product = product.multiply(BigInteger.valueOf(primes[basis.prime(i)]));
        }
        return product;
    }

    /** The first of g^((p-1)/2^k), g = 2, 3, …, whose order is 2^k exactly. */
    private static long primitiveRoot(int k, long p) {
        for (long g = 2; ; g++) {
            long candidate = Primes.power(g, (p - 1) >> k, p);
            if (Primes.power(candidate, 1L << (k - 1), p) == p - 1) {
                return candidate;
            }
        }
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Ring r
                && logDegree == r.logDegree
                && Arrays.equals(primes, r.primes)
                && Arrays.equals(roots, r.roots);
    }

    @Override
    public int hashCode() {
        return 31 * logDegree + Arrays.hashCode(primes);
    }

    @Override
    public String toString() {
        return "Ring[N=2^" + logDegree + ", primes=" + Arrays.toString(primes) + "]";
    }
}
