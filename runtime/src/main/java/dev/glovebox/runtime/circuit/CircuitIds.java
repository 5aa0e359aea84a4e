package dev.glovebox.runtime.circuit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The id of a circuit: SHA-256 over the program class, the constants file and the JSON of the client manifest in which the id
 * is {@link #NONE}, each preceded by its length as 8 bytes, big-endian.
 */
public final class CircuitIds {
    /** Stands in a manifest in place of an id that is not known yet: 64 zeros. */
    public static final String NONE = "0".repeat(64);

    /** Bytes that are hashed in one call: a virtual machine that has just started compiles what is called often. */
    private static final int PIECE = 1 << 12;

    private CircuitIds() {}

    /** This manifest with the id of the circuit. The id that it has does not matter. */
    public static CircuitManifest assign(CircuitManifest manifest, byte[] programClass, byte[] constants) {
        return withId(manifest, hash(programClass, constants, ManifestJson.write(withId(manifest, NONE))));
    }

    /**
     * The id that a circuit with these files should have.
     *
     * @param manifest what the JSON says
     */
    static String of(CircuitManifest manifest, byte[] manifestJson, byte[] programClass, byte[] constants) {
        String text = new String(manifestJson, StandardCharsets.UTF_8);
        int at = text.indexOf(manifest.circuitId());
        String blank = at < 0 ? text : text.substring(0, at) + NONE + text.substring(at + NONE.length());
        return hash(programClass, constants, blank.getBytes(StandardCharsets.UTF_8));
    }

    /** SHA-256 in hexadecimal. */
    public static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(digest().digest(bytes));
    }

    private static String hash(byte[]... parts) {
        MessageDigest digest = digest();
        for (byte[] part : parts) {
            digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, part.length));
            for (int at = 0; at < part.length; at += PIECE) {
                digest.update(part, at, Math.min(PIECE, part.length - at));
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    private static CircuitManifest withId(CircuitManifest m, String id) {
        return new CircuitManifest(
                m.formatVersion(),
                id,
                m.signature(),
                m.precisionBits(),
                m.parameters(),
                m.slots(),
                m.samples(),
                m.inputs(),
                m.outputs(),
                m.results(),
                m.keys(),
                m.summary());
    }
}
