package dev.glovebox.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.compiler.ir.slot.CircuitIr;
import dev.glovebox.compiler.ir.slot.SlotProgram;
import dev.glovebox.compiler.ir.tensor.TensorProgram;
import dev.glovebox.compiler.ir.text.IrParser;
import dev.glovebox.compiler.ir.text.IrPrinter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * Expected programs as text, in {@code src/test/golden/<test>/<name>.gbx}. They are compared after parsing and printing, so white
 * space and comments never matter. A run with {@code -Dglovebox.golden.update=true} writes what it finds instead; review it
 * as a diff.
 */
public final class Golden {
    private static final Path ROOT = Path.of("src/test/golden");

    private Golden() {}

    /** @param test the test class; its simple name is the folder */
    public static void check(Class<?> test, String name, TensorProgram actual) {
        check(test, name, IrPrinter.print(actual), text -> IrPrinter.print(IrParser.parseTensor(text)));
    }

    public static void check(Class<?> test, String name, SlotProgram actual) {
        check(test, name, IrPrinter.print(actual), text -> IrPrinter.print(IrParser.parseSlot(text)));
    }

    public static void check(Class<?> test, String name, CircuitIr actual) {
        check(test, name, IrPrinter.print(actual), text -> IrPrinter.print(IrParser.parseCircuit(text)));
    }

    /**
     * Plain text, compared as it is.
     *
     * @param file name with its extension
     */
    public static void checkText(Class<?> test, String file, String actual) {
        Path path = ROOT.resolve(test.getSimpleName()).resolve(file);
        try {
            if (Boolean.getBoolean("glovebox.golden.update")) {
                Files.createDirectories(path.getParent());
                Files.writeString(path, actual);
            }
            assertThat(path)
                    .as("golden text; -Dglovebox.golden.update=true writes it")
                    .exists();
            assertThat(actual).as(path.toString()).isEqualTo(Files.readString(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The text of a golden file, to parse as the input of a pass. */
    public static String read(Class<?> test, String name) {
        try {
            return Files.readString(path(test, name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void check(Class<?> test, String name, String actual, UnaryOperator<String> normalize) {
        Path path = path(test, name);
        try {
            if (Boolean.getBoolean("glovebox.golden.update")) {
                Files.createDirectories(path.getParent());
                Files.writeString(path, actual);
            }
            assertThat(path)
                    .as("golden text; -Dglovebox.golden.update=true writes it")
                    .exists();
            assertThat(normalize.apply(actual))
                    .as("print and parse are inverse")
                    .isEqualTo(actual);
            assertThat(actual).as(path.toString()).isEqualTo(normalize.apply(Files.readString(path)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path path(Class<?> test, String name) {
        return ROOT.resolve(test.getSimpleName()).resolve(name + ".gbx");
    }
}
