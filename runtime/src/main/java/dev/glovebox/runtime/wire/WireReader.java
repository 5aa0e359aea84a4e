package dev.glovebox.runtime.wire;

import dev.glovebox.runtime.circuit.ErrorCode;
import dev.glovebox.runtime.ring.Basis;
import dev.glovebox.runtime.ring.Ring;
import dev.glovebox.runtime.ring.RingKernels;
import dev.glovebox.runtime.ring.RnsPolynomial;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Reads one object, big-endian. Never reads beyond the object's end, and allocates nothing that the object does not still have
 * the bytes for. Holds one limb at a time.
 */
final class WireReader {
    private final InputStream in;
    private final WireType type;
    private final CRC32C crc = new CRC32C();
    private final byte[] word = new byte[Long.BYTES];
    private final ByteBuffer view = ByteBuffer.wrap(word);
    private long consumed;
    private long limit = WireHeader.PREFIX_BYTES;
    private long[] residues = new long[0];
    private byte[] packed = new byte[0];

    WireReader(InputStream in, WireType type) {
        this.in = in;
        this.type = type;
    }

    /** Reads an object; may fail as streams do. */
    interface Body<T> {
        T read(WireReader in) throws IOException;
    }

    /** Reads an object that is all of {@code bytes}, after comparing its length and checksum. */
    static <T> T all(byte[] bytes, WireType type, Body<T> body) {
        try {
            WireReader peek = new WireReader(new ByteArrayInputStream(bytes), type);
            long length = WireHeader.read(peek, type).length();
            if (length != bytes.length) {
                throw WireHeader.wrongLength(type.label(), bytes.length + " bytes", length + ", as its header says");
            }
            CRC32C crc = new CRC32C();
            crc.update(bytes, 0, bytes.length - WireHeader.CHECKSUM_BYTES);
            peek.compareChecksum(
                    (int) crc.getValue(), ByteBuffer.wrap(bytes).getInt(bytes.length - WireHeader.CHECKSUM_BYTES));
            return body.read(new WireReader(new ByteArrayInputStream(bytes), type));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The object turns out to have this many bytes; until then only the first of them can be read. */
    void limit(long length) {
        limit = length - WireHeader.CHECKSUM_BYTES;
    }

    /** Bytes of the body that are left. */
    long remaining() {
        return limit - consumed;
    }

    /** Makes sure that the object still has this many bytes. */
    void require(long bytes) {
        if (remaining() < bytes) {
            throw WireHeader.wrongLength(
                    type.label(), remaining() + " bytes left", "at least " + bytes + " for what follows");
        }
    }

    int u8() throws IOException {
        fill(word, Byte.BYTES);
        return Byte.toUnsignedInt(word[0]);
    }

    int u16() throws IOException {
        fill(word, Short.BYTES);
        return Short.toUnsignedInt(view.getShort(0));
    }

    int u32() throws IOException {
        fill(word, Integer.BYTES);
        return view.getInt(0);
    }

    long u64() throws IOException {
        fill(word, Long.BYTES);
        return view.getLong(0);
    }

    /** A fixed, small number of bytes. */
    byte[] bytes(int count) throws IOException {
        byte[] bytes = new byte[count];
        fill(bytes, count);
        return bytes;
    }

    /** A field that must be from {@code min} to {@code max}. */
    int bounded(String field, int value, int min, int max) {
        if (value < min || value > max) {
            throw WireHeader.badField(
                    type.label(),
                    field + " " + Integer.toUnsignedString(value),
                    min == max ? String.valueOf(min) : min + " to " + max);
        }
        return value;
    }

    /** A polynomial over a basis that the caller knows: in the NTT domain, every residue below its prime. */
    RnsPolynomial polynomial(RingKernels kernels, Basis basis) throws IOException {
        Ring ring = kernels.ring();
        require(packedBytes(ring, basis));
        if (residues.length != ring.degree()) {
            residues = new long[ring.degree()];
            packed = new byte[ring.degree() / Byte.SIZE * Ring.MAX_PRIME_BITS + ResiduePacking.SLACK];
        }
        RnsPolynomial polynomial = kernels.allocate(basis);
        try {
            for (int i = 0; i < basis.size(); i++) {
                long prime = ring.prime(basis.prime(i));
                fill(packed, ResiduePacking.bytes(ring.degree(), prime));
                int bad = ResiduePacking.unpack(packed, prime, residues);
                if (bad >= 0) {
                    throw ErrorCode.BAD_RESIDUE.error(
                            "found the residue " + residues[bad] + " in limb " + basis.prime(i) + " in the "
                                    + type.label(),
                            "a number below its prime " + prime,
                            "Send what this library wrote, unchanged.");
                }
                kernels.importLimb(polynomial, i, residues);
            }
            return polynomial;
        } catch (IOException | RuntimeException e) {
            polynomial.close();
            throw e;
        }
    }

    /** Bytes of a polynomial on the wire. */
    static long packedBytes(Ring ring, Basis basis) {
        long bytes = 0;
        for (int i = 0; i < basis.size(); i++) {
            bytes += ResiduePacking.bytes(ring.degree(), ring.prime(basis.prime(i)));
        }
        return bytes;
    }

    /** Compares the checksum; the object must end here. */
    void finish() throws IOException {
        if (remaining() != 0) {
            throw WireHeader.wrongLength(type.label(), remaining() + " bytes too many", "the end of the object");
        }
        int expected = (int) crc.getValue();
        limit += WireHeader.CHECKSUM_BYTES;
        compareChecksum(expected, u32());
    }

    private void compareChecksum(int expected, int found) {
        if (found != expected) {
            throw ErrorCode.DAMAGED.error(
                    "the checksum of the " + type.label() + " does not match",
                    "bytes that did not change on the way",
                    "Send it again.");
        }
    }

    private void fill(byte[] bytes, int count) throws IOException {
        require(count);
        int read = in.readNBytes(bytes, 0, count);
        if (read < count) {
            throw WireHeader.wrongLength(
                    type.label(), "only " + (consumed + read) + " bytes", "at least " + (consumed + count));
        }
        crc.update(bytes, 0, count);
        consumed += count;
    }
}
