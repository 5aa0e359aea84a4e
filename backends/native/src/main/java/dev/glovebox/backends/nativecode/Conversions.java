package dev.glovebox.backends.nativecode;

import dev.glovebox.runtime.ring.Basis;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongUnaryOperator;

/** The constants of base conversions, made when they are first asked for; the library keeps them as long as the ring's tables. */
final class Conversions {
    private final long ring;
    private final Map<Basis, Long> conversions = new ConcurrentHashMap<>();
    private final Map<Steps, Long> staged = new ConcurrentHashMap<>();

    /**
     * @param ring the address of a ring's tables
     */
    Conversions(long ring) {
        this.ring = ring;
    }

    private record Steps(Basis first, Basis second) {}

    /** Of one digit. */
    long of(Basis digit) {
        return conversions.computeIfAbsent(
                digit, d -> withPrimes(d, Basis.of(), primes -> Functions.CONVERSION.call(ring, d.size(), primes)));
    }

    /** Of the limbs that a first division drops, then those that a second drops, which may be none. */
    long of(Basis first, Basis second) {
        return staged.computeIfAbsent(
                new Steps(first, second),
                steps -> withPrimes(
                        first,
                        second,
                        primes -> Functions.STAGED_CONVERSION.call(ring, first.size(), second.size(), primes)));
    }

    /** Calls the library with the address of the primes of one basis and then another. */
    private static long withPrimes(Basis first, Basis second, LongUnaryOperator call) {
        int[] primes = new int[first.size() + second.size()];
        Arrays.setAll(primes, i -> i < first.size() ? first.prime(i) : second.prime(i - first.size()));
        long numbers = Memory.allocate((long) Integer.BYTES * primes.length);
        try {
            Memory.putInts(numbers, primes);
            return NativeKernels.requireMemory(call.applyAsLong(numbers));
        } finally {
            Memory.free(numbers);
        }
    }
}
