package dev.glovebox.compiler.frontend;

import dev.glovebox.compiler.CompilerOptions;
import dev.glovebox.compiler.diagnostic.Code;
import dev.glovebox.compiler.diagnostic.CompilationException;
import dev.glovebox.compiler.diagnostic.Diagnostic;
import dev.glovebox.compiler.ir.SourceLocation;
import java.util.List;

/** Turns an annotated method into a tensor program by running it on partly unknown data. */
public final class Lifter {
    private final CompilerOptions options;

    public Lifter(CompilerOptions options) {
        this.options = options;
    }

    /** As {@link #lift(Class, String, ClassSource)}, with what the model's class loader finds. */
    public LiftedModel lift(Class<?> model, String method) {
        return lift(model, method, ClassSource.of(model.getClassLoader()));
    }

    /**
     * Lifts one circuit method. The model class is loaded again from {@code source} and initialised there; {@code model} itself
     * is neither initialised nor changed.
     *
     * @param method name of the one method of the class with that name and a {@link dev.glovebox.dsl.Circuit} annotation
     * @throws CompilationException with codes 1xx if the method cannot be lifted
     */
    public LiftedModel lift(Class<?> model, String method, ClassSource source) {
        throw new CompilationException(new Diagnostic(
                Code.INTERNAL,
                SourceLocation.UNKNOWN,
                "no lifting of " + model + "." + method,
                "",
                "" + options,
                List.of()));
    }
}
