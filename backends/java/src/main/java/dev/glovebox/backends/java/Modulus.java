package dev.glovebox.backends.java;

import java.math.BigInteger;

/**
 * Integer arithmetic modulo one odd prime below 2^49. Arguments and results are residues in [0, p) unless a method says
 * otherwise.
 */
final class Modulus {
    final long p;
    private final int bits;
    /** ⌊2^(63+bits) / p⌋, as an unsigned 64-bit number: p &gt; 2^(bits-1). */
    private final long barrett;

    Modulus(long p) {
        this.p = p;
        this.bits = Long.SIZE - Long.numberOfLeadingZeros(p);
        this.barrett = BigInteger.ONE
                .shiftLeft(Long.SIZE - 1 + bits)
                .divide(BigInteger.valueOf(p))
                .longValue();
    }

    /**
     * a·b mod p (Barrett). With h = ⌊ab/2^bits⌋ the quotient ⌊h·barrett/2^63⌋ is at most ⌊ab/p⌋ and less than 4 below ab/p:
     * 2^bits/p &lt; 2 is lost by h, less than 1 by the constant and less than 1 by the last floor.
     */
    long multiply(long a, long b) {
        long high = Math.unsignedMultiplyHigh(a, b << (Long.SIZE - bits));
        long quotient = Math.unsignedMultiplyHigh(high << 1, barrett);
        return reduceFrom4p(a * b - quotient * p);
    }

    /** a mod p for a in [0, 4p). */
    long reduceFrom4p(long a) {
        return reduceFrom2p(a - ((2 * p - 1 - a) >> 63 & 2 * p));
    }

    /** a mod p for a in [0, 2p). */
    long reduceFrom2p(long a) {
        long r = a - p;
        return r + (r >> 63 & p);
    }

    /** ⌊w·2^64/p⌋ as an unsigned number: what {@link #multiplyLazy} needs to multiply by w. */
    long quotientOf(long w) {
        long quotient = 0;
        long remainder = w;
        for (int done = 0; done < Long.SIZE; ) {
            int step = Math.min(14, Long.SIZE - done);
            remainder <<= step;
            quotient = quotient << step | remainder / p;
            remainder %= p;
            done += step;
        }
        return quotient;
    }

    /** A number in [0, 2p) congruent to y·w, for any unsigned y (Shoup). */
    long multiplyLazy(long y, long w, long quotientOfW) {
        return y * w - Math.unsignedMultiplyHigh(y, quotientOfW) * p;
    }

    long add(long a, long b) {
        return reduceFrom2p(a + b);
    }

    long subtract(long a, long b) {
        long r = a - b;
        return r + (r >> 63 & p);
    }

    long power(long base, long exponent) {
        long result = 1;
        for (long e = exponent, square = base; e > 0; e >>= 1) {
            if ((e & 1) == 1) {
                result = multiply(result, square);
            }
            square = multiply(square, square);
        }
        return result;
    }

    long inverse(long a) {
        return power(a, p - 2);
    }

    /** The residue in [-(p-1)/2, (p-1)/2]. */
    long centre(long a) {
        return a > p / 2 ? a - p : a;
    }

    /** The residues root^i at position brv(i), i in [0, 2^logCount). */
    long[] bitReversedPowers(long root, int logCount) {
        long[] powers = new long[1 << logCount];
        long power = 1;
        for (int i = 0; i < powers.length; i++) {
            powers[BitReversal.of(i, logCount)] = power;
            power = multiply(power, root);
        }
        return powers;
    }
}
