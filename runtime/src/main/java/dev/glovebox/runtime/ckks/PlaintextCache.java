package dev.glovebox.runtime.ckks;

import dev.glovebox.runtime.circuit.SlotVector;
import dev.glovebox.runtime.ring.Basis;
import dev.glovebox.runtime.ring.RingKernels;
import dev.glovebox.runtime.ring.RnsPolynomial;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A circuit's constants as encoded polynomials, made on first use and kept by the identity of the constant: at most one for each
 * use in the circuit. Evaluators of one circuit share it. Safe for use by many threads.
 */
public final class PlaintextCache implements AutoCloseable {
    private final CkksParameters parameters;
    private final RingKernels kernels;
    private final Encoder encoder;
    private final int samples;
    private final Map<Key, RnsPolynomial> polynomials = new ConcurrentHashMap<>();
    private @Nullable RnsPolynomial imaginaryUnit;

    /** Of a circuit for one sample. */
    public PlaintextCache(CkksParameters parameters, RingKernels kernels) {
        this(parameters, kernels, 1);
    }

    /** @param samples how often each element of a constant is repeated, a power of two: once for each sample */
    public PlaintextCache(CkksParameters parameters, RingKernels kernels, int samples) {
        this.parameters = parameters;
        this.kernels = kernels;
        this.samples = samples;
        this.encoder = new Encoder(parameters, kernels);
    }

    CkksParameters parameters() {
        return parameters;
    }

    Encoder encoder() {
        return encoder;
    }

    int samples() {
        return samples;
    }

    /** A constant over the data limbs of a level at the scale of a pending count. */
    RnsPolynomial encoded(SlotVector vector, int level, int pending) {
        return encoded(vector, 0, level, pending, false);
    }

    /** A constant moved right by some slots, over the data and special limbs of a level at scale Δ. */
    RnsPolynomial encodedExtended(SlotVector vector, int shift, int level) {
        return encoded(vector, shift & (vector.period() - 1), level, 1, true);
    }

    private RnsPolynomial encoded(SlotVector vector, int shift, int level, int pending, boolean extended) {
        return polynomials.computeIfAbsent(new Key(vector, shift, level, pending, extended), key -> {
            double[] values = new double[vector.period() == 1 ? 1 : vector.period() * samples];
            for (int i = 0; i < values.length; i++) {
                values[i] = vector.get(i / samples - shift);
            }
            Basis basis = extended ? parameters.fullBasis(level) : parameters.dataBasis(level);
            RnsPolynomial polynomial = kernels.allocate(basis);
            encoder.encode(polynomial, values, parameters.scale(level, pending));
            return polynomial;
        });
    }

    /** X^{N/2}, which multiplies every slot by i, over the data limbs of the highest level. */
    synchronized RnsPolynomial imaginaryUnit() {
        if (imaginaryUnit == null) {
            long[] coefficients = new long[parameters.degree()];
            coefficients[parameters.degree() / 2] = 1;
            imaginaryUnit = kernels.allocate(parameters.dataBasis(parameters.maxLevel()));
            kernels.importCoefficients(imaginaryUnit, coefficients);
            kernels.forwardNtt(imaginaryUnit);
        }
        return imaginaryUnit;
    }

    /** Bytes of residues in memory, 8 bytes each. */
    public long residentBytes() {
        return polynomials.values().stream().mapToLong(p -> p.basis().size()).sum()
                * parameters.degree()
                * Double.BYTES;
    }

    @Override
    public synchronized void close() {
        if (imaginaryUnit != null) {
            imaginaryUnit.close();
            imaginaryUnit = null;
        }
        polynomials.values().forEach(RnsPolynomial::close);
        polynomials.clear();
    }

    /** Compares the vector by identity. */
    private record Key(SlotVector vector, int shift, int level, int pending, boolean extended) {
        @Override
        public boolean equals(Object o) {
            return o instanceof Key k
                    && vector == k.vector
                    && shift == k.shift
                    && level == k.level
                    && pending == k.pending
                    && extended == k.extended;
        }

        @Override
        public int hashCode() {
            return 31 * (31 * (31 * System.identityHashCode(vector) + shift) + level)
                    + 2 * pending
                    + (extended ? 1 : 0);
        }
    }
}
