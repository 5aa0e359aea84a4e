package dev.glovebox.runtime.wire;

import dev.glovebox.runtime.ring.Ring;
import dev.glovebox.runtime.ring.RingKernels;
import dev.glovebox.runtime.ring.RnsPolynomial;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** Writes one object, big-endian, and its CRC-32C. Holds one limb at a time. */
final class WireWriter {
    private final OutputStream out;
    private final CRC32C crc = new CRC32C();
    private final byte[] word = new byte[Long.BYTES];
    private final ByteBuffer view = ByteBuffer.wrap(word);
    private long[] residues = new long[0];
    private byte[] packed = new byte[0];

    WireWriter(OutputStream out) {
        this.out = out;
    }

    void u8(int value) throws IOException {
        view.put(0, (byte) value);
        bytes(word, Byte.BYTES);
    }

    void u16(int value) throws IOException {
        view.putShort(0, (short) value);
        bytes(word, Short.BYTES);
    }

    void u32(int value) throws IOException {
        view.putInt(0, value);
        bytes(word, Integer.BYTES);
    }

    void u64(long value) throws IOException {
        view.putLong(0, value);
        bytes(word, Long.BYTES);
    }

    void bytes(byte[] bytes) throws IOException {
        bytes(bytes, bytes.length);
    }

    private void bytes(byte[] bytes, int count) throws IOException {
        crc.update(bytes, 0, count);
        out.write(bytes, 0, count);
    }

    /** Every limb, packed, in the order of the basis. */
    void polynomial(RingKernels kernels, RnsPolynomial polynomial) throws IOException {
        Ring ring = kernels.ring();
        if (residues.length != ring.degree()) {
            residues = new long[ring.degree()];
            packed = new byte[ring.degree() / Byte.SIZE * Ring.MAX_PRIME_BITS + ResiduePacking.SLACK];
        }
        for (int i = 0; i < polynomial.basis().size(); i++) {
            long prime = ring.prime(polynomial.basis().prime(i));
            kernels.exportLimb(polynomial, i, residues);
            ResiduePacking.pack(residues, prime, packed);
            bytes(packed, ResiduePacking.bytes(ring.degree(), prime));
        }
    }

    /** The checksum; the object ends here. */
    void finish() throws IOException {
        view.putInt(0, (int) crc.getValue());
        out.write(word, 0, Integer.BYTES);
    }
}
