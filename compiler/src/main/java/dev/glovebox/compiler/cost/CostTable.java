package dev.glovebox.compiler.cost;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.io.JsonStringEncoder;

/**
 * What was measured of one backend on one machine, fitted: the time of an operation is Σ nanosᵢ · {@link Work#steps stepsᵢ}.
 *
 * @param backend name of the backend
 * @param machine where it was measured, for people
 * @param overlaps how much longer operations take while each of several threads does one, shared memory and hand-over included;
 *     1 if cores share nothing
 * @param companies how much longer a circuit takes than its operations, of which each was measured over and over: in a circuit others
 *     push its operands out of caches, and threads wait for each other
 */
public record CostTable(String backend, String machine, List<Fit> fits, List<Ratio> overlaps, List<Ratio> companies) {
    private static final String FOLDER = "/dev/glovebox/compiler/cost/";

    /** Those that were read, by backend. */
    private static final Map<String, CostTable> SHIPPED = new ConcurrentHashMap<>();

    public CostTable {
        fits = List.copyOf(fits);
        overlaps = List.copyOf(overlaps);
        companies = List.copyOf(companies);
        if (fits.isEmpty()) {
            throw new IllegalArgumentException("a cost table without entries");
        }
    }

    /**
     * One operation in one ring.
     *
     * @param nanos nanoseconds for each kind of {@link Work}; none negative
     * @param error greatest relative difference of the fit from what it was fitted to
     */
    public record Fit(OperationKind operation, int threads, int logDegree, double[] nanos, double error) {
        public Fit {
            nanos = nanos.clone();
            if (nanos.length != Work.KINDS
                    || Arrays.stream(nanos).anyMatch(x -> !(x >= 0 && x < Double.POSITIVE_INFINITY))) {
                throw new IllegalArgumentException("costs of " + operation + " are " + Arrays.toString(nanos)
                        + ", expected " + Work.KINDS + " numbers from 0");
            }
        }

        private static Fit of(JsonObject json) {
            return new Fit(
                    OperationKind.valueOf(json.string("operation")),
                    json.integer("threads"),
                    json.integer("logDegree"),
                    json.numbers("nanos"),
                    json.number("error"));
        }

        private String json() {
            return String.format(
                    Locale.ROOT,
                    "{\"operation\": \"%s\", \"threads\": %d, \"logDegree\": %d, \"nanos\": [%s], \"error\": %.2f}",
                    operation,
                    threads,
                    logDegree,
                    Arrays.stream(nanos)
                            .mapToObj(x -> String.format(Locale.ROOT, "%.4g", x))
                            .collect(Collectors.joining(", ")),
                    error);
        }
    }

    /** What something takes on so many threads of a ring, over what something else does. */
    public record Ratio(int threads, int logDegree, double ratio) {
        public Ratio {
            if (threads < 1 || !(ratio > 0 && ratio < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "a ratio of " + ratio + " on " + threads + " threads, expected a number above 0 on 1 or more");
            }
        }

        private static Ratio of(JsonObject json) {
            return new Ratio(json.integer("threads"), json.integer("logDegree"), json.number("ratio"));
        }

        private String json() {
            return String.format(
                    Locale.ROOT, "{\"threads\": %d, \"logDegree\": %d, \"ratio\": %.3f}", threads, logDegree, ratio);
        }
    }

    /**
     * A table that ships, by the name of a backend, or else one in a file.
     *
     * @throws IllegalArgumentException if there is none, or it cannot be read
     */
    public static CostTable load(String nameOrFile) {
        try {
            Optional<CostTable> shipped = shipped(nameOrFile);
            return shipped.isPresent() ? shipped.get() : read(Files.readAllBytes(Path.of(nameOrFile)));
        } catch (IOException | IllegalArgumentException | JacksonException e) {
            throw new IllegalArgumentException(
                    "no cost table '" + nameOrFile + "': name a backend that one ships for, or a file that"
                            + " glovebox calibrate wrote (" + e.getMessage() + ")",
                    e);
        }
    }

    /** The table that ships for a backend. */
    public static Optional<CostTable> shipped(String backend) {
        return Optional.ofNullable(SHIPPED.computeIfAbsent(backend, CostTable::resource));
    }

    private static @Nullable CostTable resource(String backend) {
        try (InputStream in = CostTable.class.getResourceAsStream(FOLDER + backend + ".json")) {
            return in == null ? null : read(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static CostTable read(byte[] json) {
        JsonObject table = JsonObject.read(json);
        return new CostTable(
                table.string("backend"),
                table.string("machine"),
                table.objects("fits").stream().map(Fit::of).toList(),
                table.objects("overlaps").stream().map(Ratio::of).toList(),
                table.objects("companies").stream().map(Ratio::of).toList());
    }

    /** JSON, an entry a line. */
    public String json() {
        return "{\"backend\": %s, \"machine\": %s, \"overlaps\": [\n%s\n], \"companies\": [\n%s\n], \"fits\": [\n%s\n]}\n"
                .formatted(
                        quoted(backend),
                        quoted(machine),
                        overlaps.stream().map(Ratio::json).collect(Collectors.joining(",\n")),
                        companies.stream().map(Ratio::json).collect(Collectors.joining(",\n")),
                        fits.stream().map(Fit::json).collect(Collectors.joining(",\n")));
    }

    private static String quoted(String s) {
        return '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsCharArray(s)) + '"';
    }

    public void write(Path file) {
        try {
            Files.writeString(file, json());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
