package dev.glovebox.runtime.rlwe;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The keys a server computes with: all public. The Galois key of the element g switches s to φ⁻¹(s), φ: X → X^g, so that the
 * automorphism is applied after the switch and a hoisted decomposition serves every element. Owns its keys.
 */
public final class EvaluationKeys implements AutoCloseable {
    private final KeyId keyId;
    private final @Nullable SwitchingKey relinearization;
    private final SortedMap<Integer, SwitchingKey> galois;

    /**
     * @param relinearization from s² to s, or null if no product is computed
     * @param galois Galois element (odd, in [3, 2N)) → key; conjugation is 2N - 1
     * @throws IllegalArgumentException if a key has another key id
     */
    public EvaluationKeys(KeyId keyId, @Nullable SwitchingKey relinearization, Map<Integer, SwitchingKey> galois) {
        this.keyId = keyId;
        this.relinearization = relinearization;
        this.galois = Collections.unmodifiableSortedMap(new TreeMap<>(galois));
        if ((relinearization != null && !relinearization.keyId().equals(keyId))
                || galois.values().stream().anyMatch(k -> !k.keyId().equals(keyId))) {
            throw new IllegalArgumentException("evaluation keys of another secret key than " + keyId);
        }
    }

    public KeyId keyId() {
        return keyId;
    }

    public @Nullable SwitchingKey relinearization() {
        return relinearization;
    }

    /** Galois element → key. */
    public SortedMap<Integer, SwitchingKey> galois() {
        return galois;
    }

    /** Bytes of residues in memory. */
    public long residentBytes(RlweParameters parameters) {
        long bytes = relinearization == null ? 0 : relinearization.residentBytes(parameters);
        for (SwitchingKey key : galois.values()) {
            bytes += key.residentBytes(parameters);
        }
        return bytes;
    }

    @Override
    public void close() {
        if (relinearization != null) {
            relinearization.close();
        }
        galois.values().forEach(SwitchingKey::close);
    }

    @Override
    public String toString() {
        return "EvaluationKeys[key=" + keyId + ", relinearization=" + (relinearization != null) + ", galois="
                + galois.keySet() + "]";
    }
}
