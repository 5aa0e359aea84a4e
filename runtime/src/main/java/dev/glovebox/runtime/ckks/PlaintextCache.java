package dev.glovebox.runtime.ckks;

import dev.glovebox.runtime.circuit.CircuitProgram;
import dev.glovebox.runtime.circuit.Constants;
import dev.glovebox.runtime.circuit.DiagonalMatrix;
import dev.glovebox.runtime.circuit.SlotVector;
import dev.glovebox.runtime.ring.Basis;
import dev.glovebox.runtime.ring.RingKernels;
import dev.glovebox.runtime.ring.RnsPolynomial;
import java.lang.ref.Cleaner;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A circuit's constants as encoded polynomials, each at the level and scale of its use: made in parallel by {@link #prepare} or
 * on first use, and kept up to a number of bytes, those that come first. Constants are known by identity; a vector that is none of the
 * circuit's is encoded for each use and not kept. Evaluators of one circuit share a cache. Safe for use by many threads.
 *
 * <p>What it holds is given back when it is closed or unreachable.
 */
public final class PlaintextCache implements AutoCloseable {
    /**
     * The system property with the most bytes of encoded constants that one circuit keeps; the default is a quarter of the memory that
     * the kernels allocate from ({@link RingKernels#memoryBytes}).
     */
    public static final String PROPERTY = "glovebox.plaintexts.bytes";

    /** Keeps at most this many scalars. */
    private static final int MAX_SCALARS = 1 << 14;

    private static final Cleaner CLEANER = Cleaner.create();

    private final CkksParameters parameters;
    private final Encoder encoder;
    private final int samples;
    private final @Nullable Set<SlotVector> constants;
    private final PlaintextStore store;
    private final Cleaner.Cleanable cleanable;
    private final Map<ScalarKey, long[]> scalars = new ConcurrentHashMap<>();
    private final Set<CircuitProgram> prepared = Collections.newSetFromMap(new IdentityHashMap<>());
    private @Nullable RnsPolynomial imaginaryUnit;

    /** Keeps every vector it meets, as long as {@link #PROPERTY} allows. */
    public PlaintextCache(CkksParameters parameters, RingKernels kernels) {
        this(parameters, kernels, 1);
    }

    /**
     * Keeps every vector it meets, as long as {@link #PROPERTY} allows.
     *
     * @param samples how often each element of a constant is repeated, a power of two: once for each sample
     */
    public PlaintextCache(CkksParameters parameters, RingKernels kernels, int samples) {
        this(parameters, kernels, samples, configuredBytes(kernels), null);
    }

    /** Keeps the constants of a circuit, as long as {@link #PROPERTY} allows. */
    public PlaintextCache(CkksParameters parameters, RingKernels kernels, int samples, Constants constants) {
        this(parameters, kernels, samples, configuredBytes(kernels), identities(constants));
    }

    /** @param maxBytes of encoded constants that are kept beyond those in use, 0 or more */
    public PlaintextCache(
            CkksParameters parameters, RingKernels kernels, int samples, Constants constants, long maxBytes) {
        this(parameters, kernels, samples, maxBytes, identities(constants));
    }

    private PlaintextCache(
            CkksParameters parameters,
            RingKernels kernels,
            int samples,
            long maxBytes,
            @Nullable Set<SlotVector> constants) {
        this.samples = samples;
        this.parameters = parameters;
        this.encoder = new Encoder(parameters, kernels);
        this.constants = constants;
        this.store = new PlaintextStore(maxBytes);
        this.cleanable = CLEANER.register(this, store::close);
    }

