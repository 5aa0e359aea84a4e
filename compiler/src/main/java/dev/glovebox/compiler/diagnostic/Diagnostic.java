package dev.glovebox.compiler.diagnostic;

import dev.glovebox.compiler.ir.SourceLocation;
import java.util.List;

/**
 * Why a circuit method cannot be compiled, or a warning.
 *
 * @param location the user's line
 * @param found what is there
 * @param expected what could be there
 * @param wayOut what to do
 * @param stack the calls that were inlined to get to the location, innermost first, the circuit method last
 */
public record Diagnostic(
        Code code, SourceLocation location, String found, String expected, String wayOut, List<SourceLocation> stack) {
    public Diagnostic {
        stack = List.copyOf(stack);
    }

    /** The same with something else found. */
    public Diagnostic withFound(String other) {
        return new Diagnostic(code, location, other, expected, wayOut, stack);
    }

    /** {@code GBC101: found; expected …. way out}. One line. */
    public String text() {
        return code.id() + ": " + found + "; expected " + expected + ". " + wayOut;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(location.file() + ":" + location.line() + ": " + text());
        for (SourceLocation frame : stack) {
            text.append("\n    at ").append(frame);
        }
        return text.toString();
    }
}
