package dev.glovebox.backends.nativecode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.glovebox.backends.nativecode.NativeLibrary.Source;
import dev.glovebox.backends.nativecode.NativeLibrary.Unavailable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a library that is missing, damaged, for another machine or not to be loaded. */
class NativeLibraryTest {
    private static final Platform HERE = Platform.current();
    private static final Source JAR = NativeLibrary.class::getResourceAsStream;

    @TempDir
    Path folder;

    private byte[] library;

    @BeforeEach
    void read() throws IOException {
        try (InputStream in = JAR.open(HERE.folder() + HERE.fileName())) {
            assumeThat(in).as("a library in the build").isNotNull();
            library = in.readAllBytes();
        }
    }

    /** Any bytes as a library with the right hash. */
    private static Source of(byte[] bytes, Platform platform) throws Exception {
        String hash =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        Map<String, byte[]> files = Map.of(
                platform.folder() + platform.fileName(),
                bytes,
                platform.folder() + "sha256",
                hash.getBytes(StandardCharsets.US_ASCII));
        return name -> files.containsKey(name) ? new ByteArrayInputStream(files.get(name)) : null;
    }

    private static void refused(Source source, Platform platform, String... reasons) {
        assertThatThrownBy(() -> NativeLibrary.load(source, platform))
                .isInstanceOf(Unavailable.class)
                .satisfies(e -> assertThat(e.getMessage()).contains(reasons));
    }

    @Test
    void theLibraryOfTheBuildLoadsAndLeavesNoFile() throws Exception {
        NativeLibrary loaded = NativeLibrary.load(JAR, HERE);
        assertThat(loaded.instructions()).isIn(InstructionSet.AVX2, InstructionSet.AVX512, InstructionSet.PORTABLE);
        assertThat(NativeLibrary.present()).as(NativeLibrary.reason()).isTrue();
    }

    @Test
    void aMissingLibraryIsNamed() {
        refused(name -> null, HERE, "no " + HERE.folder() + HERE.fileName() + " on the class path", "cmake");
        refused(JAR, Platform.of("Plan 9", "mips"), "no plan-9-mips/libglovebox.so");
    }

    @Test
    void aDamagedLibraryIsNotLoaded() {
        byte[] damaged = library.clone();
        damaged[damaged.length / 2] ^= 1;
        refused(
                name -> name.endsWith("sha256") ? JAR.open(name) : new ByteArrayInputStream(damaged),
                HERE,
                "the native library is damaged: its SHA-256 is ");
    }

    @Test
    void aLibraryOfAnotherArchitectureDoesNotLoad() throws Exception {
        assumeThat(HERE.system()).isEqualTo("linux");
        byte[] foreign = library.clone();
        foreign[18] = 0x16; // e_machine of ELF: IBM S/390
        foreign[19] = 0;
        refused(of(foreign, HERE), HERE, "the native library does not load", "java.io.tmpdir=");
    }

    @Test
    void whatIsNoLibraryDoesNotLoad() throws Exception {
        refused(of(new byte[100], HERE), HERE, "the native library does not load");
    }

    @Test
    void instructionSetsAreChosenByWhatThereIs() {
        assertThat(InstructionSet.choose(0b0001, "", "aarch64")).isEqualTo(InstructionSet.PORTABLE);
        assertThat(InstructionSet.choose(0b1011, "", "x86_64")).isEqualTo(InstructionSet.AVX2);
        assertThat(InstructionSet.choose(0b1111, "", "x86_64")).isEqualTo(InstructionSet.AVX512);
        assertThat(InstructionSet.choose(0b1111, "avx2-pairs", "x86_64")).isEqualTo(InstructionSet.AVX2_PAIRS);
        assertThatThrownBy(() -> InstructionSet.choose(0b0001, "", "x86_64"))
                .hasMessage("the processor has no AVX2 and FMA");
        assertThatThrownBy(() -> InstructionSet.choose(0b1011, "avx512", "x86_64"))
                .hasMessage("-Dglovebox.native.instructions=avx512, expected one of avx2, avx2-pairs, portable");
    }

    private List<String> chooseIn(List<String> options) throws Exception {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Choice.class.getName()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(process.waitFor()).as("%s", lines).isZero();
        return lines;
    }

    @Test
    void withoutALibraryTheJavaBackendRunsAndTheReasonIsLogged() throws Exception {
        List<String> lines = chooseIn(List.of("-Dglovebox.native.instructions=none"));
        assertThat(lines).anyMatch(line -> line.startsWith("java-"));
        assertThat(String.join("\n", lines))
                .containsOnlyOnce("backend native is not used: the native library does not load: "
                        + "-Dglovebox.native.instructions=none, expected one of ");
    }

    @Test
    void noFileIsLeft() throws Exception {
        assumeThat(HERE.system()).isNotEqualTo("windows");
        assertThat(chooseIn(List.of("-Djava.io.tmpdir=" + folder, "--enable-native-access=ALL-UNNAMED")))
                .contains("native");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.filter(f -> f.getFileName().toString().startsWith("glovebox")))
                    .isEmpty();
        }
    }

    @Test
    void aFolderThatCannotBeWrittenIsNamed() throws Exception {
        Path missing = folder.resolve("missing");
        List<String> lines = chooseIn(List.of("-Djava.io.tmpdir=" + missing));
        assertThat(lines).anyMatch(line -> line.startsWith("java-"));
        assertThat(String.join("\n", lines)).contains("java.io.tmpdir=" + missing);
    }

    /** Prints the name of the backend that a program gets. */
    static final class Choice {
        public static void main(String[] args) {
            System.out.println(dev.glovebox.runtime.ring.RingBackends.choose().name());
        }
    }
}
