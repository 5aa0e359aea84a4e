package dev.glovebox.runtime.rlwe;

import dev.glovebox.runtime.random.Randomness;
import java.util.Arrays;
import java.util.HexFormat;

/** Names a secret key in public: 16 random bytes, made with the key and unrelated to its content. Immutable. */
public final class KeyId {
    /** Bytes of an id. */
    public static final int BYTES = 16;

    private final byte[] bytes;

    private KeyId(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A fresh id. */
    public static KeyId random(Randomness randomness) {
        return new KeyId(randomness.publicBytes(BYTES));
    }

    /**
     * An id from the wire.
     *
     * @throws IllegalArgumentException unless there are {@value #BYTES} bytes
     */
    public static KeyId of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a key id has " + BYTES + " bytes, found " + bytes.length);
        }
        return new KeyId(bytes.clone());
    }

    /** A copy of the bytes. */
    public byte[] toByteArray() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof KeyId id && Arrays.equals(bytes, id.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Hexadecimal. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
