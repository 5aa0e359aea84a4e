package dev.glovebox.compiler.explore;

import dev.glovebox.compiler.report.Report.Measurement;
import dev.glovebox.compiler.report.ReportFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The points of a sweep over one model. */
public record Exploration(String model, List<Point> points) {
    private static final String HEADER =
            "packing,rescale,relinearize,approximation,precisionBits,maxDegree,scaleBits,digits,logDegree,samples,depth,products,rotations,"
                    + "predictedSeconds,samplesPerSecond,keyBytes,memoryBytes,logModulus,maxLogModulus,predictedBits,simulatedBits,"
                    + "measuredSeconds,measuredBits,failure,command";

    public Exploration {
        points = List.copyOf(points);
    }

    /** A line for each point, below a header; empty where a figure is missing. */
    public String csv() {
        return Stream.concat(Stream.of(HEADER), points.stream().map(Exploration::row))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static String row(Point p) {
        @Nullable Measurement measured = p.measured();
        return Stream.of(
                        p.packing(),
                        p.rescale(),
                        p.relinearize(),
                        p.approximation(),
                        p.precisionBits(),
                        p.maxDegree(),
                        p.scaleBits(),
                        p.digits(),
                        p.logDegree(),
                        p.samples(),
                        p.depth(),
                        p.products(),
                        p.rotations(),
                        p.predictedSeconds(),
                        p.samplesPerSecond(),
                        p.keyBytes(),
                        p.memoryBytes(),
                        p.logModulus(),
                        p.maxLogModulus(),
                        p.predictedBits(),
                        p.simulatedBits(),
                        measured == null ? Double.NaN : measured.seconds(),
                        measured == null ? Double.NaN : measured.errorBits(),
                        p.failure() == null ? "" : p.failure(),
                        p.command())
                .map(Exploration::cell)
                .collect(Collectors.joining(","));
    }

    private static String cell(Object value) {
        if (value instanceof Double number) {
            return number.isNaN() ? "" : String.format(Locale.ROOT, "%.6g", number);
        }
        String text = value.toString();
        return text.matches("[^\",\\r\\n]*") ? text : "\"" + text.replace("\"", "\"\"") + "\"";
    }

    /** The points as a page with Pareto plots. */
    public String html() {
        return ReportFiles.page("explore.js", this);
    }

    /** Writes {@code explore.csv}, {@code explore.json} and {@code explore.html}. */
    public void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("explore.csv"), csv());
        Files.writeString(folder.resolve("explore.json"), ReportFiles.json(this) + "\n");
        Files.writeString(folder.resolve("explore.html"), html());
    }
}
