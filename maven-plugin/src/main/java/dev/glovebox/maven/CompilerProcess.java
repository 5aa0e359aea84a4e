package dev.glovebox.maven;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.maven.plugin.logging.Log;
import org.jspecify.annotations.Nullable;

/**
 * Runs the compiler in a JVM of its own and passes its messages on.
 *
 * <p>The process reads a properties file and writes lines {@code #glovebox level text} to its standard output; anything else
 * that it prints comes from the models.
 */
final class CompilerProcess {
    private static final String MAIN = "dev.glovebox.compiler.build.BuildMain";
    private static final String PREFIX = "#glovebox ";
    private static final int TAIL = 40;

    private final Jdk jdk;
    private final List<Path> compilerPath;
    private final List<String> jvmArguments;
    private final Path folder;
    private final Log log;
    private final Deque<String> tail = new ArrayDeque<>();
    private @Nullable Outcome outcome;

    /**
     * @param compilerPath jars and folders of the compiler
     * @param folder where the files for the process are written
     */
    CompilerProcess(Jdk jdk, List<Path> compilerPath, List<String> jvmArguments, Path folder, Log log) {
        this.jdk = jdk;
        this.compilerPath = List.copyOf(compilerPath);
        this.jvmArguments = List.copyOf(jvmArguments);
        this.folder = folder;
        this.log = log;
    }

    /** How many circuits were compiled, left as they were, removed, and refused. */
    record Outcome(int compiled, int current, int removed, int failed) {}

    /**
     * Runs it to its end.
     *
     * @param name distinguishes the files of this run from those of others in the same folder
     * @throws ProcessFailure if it ended without an outcome
     */
    Outcome run(String name, Map<String, String> request) throws IOException, InterruptedException, ProcessFailure {
        Files.createDirectories(folder);
        Path requestFile = folder.resolve(name + "-request.properties");
        Properties properties = new Properties();
        properties.putAll(request);
        try (Writer writer = Files.newBufferedWriter(requestFile)) {
            properties.store(writer, null);
        }
        Path argumentFile = folder.resolve(name + "-arguments.txt");
        Files.write(
                argumentFile,
                arguments(MAIN, List.of(requestFile.toString())),
                Charset.forName(System.getProperty("native.encoding", "UTF-8")));

        Process process = new ProcessBuilder(jdk.java().toString(), "@" + argumentFile).start();
        Thread killer = new Thread(process::destroyForcibly, "glovebox-compiler-killer");
        Runtime.getRuntime().addShutdownHook(killer);
        try {
            Thread errors = new Thread(() -> copyErrors(process), "glovebox-compiler-errors");
            errors.setDaemon(true);
            errors.start();
            try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    accept(line);
                }
            }
            int exit = process.waitFor();
            errors.join();
            if (outcome == null) {
                throw new ProcessFailure(exit, jdk, tail);
            }
            return outcome;
        } finally {
            process.destroyForcibly();
            Runtime.getRuntime().removeShutdownHook(killer);
        }
    }

    /**
     * Runs a command line to its end; what it prints is passed on.
     *
     * @return its exit code
     */
    int runCommand(String name, String main, List<String> command) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Path argumentFile = folder.resolve(name + "-arguments.txt");
        Files.write(
                argumentFile,
                arguments(main, command),
                Charset.forName(System.getProperty("native.encoding", "UTF-8")));
        Process process = new ProcessBuilder(jdk.java().toString(), "@" + argumentFile)
                .redirectErrorStream(true)
                .start();
        Thread killer = new Thread(process::destroyForcibly, "glovebox-compiler-killer");
        Runtime.getRuntime().addShutdownHook(killer);
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                log.info(line);
            }
            return process.waitFor();
        } finally {
            process.destroyForcibly();
            Runtime.getRuntime().removeShutdownHook(killer);
        }
    }

    private List<String> arguments(String main, List<String> command) {
        List<String> arguments = new ArrayList<>();
        // The same model gives the same circuit wherever it is built.
        arguments.add("-Dfile.encoding=UTF-8");
        arguments.add("-Dstdout.encoding=UTF-8");
        arguments.add("-Dstderr.encoding=UTF-8");
        arguments.add("-Duser.language=en");
        arguments.add("-Duser.country=");
        arguments.add("-Duser.timezone=UTC");
        arguments.add("-Djava.awt.headless=true");
        arguments.addAll(jvmArguments);
        arguments.add("-classpath");
        arguments.add(compilerPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        arguments.add(main);
        arguments.addAll(command);
        return arguments.stream().map(CompilerProcess::quoted).toList();
    }

    /** An argument as the launcher's argument files want it. */
    private static String quoted(String argument) {
        return '"' + argument.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private void accept(String line) throws IOException {
        if (!line.startsWith(PREFIX)) {
            fromModel(line);
            return;
        }
        int end = line.indexOf(' ', PREFIX.length());
        String kind = end < 0 ? "" : line.substring(PREFIX.length(), end);
        String text = end < 0 ? line : unescape(line.substring(end + 1));
        switch (kind) {
            case "info" -> log.info(text);
            case "warning" -> log.warn(text);
            case "error" -> log.error(text);
            case "done" -> outcome = outcome(text);
            default ->
                throw new IOException("The compiler process sent a line that this plugin does not know: " + line);
        }
    }

    private static Outcome outcome(String text) throws IOException {
        String[] counts = text.split(" ");
        if (counts.length != 4) {
            throw new IOException("The compiler process sent a malformed outcome: " + text);
        }
        return new Outcome(
                Integer.parseInt(counts[0]),
                Integer.parseInt(counts[1]),
                Integer.parseInt(counts[2]),
                Integer.parseInt(counts[3]));
    }

    static String unescape(String text) {
        StringBuilder result = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                char escaped = text.charAt(++i);
                result.append(escaped == 'n' ? '\n' : escaped);
            } else {
                result.append(c);
            }
        }
        return result.toString();
    }

    private void copyErrors(Process process) {
        try (BufferedReader reader = process.errorReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                fromModel(line);
            }
        } catch (IOException e) {
            // The process is gone; its exit code tells the rest.
            log.debug(e);
        }
    }

    private void fromModel(String line) {
        synchronized (tail) {
            tail.addLast(line);
            if (tail.size() > TAIL) {
                tail.removeFirst();
            }
        }
        log.info("  | " + line);
    }

    /** The process ended without telling an outcome. */
    static final class ProcessFailure extends Exception {
        private static final long serialVersionUID = 1L;

        ProcessFailure(int exit, Jdk jdk, Deque<String> tail) {
            super(message(exit, jdk, tail));
        }

        private static String message(int exit, Jdk jdk, Deque<String> tail) {
            StringBuilder text = new StringBuilder("GBM002: the compiler process ended with exit code " + exit
                    + " before its work was done (" + jdk.home() + ").");
            synchronized (tail) {
                if (tail.stream().anyMatch(line -> line.contains("OutOfMemoryError"))) {
                    text.append(" It ran out of memory: give it more with"
                            + " <jvmArguments><jvmArgument>-Xmx4g</jvmArgument></jvmArguments>.");
                }
                if (!tail.isEmpty()) {
                    text.append(" Its last lines:");
                    tail.forEach(line -> text.append("\n  ").append(line));
                }
            }
            return text.toString();
        }
    }
}
