package dev.glovebox.compiler.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** A small module: source files that javac compiles into an output folder. */
final class Sources {
    final Path root;
    final Path output;

    Sources(Path module) {
        root = module.resolve("src");
        output = module.resolve("classes");
        create(root);
        create(output);
    }

    /** Writes a source file whose path follows from the package {@code name} is in. */
    Sources put(String name, String text) {
        Path file = root.resolve(name.replace('.', '/') + ".java");
        create(file.getParent());
        write(file, text);
        return this;
    }

    /** Compiles all sources into the output folder, which it returns. */
    Path compile(Path... classPath) {
        try (Stream<Path> files = Files.walk(root)) {
            List<Path> sources =
                    files.filter(f -> f.toString().endsWith(".java")).toList();
            JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
            StandardJavaFileManager manager = javac.getStandardFileManager(null, Locale.ROOT, null);
            List<String> path = new ArrayList<>();
            path.add(dsl().toString());
            path.add(output.toString());
            Stream.of(classPath).map(Path::toString).forEach(path::add);
            StringWriter messages = new StringWriter();
            boolean compiled = javac.getTask(
                            messages,
                            manager,
                            null,
                            List.of(
                                    "-d",
                                    output.toString(),
                                    "-g",
                                    "-classpath",
                                    String.join(java.io.File.pathSeparator, path)),
                            null,
                            manager.getJavaFileObjectsFromPaths(sources))
                    .call();
            assertThat(compiled).as(messages.toString()).isTrue();
            manager.close();
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Packs the output folder. */
    Path jar(Path jar) {
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(output)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                out.putNextEntry(new JarEntry(output.relativize(file).toString().replace('\\', '/')));
                out.write(Files.readAllBytes(file));
                out.closeEntry();
            }
            return jar;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path dsl() {
        try {
            return Path.of(dev.glovebox.dsl.Circuit.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void create(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
