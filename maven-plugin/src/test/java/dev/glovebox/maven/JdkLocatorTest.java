package dev.glovebox.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glovebox.maven.JdkLocator.MissingJdkException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdkLocatorTest {
    @TempDir
    private Path folder;

    @Test
    void theFirstThatIsNewEnoughWins() throws MissingJdkException {
        Path old = FakeJdk.create(folder.resolve("old"), "21.0.2");
        Path first = FakeJdk.create(folder.resolve("first"), "25.0.1");
        Path second = FakeJdk.create(folder.resolve("second"), "26");

        JdkLocator locator = new JdkLocator()
                .candidate("toolchain", old)
                .candidate("Maven", first)
                .candidate("folder", second);

        assertThat(locator.jdk()).isEqualTo(new Jdk(first, 25, "25.0.1"));
        assertThat(locator.origin()).isEqualTo("Maven");
    }

    @Test
    void looksAtTheEnvironmentsVariables() throws MissingJdkException {
        Path jdk = FakeJdk.create(folder.resolve("jdk"), "25.0.1");
        for (String variable :
                List.of("JAVA_HOME", "JAVA25_HOME", "JDK25", "JDK_25", "JDK25_HOME", "JAVA_HOME_25_X64")) {
            assertThat(new JdkLocator()
                            .variables(Map.of("PATH", "/bin", variable, jdk.toString()))
                            .jdk()
                            .home())
                    .as(variable)
                    .isEqualTo(jdk);
        }
        assertThatThrownBy(() -> new JdkLocator()
                        .variables(Map.of("JAVA_OPTS", jdk.toString()))
                        .jdk())
                .isInstanceOf(MissingJdkException.class);
    }

    @Test
    void looksIntoFoldersOfJdksAlsoOnMacs() throws MissingJdkException, IOException {
        FakeJdk.create(folder.resolve("jvm/java-17"), "17.0.15");
        Path jdk = FakeJdk.create(folder.resolve("jvm/temurin-25"), "25.0.1");
        Path mac = FakeJdk.create(folder.resolve("macs/temurin-25.jdk/Contents/Home"), "25.0.1");
        Files.createFile(folder.resolve("jvm/not-a-folder"));

        assertThat(new JdkLocator()
                        .folders(List.of(folder.resolve("none"), folder.resolve("jvm")))
                        .jdk()
                        .home())
                .isEqualTo(jdk);
        assertThat(new JdkLocator()
                        .folders(List.of(folder.resolve("macs")))
                        .jdk()
                        .home())
                .isEqualTo(mac);
    }

    @Test
    void theErrorListsWhatWasSearched() throws IOException {
        Path old = FakeJdk.create(folder.resolve("old"), "21.0.2");
        Path empty = Files.createDirectory(folder.resolve("empty"));
        JdkLocator locator = new JdkLocator()
                .candidate("parameter jdkHome", old)
                .candidate("toolchains.xml", null)
                .candidate("JDK that runs Maven", folder)
                .folders(List.of(empty, folder.resolve("none")));

        assertThatThrownBy(locator::jdk)
                .isInstanceOf(MissingJdkException.class)
                .hasMessage("GBM001: no JDK 25 or newer was found to compile circuits with; searched:\n"
                        + "  parameter jdkHome: " + old + " is version 21.0.2\n"
                        + "  toolchains.xml: none\n"
                        + "  JDK that runs Maven: " + folder + " is not a JDK\n"
                        + "  folder " + empty + ": empty\n"
                        + "  folder " + folder.resolve("none") + ": none\n"
                        + "Install a JDK 25 (for example Eclipse Temurin, https://adoptium.net) in one of these places,"
                        + " or name one with -Dglovebox.jdkHome=<folder>.");
    }

    @Test
    void knowsWhereWindowsAndUnixPutJdks() {
        assertThat(JdkLocator.usualFolders(Path.of("/home/u"), Map.of("ProgramFiles", "/c/Program Files")))
                .contains(
                        Path.of("/usr/lib/jvm"),
                        Path.of("/home/u/.sdkman/candidates/java"),
                        Path.of("/home/u/.jdks"),
                        Path.of("/Library/Java/JavaVirtualMachines"),
                        Path.of("/c/Program Files/Eclipse Adoptium"));
    }
}
