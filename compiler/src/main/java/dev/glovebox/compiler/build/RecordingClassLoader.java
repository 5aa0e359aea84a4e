package dev.glovebox.compiler.build;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Loads a model, and all that it uses, from a class path of its own, and records what was read: the path of every class and
 * resource that the class path was asked for, with the hash of the answer.
 *
 * <p>Only the JDK and the annotations of {@code dev.glovebox.dsl} come from elsewhere; they are not recorded. A loader
 * serves one circuit: static state and the record are that circuit's alone.
 */
public final class RecordingClassLoader extends URLClassLoader {
    static final String ABSENT = "absent";

    /** Marks the record of a query for all resources of a name. */
    private static final String ALL = "*";

    static {
        registerAsParallelCapable();
    }

    private final SortedMap<String, String> recorded = new ConcurrentSkipListMap<>();

    public RecordingClassLoader(List<Path> classPath) {
        super(urls(classPath), new DslLoader());
    }

    /** Resource path → SHA-256, in hexadecimal, of every class and resource that was read, as they were found. */
    public SortedMap<String, String> sources() {
        return recorded.entrySet().stream()
                .filter(entry ->
                        !entry.getKey().endsWith(ALL) && !entry.getValue().equals(ABSENT))
                .collect(Collectors.toMap(e -> e.getKey(), e -> e.getValue(), (a, b) -> a, TreeMap::new));
    }

    /** What was asked for, with the hashes of the answers; includes what was looked for in vain. */
    SortedMap<String, String> queries() {
        return Collections.unmodifiableSortedMap(new TreeMap<>(recorded));
    }

    /** Whether the same queries get the same answers now. */
    boolean answersAlike(SortedMap<String, String> queries) {
        return queries.entrySet().stream().allMatch(query -> {
            String path = query.getKey();
            String answer = path.endsWith(ALL)
                    ? hashAll(path.substring(0, path.length() - ALL.length()))
                    : hash(super.findResource(path));
            return query.getValue().equals(answer);
        });
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        String path = name.replace('.', '/') + ".class";
        recorded.computeIfAbsent(path, p -> hash(super.findResource(p)));
        return super.findClass(name);
    }

    @Override
    public @Nullable URL findResource(String name) {
        URL url = super.findResource(name);
        recorded.computeIfAbsent(name, n -> hash(url));
        return url;
    }

    @Override
    public Enumeration<URL> findResources(String name) throws IOException {
        recorded.computeIfAbsent(name + ALL, n -> hashAll(name));
        return super.findResources(name);
    }

    private String hashAll(String name) {
        try {
            return Hashes.of(Collections.list(super.findResources(name)).stream()
                    .map(RecordingClassLoader::hash)
                    .collect(Collectors.joining(" ")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hash(@Nullable URL url) {
        if (url == null) {
            return ABSENT;
        }
        try {
            if (url.getProtocol().equals("file")) {
                Path path = Path.of(URI.create(url.toString()));
                return Files.isDirectory(path) ? hashOfNames(path) : Hashes.of(path);
            }
            URLConnection connection = url.openConnection();
            connection.setUseCaches(false);
            try (InputStream in = connection.getInputStream()) {
                return Hashes.of(in.readAllBytes());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + url, e);
        }
    }

    private static String hashOfNames(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return Hashes.of(
                    files.map(file -> file.getFileName().toString()).sorted().collect(Collectors.joining("\n")));
        }
    }

    private static URL[] urls(List<Path> classPath) {
        return classPath.stream()
                .map(path -> {
                    try {
                        return path.toUri().toURL();
                    } catch (MalformedURLException e) {
                        throw new IllegalArgumentException("Not a class path entry: " + path, e);
                    }
                })
                .toArray(URL[]::new);
    }

    /** The JDK, and the annotations as the compiler itself sees them. */
    private static final class DslLoader extends ClassLoader {
        private static final String PACKAGE = "dev.glovebox.dsl.";
        private static final ClassLoader COMPILER = RecordingClassLoader.class.getClassLoader();

        DslLoader() {
            super("glovebox-dsl", ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (name.startsWith(PACKAGE)) {
                return COMPILER.loadClass(name);
            }
            throw new ClassNotFoundException(name);
        }

        @Override
        protected @Nullable URL findResource(String name) {
            return name.startsWith(PACKAGE.replace('.', '/')) ? COMPILER.getResource(name) : null;
        }
    }
}
