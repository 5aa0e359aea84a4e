package dev.glovebox.runtime.random;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** A stream of bytes from AES-256-CTR, keyed through SHAKE256. The cipher's own key schedule lives until it is collected. */
final class KeyStream {
    private static final int KEY_BYTES = 32;
    private static final int COUNTER_BYTES = 16;
    private static final byte[] ZEROS = new byte[1 << 15];

    private final Cipher cipher;

    private KeyStream(Cipher cipher) {
        this.cipher = cipher;
    }

    /** Keyed by SHAKE256(len(domain) ‖ domain ‖ len(seed) ‖ seed ‖ label). */
    static KeyStream keyed(byte[] domain, byte[] seed, byte[] label) {
        byte[] output = new byte[0];
        try {
            // The JDK's SHAKE256 with 512 bits of output: the first 48 of its 64 bytes are used.
            MessageDigest shake = MessageDigest.getInstance("SHAKE256-512");
            shake.update((byte) domain.length);
            shake.update(domain);
            shake.update((byte) seed.length);
            shake.update(seed);
            shake.update(label);
            output = shake.digest();
            Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    new SecretKeySpec(output, 0, KEY_BYTES, "AES"),
                    new IvParameterSpec(output, KEY_BYTES, COUNTER_BYTES));
            return new KeyStream(cipher);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "this Java runtime lacks SHAKE256-512 or AES/CTR; use a JDK 25 or newer", e);
        } finally {
            Arrays.fill(output, (byte) 0);
        }
    }

    /** The next {@code count} bytes, to the front of {@code destination}. */
    void next(byte[] destination, int count) {
        try {
            int at = 0;
            while (at < count) {
                int step = Math.min(ZEROS.length, count - at);
                cipher.update(ZEROS, 0, step, destination, at);
                at += step;
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
