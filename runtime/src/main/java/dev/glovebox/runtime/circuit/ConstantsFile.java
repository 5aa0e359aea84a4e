package dev.glovebox.runtime.circuit;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * The bytes of {@link Constants}: exact doubles, equal vectors stored once, deterministic. Big-endian:
 *
 * <pre>
 * magic "GBXK", format version u16
 * distinct vectors u32; each: log2 of its period u8, then its values, 8 bytes each
 * vectors u32; each: index of a distinct vector u32
 * matrices u32; each: baby steps u32, diagonals u32; each: offset u32, index of a distinct vector u32
 * CRC-32C u32 of everything before
 * </pre>
 */
public final class ConstantsFile {
    private static final int MAGIC = 0x4742584B;
    private static final int VERSION = 2;
    private static final int MAX_LOG_PERIOD = 16;

    private ConstantsFile() {}

    /** @throws IllegalArgumentException if the constants take more than 2 GiB */
    public static byte[] write(Constants constants) {
        Map<SlotVector, Integer> distinct = new LinkedHashMap<>();
        long bytes = 4 + 2 + 3 * 4 + 4;
        for (SlotVector vector : constants.vectors()) {
            distinct.putIfAbsent(vector, distinct.size());
            bytes += 4;
        }
        for (DiagonalMatrix matrix : constants.matrices()) {
            bytes += 4 + 4 + 8L * matrix.diagonals().size();
            matrix.diagonals().values().forEach(v -> distinct.putIfAbsent(v, distinct.size()));
        }
        for (SlotVector vector : distinct.keySet()) {
            bytes += 1 + 8L * vector.period();
        }
        if (bytes > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("the constants take " + bytes + " bytes, above 2 GiB");
        }
        ByteBuffer out = ByteBuffer.allocate((int) bytes);
        out.putInt(MAGIC).putShort((short) VERSION);
        out.putInt(distinct.size());
        for (SlotVector vector : distinct.keySet()) {
            out.put((byte) Integer.numberOfTrailingZeros(vector.period()));
            for (double value : vector.toArray()) {
                out.putLong(Double.doubleToRawLongBits(value));
            }
        }
        out.putInt(constants.vectors().size());
        constants.vectors().forEach(v -> out.putInt(index(distinct, v)));
        out.putInt(constants.matrices().size());
        for (DiagonalMatrix matrix : constants.matrices()) {
            out.putInt(matrix.babySteps());
            out.putInt(matrix.diagonals().size());
            matrix.diagonals().forEach((offset, v) -> out.putInt(offset).putInt(index(distinct, v)));
        }
        CRC32C crc = new CRC32C();
        crc.update(out.array(), 0, out.position());
        out.putInt((int) crc.getValue());
        return out.array();
    }

    /** @throws CircuitException if the bytes are not a constants file */
    public static Constants read(byte[] bytes) {
        if (bytes.length < 22 || ByteBuffer.wrap(bytes).getInt() != MAGIC) {
            throw bad("does not start as one");
        }
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, bytes.length - 4);
        ByteBuffer in = ByteBuffer.wrap(bytes, 4, bytes.length - 8);
        int version = in.getShort();
        if (version != VERSION) {
            throw bad("has format version " + version);
        }
        if (ByteBuffer.wrap(bytes).getInt(bytes.length - 4) != (int) crc.getValue()) {
            throw bad("does not match its checksum");
        }
        List<SlotVector> distinct = new ArrayList<>();
        for (int left = count(in, 9); left > 0; left--) {
            double[] values = new double[1 << bounded(in, 1, MAX_LOG_PERIOD + 1, 8)];
            for (int i = 0; i < values.length; i++) {
                values[i] = Double.longBitsToDouble(in.getLong());
                if (!Double.isFinite(values[i])) {
                    throw bad("holds " + values[i]);
                }
            }
            distinct.add(SlotVector.of(values));
        }
        List<SlotVector> vectors = new ArrayList<>();
        for (int left = count(in, 4); left > 0; left--) {
            vectors.add(distinct.get(bounded(in, 4, distinct.size(), 0)));
        }
        List<DiagonalMatrix> matrices = new ArrayList<>();
        for (int left = count(in, 8 + 8); left > 0; left--) {
            int babySteps = bounded(in, 4, (1 << MAX_LOG_PERIOD) + 1, 0);
            if (babySteps == 0) {
                throw bad("holds a matrix without baby steps");
            }
            TreeMap<Integer, SlotVector> diagonals = new TreeMap<>();
            for (int rows = count(in, 8); rows > 0; rows--) {
                int offset = bounded(in, 4, 1 << MAX_LOG_PERIOD, 0);
                if (!diagonals.isEmpty() && offset <= diagonals.lastKey()) {
                    throw bad("holds diagonals out of order");
                }
                diagonals.put(offset, distinct.get(bounded(in, 4, distinct.size(), 0)));
            }
            if (diagonals.isEmpty()) {
                throw bad("holds a matrix without diagonals");
            }
            matrices.add(DiagonalMatrix.of(diagonals, babySteps));
        }
        if (in.hasRemaining()) {
            throw bad("has " + in.remaining() + " bytes too many");
        }
        return new Constants(vectors, matrices);
    }

    private static int index(Map<SlotVector, Integer> distinct, SlotVector vector) {
        return Objects.requireNonNull(distinct.get(vector));
    }

    /** A count of things that take at least {@code size} bytes each, all of which must still be there. */
    private static int count(ByteBuffer in, int size) {
        long max = Math.max(0, in.remaining() - 4L) / size;
        return bounded(in, 4, max + 1, 0);
    }

    /** A number of {@code width} bytes below {@code bound}; with a {@code unit}, 2^number units of bytes must still be there. */
    private static int bounded(ByteBuffer in, int width, long bound, int unit) {
        if (in.remaining() < width) {
            throw bad("is too short");
        }
        long value = width == 1 ? Byte.toUnsignedLong(in.get()) : Integer.toUnsignedLong(in.getInt());
        if (value >= bound) {
            throw bad("holds the count or index " + value + " where less than " + bound + " is possible");
        }
        if (unit > 0 && in.remaining() < (long) unit << value) {
            throw bad("is too short");
        }
        return (int) value;
    }

    private static CircuitException bad(String text) {
        return ErrorCode.BAD_CONSTANTS.error(
                "the constants file " + text, "the file that the compiler wrote, unchanged", ManifestChecks.WAY_OUT);
    }
}
