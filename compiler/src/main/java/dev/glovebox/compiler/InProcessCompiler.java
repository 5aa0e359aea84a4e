package dev.glovebox.compiler;

import dev.glovebox.compiler.diagnostic.CompilationException;
import dev.glovebox.runtime.circuit.CircuitCompiler;
import dev.glovebox.runtime.circuit.ErrorCode;
import java.lang.System.Logger.Level;
import java.util.SortedMap;

/** Compiles a circuit when it is loaded, with the default options, where the compiler is on the class path. */
public final class InProcessCompiler implements CircuitCompiler {
    private static final System.Logger LOG = System.getLogger(InProcessCompiler.class.getName());

    @Override
    public SortedMap<String, byte[]> compile(Class<?> model, String method) {
        try {
            CompiledModel compiled = new Compiler(CompilerOptions.DEFAULT).compile(model, method);
            compiled.warnings().forEach(warning -> LOG.log(Level.WARNING, warning.toString()));
            return compiled.files();
        } catch (CompilationException e) {
            throw ErrorCode.COMPILATION_FAILED.error(
                    model.getName() + "." + method + " cannot be compiled:\n" + e.getMessage(),
                    "a circuit method that compiles",
                    "Correct the model as the diagnostic says.",
                    e);
        }
    }
}
