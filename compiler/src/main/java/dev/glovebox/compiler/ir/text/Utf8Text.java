package dev.glovebox.compiler.ir.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Text that grows at its end, in UTF-8, in pieces that are not copied as it grows: of large models it has tens of megabytes. */
final class Utf8Text {
    private static final int PIECE = 1 << 16;
    private static final int LOG_KNOWN = 14;

    private final List<byte[]> pieces = new ArrayList<>();
    private byte[] last = new byte[PIECE];
    private int size;

    /** Numbers whose text is known: the weights of a convolution come again and again. */
    private final double[] known = new double[1 << LOG_KNOWN];

    private final byte[][] texts = new byte[1 << LOG_KNOWN][];

    Utf8Text append(String s) {
        reserve(s.length());
        int start = size;
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            if (c >= 0x80) {
                size = start;
                return append(s.getBytes(StandardCharsets.UTF_8));
            }
            last[size++] = (byte) c;
        }
        return this;
    }

    /** Appends an ASCII character. */
    Utf8Text append(char c) {
        reserve(1);
        last[size++] = (byte) c;
        return this;
    }

    Utf8Text append(int n) {
        return append(Integer.toString(n));
    }

    Utf8Text append(double x) {
        long bits = Double.doubleToRawLongBits(x);
        int place = (int) (bits * 0x9E3779B97F4A7C15L >>> Long.SIZE - LOG_KNOWN);
        if (texts[place] == null || Double.doubleToRawLongBits(known[place]) != bits) {
            known[place] = x;
            texts[place] = Double.toString(x).getBytes(StandardCharsets.UTF_8);
        }
        return append(texts[place]);
    }

    Utf8Text append(Object o) {
        return append(o.toString());
    }

    /** Appends another text. */
    Utf8Text append(Utf8Text other) {
        endPiece();
        other.endPiece();
        pieces.addAll(other.pieces);
        return this;
    }

    private Utf8Text append(byte[] bytes) {
        reserve(bytes.length);
        System.arraycopy(bytes, 0, last, size, bytes.length);
        size += bytes.length;
        return this;
    }

    private void reserve(int bytes) {
        if (size + bytes > last.length) {
            endPiece();
            last = bytes > PIECE ? new byte[bytes] : last;
        }
    }

    private void endPiece() {
        pieces.add(Arrays.copyOf(last, size));
        size = 0;
    }

    byte[] toBytes() {
        endPiece();
        byte[] bytes = new byte[pieces.stream().mapToInt(p -> p.length).sum()];
        int at = 0;
        for (byte[] piece : pieces) {
            System.arraycopy(piece, 0, bytes, at, piece.length);
            at += piece.length;
        }
        return bytes;
    }

    @Override
    public String toString() {
        return new String(toBytes(), StandardCharsets.UTF_8);
    }
}
