package dev.glovebox.compiler.build;

import dev.glovebox.compiler.Compiler;
import dev.glovebox.compiler.diagnostic.Code;
import dev.glovebox.compiler.frontend.ClassSource;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The entry point of the process that the Maven plugin starts: {@code BuildMain REQUEST}.
 *
 * <p>Standard output carries the messages of {@link LineLog}; what a model prints goes to standard error. The process ends
 * when its standard input does, so it does not outlive an interrupted build. Exits with 0 if all circuits are up to date, 1 if
 * one was refused, 2 if the request is wrong.
 */
public final class BuildMain {
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private BuildMain() {}

    public static void main(String[] arguments) throws IOException {
        LineLog log = new LineLog(new PrintStream(System.out, false, StandardCharsets.UTF_8));
        System.setOut(System.err);
        daemon("watch-input", BuildMain::endWithInput);
        long start = System.nanoTime();
        daemon("heartbeat", () -> tellOfLongWork(log, start));
        BuildRequest request;
        try {
            if (arguments.length != 1) {
                throw new IllegalArgumentException("expected the path of a request");
            }
            request = BuildRequest.read(Path.of(arguments[0]));
        } catch (IllegalArgumentException e) {
            log.log(BuildLog.Level.ERROR, Code.BAD_REQUEST.id() + ": " + e.getMessage());
            System.exit(2);
            return;
        }
        Compiler compiler = new Compiler(request.options());
        ModuleBuild.Outcome outcome = new ModuleBuild(
                        request,
                        (model, method, loader) -> compiler.compile(model, method, ClassSource.of(loader)),
                        log)
                .run();
        log.done(outcome);
        System.exit(outcome.failed() == 0 ? 0 : 1);
    }

    private static void daemon(String name, Runnable task) {
        Thread.ofPlatform().daemon().name(name).start(task);
    }

    private static void endWithInput() {
        try {
            while (System.in.read() >= 0) {
                // Nothing is ever sent.
            }
        } catch (IOException e) {
            // The other end is gone, too.
        }
        Runtime.getRuntime().halt(3);
    }

    private static void tellOfLongWork(LineLog log, long start) {
        try {
            while (true) {
                Thread.sleep(HEARTBEAT);
                log.log(BuildLog.Level.INFO, "… " + (System.nanoTime() - start) / 1_000_000_000L + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
