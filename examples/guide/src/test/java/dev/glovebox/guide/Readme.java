package dev.glovebox.guide;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The fenced code of the project's README. */
record Readme(String text) {

    static Readme read() throws IOException {
        return new Readme(Files.readString(root().resolve("README.md")));
    }

    /** The checkout: the nearest folder above that holds the README and the dsl. */
    static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("README.md")) || !Files.exists(folder.resolve("dsl"))) {
            folder = folder.getParent();
        }
        return folder;
    }

    /** Code blocks of a language, in order. */
    List<String> blocks(String language) {
        return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(text)
                .results()
                .map((MatchResult m) -> m.group(1))
                .toList();
    }
}
