package dev.glovebox.compiler.build;

import dev.glovebox.compiler.diagnostic.Diagnostic;
import dev.glovebox.compiler.ir.SourceLocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes diagnostics the way compilers do, with the path of the source file where it can be found. */
final class SourceFiles {
    private final List<Path> roots;

    SourceFiles(List<Path> roots) {
        this.roots = List.copyOf(roots);
    }

    /** {@code path:[line,column] code: text}, and a line for each inlined call. Class files know no columns: it is the line's first. */
    String format(Diagnostic diagnostic, CircuitMethod circuit) {
        SourceLocation location = diagnostic.location();
        Path file = find(location);
        StringBuilder text = new StringBuilder();
        if (file != null) {
            text.append(file);
        } else if (!location.file().isEmpty()) {
            text.append(location.file());
        } else {
            text.append(circuit);
        }
        if (location.line() > 0) {
            int column = file == null ? 1 : firstColumn(file, location.line());
            text.append(":[").append(location.line()).append(',').append(column).append(']');
        } else {
            text.append(':');
        }
        text.append(' ').append(diagnostic.text());
        for (SourceLocation frame : diagnostic.stack()) {
            text.append("\n    at ").append(frame);
        }
        return text.toString();
    }

    private @Nullable Path find(SourceLocation location) {
        if (location.file().isEmpty()) {
            return null;
        }
        String name = location.className().replace('/', '.');
        int end = name.lastIndexOf('.');
        String folder = end < 0 ? "" : name.substring(0, end).replace('.', '/');
        return roots.stream()
                .map(root -> root.resolve(folder).resolve(location.file()))
                .filter(Files::isRegularFile)
                .findFirst()
                .orElse(null);
    }

    private static int firstColumn(Path file, int line) {
        try (Stream<String> lines = Files.lines(file)) {
            String text = lines.skip(line - 1L).findFirst().orElse("");
            return text.isBlank() ? 1 : text.length() - text.stripLeading().length() + 1;
        } catch (IOException | java.io.UncheckedIOException e) {
            return 1;
        }
    }
}
