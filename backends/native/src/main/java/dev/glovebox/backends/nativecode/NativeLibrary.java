package dev.glovebox.backends.nativecode;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The library, loaded once. Its bytes come from the jar and must have the hash beside them; they are written to a new folder that
 * only this user can enter, loaded, and deleted: at once where the system lets go of loaded files, else when the JVM ends.
 *
 * @param symbols its functions
 * @param instructions what the processor runs
 */
record NativeLibrary(SymbolLookup symbols, InstructionSet instructions) {
    /** Counts the changes of the functions' types; the library has the same number. */
    private static final int ABI = 4;

    /** Says why there is no library. */
    static final class Unavailable extends Exception {
        Unavailable(String message) {
            super(message);
        }

        Unavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** Where the library's bytes come from. */
    @FunctionalInterface
    interface Source {
        /** A resource, or null where it is missing. */
        @Nullable
        InputStream open(String name) throws IOException;
    }

    private static final class Loaded {
        static final @Nullable NativeLibrary LIBRARY;
        static final String REASON;

        static {
            NativeLibrary library = null;
            String reason;
            try {
                library = load(NativeLibrary.class::getResourceAsStream, Platform.current());
                reason = "C++ kernels for " + library.instructions.id();
            } catch (Unavailable e) {
                reason = String.valueOf(e.getMessage());
            }
            LIBRARY = library;
            REASON = reason;
        }
    }

    static boolean present() {
        return Loaded.LIBRARY != null;
    }

    /** What was loaded, or why nothing was. */
    static String reason() {
        return Loaded.REASON;
    }

    /**
     * @throws IllegalStateException if there is none
     */
    static NativeLibrary get() {
        NativeLibrary library = Loaded.LIBRARY;
        if (library == null) {
            throw new IllegalStateException("the native library is not available: " + Loaded.REASON);
        }
        return library;
    }

    /**
     * Checks, extracts and loads the library of a platform.
     *
     * @throws Unavailable if it is missing, damaged, for another platform or processor, or may not be loaded
     */
    static NativeLibrary load(Source source, Platform platform) throws Unavailable {
        byte[] library = read(source, platform.folder() + platform.fileName());
        String expected = new String(read(source, platform.folder() + "sha256"), StandardCharsets.US_ASCII).strip();
        String actual = sha256(library);
        if (!actual.equals(expected)) {
            throw new Unavailable("the native library is damaged: its SHA-256 is " + actual + ", expected " + expected);
        }
        return link(library, platform);
    }

    private static byte[] read(Source source, String name) throws Unavailable {
        try (InputStream in = source.open(name)) {
            if (in == null) {
                throw new Unavailable(
                        "no " + name + " on the class path: the jar was built on another platform or without"
                                + " cmake and a C++ compiler");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new Unavailable("cannot read " + name + ": " + e, e);
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JVM has it
        }
    }

    private static NativeLibrary link(byte[] bytes, Platform platform) throws Unavailable {
        Path folder = null;
        try {
            folder = Files.createTempDirectory("glovebox", ownerOnly());
            Path file = Files.write(folder.resolve(platform.fileName()), bytes);
            SymbolLookup symbols = SymbolLookup.libraryLookup(file, Arena.global());
            int abi = number(symbols, "glovebox_abi");
            if (abi != ABI) {
                throw new Unavailable("the native library has interface " + abi + ", expected " + ABI);
            }
            String forced = System.getProperty(InstructionSet.PROPERTY, "").strip();
            int present = number(symbols, "glovebox_instruction_sets");
            return new NativeLibrary(symbols, InstructionSet.choose(present, forced, platform.architecture()));
        } catch (IOException | RuntimeException | LinkageError e) {
            String hint = e instanceof UnsupportedOperationException
                    ? ""
                    : " (extracted to java.io.tmpdir=" + System.getProperty("java.io.tmpdir") + ")";
            throw new Unavailable("the native library does not load: " + e.getMessage() + hint, e);
        } finally {
            delete(folder, platform);
        }
    }

    private static FileAttribute<?>[] ownerOnly() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0]; // Windows: the user's temporary folder is the user's
    }

    private static int number(SymbolLookup symbols, String function) {
        MethodHandle handle = Linker.nativeLinker()
                .downcallHandle(symbols.findOrThrow(function), FunctionDescriptor.of(ValueLayout.JAVA_INT));
        try {
            return (int) handle.invokeExact();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e); // C code throws nothing
        }
    }

    private static void delete(@Nullable Path folder, Platform platform) {
        if (folder == null) {
            return;
        }
        Path file = folder.resolve(platform.fileName());
        try {
            Files.deleteIfExists(file);
            Files.delete(folder);
        } catch (IOException e) {
            folder.toFile().deleteOnExit(); // in reverse order
            file.toFile().deleteOnExit();
        }
    }
}
