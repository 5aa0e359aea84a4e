package dev.glovebox.runtime.random;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Expands a published seed to uniform residues: AES-256 in counter mode, its key and first counter block the 48 first bytes of
 * SHAKE256 over a domain name, the seed and the label. Each 8 bytes are a little-endian word; its low bits, as many as p has,
 * are a candidate, and the first candidates below p are the residues (exact rejection sampling). All public, so its time may
 * depend on the values.
 */
public final class UniformExpansion {
    private static final byte[] DOMAIN = "glovebox uniform expansion 1".getBytes(StandardCharsets.US_ASCII);
    private static final int BLOCK = 1 << 15;

    private UniformExpansion() {}

    /** Fills {@code residues} with uniform numbers in [0, prime). */
    public static void expand(PublicSeed seed, ExpansionLabel label, long prime, long[] residues) {
        long mask = -1L >>> Long.numberOfLeadingZeros(prime);
        byte[] block = new byte[BLOCK];
        ByteBuffer words = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
        KeyStream stream = KeyStream.keyed(DOMAIN, seed.toByteArray(), label.encode());
        int filled = 0;
        while (filled < residues.length) {
            int bytes = Math.min(BLOCK, (residues.length - filled) * Long.BYTES);
            stream.next(block, bytes);
            for (int at = 0; at < bytes; at += Long.BYTES) {
                long candidate = words.getLong(at) & mask;
                residues[filled] = candidate;
                // 1 if the candidate is below the prime, else the next one takes its place.
                filled += (int) ((candidate - prime) >>> 63);
            }
        }
    }
}
