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
 * steps of the public program u32; each: kind u8, then
 *   0, an input: element u32, min 8 bytes, max 8 bytes
 *   1, a sum: constant 8 bytes, operands u32; each: step u32, factor 8 bytes
 *   2, a function: index in RealFunction u8, step u32
 *   3, an operation: index in RealOperator u8, step u32, step u32
 * public vectors u32; each: log2 of its period u8, bound of its magnitude 8 bytes, then for each slot 0 or 1 + its step u32
 * CRC-32C u32 of everything before
 * </pre>
 */
public final class ConstantsFile {
    private static final int MAGIC = 0x4742584B;
    private static final int VERSION = 3;
    private static final int MAX_LOG_PERIOD = 16;

    /** The flat index of an element of the parameters stays below this. */
    private static final int MAX_ELEMENTS = 1 << 24;

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
        bytes += bytes(constants.publics());
        if (bytes > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("the constants take " + bytes + " bytes, above 2 GiB");
        }
        ByteBuffer out = ByteBuffer.allocate((int) bytes);
        out.putInt(MAGIC).putShort((short) VERSION);
        out.putInt(distinct.size());
        for (SlotVector vector : distinct.keySet()) {
            out.put((byte) Integer.numberOfTrailingZeros(vector.period()));
            out.asDoubleBuffer().put(vector.toArray());
            out.position(out.position() + Double.BYTES * vector.period());
        }
        out.putInt(constants.vectors().size());
        constants.vectors().forEach(v -> out.putInt(index(distinct, v)));
        out.putInt(constants.matrices().size());
        for (DiagonalMatrix matrix : constants.matrices()) {
            out.putInt(matrix.babySteps());
            out.putInt(matrix.diagonals().size());
            matrix.diagonals().forEach((offset, v) -> out.putInt(offset).putInt(index(distinct, v)));
        }
        write(constants.publics(), out);
        CRC32C crc = new CRC32C();
        crc.update(out.array(), 0, out.position());
        out.putInt((int) crc.getValue());
        return out.array();
    }

    private static long bytes(PublicProgram program) {
        long bytes = 4 + 4;
        for (PublicProgram.Step step : program.steps()) {
            bytes += switch (step) {
                case PublicProgram.Input _ -> 1 + 4 + 8 + 8;
                case PublicProgram.Sum sum -> 1 + 8 + 4 + 12L * sum.operands().size();
                case PublicProgram.Unary _ -> 1 + 1 + 4;
                case PublicProgram.Binary _ -> 1 + 1 + 4 + 4;
            };
        }
        for (PublicProgram.Vector vector : program.vectors()) {
            bytes += 1 + 8 + 4L * vector.period();
        }
        return bytes;
    }

    private static void write(PublicProgram program, ByteBuffer out) {
        out.putInt(program.steps().size());
        for (PublicProgram.Step step : program.steps()) {
            switch (step) {
                case PublicProgram.Input(int element, double min, double max) ->
                    out.put((byte) 0).putInt(element).putDouble(min).putDouble(max);
                case PublicProgram.Sum sum -> {
                    out.put((byte) 1)
                            .putDouble(sum.constant())
                            .putInt(sum.operands().size());
                    for (int i = 0; i < sum.operands().size(); i++) {
                        out.putInt(sum.operands().get(i))
                                .putDouble(sum.factors().get(i));
                    }
                }
                case PublicProgram.Unary(RealFunction function, int operand) ->
                    out.put((byte) 2).put((byte) function.ordinal()).putInt(operand);
                case PublicProgram.Binary(RealOperator operator, int left, int right) ->
                    out.put((byte) 3)
                            .put((byte) operator.ordinal())
                            .putInt(left)
                            .putInt(right);
            }
        }
        out.putInt(program.vectors().size());
        for (PublicProgram.Vector vector : program.vectors()) {
            out.put((byte) Integer.numberOfTrailingZeros(vector.period())).putDouble(vector.magnitude());
            vector.numbers().forEach(number -> out.putInt(number + 1));
        }
    }

    /** @throws CircuitException if the bytes are not a constants file */
    public static Constants read(byte[] bytes) {
        if (bytes.length < 30 || ByteBuffer.wrap(bytes).getInt() != MAGIC) {
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
        PublicProgram publics = publics(in);
        if (in.hasRemaining()) {
            throw bad("has " + in.remaining() + " bytes too many");
        }
        return new Constants(vectors, matrices, publics);
    }

    private static PublicProgram publics(ByteBuffer in) {
        List<PublicProgram.Step> steps = new ArrayList<>();
        for (int left = count(in, 6); left > 0; left--) {
            int known = steps.size();
            steps.add(
                    switch (bounded(in, 1, 4, 0)) {
                        case 0 -> new PublicProgram.Input(bounded(in, 4, MAX_ELEMENTS, 0), real(in), real(in));
                        case 1 -> {
                            double constant = real(in);
                            List<Integer> operands = new ArrayList<>();
                            List<Double> factors = new ArrayList<>();
                            for (int terms = count(in, 12); terms > 0; terms--) {
                                operands.add(bounded(in, 4, known, 0));
                                factors.add(real(in));
                            }
                            yield new PublicProgram.Sum(operands, factors, constant);
                        }
                        case 2 ->
                            new PublicProgram.Unary(
                                    RealFunction.values()[bounded(in, 1, RealFunction.values().length, 0)],
                                    bounded(in, 4, known, 0));
                        default ->
                            new PublicProgram.Binary(
                                    RealOperator.values()[bounded(in, 1, RealOperator.values().length, 0)],
                                    bounded(in, 4, known, 0),
                                    bounded(in, 4, known, 0));
                    });
        }
        List<PublicProgram.Vector> vectors = new ArrayList<>();
        for (int left = count(in, 1 + 8 + 4); left > 0; left--) {
            int period = 1 << bounded(in, 1, MAX_LOG_PERIOD + 1, 4);
            double magnitude = real(in);
            List<Integer> numbers = new ArrayList<>(period);
            for (int slot = 0; slot < period; slot++) {
                numbers.add(bounded(in, 4, steps.size() + 1L, 0) - 1);
            }
            vectors.add(new PublicProgram.Vector(numbers, magnitude));
        }
        return new PublicProgram(steps, vectors);
    }

    private static double real(ByteBuffer in) {
        if (in.remaining() < Double.BYTES) {
            throw bad("is too short");
        }
        double value = in.getDouble();
        if (!Double.isFinite(value)) {
            throw bad("holds " + value);
        }
        return value;
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
