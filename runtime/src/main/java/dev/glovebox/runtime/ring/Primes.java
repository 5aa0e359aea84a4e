package dev.glovebox.runtime.ring;

/**
 * Primality of numbers of machine size, by the test of Miller and Rabin with the bases 2, 3, …, 37, which decides below 3.3·10²⁴
 * (Sorenson and Webster, "Strong pseudoprimes to twelve prime bases", Mathematics of Computation 86, 2017).
 */
public final class Primes {
    /** Products modulo p are exact in this way below it: the quotient of doubles is off by one at most. */
    private static final long LIMIT = 1L << 50;

    private static final int[] BASES = {2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37};

    private Primes() {}

    /**
     * Whether a number is prime.
     *
     * @param n below 2⁵⁰
     */
    public static boolean isPrime(long n) {
        if (n >= LIMIT) {
            throw new IllegalArgumentException(n + " is too large to be tested, expected a number below 2^50");
        }
        if (n < 2) {
            return false;
        }
        for (int base : BASES) {
            if (n % base == 0) {
                return n == base;
            }
        }
        int twos = Long.numberOfTrailingZeros(n - 1);
        for (int base : BASES) {
            if (isWitness(base, n, twos)) {
                return false;
            }
        }
        return true;
    }

    /** Whether a base shows that n is composite. */
    private static boolean isWitness(long base, long n, int twos) {
        long power = power(base, (n - 1) >>> twos, n);
        if (power == 1 || power == n - 1) {
            return false;
        }
        for (int i = 1; i < twos; i++) {
            power = multiply(power, power, n);
            if (power == n - 1) {
                return false;
            }
        }
        return true;
    }

    /**
     * base^exponent modulo n.
     *
     * @param base from 0, below n
     * @param exponent not negative
     * @param n below 2⁵⁰
     */
    static long power(long base, long exponent, long n) {
        long power = 1;
        long square = base;
        for (long e = exponent; e > 0; e >>>= 1) {
            if ((e & 1) == 1) {
                power = multiply(power, square, n);
            }
            square = multiply(square, square, n);
        }
        return power;
    }

    private static long multiply(long a, long b, long n) {
        long quotient = (long) ((double) a * b / n);
        long rest = a * b - quotient * n;
        return rest < 0 ? rest + n : rest >= n ? rest - n : rest;
    }
}
