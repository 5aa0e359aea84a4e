package dev.glovebox.compiler.frontend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.glovebox.compiler.Compiler;
import dev.glovebox.compiler.CompilerOptions;
import dev.glovebox.compiler.diagnostic.Code;
import dev.glovebox.compiler.diagnostic.CompilationException;
import dev.glovebox.runtime.circuit.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The page of diagnostics has every code, and its examples give the diagnostics that they stand for. */
class DiagnosticsPageTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern SECTION = Pattern.compile("(?ms)^### (GB[A-Z]\\d{3})( [A-Z_]+)?$(.*?)(?=^##|\\z)");
    private static final Pattern EXAMPLE = Pattern.compile("(?s)```java\n(.*?)```");

    private static Stream<MatchResult> sections() throws IOException {
        return SECTION.matcher(Files.readString(ROOT.resolve("docs/diagnostics.md")))
                .results();
    }

    @Test
    void listsEveryCode() throws IOException {
        Set<String> expected = new TreeSet<>();
        Arrays.stream(Code.values()).forEach(code -> expected.add(code.id() + " " + code));
        Arrays.stream(ErrorCode.values()).forEach(code -> expected.add(code.id() + " " + code));
        Pattern plugin = Pattern.compile("\"(GBM\\d{3}): ");
        try (Stream<Path> files = Files.walk(ROOT.resolve("maven-plugin/src/main/java"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                plugin.matcher(Files.readString(file)).results().forEach(m -> expected.add(m.group(1)));
            }
        }
        Set<String> listed = sections()
                .map(m -> m.group(1) + (m.group(2) == null ? "" : m.group(2)))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(listed).isEqualTo(expected);
        assertThat(sections()).allSatisfy(m -> assertThat(m.group(3)).containsAnyOf("Fix: ", "Please report"));
    }

    static Stream<Arguments> examples() throws IOException {
        return sections()
                .flatMap(m -> EXAMPLE.matcher(m.group(3))
                        .results()
                        .map(example -> Arguments.of(m.group(1), example.group(1))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("examples")
    void examplesGiveTheirDiagnostic(String code, String body) {
        Fixture fixture = Fixture.of(25, body);
        CompilationException e = catchThrowableOfType(
                CompilationException.class,
                () -> new Compiler(CompilerOptions.DEFAULT).compile(fixture.model(), "f", fixture.source()));
        assertThat(e).isNotNull();
        assertThat(e.diagnostics()).extracting(d -> d.code().id()).containsOnly(code);
    }
}
