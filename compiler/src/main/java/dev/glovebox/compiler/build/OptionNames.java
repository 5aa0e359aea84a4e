package dev.glovebox.compiler.build;

import dev.glovebox.compiler.CompilerOptions;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/** Compiler options by name, as the Maven plugin passes them. */
public final class OptionNames {
    static final Set<String> ALL = new TreeSet<>(Set.of(
            "maxSteps",
            "maxEntries",
            "maxDegree",
            "rescale",
            "relinearize",
            "approximation",
            "costs",
            "threads",
            "maxKeyBytes"));

    private OptionNames() {}

    /**
     * The defaults with these options.
     *
     * @throws IllegalArgumentException if a name is unknown or a value malformed; the message names it
     */
    public static CompilerOptions read(Map<String, String> options) {
        Properties properties = new Properties();
        options.forEach((name, value) -> {
            if (!ALL.contains(name)) {
                throw new IllegalArgumentException("there is no option " + name + "; expected one of " + ALL);
            }
            properties.setProperty(name, value);
        });
        return BuildRequest.options(properties);
    }
}
