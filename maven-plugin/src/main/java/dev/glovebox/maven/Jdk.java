package dev.glovebox.maven;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * An installed JDK, as its {@code release} file describes it.
 *
 * @param home absolute path
 * @param feature the first number of its version, such as 25
 * @param version as the file has it
 */
record Jdk(Path home, int feature, String version) {

    /** The JDK at a path, or null if there is none there: no launcher, or no {@code release} file with a version. */
    static @Nullable Jdk at(Path home) {
        Path release = home.resolve("release");
        if (!Files.isRegularFile(release) || launcher(home) == null) {
            return null;
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(release)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            return null;
        }
        String version =
                properties.getProperty("JAVA_VERSION", "").replace("\"", "").trim();
        int feature = feature(version);
        return feature < 0 ? null : new Jdk(home.toAbsolutePath().normalize(), feature, version);
    }

    /** The feature release of a version such as {@code 1.8.0_402}, {@code 25}, {@code 25.0.3} or {@code 26-ea}; -1 if it is none. */
    static int feature(String version) {
        String[] numbers = version.split("[^0-9]+", 3);
        try {
            int first = Integer.parseInt(numbers[0]);
            return first == 1 && numbers.length > 1 ? Integer.parseInt(numbers[1]) : first;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    Path java() {
        Path launcher = launcher(home);
        if (launcher == null) {
            throw new IllegalStateException("There is no java in " + home + " any more");
        }
        return launcher;
    }

    private static @Nullable Path launcher(Path home) {
        for (String name : new String[] {"java", "java.exe"}) {
            Path launcher = home.resolve("bin").resolve(name);
            if (Files.isRegularFile(launcher)) {
                return launcher;
            }
        }
        return null;
    }
}
