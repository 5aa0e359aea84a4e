package dev.glovebox.runtime.ckks;

import dev.glovebox.runtime.circuit.CircuitException;
import dev.glovebox.runtime.circuit.ErrorCode;
import dev.glovebox.runtime.rlwe.EvaluationKeys;
import dev.glovebox.runtime.rlwe.SwitchingKey;

/** Finds the evaluation key that an operation needs, or says which one is missing. */
final class RequiredKeys {
    static final String REMEDY =
            "Make the evaluation keys with the client of this circuit: its manifest lists every key.";

    private final CkksParameters parameters;
    private final EvaluationKeys keys;
    private final int slots;
    private final int samples;

    RequiredKeys(CkksParameters parameters, EvaluationKeys keys, int slots, int samples) {
        this.parameters = parameters;
        this.keys = keys;
        this.slots = slots;
        this.samples = samples;
    }

    SwitchingKey relinearization(int level) {
        SwitchingKey key = keys.relinearization();
        if (key == null) {
            throw missing("no relinearization key for the secret key " + keys.keyId());
        }
        return serving(key, level, "relinearization key");
    }

    /** The Galois element of a rotation of every sample. */
    int element(int steps) {
        return parameters.galoisElement(steps * samples);
    }

    /** @param steps in [1, slots) */
    SwitchingKey rotation(int steps, int level) {
        return galois(element(steps), level, "rotation by " + steps + " of " + slots + " slots");
    }

    SwitchingKey conjugation(int level) {
        return galois(parameters.conjugationElement(), level, "conjugation");
    }

    private SwitchingKey galois(int element, int level, String use) {
        SwitchingKey key = keys.galois().get(element);
        if (key == null) {
            throw missing("no Galois key for " + use + " (element " + element + ") for the secret key " + keys.keyId());
        }
        return serving(key, level, "Galois key for " + use);
    }

    private static SwitchingKey serving(SwitchingKey key, int level, String name) {
        if (key.level() < level) {
            throw missing("the " + name + " is at level " + key.level() + ", needed at level " + level);
        }
        return key;
    }

    private static CircuitException missing(String what) {
        return new CircuitException(ErrorCode.MISSING_KEY.id(), what + ". " + REMEDY);
    }
}
