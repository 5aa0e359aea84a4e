package dev.glovebox.runtime.wire;

import dev.glovebox.runtime.circuit.ErrorCode;
import dev.glovebox.runtime.ckks.CkksParameters;
import dev.glovebox.runtime.ckks.ParameterSpec;
import dev.glovebox.runtime.ring.Ring;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Parameters as bytes: what they were made of. Body: log₂N u8; levels u8, each: primes u8, bits of each u8; special primes u8,
 * bits of each u8; digits u8; scale bits as a double; insecure u8 (0 or 1).
 */
public final class ParametersFormat {
    private ParametersFormat() {}

    public static byte[] write(CkksParameters parameters) {
        ParameterSpec spec = parameters.spec();
        long body = 1L + 1 + 1 + spec.specialBits().size() + 1 + 8 + 1;
        for (List<Integer> level : spec.levelBits()) {
            body += 1 + level.size();
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        WireWriter out = new WireWriter(bytes);
        try {
            WireHeader.of(WireType.PARAMETERS, body, parameters.rlwe(), WireHeader.NO_KEY, parameters.maxLevel())
                    .write(out);
            out.u8(spec.logDegree());
            out.u8(spec.levelBits().size());
            for (List<Integer> level : spec.levelBits()) {
                sizes(out, level);
            }
            sizes(out, spec.specialBits());
            out.u8(spec.digits());
            out.u64(Double.doubleToLongBits(spec.scaleBits()));
            out.u8(spec.insecure() ? 1 : 0);
            out.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /**
     * @param allowInsecure whether parameters below 128-bit security are read; the bytes say themselves whether they are such
     * @throws dev.glovebox.runtime.circuit.CircuitException if the bytes are no usable parameters
     */
    public static CkksParameters read(byte[] bytes, boolean allowInsecure) {
        return WireReader.all(bytes, WireType.PARAMETERS, in -> {
            WireHeader header = WireHeader.read(in, WireType.PARAMETERS).requireKey(WireHeader.NO_KEY);
            int logDegree = in.bounded("log2 of the ring degree", in.u8(), Ring.MIN_LOG_DEGREE, Ring.MAX_LOG_DEGREE);
            int levels = in.bounded("number of levels", in.u8(), 1, CkksParameters.MAX_PRIMES);
            List<List<Integer>> levelBits = new ArrayList<>();
            for (int level = 0; level < levels; level++) {
                levelBits.add(sizes(in, 2));
            }
            List<Integer> specialBits = sizes(in, CkksParameters.MAX_PRIMES);
            int digits = in.bounded("number of digits", in.u8(), 1, CkksParameters.MAX_PRIMES);
            double scaleBits = Double.longBitsToDouble(in.u64());
            boolean insecure = in.bounded("mark of insecure parameters", in.u8(), 0, allowInsecure ? 1 : 0) == 1;
            in.finish();
            header.requireLevel(levels - 1);
            CkksParameters parameters =
                    checked(new ParameterSpec(logDegree, levelBits, specialBits, digits, scaleBits, insecure));
            if (!Arrays.equals(header.fingerprint(), parameters.rlwe().fingerprint())) {
                throw WireHeader.badField("parameters", "a fingerprint that is not theirs", "their own");
            }
            return parameters;
        });
    }

    /** @throws dev.glovebox.runtime.circuit.CircuitException if the specification is impossible or not secure */
    public static CkksParameters checked(ParameterSpec spec) {
        try {
            return CkksParameters.of(spec);
        } catch (IllegalArgumentException e) {
            throw ErrorCode.BAD_PARAMETERS.error(
                    "the parameters cannot be used (" + e.getMessage() + ")",
                    "parameters that the compiler chose",
                    "Build the circuit again with this version of Glovebox.",
                    e);
        }
    }

    private static void sizes(WireWriter out, List<Integer> bits) throws IOException {
        out.u8(bits.size());
        for (int b : bits) {
            out.u8(b);
        }
    }

    private static List<Integer> sizes(WireReader in, int max) throws IOException {
        int count = in.bounded("number of primes", in.u8(), 1, max);
        List<Integer> bits = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            bits.add(in.bounded("prime size in bits", in.u8(), CkksParameters.MIN_PRIME_BITS, Ring.MAX_PRIME_BITS));
        }
        return bits;
    }
}
