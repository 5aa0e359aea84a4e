package dev.glovebox.compiler.build;

import dev.glovebox.compiler.CompilerOptions;
import dev.glovebox.compiler.approximation.Approximate;
import dev.glovebox.compiler.schedule.Scheduler;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;

/**
 * What a module's build asks for. Travels from the plugin as a properties file; lists have an entry a line.
 *
 * @param output the folder of class files that is searched for circuits and receives what is made of them
 * @param classPath where models, and what they use, are loaded from; contains {@code output}
 * @param sourceRoots folders of source files, to name them in messages
 * @param state the file that remembers the last build
 */
record BuildRequest(Path output, List<Path> classPath, List<Path> sourceRoots, Path state, CompilerOptions options) {
    private static final Set<String> INTEGERS = Set.of("maxDegree", "threads");

    BuildRequest {
        classPath = List.copyOf(classPath);
        sourceRoots = List.copyOf(sourceRoots);
    }

    /**
     * @throws IllegalArgumentException if a property is missing or malformed; the message names it
     */
    static BuildRequest read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        return new BuildRequest(
                Path.of(required(properties, "output")),
                paths(properties, "classPath"),
                paths(properties, "sourceRoots"),
                Path.of(required(properties, "state")),
                options(properties));
    }

    /**
     * The options among properties; unknown properties do not matter.
     *
     * @throws IllegalArgumentException if one is malformed; the message names it
     */
    static CompilerOptions options(Properties properties) {
        CompilerOptions defaults = CompilerOptions.DEFAULT;
        return defaults.withMaxSteps(positive(properties, "maxSteps", defaults.maxSteps()))
                .withMaxEntries(positive(properties, "maxEntries", defaults.maxEntries()))
                .withMaxDegree(Math.toIntExact(positive(properties, "maxDegree", defaults.maxDegree())))
                .withRescale(choice(properties, "rescale", defaults.rescale(), Scheduler.RESCALE_POLICIES))
                .withRelinearize(
                        choice(properties, "relinearize", defaults.relinearize(), Scheduler.RELINEARIZE_POLICIES))
                .withApproximation(choice(properties, "approximation", defaults.approximation(), Approximate.names()))
                .withCosts(properties.getProperty("costs", defaults.costs()))
                .withThreads(Math.toIntExact(positive(properties, "threads", defaults.threads())))
                .withMaxKeyBytes(positive(properties, "maxKeyBytes", defaults.maxKeyBytes()));
    }

    private static String required(Properties properties, String key) {
        String value = properties.getProperty(key);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("the request lacks " + key);
        }
        return value;
    }

    private static List<Path> paths(Properties properties, String key) {
        return properties.getProperty(key, "").lines().map(Path::of).toList();
    }

    private static long positive(Properties properties, String key, long otherwise) {
        String value = properties.getProperty(key);
        if (value == null) {
            return otherwise;
        }
        try {
            long number = Long.parseLong(value.trim());
            if (number > 0 && (number <= Integer.MAX_VALUE || !INTEGERS.contains(key))) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Falls through to the one message.
        }
        throw new IllegalArgumentException(key + " is " + value + "; expected a positive whole number");
    }

    private static String choice(Properties properties, String key, String otherwise, Set<String> choices) {
        String value = properties.getProperty(key, otherwise);
        if (!choices.contains(value)) {
            throw new IllegalArgumentException(key + " is " + value + "; expected one of " + choices);
        }
        return value;
    }
}
