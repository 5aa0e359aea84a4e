package dev.glovebox.runtime.wire;

import dev.glovebox.runtime.circuit.CircuitException;
import dev.glovebox.runtime.circuit.ErrorCode;
import dev.glovebox.runtime.rlwe.KeyId;
import dev.glovebox.runtime.rlwe.RlweParameters;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * What every object starts with: magic {@code GBXW}, format version u16, type u8, ring type u8, scheme name in 8 bytes, length of
 * the whole object u64, parameter fingerprint in 32 bytes, key id in 16 bytes, level u16.
 *
 * @param length bytes of the whole object, header and checksum included
 * @param fingerprint of the parameters
 * @param keyId of the secret key, or zeros for an object without one
 * @param level the highest level in the object
 */
@SuppressWarnings("ArrayRecordComponent")
record WireHeader(WireType type, long length, byte[] fingerprint, KeyId keyId, int level) {
    static final int MAGIC = 0x47425857;
    static final int VERSION = 1;
    /** Z[X]/(X^N + 1). */
    static final int RING_TYPE = 1;

    /** Stands where no secret key is concerned. */
    static final KeyId NO_KEY = KeyId.of(new byte[KeyId.BYTES]);

    static final int FINGERPRINT_BYTES = 32;
    /** Magic, version, type, ring type, scheme, length. */
    static final int PREFIX_BYTES = 4 + 2 + 1 + 1 + 8 + 8;

    static final int BYTES = PREFIX_BYTES + FINGERPRINT_BYTES + KeyId.BYTES + 2;
    static final int CHECKSUM_BYTES = 4;
    /** What an object has beyond its body. */
    static final int OVERHEAD = BYTES + CHECKSUM_BYTES;

    private static final byte[] SCHEME = Arrays.copyOf("CKKS".getBytes(StandardCharsets.US_ASCII), 8);

    static WireHeader of(WireType type, long bodyBytes, RlweParameters parameters, KeyId keyId, int level) {
        return new WireHeader(type, bodyBytes + OVERHEAD, parameters.fingerprint(), keyId, level);
    }

    void write(WireWriter out) throws IOException {
        out.u32(MAGIC);
        out.u16(VERSION);
        out.u8(type.code());
        out.u8(RING_TYPE);
        out.bytes(SCHEME);
        out.u64(length);
        out.bytes(fingerprint);
        out.bytes(keyId.toByteArray());
        out.u16(level);
    }

    /** Reads a header of the type; the reader then ends where the object does. */
    static WireHeader read(WireReader in, WireType type) throws IOException {
        if (in.u32() != MAGIC) {
            throw ErrorCode.NOT_GLOVEBOX.error(
                    "the bytes given as " + type.label() + " are no Glovebox object",
                    "bytes that this library wrote",
                    "Check what was sent and that nothing is missing before it.");
        }
        int version = in.u16();
        if (version != VERSION) {
            throw ErrorCode.WRONG_VERSION.error(
                    "found format version " + version + " in the " + type.label(),
                    "version " + VERSION,
                    "Use the same version of Glovebox on both sides.");
        }
        int code = in.u8();
        int ringType = in.u8();
        byte[] scheme = in.bytes(SCHEME.length);
        if (code != type.code() || ringType != RING_TYPE || !Arrays.equals(scheme, SCHEME)) {
            throw ErrorCode.WRONG_OBJECT.error(
                    "found " + WireType.label(code) + " of ring type " + ringType + " and scheme "
                            + new String(scheme, StandardCharsets.US_ASCII)
                                    .trim()
                                    .replaceAll("[^A-Za-z0-9]", "?"),
                    type.label() + " of ring type " + RING_TYPE + " and scheme CKKS",
                    "Check that the right object was sent.");
        }
        long length = in.u64();
        if (length < OVERHEAD) {
            throw wrongLength(
                    type.label(), "a length of " + Long.toUnsignedString(length), "at least " + OVERHEAD + " bytes");
        }
        in.limit(length);
        return new WireHeader(type, length, in.bytes(FINGERPRINT_BYTES), KeyId.of(in.bytes(KeyId.BYTES)), in.u16());
    }

    WireHeader requireParameters(RlweParameters parameters) {
        if (!Arrays.equals(fingerprint, parameters.fingerprint())) {
            throw ErrorCode.WRONG_PARAMETERS.error(
                    "found parameters " + name(fingerprint) + " in the " + type.label(),
                    "parameters " + name(parameters.fingerprint()),
                    "Client and server must use the same build of the circuit.");
        }
        return this;
    }

    WireHeader requireKey(KeyId expected) {
        if (!keyId.equals(expected)) {
            throw ErrorCode.WRONG_KEY.error(
                    "found key " + keyId + " in the " + type.label(),
                    "key " + expected,
                    "Keys, requests and responses must come from one client.");
        }
        return this;
    }

    WireHeader requireLevel(int expected) {
        if (level != expected) {
            throw badField(type.label(), "level " + level, String.valueOf(expected));
        }
        return this;
    }

    static CircuitException wrongLength(String what, String found, String expected) {
        return ErrorCode.WRONG_LENGTH.error(
                "found " + found + " in the " + what, expected, "Send the object whole, with nothing after it.");
    }

    static CircuitException badField(String what, String found, String expected) {
        return ErrorCode.BAD_FIELD.error(
                "found " + found + " in the " + what,
                expected,
                "Send what this library wrote for this circuit, unchanged.");
    }

    private static String name(byte[] fingerprint) {
        return HexFormat.of().formatHex(fingerprint, 0, 8) + "…";
    }

    @Override
    public String toString() {
        return "WireHeader[" + type + ", " + length + " bytes, parameters " + name(fingerprint) + ", key " + keyId
                + ", level " + level + "]";
    }
}
