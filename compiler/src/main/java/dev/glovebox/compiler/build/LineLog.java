package dev.glovebox.compiler.build;

import java.io.PrintStream;
import java.util.Locale;

/**
 * Sends messages to the plugin as lines {@code #glovebox level text}, where a line break in the text is written {@code \n} and a
 * backslash {@code \\}.
 */
final class LineLog implements BuildLog {
    static final String PREFIX = "#glovebox ";

    private final PrintStream out;

    LineLog(PrintStream out) {
        this.out = out;
    }

    @Override
    public synchronized void log(Level level, String message) {
        send(level.name().toLowerCase(Locale.ROOT), message);
    }

    /** The last line: the build came to its end. */
    synchronized void done(ModuleBuild.Outcome outcome) {
        send("done", outcome.compiled() + " " + outcome.current() + " " + outcome.removed() + " " + outcome.failed());
    }

    private void send(String kind, String text) {
        String escaped = text.replace("\\", "\\\\").replace("\r", "").replace("\n", "\\n");
        // One call, so that lines of different threads do not mix; '\n' on every platform.
        out.print(PREFIX + kind + " " + escaped + "\n");
        out.flush();
    }
}
