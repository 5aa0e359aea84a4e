package dev.glovebox.compiler;

import dev.glovebox.compiler.build.OptionNames;
import dev.glovebox.compiler.diagnostic.CompilationException;
import dev.glovebox.runtime.circuit.CircuitCompiler;
import dev.glovebox.runtime.circuit.ErrorCode;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Supplier;

/** Compiles circuits of classes that were not built, and of live objects, where the compiler is on the class path. */
public final class InProcessCompiler implements CircuitCompiler {
    private static final System.Logger LOG = System.getLogger(InProcessCompiler.class.getName());

    @Override
    public SortedMap<String, byte[]> compile(Class<?> model, String method) {
        return compile(model, method, () -> new Compiler(CompilerOptions.DEFAULT).compile(model, method));
    }

    @Override
    public SortedMap<String, byte[]> compile(Object model, String method, Map<String, String> options) {
        return compile(model.getClass(), method, () -> new Compiler(options(options)).compileLive(model, method));
    }

    private static CompilerOptions options(Map<String, String> options) {
        try {
            return OptionNames.read(options);
        } catch (IllegalArgumentException e) {
            throw ErrorCode.COMPILATION_FAILED.error(
                    String.valueOf(e.getMessage()),
                    "options of the compiler by name",
                    "Correct the options; the guide lists them.",
                    e);
        }
    }

    private static SortedMap<String, byte[]> compile(Class<?> model, String method, Supplier<CompiledModel> compiler) {
        try {
            CompiledModel compiled = compiler.get();
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
