package dev.glovebox.runtime.ring;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Definitions that backends are compared with, written for plainness: long division and BigInteger, one coefficient at a
 * time. Polynomials are arrays of residues in [0, p).
 */
public final class ReferenceRing {
    private ReferenceRing() {}

    /** A ring whose i-th prime is the greatest unused one below 2^bits[i]. */
    public static Ring ring(int logDegree, int... bits) {
        List<Long> primes = new ArrayList<>();
        for (int b : bits) {
            long p = (1L << b) + 1;
            do {
                p -= 2L << logDegree;
            } while (primes.contains(p) || !BigInteger.valueOf(p).isProbablePrime(64));
            primes.add(p);
        }
        return Ring.of(logDegree, primes.stream().mapToLong(Long::longValue).toArray());
    }

    /** a·b mod p for residues below 2^49, thirteen bits of b at a time. */
    public static long multiply(long a, long b, long p) {
        long r = 0;
        for (int shift = 39; shift >= 0; shift -= 13) {
            r = ((r << 13) + a * (b >> shift & 0x1fff)) % p;
        }
        return r;
    }

    public static long power(long a, long exponent, long p) {
        return BigInteger.valueOf(a)
                .modPow(BigInteger.valueOf(exponent), BigInteger.valueOf(p))
                .longValueExact();
    }

    public static long inverse(long a, long p) {
        return BigInteger.valueOf(a).modInverse(BigInteger.valueOf(p)).longValueExact();
    }

    /** The residue in [-(p-1)/2, (p-1)/2]. */
    public static long centre(long a, long p) {
        return a > p / 2 ? a - p : a;
    }

    public static int reverse(int i, int bits) {
        int r = 0;
        for (int b = 0; b < bits; b++) {
            r |= (i >> b & 1) << (bits - 1 - b);
        }
        return r;
    }

    /** The value of a polynomial at position j of the canonical NTT order: Horner at ψ^(2·brv(j)+1). */
    public static long evaluate(Ring ring, int prime, long[] coefficients, int j) {
        long p = ring.prime(prime);
        long x = power(ring.root(prime), 2L * reverse(j, ring.logDegree()) + 1, p);
        long value = 0;
        for (int i = coefficients.length - 1; i >= 0; i--) {
            value = (multiply(value, x, p) + coefficients[i]) % p;
        }
        return value;
    }

    /** The product in Z_p[X]/(X^N + 1), term by term. */
    public static long[] multiplyNegacyclic(long[] a, long[] b, long p) {
        int n = a.length;
        long[] product = new long[n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                long term = multiply(a[i], b[j], p);
                int k = (i + j) % n;
                product[k] = Math.floorMod(i + j < n ? product[k] + term : product[k] - term, p);
            }
        }
        return product;
    }

    /** a(X^g) in Z_p[X]/(X^N + 1). */
    public static long[] automorphism(long[] a, int g, long p) {
        int n = a.length;
        long[] image = new long[n];
        for (int i = 0; i < n; i++) {
            int e = (int) ((long) i * g % (2 * n));
            image[e % n] = e < n ? a[i] : Math.floorMod(-a[i], p);
        }
        return image;
    }

    /**
     * The integer Σ yᵢ·(D/dᵢ) of {@link RingKernels#modUp} for coefficient j.
     *
     * @param residues a limb for each prime of the digit
     */
    public static BigInteger lift(Ring ring, Basis digit, long[][] residues, int j) {
        BigInteger product = ring.product(digit);
        BigInteger sum = BigInteger.ZERO;
        for (int i = 0; i < digit.size(); i++) {
            BigInteger d = BigInteger.valueOf(ring.prime(digit.prime(i)));
            BigInteger cofactor = product.divide(d);
            BigInteger y = BigInteger.valueOf(residues[i][j])
                    .multiply(cofactor.modInverse(d))
                    .mod(d);
            sum = sum.add(BigInteger.valueOf(centre(y.longValueExact(), d.longValueExact()))
                    .multiply(cofactor));
        }
        return sum;
    }

    public static long mod(BigInteger value, long p) {
        return value.mod(BigInteger.valueOf(p)).longValueExact();
    }

    /** Limbs that a careless kernel gets wrong: extremes of every representation, and random ones. */
    public enum Pattern {
        ZERO,
        ONE,
        GREATEST,
        HALF_UP,
        HALF_DOWN,
        ALTERNATING_HALVES,
        ALTERNATING_ENDS,
        GROWING,
        FALLING,
        RANDOM;

        /** Residues in [0, p). */
        public long[] limb(Ring ring, int prime, RandomGenerator random) {
            long p = ring.prime(prime);
            long half = p / 2;
            long[] limb = new long[ring.degree()];
            for (int j = 0; j < limb.length; j++) {
                limb[j] = switch (this) {
                    case ZERO, GROWING, FALLING -> 0;
                    case ONE -> 1;
                    case GREATEST -> p - 1;
                    case HALF_UP -> half + 1;
                    case HALF_DOWN -> half;
                    case ALTERNATING_HALVES -> half + (j & 1);
                    case ALTERNATING_ENDS -> (j & 1) * (p - 1);
                    case RANDOM -> random.nextLong(p);
                };
            }
            if (this == GROWING || this == FALLING) {
                grow(ring, prime, this == GROWING ? half : half + 1, limb);
            }
            return limb;
        }

        /** Every butterfly on the way to value 0 adds the same extreme number: the greatest sum of a lazy transform. */
        private static void grow(Ring ring, int prime, long extreme, long[] limb) {
            long p = ring.prime(prime);
            limb[0] = extreme;
            for (int stride = limb.length / 2; stride > 0; stride /= 2) {
                limb[stride] = multiply(extreme, inverse(power(ring.root(prime), stride, p), p), p);
            }
        }
    }
}
