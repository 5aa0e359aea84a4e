package dev.glovebox.compiler.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the last build read and wrote.
 *
 * @param environment hash of the options, the compiler and the JDK
 * @param circuits by {@link CircuitMethod#toString()}
 */
record BuildState(int formatVersion, String environment, SortedMap<String, Entry> circuits) {
    static final int FORMAT_VERSION = 1;

    BuildState {
        circuits = Collections.unmodifiableSortedMap(new TreeMap<>(circuits));
    }

    /**
     * A compiled circuit.
     *
     * @param queries as {@link RecordingClassLoader#queries}
     * @param outputs path in the output folder → hash of the file
     */
    record Entry(SortedMap<String, String> queries, SortedMap<String, String> outputs) {
        Entry {
            queries = Collections.unmodifiableSortedMap(new TreeMap<>(queries));
            outputs = Collections.unmodifiableSortedMap(new TreeMap<>(outputs));
        }
    }

    /** The state in the file; an empty one if there is none, or none of this version. */
    static BuildState read(Path file) throws IOException {
        BuildState empty = new BuildState(FORMAT_VERSION, "", new TreeMap<>());
        if (!Files.isRegularFile(file)) {
            return empty;
        }
        try {
            BuildState state = JsonMapper.shared().readValue(Files.readAllBytes(file), BuildState.class);
            return state.formatVersion() == FORMAT_VERSION ? state : empty;
        } catch (JacksonException | NullPointerException e) {
            return empty;
        }
    }

    void write(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsBytes(this));
    }
}
