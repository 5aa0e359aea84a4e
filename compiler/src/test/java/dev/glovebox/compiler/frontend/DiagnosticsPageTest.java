package dev.glovebox.compiler.frontend;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.glovebox.compiler.CompiledModel;
import dev.glovebox.compiler.Compiler;
import dev.glovebox.compiler.CompilerOptions;
import dev.glovebox.compiler.diagnostic.Code;
import dev.glovebox.compiler.diagnostic.CompilationException;
import dev.glovebox.compiler.diagnostic.Diagnostic;
import dev.glovebox.runtime.circuit.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The page of diagnostics has every code, and its examples give the messages that it shows. {@code -Dglovebox.golden.update=true} writes
 * the messages.
 */
class DiagnosticsPageTest {
    private static final Path ROOT = Path.of("..");
    private static final Path PAGE = ROOT.resolve("docs/diagnostics.md");
    private static final Pattern SECTION = Pattern.compile("(?ms)^### (GB[A-Z]\\d{3})( [A-Z_]+)?$(.*?)(?=^##|\\z)");
    private static final Pattern EXAMPLE = Pattern.compile("(?s)```java\n(.*?)```");

    private static Stream<MatchResult> sections() throws IOException {
        return SECTION.matcher(Files.readString(PAGE)).results();
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

    /** Codes whose messages no model alone can give; the tests of builds pin them. */
    private static final Set<Code> OF_BUILDS = Set.of(Code.MODEL_NOT_LOADED, Code.BAD_REQUEST, Code.INTERNAL);

    private static final int MOST_LINES = 4;

    private static final Pattern MESSAGE = Pattern.compile("(?s)```text\n(.*?)\n```");

    private static String section(String page, Code code) {
        return SECTION.matcher(page)
                .results()
                .filter(m -> m.group(1).equals(code.id()))
                .map(m -> m.group(3))
                .findFirst()
                .orElse("");
    }

    /** What the page shows under each code of the compiler is what its example gives: code, file, line and text. */
    @ParameterizedTest(name = "{0}")
    @EnumSource(Code.class)
    void everyCodeOfTheCompilerShowsItsMessage(Code code) throws IOException {
        String page = Files.readString(PAGE);
        String section = section(page, code);
        List<String> shown =
                MESSAGE.matcher(section).results().map(m -> m.group(1)).toList();
        if (OF_BUILDS.contains(code)) {
            assertThat(shown).singleElement(as(STRING)).contains(code.id() + ": ");
            return;
        }
        String found = code == Code.UNSUPPORTED_BOOTSTRAP
                ? BootstrapFixture.failure().toString()
                : messages(code, example(code, section));
        if (Boolean.getBoolean("glovebox.golden.update")) {
            Files.writeString(PAGE, page.replace(section, withMessage(section, found)));
            return;
        }
        assertThat(found).contains(code.id() + ": ");
        assertThat(shown).containsExactly(found);
    }

    private static String example(Code code, String section) {
        return EXAMPLE.matcher(section)
                .results()
                .map(m -> m.group(1))
                .findFirst()
                .orElseThrow(() -> new AssertionError("the page has no example of " + code));
    }

    private static String withMessage(String section, String message) {
        String block = "```text\n" + message + "\n```";
        if (MESSAGE.matcher(section).find()) {
            return MESSAGE.matcher(section).replaceFirst(Matcher.quoteReplacement(block));
        }
        return section.replaceFirst("(?s)(```java\n.*?```\n|$)", "$1\n" + Matcher.quoteReplacement(block) + "\n");
    }

    /** The diagnostics that stop the example, or its warnings. */
    private static String messages(Code code, String body) {
        Fixture fixture = Fixture.of(25, body);
        Compiler compiler = new Compiler(
                code == Code.KEYS_TOO_LARGE ? CompilerOptions.DEFAULT.withMaxKeyBytes(1000) : CompilerOptions.DEFAULT);
        List<Diagnostic> diagnostics;
        try {
            CompiledModel compiled = code == Code.LIVE_STATE
                    ? compiler.compileLive(fixture.instance(), "f")
                    : compiler.compile(fixture.model(), "f", fixture.source());
            diagnostics = compiled.warnings();
        } catch (CompilationException e) {
            diagnostics = e.diagnostics();
        }
        assertThat(diagnostics).extracting(Diagnostic::code).contains(code);
        return diagnostics.stream()
                .filter(d -> d.code() == code)
                .map(d -> abridged(d.toString()))
                .distinct()
                .collect(Collectors.joining("\n"));
    }

    /** Without what lies deeper than a few calls. */
    private static String abridged(String text) {
        List<String> lines = text.lines().toList();
        return lines.size() <= MOST_LINES ? text : String.join("\n", lines.subList(0, MOST_LINES)) + "\n    ...";
    }
}
