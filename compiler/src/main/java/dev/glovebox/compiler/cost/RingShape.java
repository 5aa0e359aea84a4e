package dev.glovebox.compiler.cost;

import dev.glovebox.runtime.ckks.CkksParameters;
import dev.glovebox.runtime.ring.Ring;
import dev.glovebox.runtime.security.SecurityTable;
import java.util.Arrays;

/**
 * What of parameters decides how long operations take.
 *
 * @param logDegree log₂ N
 * @param limbs data limbs at each level, level 0 first, increasing
 * @param special special limbs
 * @param digitLimbs data limbs of a digit of key switching
 */
public record RingShape(int logDegree, int[] limbs, int special, int digitLimbs) {
    private static final int TYPICAL_BITS = 36;
    private static final int TYPICAL_DIGITS = 3;
    private static final int LEAST_LOG_DEGREE = 12;
    private static final int GREATEST_LOG_DEGREE = 16;

    public RingShape {
        limbs = limbs.clone();
    }

    public static RingShape of(CkksParameters parameters) {
        int[] limbs = new int[parameters.maxLevel() + 1];
        Arrays.setAll(limbs, parameters::limbs);
        return new RingShape(
                parameters.logDegree(),
                limbs,
                parameters.specialBasis().size(),
                parameters.digits(parameters.maxLevel())[0].size());
    }

    /**
     * About what a circuit of some depth will get: the smallest secure ring with {@value #TYPICAL_BITS} bits a level and up to {@value
     * #TYPICAL_DIGITS} digits. For choices that are made before parameters are known.
     *
     * @param slots that the ring must have, at most half the greatest degree
     */
    public static RingShape typical(int depth, int slots) {
        int digits = Math.min(TYPICAL_DIGITS, depth + 1);
        int digitLimbs = Math.ceilDiv(depth + 1, digits);
        int bits = TYPICAL_BITS * (depth + 1 + digitLimbs);
        int logDegree = Math.max(LEAST_LOG_DEGREE, 1 + Integer.numberOfTrailingZeros(Integer.highestOneBit(slots)));
        while (logDegree < GREATEST_LOG_DEGREE && SecurityTable.maxLogModulus(logDegree) < bits) {
            logDegree++;
        }
        int[] limbs = new int[depth + 1];
        Arrays.setAll(limbs, level -> level + 1);
        return new RingShape(logDegree, limbs, digitLimbs, digitLimbs);
    }

    public int degree() {
        return 1 << logDegree;
    }

    /** The highest level. */
    public int maxLevel() {
        return limbs.length - 1;
    }

    public int limbs(int level) {
        return limbs[level];
    }

    /** Data and special limbs. */
    int full(int level) {
        return limbs[level] + special;
    }

    int digits(int level) {
        return Math.ceilDiv(limbs[level], digitLimbs);
    }

    /** Bytes of a polynomial over this many limbs in memory. */
    public long polynomialBytes(int count) {
        return (long) count * degree() * Double.BYTES;
    }

    /** Bytes of an encoded constant over this many limbs in memory, where what repeats is kept once. */
    long constantBytes(int count, int values) {
        return ((long) count << keptLogDegree(values)) * Double.BYTES;
    }

    /** log₂ of the degree of the ring that constants of so many values, a power of two, are kept in. */
    int keptLogDegree(int values) {
        return Ring.subringLogDegree(logDegree, Integer.numberOfTrailingZeros(2 * values));
    }

    /** The part of a limb that is kept of such constants. */
    double kept(int values) {
        return (double) (1 << keptLogDegree(values)) / degree();
    }

    /** Bytes of a switching key in memory, both halves. */
    public long keyBytes(int level) {
        return 2 * digits(level) * polynomialBytes(full(level));
    }
}
