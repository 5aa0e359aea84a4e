package dev.glovebox.maven;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder that looks like a JDK. */
final class FakeJdk {
    private FakeJdk() {}

    static Path create(Path home, String version) {
        try {
            Files.createDirectories(home.resolve("bin"));
            Files.createFile(home.resolve("bin/java"));
            Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"None\"\nJAVA_VERSION=\"" + version + "\"\n");
            return home;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
