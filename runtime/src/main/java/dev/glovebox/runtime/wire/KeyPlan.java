package dev.glovebox.runtime.wire;

import dev.glovebox.runtime.circuit.CircuitManifest.KeyRequirement;
import dev.glovebox.runtime.ckks.CkksParameters;
import java.util.Collections;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which evaluation keys a circuit needs.
 *
 * @param levels Galois element, or {@link #RELINEARIZATION} → level of the key
 * @param names the same keys → how messages name them
 */
public record KeyPlan(SortedMap<Integer, Integer> levels, SortedMap<Integer, String> names) {
    /** Stands for the relinearization key. */
    public static final int RELINEARIZATION = 0;

    public KeyPlan {
        levels = Collections.unmodifiableSortedMap(new TreeMap<>(levels));
        names = Collections.unmodifiableSortedMap(new TreeMap<>(names));
    }

    /** The keys of a circuit for one sample under its parameters. */
    public static KeyPlan of(CkksParameters parameters, KeyRequirement keys) {
        return of(parameters, keys, 1);
    }

    /**
     * The keys of a circuit under its parameters.
     *
     * @param samples how many slots of a ciphertext a rotation by one step passes
     */
    public static KeyPlan of(CkksParameters parameters, KeyRequirement keys, int samples) {
        SortedMap<Integer, Integer> levels = new TreeMap<>();
        SortedMap<Integer, String> names = new TreeMap<>();
        if (keys.relinearizationLevel() >= 0) {
            levels.put(RELINEARIZATION, keys.relinearizationLevel());
            names.put(RELINEARIZATION, "the relinearization key");
        }
        keys.rotations().forEach((steps, level) -> {
            int element = parameters.galoisElement(steps * samples);
            levels.put(element, level);
            names.put(element, "the Galois key of rotation by " + steps);
        });
        if (keys.conjugationLevel() >= 0) {
            levels.put(parameters.conjugationElement(), keys.conjugationLevel());
            names.put(parameters.conjugationElement(), "the Galois key of conjugation");
        }
        return new KeyPlan(levels, names);
    }

    /** The level of a key of the plan. */
    public int level(int element) {
        return Objects.requireNonNull(levels.get(element));
    }

    /** The highest level of a key, or 0 without keys. */
    int topLevel() {
        return levels.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    }
}
