package dev.glovebox.compiler.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CircuitScannerTest {
    @TempDir
    private Path folder;

    @Test
    void findsAnnotatedMethodsOfAllClassesWithoutLoadingThem() throws IOException {
        Path output = new Sources(folder)
                .put("a.Model", """
                        package a;
                        import dev.glovebox.dsl.*;
                        public class Model {
                            static { if (true) throw new IllegalStateException("a scan loads nothing"); }
                            @Circuit double second(@Encrypted(min = 0, max = 1) double x) { return x; }
                            @Circuit double first(@Encrypted(min = 0, max = 1) double x) { return x; }
                            double plain(double x) { return x; }
                            interface Nested { @Circuit double inner(@Encrypted(min = 0, max = 1) double x); }
                        }
                        """)
                .put("b.Other", "package b; class Other { @Deprecated void old() {} }")
                .put("Root", "class Root { @dev.glovebox.dsl.Circuit static double f(double x) { return x; } }")
                .compile();

        assertThat(CircuitScanner.scan(output))
                .containsExactly(
                        new CircuitMethod("Root", "f"),
                        new CircuitMethod("a.Model", "first"),
                        new CircuitMethod("a.Model", "second"),
                        new CircuitMethod("a.Model$Nested", "inner"));
    }

    @Test
    void bridgeMethodsDoNotCount() throws IOException {
        Path output = new Sources(folder).put("Bridged", """
                        class Bridged implements java.util.function.Supplier<String> {
                            @Override @dev.glovebox.dsl.Circuit public String get() { return ""; }
                        }
                        """).compile();

        assertThat(CircuitScanner.scan(output)).containsExactly(new CircuitMethod("Bridged", "get"));
    }

    @Test
    void aFolderThatIsNotThereHasNoCircuits() throws IOException {
        assertThat(CircuitScanner.scan(folder.resolve("none"))).isEmpty();
    }
}
