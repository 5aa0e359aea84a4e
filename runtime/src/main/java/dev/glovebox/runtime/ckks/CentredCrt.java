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

    private final double[] reciprocals;
    private final double[] weights;
    private final long[] digits;

    CentredCrt(Ring ring, Basis basis) {
        int count = basis.size();
        primes = new long[count];
        inverses = new long[count][];
        reciprocals = new double[count];
        weights = new double[count];
        digits = new long[count];
        double weight = 1;
        for (int i = 0; i < count; i++) {
            primes[i] = ring.prime(basis.prime(i));
            reciprocals[i] = 1.0 / primes[i];
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

    /** Sets each element k to the integer at index {@code from} + k·{@code gap} of the limbs. */
    void combine(long[][] limbs, int from, int gap, double[] to) {
        for (int k = 0; k < to.length; k++) {
            to[k] = combine(limbs, from + k * gap);
        }
    }

    private double combine(long[][] limbs, int index) {
        for (int i = 0; i < primes.length; i++) {
            long p = primes[i];
            long v = limbs[i][index];
            for (int j = 0; j < i; j++) {
                v = multiply(v - digits[j], inverses[i][j], p, reciprocals[i]);
            }
            digits[i] = v - (p & (p / 2 - v) >> 63);
        }
        double sum = 0;
        for (int i = primes.length - 1; i >= 0; i--) {
            if (digits[i] != 0) {
                sum += digits[i] * weights[i];
            }
        }
        return sum;
    }

    /** a·b mod p for |a| below 2^50 and b below 2^49: the quotient from doubles, cut, is off by less than 3/2. */
    private static long multiply(long a, long b, long p, double reciprocal) {
        long quotient = (long) ((double) a * b * reciprocal);
        long r = a * b - quotient * p;
        r += p & r >> 63;
        r += p & r >> 63;
        r -= p;
        return r + (p & r >> 63);
    }
}
