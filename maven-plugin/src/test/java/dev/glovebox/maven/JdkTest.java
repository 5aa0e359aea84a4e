package dev.glovebox.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JdkTest {
    @ParameterizedTest
    @CsvSource({
        "1.8.0_402, 8",
        "11, 11",
        "17.0.15, 17",
        "25.0.3, 25",
        "25+36-LTS, 25",
        "26-ea, 26",
        "'', -1",
        "next, -1"
    })
    void readsFeatureReleases(String version, int feature) {
        assertThat(Jdk.feature(version)).isEqualTo(feature);
    }

    @Test
    void describesTheJdkThatRunsThis() {
        Jdk jdk = Jdk.at(Path.of(System.getProperty("java.home")));

        assertThat(jdk).isNotNull();
        assertThat(jdk.feature()).isEqualTo(Runtime.version().feature());
        assertThat(jdk.java()).isExecutable();
    }

    @Test
    void aFolderWithoutLauncherIsNoJdk(@TempDir Path folder) {
        FakeJdk.create(folder.resolve("jdk"), "25");
        assertThat(Jdk.at(folder.resolve("jdk"))).isNotNull();
        assertThat(Jdk.at(folder)).isNull();
    }
}
