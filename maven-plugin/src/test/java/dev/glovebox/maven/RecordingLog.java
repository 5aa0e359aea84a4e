package dev.glovebox.maven;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.maven.plugin.logging.SystemStreamLog;

/** Keeps what is logged, each as level and text. */
final class RecordingLog extends SystemStreamLog {
    final List<String> lines = new CopyOnWriteArrayList<>();

    @Override
    public void info(CharSequence text) {
        lines.add("info " + text);
    }

    @Override
    public void warn(CharSequence text) {
        lines.add("warn " + text);
    }

    @Override
    public void error(CharSequence text) {
        lines.add("error " + text);
    }
}
