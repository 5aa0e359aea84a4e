package dev.glovebox.compiler.frontend;

import dev.glovebox.compiler.diagnostic.Code;
import dev.glovebox.compiler.diagnostic.CompilationException;
import dev.glovebox.compiler.diagnostic.Diagnostic;
import dev.glovebox.compiler.ir.SourceLocation;
import dev.glovebox.runtime.circuit.CircuitSignature;
import dev.glovebox.runtime.circuit.CircuitSignature.ElementRange;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads the representative inputs that {@link dev.glovebox.dsl.Circuit#calibration} names. */
final class CalibrationRows {
    private final Class<?> model;
    private final List<ElementRange> elements;
    private final SourceLocation at;

    CalibrationRows(Class<?> model, CircuitSignature signature, SourceLocation at) {
        this.model = model;
        this.elements = signature.parameters().stream()
                .flatMap(p -> p.elements().stream())
                .toList();
        this.at = at;
    }

    /** @throws CompilationException {@link Code#BAD_CALIBRATION} if there are no such rows, or one is no input */
    List<double[]> read(String name) {
        if (name.isEmpty()) {
            return List.of();
        }
        List<double[]> rows = name.endsWith(".csv") ? file(name) : method(name);
        for (int i = 0; i < rows.size(); i++) {
            check(rows.get(i), i + 1);
        }
        if (rows.isEmpty()) {
            throw bad("the calibration data " + name + " have no rows");
        }
        return rows;
    }

    private List<double[]> file(String name) {
        try (InputStream in = model.getResourceAsStream(name)) {
            if (in == null) {
                throw bad("there is no file " + name + " beside " + model.getSimpleName());
            }
            List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
            List<double[]> rows = new ArrayList<>();
            for (int i = 0; i < lines.size(); i++) {
                try {
                    rows.add(Arrays.stream(lines.get(i).split(",", -1))
                            .mapToDouble(cell -> Double.parseDouble(cell.trim()))
                            .toArray());
                } catch (NumberFormatException e) {
                    if (i > 0) {
                        throw bad("line " + (i + 1) + " of " + name + " has a cell that is no number");
                    }
                }
            }
            return rows;
        } catch (IOException e) {
            throw bad("the file " + name + " cannot be read (" + e.getMessage() + ")");
        }
    }

    private List<double[]> method(String name) {
        try {
            Method method = model.getDeclaredMethod(name);
            if (Modifier.isStatic(method.getModifiers()) && method.getReturnType() == double[][].class) {
                method.setAccessible(true);
                return List.of((double[][]) method.invoke(null));
            }
        } catch (NoSuchMethodException e) {
            // Reported below.
        } catch (InvocationTargetException e) {
            throw bad("the method " + name + " throws " + e.getTargetException());
        } catch (ReflectiveOperationException e) {
            throw bad("the method " + name + " cannot be called (" + e + ")");
        }
        throw bad("there is no static method " + name + "() of " + model.getSimpleName() + " that returns double[][]");
    }

    private void check(double[] row, int number) {
        if (row.length != elements.size()) {
            throw bad("row " + number + " of the calibration data has " + row.length + " numbers");
        }
        for (int i = 0; i < row.length; i++) {
            ElementRange range = elements.get(i);
            if (!(row[i] >= range.min() && row[i] <= range.max())) {
                throw bad("row " + number + " of the calibration data has " + row[i] + " for " + range.label()
                        + ", whose range is [" + range.min() + ", " + range.max() + "]");
            }
        }
    }

    private CompilationException bad(String found) {
        return new CompilationException(new Diagnostic(
                Code.BAD_CALIBRATION,
                at,
                found,
                "rows of " + elements.size() + " numbers, the elements of all parameters in order, within their ranges",
                "Name a CSV file beside the class or a static method in @Circuit(calibration = ...).",
                List.of(at)));
    }
}
