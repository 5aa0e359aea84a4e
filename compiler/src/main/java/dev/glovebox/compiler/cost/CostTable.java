package dev.glovebox.compiler.cost;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What was measured of one backend on one machine, fitted: the time of an operation is Σ nanosᵢ · {@link Work#steps stepsᵢ}.
 *
 * @param backend name of the backend
 * @param machine where it was measured, for people
 */
public record CostTable(String backend, String machine, List<Fit> fits) {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String FOLDER = "/dev/glovebox/compiler/cost/";

    public CostTable {
        fits = List.copyOf(fits);
        if (fits.isEmpty()) {
            throw new IllegalArgumentException("a cost table without entries");
        }
    }

    /**
     * One operation in one ring.
     *
     * @param nanos nanoseconds for a call, for a step of a transform, of a conversion, of another pass; none negative
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

        private String json() {
            return "{\"operation\": \"%s\", \"threads\": %d, \"logDegree\": %d, \"nanos\": [%s], \"error\": %.2f}"
                    .formatted(
                            operation,
                            threads,
                            logDegree,
                            Arrays.stream(nanos)
                                    .mapToObj(x -> "%.5g".formatted(x))
                                    .collect(Collectors.joining(", ")),
                            error);
        }
    }

    /**
     * A table that ships, by the name of a backend, or else one in a file.
     *
     * @throws IllegalArgumentException if there is none, or it cannot be read
     */
    public static CostTable load(String nameOrFile) {
        try (InputStream shipped = CostTable.class.getResourceAsStream(FOLDER + nameOrFile + ".json")) {
            return read(shipped != null ? shipped.readAllBytes() : Files.readAllBytes(Path.of(nameOrFile)));
        } catch (IOException | JacksonException e) {
            throw new IllegalArgumentException(
                    "no cost table '" + nameOrFile + "': name a backend that one ships for, or a file that"
                            + " glovebox calibrate wrote (" + e.getMessage() + ")",
                    e);
        }
    }

    static CostTable read(byte[] json) {
        return MAPPER.readValue(json, CostTable.class);
    }

    /** JSON, an entry a line. */
    public String json() {
        return "{\"backend\": %s, \"machine\": %s, \"fits\": [\n%s\n]}\n"
                .formatted(
                        MAPPER.writeValueAsString(backend),
                        MAPPER.writeValueAsString(machine),
                        fits.stream().map(Fit::json).collect(Collectors.joining(",\n")));
    }

    public void write(Path file) {
        try {
            Files.writeString(file, json());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
