package dev.glovebox.runtime.rlwe;

import dev.glovebox.runtime.ring.Basis;
import dev.glovebox.runtime.ring.Ring;
import java.util.Arrays;

/**
 * What keys and key switching need of a scheme's parameters: a ring whose first primes carry data, in levels of one or more
 * limbs, and whose last primes are special. Immutable.
 */
public final class RlweParameters {
    private final Ring ring;
    private final int[] limbs;
    private final byte[] fingerprint;
    private final Basis[] data;
    private final Basis[] full;
    private final Basis special;
    private final Basis[][] digits;

    /**
     * @param ring data primes, level 0 first, then the special primes
     * @param limbs data limbs at each level, increasing; the primes beyond the last count are special, at least one
     * @param digitLimbs data limbs of a key-switching digit; the last digit may have fewer
     * @param fingerprint 32 bytes that name the scheme's parameters
     */
    public RlweParameters(Ring ring, int[] limbs, int digitLimbs, byte[] fingerprint) {
        int top = limbs[limbs.length - 1];
        if (top >= ring.primeCount() || limbs[0] < 1 || digitLimbs < 1 || fingerprint.length != 32) {
            throw new IllegalArgumentException("limbs " + Arrays.toString(limbs) + " of " + ring.primeCount()
                    + " primes in digits of " + digitLimbs + " are no RLWE parameters");
        }
        this.ring = ring;
        this.limbs = limbs.clone();
        this.fingerprint = fingerprint.clone();
        this.special = Basis.range(top, ring.primeCount());
        this.data = new Basis[limbs.length];
        this.full = new Basis[limbs.length];
        this.digits = new Basis[limbs.length][];
        for (int level = 0; level < limbs.length; level++) {
            int count = limbs[level];
            data[level] = Basis.range(0, count);
            full[level] = data[level].plus(special);
            digits[level] = new Basis[(count + digitLimbs - 1) / digitLimbs];
            for (int i = 0; i < digits[level].length; i++) {
                digits[level][i] = Basis.range(i * digitLimbs, Math.min(count, (i + 1) * digitLimbs));
            }
        }
    }

    public Ring ring() {
        return ring;
    }

    /** N. */
    public int degree() {
        return ring.degree();
    }

    /** The highest level. */
    public int maxLevel() {
        return limbs.length - 1;
    }

    /** Data limbs at a level. */
    public int limbs(int level) {
        return limbs[level];
    }

    /** The data limbs at a level. */
    public Basis dataBasis(int level) {
        return data[level];
    }

    /** The special limbs, whose product is P. */
    public Basis specialBasis() {
        return special;
    }

    /** The data limbs at a level, then the special limbs. */
    public Basis fullBasis(int level) {
        return full[level];
    }

    /** The digits that the data limbs at a level are grouped in for key switching. */
    public Basis[] digits(int level) {
        return digits[level].clone();
    }

    /** Number of digits at a level. */
    public int digitCount(int level) {
        return digits[level].length;
    }

    /** A copy of the 32 bytes that name the scheme's parameters. */
    public byte[] fingerprint() {
        return fingerprint.clone();
    }

    /**
     * @throws IllegalArgumentException unless 0 ≤ level ≤ {@link #maxLevel()}
     */
    public int checkLevel(int level) {
        if (level < 0 || level > maxLevel()) {
            throw new IllegalArgumentException("level " + level + ", expected 0 to " + maxLevel());
        }
        return level;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof RlweParameters p && Arrays.equals(fingerprint, p.fingerprint);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(fingerprint);
    }
}
