package dev.glovebox.maven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds a JDK that can run the compiler: the first of the candidates, in the order they are added, that is new enough. */
final class JdkLocator {
    static final int MINIMUM = 25;

    private static final Pattern JDK_VARIABLE = Pattern.compile("(JAVA|JDK)_?\\d*(_?HOME)?(_?\\d+)?(_X64|_ARM64)?");

    private final List<String> searched = new ArrayList<>();
    private @Nullable Jdk found;
    private String origin = "";

    /** Tries a JDK. {@code origin} says where the path comes from. */
    JdkLocator candidate(String origin, @Nullable Path home) {
        if (found != null) {
            return this;
        }
        if (home == null) {
            searched.add(origin + ": none");
            return this;
        }
        Jdk jdk = Jdk.at(home);
        if (jdk == null) {
            searched.add(origin + ": " + home + " is not a JDK");
        } else if (jdk.feature() < MINIMUM) {
            searched.add(origin + ": " + home + " is version " + jdk.version());
        } else {
            found = jdk;
            this.origin = origin;
        }
        return this;
    }

    /** Tries the JDKs that environment variables such as {@code JAVA_HOME}, {@code JDK25} or {@code JAVA_HOME_25_X64} point to. */
    JdkLocator variables(Map<String, String> environment) {
        for (Map.Entry<String, String> variable : new TreeMap<>(environment).entrySet()) {
            if (JDK_VARIABLE.matcher(variable.getKey()).matches()) {
                try {
                    candidate("environment variable " + variable.getKey(), Path.of(variable.getValue()));
                } catch (InvalidPathException e) {
                    searched.add("environment variable " + variable.getKey() + ": not a path");
                }
            }
        }
        return this;
    }

    /** Tries the JDKs in folders that hold one JDK a subfolder. */
    JdkLocator folders(List<Path> folders) {
        for (Path folder : folders) {
            if (found == null) {
                folder(folder);
            }
        }
        return this;
    }

    private void folder(Path folder) {
        if (!Files.isDirectory(folder)) {
            searched.add("folder " + folder + ": none");
            return;
        }
        List<Path> children;
        try (Stream<Path> list = Files.list(folder)) {
            children = list.filter(Files::isDirectory).sorted().toList();
        } catch (IOException e) {
            searched.add("folder " + folder + ": cannot be read");
            return;
        }
        if (children.isEmpty()) {
            searched.add("folder " + folder + ": empty");
        }
        for (Path child : children) {
            Path mac = child.resolve("Contents").resolve("Home");
            candidate("folder " + folder, Files.isDirectory(mac) ? mac : child);
        }
    }

    /** Where installers of JDKs put them. */
    static List<Path> usualFolders(Path userHome, Map<String, String> environment) {
        List<Path> folders = new ArrayList<>();
        folders.add(userHome.resolve(".sdkman/candidates/java"));
        folders.add(userHome.resolve(".jdks"));
        folders.add(userHome.resolve(".gradle/jdks"));
        folders.add(userHome.resolve(".local/share/mise/installs/java"));
        folders.add(userHome.resolve(".asdf/installs/java"));
        folders.add(userHome.resolve("Library/Java/JavaVirtualMachines"));
        folders.add(Path.of("/Library/Java/JavaVirtualMachines"));
        folders.add(Path.of("/usr/lib/jvm"));
        folders.add(Path.of("/usr/java"));
        folders.add(Path.of("/opt/java"));
        folders.add(Path.of("/opt/jdk"));
        for (String variable : new String[] {"ProgramFiles", "ProgramW6432", "LOCALAPPDATA"}) {
            String value = environment.get(variable);
            if (value != null && !value.isBlank()) {
                for (String vendor : new String[] {
                    "Java",
                    "Eclipse Adoptium",
                    "Microsoft",
                    "Zulu",
                    "BellSoft",
                    "Amazon Corretto",
                    "Programs/Eclipse Adoptium"
                }) {
                    folders.add(Path.of(value, vendor));
                }
            }
        }
        return folders;
    }

    /**
     * The JDK found.
     *
     * @throws MissingJdkException with a list of what was searched
     */
    Jdk jdk() throws MissingJdkException {
        if (found == null) {
            throw new MissingJdkException(searched);
        }
        return found;
    }

    /** Where the JDK found comes from. */
    String origin() {
        return origin;
    }

    /** No candidate is a JDK that is new enough. */
    static final class MissingJdkException extends Exception {
        private static final long serialVersionUID = 1L;

        MissingJdkException(List<String> searched) {
            super("GBM001: no JDK " + MINIMUM + " or newer was found to compile circuits with; searched:\n  "
                    + String.join("\n  ", searched)
                    + "\nInstall a JDK " + MINIMUM
                    + " (for example Eclipse Temurin, https://adoptium.net) in one of these"
                    + " places, or name one with -Dglovebox.jdkHome=<folder>.");
        }
    }
}
