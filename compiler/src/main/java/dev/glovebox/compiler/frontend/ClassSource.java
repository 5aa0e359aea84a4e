package dev.glovebox.compiler.frontend;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Where the bytes of the user's classes and resources come from. The lifter loads the model and everything it touches again
 * from these bytes, in a class loader of its own, and records a hash of each.
 */
@FunctionalInterface
public interface ClassSource {

    /**
     * @param path as in {@link ClassLoader#getResource}, such as {@code com/example/Model.class}
     * @return the bytes, or null if there is no such class or resource
     */
    byte @Nullable [] read(String path);

    /** What a class loader finds. */
    static ClassSource of(@Nullable ClassLoader loader) {
        return path -> {
            try (InputStream in =
                    loader == null ? ClassLoader.getSystemResourceAsStream(path) : loader.getResourceAsStream(path)) {
                return in == null ? null : in.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read " + path, e);
            }
        };
    }
}
