package dev.glovebox.runtime.wire;

import dev.glovebox.runtime.circuit.CircuitException;
import dev.glovebox.runtime.random.PublicSeed;
import dev.glovebox.runtime.ring.RingKernels;
import dev.glovebox.runtime.ring.RnsPolynomial;
import dev.glovebox.runtime.rlwe.PublicKey;
import dev.glovebox.runtime.rlwe.RlweParameters;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A public key as bytes: its level in the header, its seed, and b in packed residues. */
public final class PublicKeyFormat {
    private PublicKeyFormat() {}

    /** Bytes of a public key at a level. */
    public static long size(RlweParameters parameters, int level) {
        return WireHeader.OVERHEAD
                + PublicSeed.BYTES
                + WireReader.packedBytes(parameters.ring(), parameters.dataBasis(level));
    }

    public static byte[] write(RlweParameters parameters, RingKernels kernels, PublicKey key) {
        long size = size(parameters, key.level());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(Math.toIntExact(size));
        WireWriter out = new WireWriter(bytes);
        try {
            WireHeader.of(WireType.PUBLIC_KEY, size - WireHeader.OVERHEAD, parameters, key.keyId(), key.level())
                    .write(out);
            out.bytes(key.seed().toByteArray());
            out.polynomial(kernels, key.b());
            out.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** @throws CircuitException if the bytes are no public key under these parameters */
    public static PublicKey read(RlweParameters parameters, RingKernels kernels, byte[] bytes) {
        return WireReader.all(bytes, WireType.PUBLIC_KEY, in -> {
            WireHeader header = WireHeader.read(in, WireType.PUBLIC_KEY).requireParameters(parameters);
            int level = in.bounded("level", header.level(), 0, parameters.maxLevel());
            PublicSeed seed = PublicSeed.of(in.bytes(PublicSeed.BYTES));
            RnsPolynomial b = in.polynomial(kernels, parameters.dataBasis(level));
            try {
                in.finish();
                return PublicKey.of(parameters, kernels, header.keyId(), level, seed, b);
            } catch (IOException | RuntimeException e) {
                b.close();
                throw e;
            }
        });
    }
}
