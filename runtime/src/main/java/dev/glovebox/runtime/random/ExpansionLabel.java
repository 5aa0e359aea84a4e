package dev.glovebox.runtime.random;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What an expanded limb is for. Different labels give independent limbs from one seed.
 *
 * @param use what the polynomial is part of
 * @param fingerprint of the parameters
 * @param keyId of the secret key it belongs to
 * @param digit digit of a switching key, else 0
 * @param limb index of the prime in the ring
 */
@SuppressWarnings("ArrayRecordComponent")
public record ExpansionLabel(Use use, byte[] fingerprint, byte[] keyId, int digit, int limb) {
    /** The uses; their codes are part of the wire formats. */
    public enum Use {
        CIPHERTEXT(1),
        PUBLIC_KEY(2),
        SWITCHING_KEY(3);

        private final int code;

        Use(int code) {
            this.code = code;
        }
    }

    /** Injective: every field has a length or a fixed size. Little endian. */
    byte[] encode() {
        ByteBuffer buffer = ByteBuffer.allocate(5 * Integer.BYTES + fingerprint.length + keyId.length)
                .order(ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(use.code)
                .putInt(fingerprint.length)
                .put(fingerprint)
                .putInt(keyId.length)
                .put(keyId);
        return buffer.putInt(digit).putInt(limb).array();
    }
}
