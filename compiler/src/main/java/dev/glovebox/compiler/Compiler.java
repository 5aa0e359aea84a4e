package dev.glovebox.compiler;

import dev.glovebox.compiler.diagnostic.Code;
import dev.glovebox.compiler.diagnostic.CompilationException;
import dev.glovebox.compiler.diagnostic.Diagnostic;
import dev.glovebox.compiler.frontend.ClassSource;
import dev.glovebox.compiler.frontend.LiftedModel;
import dev.glovebox.compiler.frontend.Lifter;
import dev.glovebox.compiler.ir.SourceLocation;
import java.util.List;

/** Compiles circuit methods. Stateless; the same bytes read, options and version give the same files. */
public final class Compiler {
    private final CompilerOptions options;

    public Compiler(CompilerOptions options) {
        this.options = options;
    }

    /** As {@link #compile(Class, String, ClassSource)}, with what the model's class loader finds. */
    public CompiledModel compile(Class<?> model, String method) {
        return compile(model, method, ClassSource.of(model.getClassLoader()));
    }

    /**
     * Compiles one circuit method.
     *
     * @param method name of the one method of the class with that name and a {@link dev.glovebox.dsl.Circuit} annotation
     * @param source where the bytes of the model's classes and resources come from
     * @throws CompilationException with the reasons if it cannot be compiled
     */
    public CompiledModel compile(Class<?> model, String method, ClassSource source) {
        LiftedModel lifted = new Lifter(options).lift(model, method, source);
        throw new CompilationException(new Diagnostic(
                Code.INTERNAL,
                SourceLocation.UNKNOWN,
                "no stages after lifting " + lifted.program().name(),
                "a circuit",
                "The pipeline is being assembled.",
                List.of()));
    }
}
