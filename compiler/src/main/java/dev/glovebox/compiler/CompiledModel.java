package dev.glovebox.compiler;

import dev.glovebox.compiler.diagnostic.Diagnostic;
import dev.glovebox.runtime.circuit.CircuitManifest;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What compiling a circuit method yields.
 *
 * @param manifest the client manifest, also among the files as JSON
 * @param files path of {@link dev.glovebox.runtime.circuit.CircuitFiles} → bytes; the bytes are not to be changed
 * @param warnings what did not stop the compilation
 */
public record CompiledModel(CircuitManifest manifest, SortedMap<String, byte[]> files, List<Diagnostic> warnings) {
    public CompiledModel {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
        warnings = List.copyOf(warnings);
    }
}