    /**
     * As {@value #PROPERTY} says.
     *
     * @throws IllegalArgumentException if it is no number from 0
     */
    static long configuredBytes(RingKernels kernels) {
        String value = System.getProperty(PROPERTY);
        if (value == null) {
            return kernels.memoryBytes() / 4;
        }
        try {
            long bytes = Long.parseLong(value.strip());
            if (bytes >= 0) {
                return bytes;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new IllegalArgumentException("-D" + PROPERTY + "=" + value + ", expected a number of bytes from 0");
    }

    private static Set<SlotVector> identities(Constants constants) {
        Set<SlotVector> identities = Collections.newSetFromMap(new IdentityHashMap<>());
        identities.addAll(constants.vectors());
        for (DiagonalMatrix matrix : constants.matrices()) {
            identities.addAll(matrix.diagonals().values());
        }
        return identities;
    }

    CkksParameters parameters() {
        return parameters;
    }

    int samples() {
        return samples;
    }

    /** An encoded constant in use; close it afterwards. */
    interface Use extends AutoCloseable {
        RnsPolynomial polynomial();

        @Override
        void close();
    }

    /**
     * What to encode.
     *
     * @param shift how far it is moved right, in slots
     * @param extended over the data and special limbs of the level rather than the data limbs
     */
    record Request(SlotVector vector, int shift, int level, double scale, boolean extended) {
        /** Compares the vector by identity. */
        @Override
        public boolean equals(Object o) {
            return o instanceof Request k
                    && vector == k.vector
                    && shift == k.shift
                    && level == k.level
                    && scale == k.scale
                    && extended == k.extended;
        }

        @Override
        public int hashCode() {
            return 31 * (31 * (31 * System.identityHashCode(vector) + shift) + level)
                    + Double.hashCode(scale)
                    + (extended ? 1 : 0);
        }
    }

    /** A constant over the data limbs of a level at the scale of a pending count. */
    Request request(SlotVector vector, int level, int pending) {
        return new Request(vector, 0, level, parameters.scale(level, pending), false);
    }

    /** A factor that takes a ciphertext from one level to pending 2 at another, {@link CkksParameters#factorScale}. */
    Request requestFactor(SlotVector vector, int from, int level) {
        return new Request(vector, 0, level, parameters.factorScale(from, level), false);
    }

    /** A constant moved right by some slots, over the data and special limbs of a level at scale Δ. */
    Request requestExtended(SlotVector vector, int shift, int level) {
        return new Request(vector, shift & (vector.period() - 1), level, parameters.scale(level), true);
    }

    Use encoded(SlotVector vector, int level, int pending) {
        return use(request(vector, level, pending));
    }

    Use encodedFactor(SlotVector vector, int from, int level) {
        return use(requestFactor(vector, from, level));
    }

    Use encodedExtended(SlotVector vector, int shift, int level) {
        return use(requestExtended(vector, shift, level));
    }

    private boolean keeps(SlotVector vector) {
        return constants == null || constants.contains(vector);
    }

    private Use use(Request request) {
        return keeps(request.vector) ? store.use(request, this::bytes, this::encode) : new Transient(encode(request));
    }

    /** How many values a vector is encoded from. */
    private int length(SlotVector vector) {
        return SlotVector.values(vector.period(), samples);
    }

    private Basis basis(Request request) {
        return request.extended ? parameters.fullBasis(request.level) : parameters.dataBasis(request.level);
    }

    /** What a constant takes encoded. */
    private long bytes(Request request) {
        int degree = encoder.subring(length(request.vector)).ring().degree();
        return (long) basis(request).size() * degree * Double.BYTES;
    }

    private RnsPolynomial encode(Request request) {
        SlotVector vector = request.vector;
        double[] values = new double[length(vector)];
        for (int i = 0; i < values.length; i++) {
            values[i] = vector.get(i / samples - request.shift);
        }
        return encoder.encodeFactor(basis(request), values, request.scale);
    }

    /** A vector that is not kept. */
    private record Transient(RnsPolynomial polynomial) implements Use {
        @Override
        public void close() {
            polynomial.close();
        }
    }

    /**
     * Encodes what a program will use, in parallel, until as many bytes are kept as may be. Later calls find it done.
     *
     * @param inputLevels the level of each input
     */
    public void prepare(CircuitProgram program, Constants ofProgram, int slots, int[] inputLevels) {
        synchronized (prepared) {
            if (prepared.add(program)) {
                prepare(ConstantRequests.of(this, slots, program, ofProgram.suppliedZeros(), inputLevels).stream()
                        .filter(request -> keeps(request.vector))
                        .toList());
            }
        }
    }

    /** Encodes constants in parallel, in this order, until as many bytes are kept as may be. */
    void prepare(List<Request> requests) {
        long free = store.free();
        long bytes = 0;
        int count = 0;
        Set<Request> seen = new HashSet<>();
        for (Request request : requests) {
            if (seen.add(request)) {
                bytes += bytes(request);
            }
            if (bytes > free) {
                break;
            }
            count++;
        }
        requests.subList(0, count).parallelStream()
                .distinct()
                .forEach(request -> use(request).close());
    }

    private record ScalarKey(double value, double scale, int level) {}

    /** The residues of round(c·scale) in the data limbs of a level; not to be changed. */
    long[] scalar(double c, double scale, int level) {
        ScalarKey key = new ScalarKey(c, scale, level);
        long[] residues = scalars.get(key);
        if (residues == null) {
            residues = encoder.scalar(c, scale, parameters.dataBasis(level));
            if (scalars.size() >= MAX_SCALARS) {
                scalars.clear();
            }
            scalars.put(key, residues);
        }
        return residues;
    }

    /** X^{N/2}, which multiplies every slot by i, over the data limbs of the highest level. */
    synchronized RnsPolynomial imaginaryUnit() {
        if (imaginaryUnit == null) {
            RingKernels subring = encoder.subring(1);
            int degree = subring.ring().degree();
            long[] coefficients = new long[degree];
            coefficients[degree / 2] = 1;
            imaginaryUnit = subring.allocateUnset(parameters.dataBasis(parameters.maxLevel()));
            subring.importCoefficients(imaginaryUnit, coefficients);
            subring.forwardNtt(imaginaryUnit);
        }
        return imaginaryUnit;
    }

    /** Bytes of residues in memory, 8 bytes each. */
    public long residentBytes() {
        return store.bytes();
    }

    /** Gives back every constant, those in use when their use ends. Later uses encode again. */
    @Override
    public synchronized void close() {
        if (imaginaryUnit != null) {
            imaginaryUnit.close();
            imaginaryUnit = null;
        }
        cleanable.clean();
    }
}
