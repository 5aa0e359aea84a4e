package dev.glovebox.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.glovebox.examples.health.TumorModel;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The command line as it is packaged: a launcher and its jars. There is none where only tests run and nothing is packaged. */
class PackagedCommandLineTest {
    private static final Path LAUNCHER = Path.of("../../compiler/target/glovebox/bin/glovebox")
            .toAbsolutePath()
            .normalize();

    @BeforeAll
    static void packaged() {
        assumeTrue(
                Files.isExecutable(LAUNCHER)
                        && !System.getProperty("os.name")
                                .toLowerCase(java.util.Locale.ROOT)
                                .contains("windows"),
                "not packaged");
    }

    private record Run(int status, String output) {}

    private static Run run(Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(LAUNCHER.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), output);
    }

    @Test
    void aModelIsPricedAndRunEncrypted() throws IOException, InterruptedException, URISyntaxException {
        Path classes = Path.of(TumorModel.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Run run = run(
                Map.of("JAVA_HOME", System.getProperty("java.home")),
                "cost",
                "-cp",
                classes.toString(),
                TumorModel.class.getName() + ".malignancy",
                "--run",
                "--samples",
                "2",
                "--warm-up",
                "1");
        assertThat(run.status()).as(run.output()).isZero();
        assertThat(run.output()).contains("TumorModel.malignancy: ring 2^", "measured with ", " bits on 2 samples");
    }

    @Test
    void anotherJavaIsPassedOver() throws IOException, InterruptedException {
        Path none = Files.createTempDirectory("no-java");
        Run run =
                run(Map.of("JAVA_HOME", none.toString(), "JAVA25_HOME", System.getProperty("java.home")), "--version");
        assertThat(run.status()).as(run.output()).isZero();
        assertThat(run.output()).contains("glovebox ");
    }
}
