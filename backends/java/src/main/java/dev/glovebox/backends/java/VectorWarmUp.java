package dev.glovebox.backends.java;

import dev.glovebox.runtime.ring.Ring;
import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Has the kernels of {@link VectorLimbs} compiled, once in a process, by calling them on a daemon thread that ends then. Until C2 has
 * compiled a kernel its vectors are objects; that it allocates nothing any more is how this knows.
 */
final class VectorWarmUp {
    private static final System.Logger LOG = System.getLogger(VectorWarmUp.class.getName());

    /** Of both parities, and above the size of blocks of {@link VectorNtt} and {@link WideNtt}: so every loop runs. */
    private static final int[] LOG_DEGREES = {12, 13};

    /** Sums with one reduction and with several. */
    private static final int[] TERMS = {2, 3, 7, 30};

    private static final int CALLS = 25;

    /** What a compiled kernel's callers allocate at most in a round: a vector of each element would be more than a mebibyte. */
    private static final long FEW_BYTES = 1 << 17;

    /** Rounds in a row without boxes, so that the compiled code is not one that was entered in the middle of a loop. */
    private static final int QUIET_ROUNDS = 3;

    /** Of the thread's own time: compilation is never so long. */
    private static final long LIMIT_NANOS = 60_000_000_000L;

    private static final AtomicBoolean STARTED = new AtomicBoolean();
    private static volatile boolean done;

    private VectorWarmUp() {}

    /** Whether the kernels are compiled. */
    static boolean isDone() {
        return done;
    }

    /** Starts the thread unless that was done before. */
    static void start() {
        if (STARTED.compareAndSet(false, true)) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "the kernels of java-vector are being compiled in the background; java-autovec answers meanwhile");
            Thread.ofPlatform()
                    .daemon()
                    .name("glovebox-warm-up")
                    .priority(Thread.MIN_PRIORITY)
                    .start(VectorWarmUp::run);
        }
    }

    private static void run() {
        long start = System.nanoTime();
        if (!(ManagementFactory.getThreadMXBean() instanceof com.sun.management.ThreadMXBean threads)) {
            LOG.log(System.Logger.Level.INFO, "java-autovec stays: this JVM does not tell when kernels are compiled");
            return;
        }
        List<Runnable> rounds =
                Arrays.stream(LOG_DEGREES).mapToObj(VectorWarmUp::round).toList();
        int quiet = 0;
        while (quiet < QUIET_ROUNDS && threads.getCurrentThreadCpuTime() < LIMIT_NANOS) {
            long before = threads.getCurrentThreadAllocatedBytes();
            rounds.forEach(Runnable::run);
            quiet = threads.getCurrentThreadAllocatedBytes() - before < FEW_BYTES ? quiet + 1 : 0;
        }
        done = quiet == QUIET_ROUNDS;
        LOG.log(
                System.Logger.Level.INFO,
                done
                        ? "java-vector answers now: compiled in {0} ms"
                        : "java-autovec stays: no compiled kernels in {0} ms",
                (System.nanoTime() - start) / 1_000_000);
    }

    /** Calls every kernel with each of its branches. */
    private static Runnable round(int logDegree) {
        Ring ring = Ring.of(logDegree, prime(logDegree, 49), prime(logDegree, 40));
        Modulus[] moduli = {new Modulus(ring.prime(0)), new Modulus(ring.prime(1))};
        VectorLimbs kernels = new VectorLimbs(ring.degree(), moduli, VectorNtt.of(ring, moduli));
        long[] numbers = new long[ring.degree()];
        for (int j = 0; j < numbers.length; j++) {
            numbers[j] = (j * 0x9E3779B97F4A7C15L >>> 1) % ring.prime(1);
        }
        long[] large = numbers.clone();
        large[0] = 1L << 61;
        double[] x = kernels.newLimb();
        double[] y = kernels.newLimb();
        double[] z = kernels.newLimb();
        kernels.importResidues(0, x, numbers);
        int most = TERMS[TERMS.length - 1];
        double[][] terms = kernels.newLimbs(most);
        Arrays.fill(terms, x);
        double[] factors = kernels.constants(0, Arrays.copyOf(numbers, most));
        int[] shifts = new int[most];
        Arrays.fill(shifts, 5);
        int[] permutation = BitReversal.automorphism(5, logDegree);
        return () -> {
            for (int call = 0; call < CALLS; call++) {
                kernels.importCoefficients(0, y, numbers);
                kernels.importCoefficients(0, y, large);
                kernels.importResidues(0, y, numbers);
                kernels.forwardNtt(0, y);
                kernels.inverseNtt(0, y, y, 3);
                for (int count : TERMS) {
                    double[][] some = Arrays.copyOf(terms, count);
                    kernels.sumOfProducts(0, y, some, some);
                    kernels.sumsOfProducts(0, y, z, some, some, some);
                    kernels.sumOfProducts(0, y, some, some, Arrays.copyOf(shifts, count));
                    kernels.convertNtt(1, y, some, permutation, factors);
                }
                kernels.convertNtt(1, y, Arrays.copyOf(terms, 1), permutation, new double[] {1});
                kernels.add(0, y, x, x);
                kernels.add(0, y, x, x, shifts[0]);
                kernels.multiply(0, y, x, x, shifts[0]);
                kernels.subtract(0, y, x, x);
                kernels.negate(0, y, x);
                kernels.multiply(0, y, x, x);
                kernels.multiplyAdd(0, y, x, x);
                kernels.multiplyScalar(0, y, x, 3);
                kernels.addScalar(0, y, x, 3);
                kernels.subtractMultiply(0, y, x, x, 3);
                kernels.subtractMultiplyAdd(0, y, x, x, 3, x);
                kernels.permute(y, x, permutation);
                kernels.exportResidues(0, x, numbers);
            }
        };
    }

    /** The greatest prime of some bits that is 1 modulo 2N. */
    private static long prime(int logDegree, int bits) {
        long step = 2L << logDegree;
        long candidate = (1L << bits) - step + 1;
        while (!BigInteger.valueOf(candidate).isProbablePrime(64)) {
            candidate -= step;
        }
        return candidate;
    }
}
