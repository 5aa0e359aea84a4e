package dev.glovebox.runtime.circuit;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a server checks before it runs a circuit.
 *
 * @param formatVersion 1
 * @param circuitId as in the client manifest
 * @param compilerVersion version of Glovebox that made the circuit
 * @param sources resource path of each class and resource that lifting read → SHA-256 in hexadecimal; {@code load} compares
 *     those it can find
 */
public record ServerManifest(
        int formatVersion, String circuitId, String compilerVersion, SortedMap<String, String> sources) {
    public ServerManifest {
        sources = Collections.unmodifiableSortedMap(new TreeMap<>(sources));
    }
}
