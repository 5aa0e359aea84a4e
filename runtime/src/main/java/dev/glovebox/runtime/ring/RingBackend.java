package dev.glovebox.runtime.ring;

/**
 * A provider of {@link RingKernels}, found by {@link java.util.ServiceLoader}. The best available one is chosen by
 * {@link RingBackends}; {@code -Dglovebox.backend=<name>} forces one.
 */
public interface RingBackend {

    /** A short stable name in lower case, such as {@code java-vector}. */
    String name();

    /** Greater is faster; ties are broken by name. */
    int priority();

    /** Whether this backend runs in this process, and why (not). Never throws. */
    Availability availability();

    /** Prepares the tables of a ring. Kernels are safe for use by many threads and may be shared. */
    RingKernels open(Ring ring);

    /**
     * As {@link #open}, for a program that wants its first answers soon: where the fastest code is slow before it is compiled, other
     * code may answer until then. Results are the same.
     */
    default RingKernels openAtOnce(Ring ring) {
        return open(ring);
    }

    /**
     * Whether a backend runs here.
     *
     * @param reason what makes it (un)available, for the log; names the flag or file that would change it
     */
    record Availability(boolean usable, String reason) {}
}
