package dev.glovebox.compiler.build;

/** Where a build tells what it does. A message may have several lines. */
interface BuildLog {
    enum Level {
        INFO,
        WARNING,
        ERROR
    }

    void log(Level level, String message);
}
