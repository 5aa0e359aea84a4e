package dev.glovebox.runtime.circuit;

/** A circuit whose files were found, belong together and are not older than their sources. */
public record LoadedCircuit(CircuitManifest manifest, Constants constants, CircuitProgram program) {}
