package dev.glovebox.runtime.wire;

import dev.glovebox.runtime.circuit.CircuitException;
import dev.glovebox.runtime.circuit.ErrorCode;
import dev.glovebox.runtime.random.PublicSeed;
import dev.glovebox.runtime.ring.RingKernels;
import dev.glovebox.runtime.ring.RnsPolynomial;
import dev.glovebox.runtime.rlwe.EvaluationKeys;
import dev.glovebox.runtime.rlwe.KeyId;
import dev.glovebox.runtime.rlwe.RlweParameters;
import dev.glovebox.runtime.rlwe.SwitchingKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;

/**
 * The evaluation keys of a circuit as bytes. Body: number of keys u16; for each, ascending: Galois element u32 (0 for the
 * relinearization key), level u16; then for each key its seed and, digit by digit, b in packed residues. Written and read one
 * key at a time.
 */
public final class EvaluationKeysFormat {
    private static final int ENTRY_BYTES = 4 + 2;

    private EvaluationKeysFormat() {}

    /** Bytes of the keys of a plan. */
    public static long size(RlweParameters parameters, KeyPlan plan) {
        long bytes = WireHeader.OVERHEAD + 2;
        for (int level : plan.levels().values()) {
            bytes += ENTRY_BYTES + keyBytes(parameters, level);
        }
        return bytes;
    }

    private static long keyBytes(RlweParameters parameters, int level) {
        return PublicSeed.BYTES
                + parameters.digitCount(level) * WireReader.packedBytes(parameters.ring(), parameters.fullBasis(level));
    }

    /**
     * Writes the keys of a plan.
     *
     * @param keys gives the key of a Galois element, or of {@link KeyPlan#RELINEARIZATION}, at its level of the plan; each is
     *     closed once it is written
     */
    public static void write(
            RlweParameters parameters,
            RingKernels kernels,
            KeyId keyId,
            KeyPlan plan,
            IntFunction<SwitchingKey> keys,
            OutputStream stream)
            throws IOException {
        WireWriter out = new WireWriter(stream);
        long body = size(parameters, plan) - WireHeader.OVERHEAD;
        WireHeader.of(WireType.EVALUATION_KEYS, body, parameters, keyId, plan.topLevel())
                .write(out);
        out.u16(plan.levels().size());
        for (Map.Entry<Integer, Integer> entry : plan.levels().entrySet()) {
            out.u32(entry.getKey());
            out.u16(entry.getValue());
        }
        for (Map.Entry<Integer, Integer> entry : plan.levels().entrySet()) {
            try (SwitchingKey key = keys.apply(entry.getKey())) {
                if (key.level() != entry.getValue() || !key.keyId().equals(keyId)) {
                    throw new IllegalArgumentException(
                            key + " where level " + entry.getValue() + " of key " + keyId + " is planned");
                }
                out.bytes(key.seed().toByteArray());
                for (int digit = 0; digit < key.digits(); digit++) {
                    out.polynomial(kernels, key.b(digit));
                }
            }
        }
        out.finish();
    }

    /**
     * Reads exactly the keys of a plan; the stream is left right behind them.
     *
     * @throws CircuitException if the bytes are not these keys; every key read so far is closed
     * @throws IOException as the stream does
     */
    public static EvaluationKeys read(RlweParameters parameters, RingKernels kernels, KeyPlan plan, InputStream stream)
            throws IOException {
        return read(parameters, kernels, plan, new WireReader(stream, WireType.EVALUATION_KEYS));
    }

    /** As {@link #read(RlweParameters, RingKernels, KeyPlan, InputStream)}; the keys are all of the bytes. */
    public static EvaluationKeys read(RlweParameters parameters, RingKernels kernels, KeyPlan plan, byte[] bytes) {
        return WireReader.all(bytes, WireType.EVALUATION_KEYS, in -> read(parameters, kernels, plan, in));
    }

    private static EvaluationKeys read(RlweParameters parameters, RingKernels kernels, KeyPlan plan, WireReader in)
            throws IOException {
        WireHeader header = WireHeader.read(in, WireType.EVALUATION_KEYS)
                .requireParameters(parameters)
                .requireLevel(plan.topLevel());
        readTable(in, plan);
        if (header.length() != size(parameters, plan)) {
            throw WireHeader.wrongLength(
                    WireType.EVALUATION_KEYS.label(),
                    header.length() + " bytes",
                    size(parameters, plan) + " for the keys of the circuit");
        }
        TreeMap<Integer, SwitchingKey> keys = new TreeMap<>();
        try {
            for (Map.Entry<Integer, Integer> entry : plan.levels().entrySet()) {
                keys.put(entry.getKey(), readKey(in, parameters, kernels, header.keyId(), entry.getValue()));
            }
            in.finish();
            SwitchingKey relinearization = keys.remove(KeyPlan.RELINEARIZATION);
            return new EvaluationKeys(header.keyId(), relinearization, keys);
        } catch (IOException | RuntimeException e) {
            keys.values().forEach(SwitchingKey::close);
            throw e;
        }
    }

    private static void readTable(WireReader in, KeyPlan plan) throws IOException {
        int count = in.u16();
        in.require((long) count * ENTRY_BYTES);
        TreeMap<Integer, Integer> found = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            int least = found.isEmpty() ? 0 : found.lastKey() + 1;
            int element = in.bounded("Galois element", in.u32(), least, Integer.MAX_VALUE);
            found.put(element, in.u16());
        }
        plan.levels().forEach((element, level) -> {
            Integer foundLevel = found.remove(element);
            if (foundLevel == null) {
                throw ErrorCode.MISSING_KEY.error(
                        "the evaluation keys lack " + plan.names().get(element),
                        "every key that the circuit needs",
                        "Make the keys with a client of the same build of the circuit.");
            }
            in.bounded(plan.names().get(element) + " at level", foundLevel, level, level);
        });
        if (!found.isEmpty()) {
            throw WireHeader.badField(
                    WireType.EVALUATION_KEYS.label(),
                    count + " keys",
                    "the " + plan.levels().size() + " of the circuit");
        }
    }

    private static SwitchingKey readKey(
            WireReader in, RlweParameters parameters, RingKernels kernels, KeyId keyId, int level) throws IOException {
        PublicSeed seed = PublicSeed.of(in.bytes(PublicSeed.BYTES));
        List<RnsPolynomial> b = new ArrayList<>();
        try {
            for (int digit = 0; digit < parameters.digitCount(level); digit++) {
                b.add(in.polynomial(kernels, parameters.fullBasis(level)));
            }
            return SwitchingKey.of(parameters, kernels, keyId, level, seed, b);
        } catch (IOException | RuntimeException e) {
            b.forEach(RnsPolynomial::close);
            throw e;
        }
    }
}
