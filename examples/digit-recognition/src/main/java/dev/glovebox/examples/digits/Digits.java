package dev.glovebox.examples.digits;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** MNIST images with their digits. */
final class Digits {
    /** Rows and columns of an image. */
    static final int SIZE = 28;

    private static final int IMAGES = 0x803;
    private static final int LABELS = 0x801;
    private static final double MEAN = 0.1307;
    private static final double DEVIATION = 0.3081;

    /** What a black pixel becomes. */
    static final double MIN = -MEAN / DEVIATION;

    /** What a white pixel becomes. */
    static final double MAX = (1 - MEAN) / DEVIATION;

    /**
     * An image.
     *
     * @param pixels row by row, standardised: between {@link #MIN} and {@link #MAX}
     */
    record Digit(double[] pixels, int label) {}

    private Digits() {}

    /** 100 images that training never saw. */
    static List<Digit> test() {
        return read("test");
    }

    /** 300 images of the training set, for choosing ranges. */
    static List<Digit> calibration() {
        return read("calibration");
    }

    private static List<Digit> read(String name) {
        try (DataInputStream images = new DataInputStream(new GZIPInputStream(open(name + "-images.idx.gz")));
                DataInputStream labels = new DataInputStream(open(name + "-labels.idx"))) {
            expect(images.readInt(), IMAGES);
            expect(labels.readInt(), LABELS);
            int count = images.readInt();
            expect(labels.readInt(), count);
            expect(images.readInt(), SIZE);
            expect(images.readInt(), SIZE);
            List<Digit> digits = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                double[] pixels = new double[SIZE * SIZE];
                for (int p = 0; p < pixels.length; p++) {
                    pixels[p] = (images.readUnsignedByte() / 255.0 - MEAN) / DEVIATION;
                }
                digits.add(new Digit(pixels, labels.readUnsignedByte()));
            }
            return digits;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String resource) {
        InputStream in = Digits.class.getResourceAsStream(resource);
        if (in == null) {
            throw new IllegalStateException("the resource " + resource + " is not on the class path");
        }
        return in;
    }

    private static void expect(int found, int expected) throws IOException {
        if (found != expected) {
            throw new IOException("not the expected IDX file: " + found + " instead of " + expected);
        }
    }
}
