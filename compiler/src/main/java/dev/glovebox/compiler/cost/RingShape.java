package dev.glovebox.compiler.cost;

import dev.glovebox.runtime.ckks.CkksParameters;
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
    public RingShape {
        limbs = limbs.clone();
    }

    public static RingShape of(CkksParameters parameters) {
        int[] limbs = new int[parameters.maxLevel() + 1];
        Arrays.setAll(limbs, parameters::limbs);
        int top = limbs[limbs.length - 1];
        return new RingShape(
                parameters.logDegree(),
                limbs,
                parameters.specialBasis().size(),
                Math.ceilDiv(top, parameters.spec().digits()));
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

    /** Bytes of a switching key in memory, both halves. */
    public long keyBytes(int level) {
        return 2 * digits(level) * polynomialBytes(full(level));
    }
}
