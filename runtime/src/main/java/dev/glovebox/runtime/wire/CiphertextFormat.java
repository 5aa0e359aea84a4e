package dev.glovebox.runtime.wire;

import dev.glovebox.runtime.circuit.CircuitException;
import dev.glovebox.runtime.ckks.CkksCiphertext;
import dev.glovebox.runtime.ckks.CkksParameters;
import dev.glovebox.runtime.random.PublicSeed;
import dev.glovebox.runtime.ring.Basis;
import dev.glovebox.runtime.ring.RingKernels;
import dev.glovebox.runtime.ring.RnsPolynomial;
import dev.glovebox.runtime.rlwe.Ciphertext;
import dev.glovebox.runtime.rlwe.KeyId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A ciphertext as bytes. Body: level u16, slots u32, pending u8, polynomials u8, form u8. Form {@value #FULL}: every polynomial
 * in packed residues; form {@value #SEEDED}: the seed of c₁ in 32 bytes, then c₀.
 */
public final class CiphertextFormat {
    private static final int FULL = 0;
    private static final int SEEDED = 1;
    private static final int FIXED_BYTES = 2 + 4 + 1 + 1 + 1;

    private CiphertextFormat() {}

    /**
     * What a reader expects.
     *
     * @param level of the ciphertext
     * @param slots of its vector
     */
    public record Shape(int level, int slots) {}

    /** Bytes of a ciphertext alone. */
    public static long size(CkksParameters parameters, CkksCiphertext ciphertext) {
        return WireHeader.OVERHEAD + bodyBytes(parameters, ciphertext);
    }

    public static byte[] write(CkksParameters parameters, RingKernels kernels, CkksCiphertext ciphertext) {
        long body = bodyBytes(parameters, ciphertext);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(Math.toIntExact(body + WireHeader.OVERHEAD));
        WireWriter out = new WireWriter(bytes);
        try {
            WireHeader.of(WireType.CIPHERTEXT, body, parameters.rlwe(), ciphertext.keyId(), ciphertext.level())
                    .write(out);
            writeBody(out, kernels, ciphertext);
            out.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** @throws CircuitException if the bytes are no ciphertext under these parameters */
    public static CkksCiphertext read(CkksParameters parameters, RingKernels kernels, byte[] bytes) {
        return WireReader.all(bytes, WireType.CIPHERTEXT, in -> {
            WireHeader header = WireHeader.read(in, WireType.CIPHERTEXT).requireParameters(parameters.rlwe());
            Body body = readBody(in, parameters, kernels, null);
            try {
                header.requireLevel(body.level());
                in.finish();
                return body.ciphertext(parameters, kernels, header.keyId());
            } catch (IOException | RuntimeException e) {
                body.close();
                throw e;
            }
        });
    }

    static long bodyBytes(CkksParameters parameters, CkksCiphertext ciphertext) {
        long polynomial = WireReader.packedBytes(parameters.ring(), parameters.dataBasis(ciphertext.level()));
        return FIXED_BYTES
                + (ciphertext.rlwe().seed() == null ? ciphertext.size() * polynomial : PublicSeed.BYTES + polynomial);
    }

    static void writeBody(WireWriter out, RingKernels kernels, CkksCiphertext ciphertext) throws IOException {
        Ciphertext rlwe = ciphertext.rlwe();
        PublicSeed seed = rlwe.seed();
        out.u16(ciphertext.level());
        out.u32(ciphertext.slots());
        out.u8(ciphertext.pending());
        out.u8(ciphertext.size());
        out.u8(seed == null ? FULL : SEEDED);
        if (seed != null) {
            out.bytes(seed.toByteArray());
        }
        for (int i = 0; i < (seed == null ? rlwe.size() : 1); i++) {
            out.polynomial(kernels, rlwe.part(i));
        }
    }

    /** A body that was read; the uniform half of a seeded one is still to be expanded. */
    record Body(int level, int slots, int pending, @Nullable PublicSeed seed, List<RnsPolynomial> parts) {

        /** The ciphertext, which takes the polynomials over. */
        CkksCiphertext ciphertext(CkksParameters parameters, RingKernels kernels, KeyId keyId) {
            Ciphertext ciphertext = seed == null
                    ? Ciphertext.of(parameters.rlwe(), keyId, level, parts)
                    : Ciphertext.seeded(parameters.rlwe(), kernels, keyId, level, seed, parts.getFirst());
            return new CkksCiphertext(ciphertext, slots, pending);
        }

        void close() {
            parts.forEach(RnsPolynomial::close);
        }
    }

    /**
     * Reads a body.
     *
     * @param expected its shape, then pending 1 and size 2 too; or null for any that the parameters allow
     */
    static Body readBody(WireReader in, CkksParameters parameters, RingKernels kernels, @Nullable Shape expected)
            throws IOException {
        boolean any = expected == null;
        Shape least = expected == null ? new Shape(0, 1) : expected;
        Shape most = expected == null ? new Shape(parameters.maxLevel(), parameters.maxSlots()) : expected;
        int level = in.bounded("level", in.u16(), least.level(), most.level());
        int slots = in.bounded("number of slots", in.u32(), least.slots(), most.slots());
        if (Integer.bitCount(slots) != 1) {
            throw WireHeader.badField("ciphertext", "number of slots " + slots, "a power of two");
        }
        int pending = in.bounded("number of pending scales", in.u8(), 1, any ? 2 : 1);
        int size = in.bounded("number of polynomials", in.u8(), 2, any ? 3 : 2);
        int form = in.bounded("form", in.u8(), FULL, size == 2 ? SEEDED : FULL);
        Basis basis = parameters.dataBasis(level);
        PublicSeed seed = form == SEEDED ? PublicSeed.of(in.bytes(PublicSeed.BYTES)) : null;
        Body body = new Body(level, slots, pending, seed, new ArrayList<>());
        try {
            for (int i = 0; i < (seed == null ? size : 1); i++) {
                body.parts.add(in.polynomial(kernels, basis));
            }
            return body;
        } catch (IOException | RuntimeException e) {
            body.close();
            throw e;
        }
    }
}
