package dev.glovebox.runtime.wire;

import dev.glovebox.runtime.circuit.CircuitException;
import dev.glovebox.runtime.circuit.ErrorCode;
import dev.glovebox.runtime.ckks.CkksCiphertext;
import dev.glovebox.runtime.ckks.CkksParameters;
import dev.glovebox.runtime.ring.RingKernels;
import dev.glovebox.runtime.ring.Workers;
import dev.glovebox.runtime.rlwe.KeyId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * A request (the input ciphertexts of a circuit) or a response (its output ciphertexts) as bytes. Body: circuit id in 32
 * bytes, number of ciphertexts u16, each as the body of {@link CiphertextFormat}.
 */
public enum MessageFormat {
    REQUEST(WireType.REQUEST),
    RESPONSE(WireType.RESPONSE);

    private static final int ID_BYTES = 32;
    private static final long NANOS_PER_COEFFICIENT = 50;

    private final WireType type;

    MessageFormat(WireType type) {
        this.type = type;
    }

    /**
     * @param circuitId 64 hexadecimal digits
     * @param ciphertexts stay the caller's
     */
    public byte[] write(
            CkksParameters parameters,
            RingKernels kernels,
            String circuitId,
            KeyId keyId,
            List<CkksCiphertext> ciphertexts) {
        long body = ID_BYTES + 2;
        int level = 0;
        for (CkksCiphertext ciphertext : ciphertexts) {
            body += CiphertextFormat.bodyBytes(parameters, ciphertext);
            level = Math.max(level, ciphertext.level());
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(Math.toIntExact(body + WireHeader.OVERHEAD));
        WireWriter out = new WireWriter(bytes);
        try {
            WireHeader.of(type, body, parameters.rlwe(), keyId, level).write(out);
            out.bytes(HexFormat.of().parseHex(circuitId));
            out.u16(ciphertexts.size());
            for (CkksCiphertext ciphertext : ciphertexts) {
                CiphertextFormat.writeBody(out, kernels, ciphertext);
            }
            out.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /**
     * Reads the ciphertexts of a circuit under a key.
     *
     * @param shapes of the ciphertexts, in order; each arrives with pending 1 and 2 polynomials
     * @throws CircuitException if the bytes are not that; every ciphertext read so far is closed
     */
    public List<CkksCiphertext> read(
            CkksParameters parameters,
            RingKernels kernels,
            String circuitId,
            KeyId keyId,
            List<CiphertextFormat.Shape> shapes,
            byte[] bytes) {
        int topLevel =
                shapes.stream().mapToInt(CiphertextFormat.Shape::level).max().orElse(0);
        return WireReader.all(bytes, type, in -> {
            WireHeader header = WireHeader.read(in, type).requireParameters(parameters.rlwe());
            byte[] id = in.bytes(ID_BYTES);
            if (!Arrays.equals(id, HexFormat.of().parseHex(circuitId))) {
                throw ErrorCode.WRONG_CIRCUIT.error(
                        "found circuit " + HexFormat.of().formatHex(id, 0, 8) + "… in the " + type.label(),
                        "circuit " + circuitId.substring(0, 16) + "…",
                        "Client and server must use the same build of the circuit.");
            }
            header.requireKey(keyId).requireLevel(topLevel);
            in.bounded("number of ciphertexts", in.u16(), shapes.size(), shapes.size());
            List<CiphertextFormat.Body> bodies = new ArrayList<>();
            try {
                for (CiphertextFormat.Shape shape : shapes) {
                    bodies.add(CiphertextFormat.readBody(in, parameters, kernels, shape));
                }
                in.finish();
            } catch (IOException | RuntimeException e) {
                bodies.forEach(CiphertextFormat.Body::close);
                throw e;
            }
            CkksCiphertext[] ciphertexts = new CkksCiphertext[bodies.size()];
            Workers.configured()
                    .run(
                            ciphertexts.length,
                            NANOS_PER_COEFFICIENT * parameters.degree(),
                            i -> ciphertexts[i] = bodies.get(i).ciphertext(parameters, kernels, keyId));
            return new ArrayList<>(Arrays.asList(ciphertexts));
        });
    }
}
