package dev.glovebox.runtime.ckks;

import dev.glovebox.runtime.circuit.Evaluator;
import dev.glovebox.runtime.rlwe.Ciphertext;
import dev.glovebox.runtime.rlwe.KeyId;

/**
 * An encrypted vector: an RLWE ciphertext, the number n of its slots and its pending scale. The scale is {@link
 * CkksParameters#scale(int, int)}. Owns the RLWE ciphertext.
 *
 * @param pending 1 or 2
 */
public record CkksCiphertext(Ciphertext rlwe, int slots, int pending) implements Evaluator.Value, AutoCloseable {
    public CkksCiphertext {
        if (Integer.bitCount(slots) != 1 || pending < 1 || pending > 2) {
            throw new IllegalArgumentException(
                    "slots " + slots + " and pending " + pending + ", expected a power of two and 1 or 2");
        }
    }

    @Override
    public int level() {
        return rlwe.level();
    }

    @Override
    public int size() {
        return rlwe.size();
    }

    public KeyId keyId() {
        return rlwe.keyId();
    }

    @Override
    public void close() {
        rlwe.close();
    }
}
