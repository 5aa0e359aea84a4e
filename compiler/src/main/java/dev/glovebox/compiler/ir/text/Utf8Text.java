package dev.glovebox.compiler.ir.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Text that grows at its end, in UTF-8, in pieces that are not copied as it grows: of large models it has tens of megabytes. */
final class Utf8Text {
    private static final int PIECE = 1 << 16;

    private final List<byte[]> pieces = new ArrayList<>();
    private StringBuilder last = new StringBuilder();

    Utf8Text append(String s) {
        last.append(s);
        return endPiece();
    }

    Utf8Text append(char c) {
        last.append(c);
        return this;
    }

    Utf8Text append(int n) {
        last.append(n);
        return endPiece();
    }

    Utf8Text append(double x) {
        last.append(x);
        return endPiece();
    }

    Utf8Text append(Object o) {
        return append(o.toString());
    }

    /** Appends another text. */
    Utf8Text append(Utf8Text other) {
        pieces().addAll(other.pieces());
        return this;
    }

    private Utf8Text endPiece() {
        if (last.length() >= PIECE) {
            pieces.add(lastBytes());
            last.setLength(0);
        }
        return this;
    }

    private byte[] lastBytes() {
        return last.toString().getBytes(StandardCharsets.UTF_8);
    }

    private List<byte[]> pieces() {
        pieces.add(lastBytes());
        last = new StringBuilder();
        return pieces;
    }

    byte[] toBytes() {
        List<byte[]> all = pieces();
        byte[] bytes = new byte[all.stream().mapToInt(p -> p.length).sum()];
        int at = 0;
        for (byte[] piece : all) {
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
