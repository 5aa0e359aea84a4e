package dev.glovebox.runtime.circuit;

import java.util.Map;
import java.util.SortedMap;

/**
 * A compiler on the class path, found by {@link java.util.ServiceLoader}: used when a circuit was not built beforehand, as in
 * a run from an IDE.
 */
public interface CircuitCompiler {

    /**
     * Compiles a circuit method in this process.
     *
     * @return path → bytes of every file of {@link CircuitFiles}
     * @throws CircuitException with the diagnostics if it cannot be compiled
     */
    SortedMap<String, byte[]> compile(Class<?> model, String method);

    /**
     * Compiles a circuit method of a live object, whose fields are the constants.
     *
     * @param options the compiler's options by name
     * @return as {@link #compile(Class, String)}
     * @throws CircuitException with the diagnostics if it cannot be compiled
     */
    SortedMap<String, byte[]> compile(Object model, String method, Map<String, String> options);
}
