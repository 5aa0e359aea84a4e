import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Builds the native library with CMake and puts it and its SHA-256 among the classes: arguments are the folder of the sources, a
 * build folder and the folder of this platform's resources is made in. Without CMake or a C++ compiler it says so and
 * succeeds; where there are both, errors in the sources fail the build.
 */
public class NativeBuild {
    public static void main(String[] args) throws Exception {
        Path source = Path.of(args[0]);
        Path build = Path.of(args[1]);
        Path resources = Path.of(args[2]);
        if (!onPath("cmake")) {
            skip("no cmake on the PATH");
            return;
        }
        Files.createDirectories(build);
        String configured = run("cmake", "-S", source.toString(), "-B", build.toString(), "-DCMAKE_BUILD_TYPE=Release");
        if (configured != null) {
            if (configured.contains("CMAKE_CXX_COMPILER") || configured.contains("CMAKE_MAKE_PROGRAM")) {
                skip("cmake found no C++ compiler and build tool");
                return;
            }
            fail("configuring the native library", configured);
        }
        String built = run("cmake", "--build", build.toString(), "--config", "Release", "--parallel", "2");
        if (built != null) {
            fail("compiling the native library", built);
        }
        Path library = find(build);
        Path folder = Files.createDirectories(resources.resolve(platform()));
        byte[] bytes = Files.readAllBytes(library);
        Files.write(folder.resolve(library.getFileName()), bytes);
        Files.writeString(
                folder.resolve("sha256"),
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)) + "\n");
        System.out.println(
                "[INFO] native library: " + folder.resolve(library.getFileName()) + ", " + bytes.length + " bytes");
    }

    /** As dev.glovebox.backends.nativecode.Platform names it. */
    private static String platform() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String system = os.startsWith("windows") ? "windows" : os.startsWith("mac") ? "macos" : os.replace(' ', '-');
        String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return system + "-" + (arch.equals("amd64") ? "x86_64" : arch);
    }

    private static boolean onPath(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .flatMap(folder -> Stream.of(program, program + ".exe").map(name -> new File(folder, name)))
                .anyMatch(File::canExecute);
    }

    /** What a command printed if it failed, else null. */
    private static String run(String... command) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(command));
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes());
        return process.waitFor() == 0 ? null : output;
    }

    private static Path find(Path build) throws IOException {
        try (Stream<Path> files = Files.walk(build)) {
            return files.filter(f -> f.getFileName().toString().matches("(lib)?glovebox\\.(so|dylib|dll)"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no library under " + build));
        }
    }

    private static void skip(String reason) {
        System.out.println(
                "[WARNING] " + reason + ": the jar gets no native library, and the Java backends will be used");
    }

    private static void fail(String what, String output) {
        System.out.println(output);
        System.out.println("[ERROR] " + what + " failed");
        System.exit(1);
    }
}
