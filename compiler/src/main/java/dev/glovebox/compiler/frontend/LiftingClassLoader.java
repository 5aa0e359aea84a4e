package dev.glovebox.compiler.frontend;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.ProtectionDomain;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Loads a model's classes afresh, with assertions off, so that each circuit has its own static state; records a hash of each
 * class and resource; notes how function objects are made, so that {@link Interpreter} can look inside them.
 */
final class LiftingClassLoader extends ClassLoader {
    static {
        registerAsParallelCapable();
    }

    private static final String DSL = "dev.glovebox.dsl.";

    /** Packages of the JDK that the platform loader does not have. */
    private static final Set<String> JDK_PACKAGES = ModuleLayer.boot().modules().stream()
            .filter(m -> m.getName().startsWith("java.") || m.getName().startsWith("jdk."))
            .flatMap(m -> m.getPackages().stream())
            .collect(Collectors.toUnmodifiableSet());

    private final ClassSource source;
    private final @Nullable ClassLoader original;
    private final ProtectionDomain domain;
    private final SortedMap<String, String> hashes = Collections.synchronizedSortedMap(new TreeMap<>());
    private final List<Class<?>> defined = new CopyOnWriteArrayList<>();
    private final Map<Class<?>, ClassFile> files = new HashMap<>();
    private final Map<Class<?>, LambdaBody> lambdas = new ConcurrentHashMap<>();
    private final Map<Object, Composition> compositions = Collections.synchronizedMap(new IdentityHashMap<>());

    /** A call of a default or static method of {@code java.util.function} that made a function object. */
    record Composition(Class<?> owner, String name, String descriptor, Object[] arguments) {}

    LiftingClassLoader(ClassSource source, Class<?> model) {
        super("glovebox-lifting", ClassLoader.getPlatformClassLoader());
        this.source = source;
        this.original = model.getClassLoader();
        this.domain = model.getProtectionDomain();
        setDefaultAssertionStatus(false);
    }

    /** Resource path of everything read so far → SHA-256 in hexadecimal. */
    SortedMap<String, String> hashes() {
        return new TreeMap<>(hashes);
    }

    /** The user's classes loaded so far. */
    List<Class<?>> defined() {
        return List.copyOf(defined);
    }

    void record(Object function, LambdaBody body) {
        lambdas.putIfAbsent(function.getClass(), body);
    }

    void record(Object function, Composition composition) {
        compositions.put(function, composition);
    }

    @Nullable
    LambdaBody lambdaBody(Class<?> type) {
        return lambdas.get(type);
    }

    @Nullable
    Composition composition(Object function) {
        return compositions.get(function);
    }

    /**
     * The class file of a class of the model's world or of the JDK, or null if it cannot be found. A class of the compiler's own
     * world, such as that of a stream that a test runner put into {@link System#out}, has none.
     */
    @Nullable
    ClassFile file(Class<?> type) {
        ClassFile file = files.get(type);
        if (file == null && !type.isHidden() && !type.isArray() && !type.isPrimitive()) {
            byte[] bytes = null;
            if (type.getClassLoader() == this) {
                bytes = source.read(path(type.getName()));
            } else if (ClassFile.isJdk(type)) {
                bytes = ofJdk(type);
            }
            if (bytes != null) {
                file = new ClassFile(type, bytes);
                files.put(type, file);
            }
        }
        return file;
    }

    private static byte @Nullable [] ofJdk(Class<?> type) {
        String name = type.getName();
        try (InputStream in = type.getResourceAsStream(name.substring(name.lastIndexOf('.') + 1) + ".class")) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            return null;
        }
    }

    private static String path(String className) {
        return className.replace('.', '/') + ".class";
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> type = findLoadedClass(name);
            if (type == null) {
                type = find(name);
            }
            if (resolve) {
                resolveClass(type);
            }
            return type;
        }
    }

    private Class<?> find(String name) throws ClassNotFoundException {
        if (name.startsWith(DSL) || name.equals(RecordingBootstraps.class.getName())) {
            return Class.forName(name, false, RecordingBootstraps.class.getClassLoader());
        }
        int dot = name.lastIndexOf('.');
        if (dot > 0 && JDK_PACKAGES.contains(name.substring(0, dot))) {
            return Class.forName(name, false, ClassLoader.getSystemClassLoader());
        }
        byte[] bytes = read(path(name));
        if (bytes != null) {
            byte[] instrumented = Instrumentation.instrument(bytes);
            Class<?> type = defineClass(name, instrumented, 0, instrumented.length, domain);
            defined.add(type);
            return type;
        }
        return Class.forName(name, false, original);
    }

    private byte @Nullable [] read(String path) {
        byte[] bytes = source.read(path);
        if (bytes != null) {
            hashes.computeIfAbsent(path, p -> sha256(bytes));
        }
        return bytes;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public @Nullable InputStream getResourceAsStream(String name) {
        byte[] bytes = read(name);
        return bytes == null ? super.getResourceAsStream(name) : new ByteArrayInputStream(bytes);
    }

    @Override
    public @Nullable URL getResource(String name) {
        read(name);
        return original == null ? ClassLoader.getSystemResource(name) : original.getResource(name);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        read(name);
        return original == null ? ClassLoader.getSystemResources(name) : original.getResources(name);
    }
}
