package dev.glovebox.backends.nativecode;

import java.util.Locale;

/**
 * What a library is for.
 *
 * @param system {@code linux}, {@code macos}, {@code windows} or what the JVM calls it
 * @param architecture {@code x86_64}, {@code aarch64} or what the JVM calls it
 */
record Platform(String system, String architecture) {

    static Platform current() {
        return of(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
    }

    static Platform of(String osName, String osArch) {
        String os = osName.toLowerCase(Locale.ROOT);
        String system = os.startsWith("windows") ? "windows" : os.startsWith("mac") ? "macos" : os.replace(' ', '-');
        String arch = osArch.toLowerCase(Locale.ROOT);
        return new Platform(system, arch.equals("amd64") ? "x86_64" : arch);
    }

    /** The folder of its library among the resources of this package. */
    String folder() {
        return system + "-" + architecture + "/";
    }

    /** The name of its library. */
    String fileName() {
        return switch (system) {
            case "windows" -> "glovebox.dll";
            case "macos" -> "libglovebox.dylib";
            default -> "libglovebox.so";
        };
    }
}
