package dev.glovebox.runtime.random;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * A published seed: 32 bytes that stand for uniform polynomials in keys and ciphertexts on the wire. It can make public data
 * only. Immutable.
 */
public final class PublicSeed {
    /** Bytes of a seed. */
    public static final int BYTES = 32;

    private final byte[] bytes;

    private PublicSeed(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * A seed from the wire.
     *
     * @throws IllegalArgumentException unless there are {@value #BYTES} bytes
     */
    public static PublicSeed of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a seed has " + BYTES + " bytes, found " + bytes.length);
        }
        return new PublicSeed(bytes.clone());
    }

    /** A copy of the bytes. */
    public byte[] toByteArray() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof PublicSeed s && Arrays.equals(bytes, s.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "PublicSeed[" + HexFormat.of().formatHex(bytes) + "]";
    }
}
