package dev.glovebox.compiler.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A command line in the making, for a POSIX shell. */
final class Words {
    private final StringBuilder text;

    Words(String command) {
        text = new StringBuilder(command);
    }

    Words word(String word) {
        text.append(' ').append(word.matches("[\\w./:,=+-]+") ? word : "'" + word.replace("'", "'\\''") + "'");
        return this;
    }

    /** An option that differs from what holds without it. */
    Words option(String name, @Nullable Object value, @Nullable Object otherwise) {
        return value == null || Objects.equals(value, otherwise)
                ? this
                : word(name).word(value.toString());
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
