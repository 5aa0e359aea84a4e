package dev.glovebox.runtime.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The residues of one limb as bits: each takes exactly ⌈log₂ p⌉ bits, the first in the lowest bits of the first byte. N is a
 * multiple of 16, so a limb ends with a whole byte and every bit counts.
 */
final class ResiduePacking {
    /** Bytes that a buffer must have beyond the packed ones. */
    static final int SLACK = Long.BYTES;

    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN)
            .withInvokeExactBehavior();

    private ResiduePacking() {}

    /** ⌈log₂ p⌉. */
    static int bits(long prime) {
        return Long.SIZE - Long.numberOfLeadingZeros(prime - 1);
    }

    /** Packed bytes of a limb. */
    static int bytes(int degree, long prime) {
        return degree / Byte.SIZE * bits(prime);
    }

    /**
     * @param residues in [0, prime)
     * @param packed at least {@link #bytes} + {@link #SLACK} long; what lies behind the packed bytes is overwritten
     */
    static void pack(long[] residues, long prime, byte[] packed) {
        int bits = bits(prime);
        long pending = 0;
        int filled = 0;
        int at = 0;
        for (long residue : residues) {
            // filled < 8 and bits ≤ 49: nothing is shifted out
            pending |= residue << filled;
            filled += bits;
            WORD.set(packed, at, pending);
            int whole = filled >>> 3;
            at += whole;
            pending >>>= whole << 3;
            filled &= 7;
        }
    }

    /**
     * The inverse.
     *
     * @param packed at least {@link #bytes} + {@link #SLACK} long
     * @return the index of the first residue that is not below the prime, or -1
     */
    static int unpack(byte[] packed, long prime, long[] residues) {
        int bits = bits(prime);
        long mask = (1L << bits) - 1;
        long bad = 0;
        long position = 0;
        for (int i = 0; i < residues.length; i++, position += bits) {
            long word = (long) WORD.get(packed, (int) (position >>> 3));
            long residue = word >>> (position & 7) & mask;
            residues[i] = residue;
            bad |= prime - 1 - residue;
        }
        if (bad >= 0) {
            return -1;
        }
        int first = 0;
        while (residues[first] < prime) {
            first++;
        }
        return first;
    }
}
