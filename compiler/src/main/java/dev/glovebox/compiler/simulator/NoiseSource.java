package dev.glovebox.compiler.simulator;

import dev.glovebox.runtime.ckks.CkksParameters;
import dev.glovebox.runtime.ckks.NoiseModel;

/**
 * An error that operations add, whatever the parameters. Equal sources have equal variances.
 *
 * @param level that it arises at; of a factor, that of the vector multiplied
 * @param other its pending; of a factor, the level the product goes to
 */
public record NoiseSource(Kind kind, int level, int other) {

    /** Why there is an error. */
    public enum Kind {
        /** Encrypting and encoding an input. */
        ENCRYPTION("encryption"),
        /** Rounding an added public vector. */
        ADDED_VECTOR("encoding"),
        /** Rounding a public factor vector; it is multiplied with the values. */
        FACTOR_VECTOR("encoding"),
        /** Rounding one public number that is a factor of all slots. */
        FACTOR_SCALAR("encoding"),
        /** Rounding the one factor that brings a vector to a lower level. */
        LEVEL_FACTOR("encoding"),
        /** Rotation or relinearization. */
        KEY_SWITCH("key switching"),
        /** Dropping a level; arises at the level it arrives at. */
        RESCALE("rescaling"),
        /** The same with a third polynomial, that of a product. */
        RESCALE_PRODUCT("rescaling");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /** For messages: encryption, encoding, key switching or rescaling. */
        public String text() {
            return text;
        }
    }

    /** The variance of the real part of a slot under given parameters. */
    double variance(CkksParameters parameters, NoiseModel noise) {
        double deviation = switch (kind) {
            case ENCRYPTION -> Math.hypot(noise.freshEncryption(level), noise.encode(parameters.scale(level)));
            case ADDED_VECTOR -> noise.encode(parameters.scale(level, other));
            case FACTOR_VECTOR -> noise.encode(parameters.factorScale(level, other));
            case FACTOR_SCALAR -> ROUNDING / parameters.factorScale(level, other);
            case LEVEL_FACTOR ->
                ROUNDING * parameters.scale(level) / (parameters.modulus(other + 1) * parameters.scale(other));
            case KEY_SWITCH -> noise.keySwitch(level, other);
            case RESCALE -> noise.rescale(level);
            case RESCALE_PRODUCT -> noise.rescale(level) * Math.sqrt(1 + 2.0 / 3 * parameters.degree());
        };
        return deviation * deviation;
    }

    /** Standard deviation of a uniform rounding. */
    private static final double ROUNDING = Math.sqrt(1.0 / 12);
}
