package dev.glovebox.compiler.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.dsl.Circuit;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingClassLoaderTest {
    @TempDir
    private Path folder;

    private Path classes;
    private Path jar;

    @BeforeEach
    void compile() throws IOException {
        Sources library =
                new Sources(folder.resolve("library")).put("lib.Helper", "package lib; public class Helper {}");
        library.compile();
        jar = library.jar(folder.resolve("library.jar"));
        classes = new Sources(folder.resolve("module"))
                .put("m.Base", "package m; public class Base {}")
                .put("m.Model", """
                        package m;
                        public class Model extends Base {
                            public final Object helper = new lib.Helper();
                            @dev.glovebox.dsl.Circuit double f(double x) { return x; }
                        }
                        """)
                .put("m.Unused", "package m; class Unused {}")
                .compile(jar);
        Files.writeString(classes.resolve("weights.csv"), "1,2,3");
    }

    @Test
    void recordsClassesSuperclassesJarsAndResources() throws Exception {
        try (RecordingClassLoader loader = new RecordingClassLoader(List.of(classes, jar))) {
            Class<?> model = loader.loadClass("m.Model");
            model.getConstructor().newInstance();
            try (InputStream weights = loader.getResourceAsStream("weights.csv")) {
                assertThat(weights).hasContent("1,2,3");
            }

            assertThat(loader.sources())
                    .containsOnlyKeys("m/Model.class", "m/Base.class", "lib/Helper.class", "weights.csv")
                    .containsEntry("weights.csv", Hashes.of("1,2,3"))
                    .containsEntry("m/Base.class", Hashes.of(classes.resolve("m/Base.class")));
        }
    }

    @Test
    void theAnnotationsAreThoseOfTheCompiler() throws Exception {
        try (RecordingClassLoader loader = new RecordingClassLoader(List.of(classes, jar))) {
            assertThat(loader.loadClass("m.Model")
                            .getDeclaredMethod("f", double.class)
                            .isAnnotationPresent(Circuit.class))
                    .isTrue();
            assertThat(loader.getResource("dev/glovebox/dsl/Circuit.class")).isNotNull();
            assertThat(loader.queries()).doesNotContainKey("dev/glovebox/dsl/Circuit.class");
        }
    }

    @Test
    void theCompilersOwnLibrariesAreOutOfSight() throws IOException {
        try (RecordingClassLoader loader = new RecordingClassLoader(List.of(classes))) {
            assertThat(loader.getResource("org/objectweb/asm/ClassReader.class"))
                    .isNull();
            assertThat(loader.getResource("dev/glovebox/compiler/CompilerOptions.class"))
                    .isNull();
        }
    }

    @Test
    void noticesAChangedAResourceThatAppearsAndOneThatGoes() throws Exception {
        SortedMap<String, String> queries;
        try (RecordingClassLoader loader = new RecordingClassLoader(List.of(classes, jar))) {
            loader.getResource("weights.csv");
            loader.getResource("optional.csv");
            Collections.list(loader.getResources("META-INF/services/x"));
            queries = loader.queries();
        }
        assertThat(current(queries)).isTrue();

        Files.writeString(classes.resolve("unrelated.csv"), "9");
        assertThat(current(queries)).isTrue();

        Files.writeString(classes.resolve("optional.csv"), "1");
        assertThat(current(queries)).isFalse();
        Files.delete(classes.resolve("optional.csv"));

        Files.createDirectories(classes.resolve("META-INF/services"));
        Files.writeString(classes.resolve("META-INF/services/x"), "p.Provider");
        assertThat(current(queries)).isFalse();
        Files.delete(classes.resolve("META-INF/services/x"));
        assertThat(current(queries)).isTrue();

        Files.delete(classes.resolve("weights.csv"));
        assertThat(current(queries)).isFalse();
    }

    private boolean current(SortedMap<String, String> queries) throws IOException {
        try (RecordingClassLoader loader = new RecordingClassLoader(List.of(classes, jar))) {
            return loader.answersAlike(queries);
        }
    }
}
