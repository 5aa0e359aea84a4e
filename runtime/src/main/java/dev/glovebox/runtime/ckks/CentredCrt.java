package dev.glovebox.runtime.ckks;

import dev.glovebox.runtime.ring.Basis;
import dev.glovebox.runtime.ring.Ring;
import java.math.BigInteger;

/**
 * From residues to the integer x, |x| &lt; Q/2, that has them, as a double: Garner's mixed radix with digits centred in (-p/2, p/2),
 * x = v₀ + v₁·p₀ + v₂·p₀p₁ + …. As the primes are odd, these digits cover exactly the integers below Q/2 in absolute value; an x
 * that fits the first limbs has zeros after them, so the sum keeps the relative precision of a double.
 */
final class CentredCrt {
    private final long[] primes;
    /** [i][j], j &lt; i: the inverse of p_j modulo p_i. */
    private final long[][] inverses;

    private final double[] weights;
    private final long[] digits;

    CentredCrt(Ring ring, Basis basis) {
        int count = basis.size();
        primes = new long[count];
        inverses = new long[count][];
        weights = new double[count];
        digits = new long[count];
        double weight = 1;
        for (int i = 0; i < count; i++) {
            primes[i] = ring.prime(basis.prime(i));
            weights[i] = weight;
            weight *= primes[i];
            inverses[i] = new long[i];
            for (int j = 0; j < i; j++) {
                inverses[i][j] = BigInteger.valueOf(primes[j])
                        .modInverse(BigInteger.valueOf(primes[i]))
                        .longValueExact();
            }
        }
    }

    /** The integer at an index of the limbs. */
    double combine(long[][] limbs, int index) {
        for (int i = 0; i < primes.length; i++) {
            long p = primes[i];
            long v = limbs[i][index];
            for (int j = 0; j < i; j++) {
                long difference = (v - digits[j]) % p;
                v = multiply(difference < 0 ? difference + p : difference, inverses[i][j], p);
            }
            digits[i] = v > p / 2 ? v - p : v;
        }
        double sum = 0;
        for (int i = primes.length - 1; i >= 0; i--) {
            if (digits[i] != 0) {
                sum += digits[i] * weights[i];
            }
        }
        return sum;
    }

    /** a·b mod p for residues below 2^49: the quotient from doubles is off by at most one. */
    private static long multiply(long a, long b, long p) {
        long quotient = (long) ((double) a * b / p);
        long r = a * b - quotient * p;
        if (r < 0) {
            r += p;
        }
        return r >= p ? r - p : r;
    }
}
