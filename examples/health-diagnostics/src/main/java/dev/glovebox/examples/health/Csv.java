package dev.glovebox.examples.health;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Comma-separated resources of this package with a header line. */
final class Csv {
    private Csv() {}

    /** The rows after the header. */
    static List<String[]> read(String resource) {
        return lines(resource).stream().skip(1).map(line -> line.split(",")).toList();
    }

    static List<String> header(String resource) {
        return List.of(lines(resource).getFirst().split(","));
    }

    private static List<String> lines(String resource) {
        try (InputStream in = Csv.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + resource + " is not on the class path");
            }
            return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
