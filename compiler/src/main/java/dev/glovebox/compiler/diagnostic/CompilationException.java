package dev.glovebox.compiler.diagnostic;

import java.util.List;
import java.util.stream.Collectors;

/** A circuit method that cannot be compiled, with the reasons. */
public final class CompilationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Diagnostic> diagnostics;

    public CompilationException(Diagnostic... diagnostics) {
        this(List.of(diagnostics));
    }

    public CompilationException(List<Diagnostic> diagnostics) {
        super(diagnostics.stream().map(Diagnostic::toString).collect(Collectors.joining("\n")));
        this.diagnostics = List.copyOf(diagnostics);
    }

    public List<Diagnostic> diagnostics() {
        return diagnostics;
    }
}
