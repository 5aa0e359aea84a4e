package dev.glovebox.compiler.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glovebox.compiler.CompilerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuildRequestTest {
    @TempDir
    private Path folder;

    @Test
    void readsListsAndKeepsDefaults() throws IOException {
        BuildRequest request = read("output=out\nstate=s.json\nclassPath=out\\nlib.jar\nmaxDegree=63\nrescale=eager\n");

        CompilerOptions defaults = CompilerOptions.DEFAULT;
        assertThat(request)
                .isEqualTo(new BuildRequest(
                        Path.of("out"),
                        List.of(Path.of("out"), Path.of("lib.jar")),
                        List.of(),
                        Path.of("s.json"),
                        defaults.withMaxDegree(63).withRescale("eager")));
    }

    @ParameterizedTest
    @CsvSource({
        "maxDegree, 0, a positive whole number",
        "maxDegree, 3000000000, a positive whole number",
        "maxSteps, many, a positive whole number",
        "rescale, sometimes, eager",
        "output, ' ', lacks output"
    })
    void namesWhatIsWrong(String key, String value, String message) {
        assertThatThrownBy(() -> read("output=out\nstate=s.json\n" + key + "=" + value + "\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(key)
                .hasMessageContaining(message);
    }

    private BuildRequest read(String text) throws IOException {
        return BuildRequest.read(Files.writeString(folder.resolve("request.properties"), text));
    }
}
