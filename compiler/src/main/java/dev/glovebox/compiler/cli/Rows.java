package dev.glovebox.compiler.cli;

import dev.glovebox.compiler.cli.GloveboxCommand.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Inputs to try a circuit on: rows of a file, or random ones. */
final class Rows {
    private static final int DEFAULT = -1;
    private static final int FEW = 20;

    @Option(
            names = "--data",
            paramLabel = "FILE",
            description =
                    "Inputs: a CSV file with one input a line, its elements in flat order. A first line that is not"
                            + " numbers, and columns beyond the elements, are skipped.")
    @Nullable
    Path data;

    @Option(
            names = "--samples",
            paramLabel = "N",
            description = "How many inputs: the first of --data, or random ones within the declared ranges. Default:"
                    + " 20; where all is simulated, all of --data.")
    int samples = DEFAULT;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "Of random inputs. Default: ${DEFAULT-VALUE}.",
            defaultValue = "1")
    long seed = 1;

    /** As {@link #read}, but all of --data unless told. */
    List<double[]> readAll(List<Range> ranges) throws IOException {
        return data == null
                ? random(ranges)
                : file(data, ranges.size(), samples == DEFAULT ? Integer.MAX_VALUE : samples);
    }

    private int count() {
        return samples == DEFAULT ? FEW : samples;
    }

    /** The range of one element. */
    record Range(double min, double max) {}

    List<double[]> read(List<Range> ranges) throws IOException {
        return data == null ? random(ranges) : file(data, ranges.size(), count());
    }

    private List<double[]> random(List<Range> ranges) {
        Random random = new Random(seed);
        List<double[]> rows = new ArrayList<>();
        for (int i = 0; i < count(); i++) {
            rows.add(ranges.stream()
                    .mapToDouble(r -> r.min() == r.max() ? r.min() : random.nextDouble(r.min(), r.max()))
                    .toArray());
        }
        return rows;
    }

    private List<double[]> file(Path path, int columns, int most) throws IOException {
        List<double[]> rows = new ArrayList<>();
        List<String> lines = Files.readAllLines(path);
        for (int i = 0; i < lines.size() && rows.size() < most; i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty()) {
                continue;
            }
            try {
                rows.add(row(line.split(","), columns, path, i + 1));
            } catch (NumberFormatException e) {
                if (i > 0) {
                    throw new UserException(path + ":" + (i + 1) + ": not a number (" + e.getMessage() + "); expected "
                            + columns + " numbers separated by commas");
                }
            }
        }
        return rows;
    }

    private static double[] row(String[] cells, int columns, Path path, int line) {
        double[] row = new double[columns];
        for (int i = 0; i < columns; i++) {
            if (i == cells.length) {
                throw new UserException(
                        path + ":" + line + ": " + cells.length + " columns; expected at least " + columns);
            }
            row[i] = Double.parseDouble(cells[i].strip());
        }
        return row;
    }
}
