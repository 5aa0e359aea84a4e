package dev.glovebox.backends.java;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What depends on the options of the JVM: the module of the Vector API, the shape of vectors, threads, compiled code. */
class OtherJvmTest {
    private static final String MODULE = "--add-modules=jdk.incubator.vector";

    private static List<String> run(Class<?> main, List<String> options, String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-Xmx512m", "-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        List<String> lines = lines(process);
        assertThat(process.waitFor()).as("%s: %s", command, lines).isZero();
        return lines;
    }

    private static List<String> lines(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }

    private static List<String> expected(String name, int logDegree) {
        List<String> lines = new ArrayList<>(List.of(name));
        LongStream.of(1, 2)
                .mapToObj(seed -> Long.toString(RandomOperations.digest(new ScalarBackend(), logDegree, seed)))
                .forEach(lines::add);
        return lines;
    }

    @Test
    void withoutTheModuleTheAutovectorisedTierRunsAndTheFlagIsNamed() throws Exception {
        List<String> lines = run(RandomOperations.class, List.of(), "6", "1", "2");
        assertThat(lines).containsSubsequence(expected("java-autovec", 6));
        assertThat(String.join("\n", lines)).containsOnlyOnce("--add-modules jdk.incubator.vector");
    }

    @Test
    void withoutTheModuleTheVectorTierCannotBeForced() throws Exception {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dglovebox.backend=java-vector",
                "-cp",
                System.getProperty("java.class.path"),
                RandomOperations.class.getName(),
                "6");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        assertThat(String.join("\n", lines(process)))
                .contains("no backend named 'java-vector' is available")
                .contains("needs the JVM option --add-modules jdk.incubator.vector");
        assertThat(process.waitFor()).isNotZero();
    }

    @ParameterizedTest(name = "{0} bits, N=2^{1}")
    @CsvSource({"128, 4", "128, 7", "256, 4", "256, 8", "512, 4", "512, 7", "512, 8", "512, 9", "512, 10"})
    void everyVectorShapeAgrees(int bits, int logDegree) throws Exception {
        List<String> options = List.of(MODULE, "-Dglovebox.vector.bits=" + bits);
        List<String> lines = run(RandomOperations.class, options, Integer.toString(logDegree), "1", "2");
        assertThat(lines).containsSubsequence(expected("java-vector", logDegree));
    }

    @ParameterizedTest(name = "{0}, {1} threads")
    @CsvSource({"java-scalar, 3", "java-autovec, 2", "java-vector, 1", "java-vector, 4"})
    void threadsDoNotChangeResults(String backend, int threads) throws Exception {
        List<String> options = List.of(
                MODULE,
                "-Dglovebox.backend=" + backend,
                "-Dglovebox.threads=" + threads,
                "-Djava.util.concurrent.ForkJoinPool.common.parallelism=4");
        List<String> lines = run(RandomOperations.class, options, "13", "1", "2");
        assertThat(lines).containsSubsequence(expected(backend, 13));
    }

    @Test
    void kernelsAreCompiledInTheBackground() throws Exception {
        List<String> lines = run(WarmUpProbe.class, List.of(MODULE));
        List<String> digests = expected("java-vector", 6);
        assertThat(lines)
                .containsSubsequence(
                        digests.get(1), "done: false", "daemon: true", "ended: true", "done: true", digests.get(2));
        assertThat(String.join("\n", lines))
                .containsOnlyOnce("the kernels of java-vector are being compiled in the background")
                .containsOnlyOnce("java-vector answers now: compiled in");
    }

    /** Vectors that are boxed, because C2 stopped inlining, show as thousands of bytes. */
    @Test
    void compiledKernelsAllocateNothing() throws Exception {
        List<String> lines = run(AllocationProbe.class, List.of(MODULE, "-Xbatch"));
        List<String> results =
                lines.stream().filter(line -> line.startsWith("java-")).toList();
        assertThat(results)
                .hasSize(2 * 3 * 21)
                .allSatisfy(line -> assertThat(Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
                        .as(line)
                        .isLessThan(256));
    }

    /** Beside the polynomials of the result, which the pool gives, an operation allocates small objects only. */
    @Test
    void operationsAllocateNoPolynomialsInSteadyState() throws Exception {
        List<String> options = List.of(MODULE, "-Xbatch", "-Dglovebox.threads=1");
        List<String[]> results = run(SteadyState.class, options, "11").stream()
                .map(line -> line.split(" "))
                .filter(words -> words.length == 3 && words[1].matches("\\d+"))
                .toList();
        assertThat(results)
                .hasSize(14)
                .allSatisfy(words ->
                        assertThat(Long.parseLong(words[1])).as(words[0]).isLessThan(Long.parseLong(words[2]) / 4));
    }
}
