package dev.glovebox.compiler;

import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random models with branches on encrypted data: clear ≈ simulated ≈ encrypted within the precision asked. */
class RandomBranchModelsTest {
    private static final int DEFAULT_MODELS = 18;
    private static final int ALL_MODELS = 150;

    @TempDir
    static Path folder;

    private static ClassLoader models;

    @BeforeAll
    static void compileModels() {
        models = RandomModels.compile(
                LongStream.range(0, ALL_MODELS)
                        .boxed()
                        .collect(Collectors.toMap(RandomBranchModels::name, RandomBranchModels::source)),
                folder);
    }

    static LongStream few() {
        return LongStream.range(0, DEFAULT_MODELS);
    }

    static LongStream others() {
        return LongStream.range(DEFAULT_MODELS, ALL_MODELS);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("few")
    void agree(long seed) throws ReflectiveOperationException {
        check(seed);
    }

    @Tag("slow")
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("others")
    void othersAgree(long seed) throws ReflectiveOperationException {
        check(seed);
    }

    private static void check(long seed) throws ReflectiveOperationException {
        RandomModelsTest.check(
                models.loadClass(RandomBranchModels.name(seed)), RandomBranchModels.source(seed), folder, seed);
    }
}
