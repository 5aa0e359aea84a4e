package dev.glovebox.runtime.ring;

import java.util.Arrays;

/**
 * An ordered set of limbs, each named by the index of its prime in {@link Ring#primes()}. Immutable.
 */
public final class Basis {
    private final int[] primes;

    private Basis(int[] primes) {
        this.primes = primes;
    }

    /** The limbs with these prime indices, in this order; no index twice. */
    public static Basis of(int... primeIndices) {
        if (Arrays.stream(primeIndices).distinct().count() != primeIndices.length
                || Arrays.stream(primeIndices).anyMatch(i -> i < 0)) {
            throw new IllegalArgumentException("not an ordered set of primes: " + Arrays.toString(primeIndices));
        }
        return new Basis(primeIndices.clone());
    }

    /** The limbs {@code from, …, to - 1}. */
    public static Basis range(int from, int to) {
        int[] indices = new int[Math.max(0, to - from)];
        Arrays.setAll(indices, i -> from + i);
        return of(indices);
    }

    /** These limbs, then the other's. */
    public Basis plus(Basis other) {
        int[] all = Arrays.copyOf(primes, primes.length + other.primes.length);
        System.arraycopy(other.primes, 0, all, primes.length, other.primes.length);
        return of(all);
    }

    /** These limbs without the other's, in this order. */
    public Basis minus(Basis other) {
        return of(Arrays.stream(primes).filter(p -> other.position(p) < 0).toArray());
    }

    public int size() {
        return primes.length;
    }

    /** The prime index of the limb at a position. */
    public int prime(int position) {
        return primes[position];
    }

    /** The position of the limb of a prime, or -1. */
    public int position(int primeIndex) {
        for (int i = 0; i < primes.length; i++) {
            if (primes[i] == primeIndex) {
                return i;
            }
        }
        return -1;
    }

    public boolean containsAll(Basis other) {
        return Arrays.stream(other.primes).allMatch(p -> position(p) >= 0);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Basis b && Arrays.equals(primes, b.primes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(primes);
    }

    @Override
    public String toString() {
        return Arrays.toString(primes);
    }
}
