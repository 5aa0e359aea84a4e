package dev.glovebox.examples.health;

/** A progress bar, drawn only on a terminal. */
final class Progress {
    private static final int WIDTH = 40;
    private static final boolean TERMINAL =
            System.console() != null && System.console().isTerminal();

    private Progress() {}

    static void show(String what, int done, int of) {
        if (TERMINAL) {
            int filled = WIDTH * done / of;
            System.out.printf(
                    "\r%-12s [%s%s] %d/%d%s",
                    what, "#".repeat(filled), " ".repeat(WIDTH - filled), done, of, done == of ? "\n" : "");
            System.out.flush();
        }
    }
}
