package dev.glovebox.benchmarks;

import java.util.List;
import java.util.OptionalDouble;

/**
 * A ratio to reach: the median time of an operation over the best of the other libraries.
 *
 * @param set parameter set, or what the names of the sets that count start with
 * @param java greatest ratio for the Vector API backend
 * @param nativeCode greatest ratio for the native backend
 */
record Target(String work, String operation, String set, double java, double nativeCode) {
    static final List<Target> ALL = List.of(
            new Target("NTT, 49-bit, N = 2^15", "forward", "15", 1.2, 0.9),
            new Target("rotate, N = 2^15, 20 limbs, 3 digits", "rotate", "C_D3", 0.45, 0.33),
            new Target(
                    "multiply + relinearise + rescale, N = 2^14, 9 limbs",
                    "multiplyRelinearizeRescale",
                    "B_",
                    0.5,
                    0.4),
            new Target("8 hoisted rotations, N = 2^15", "rotateHoisted8", "C_", 0.5, 0.35),
            new Target("encode, N = 2^13", "encode", "A_1P", 0.5, 0.5),
            new Target("encode, N = 2^14", "encode", "B_1P", 0.5, 0.5),
            new Target("encode, N = 2^15", "encode", "C_1P", 0.5, 0.5),
            new Target("encode, N = 2^16", "encode", "D_D3", 0.5, 0.5),
            new Target("encrypt (public key), N = 2^13", "encryptPublic", "A_1P", 0.5, 0.5),
            new Target("encrypt (public key), N = 2^14", "encryptPublic", "B_1P", 0.5, 0.5),
            new Target("encrypt (public key), N = 2^15", "encryptPublic", "C_1P", 0.5, 0.5),
            new Target("encrypt (public key), N = 2^16", "encryptPublic", "D_D3", 0.5, 0.5),
            new Target("decrypt + decode, N = 2^13", "decrypt", "A_1P", 0.5, 0.5),
            new Target("decrypt + decode, N = 2^14", "decrypt", "B_1P", 0.5, 0.5),
            new Target("decrypt + decode, N = 2^15", "decrypt", "C_1P", 0.5, 0.5),
            new Target("decrypt + decode, N = 2^16", "decrypt", "D_D3", 0.5, 0.5),
            new Target("128×128 matrix × vector, N = 2^13", "matrix128", "A_1P", 0.5, 0.35),
            new Target("128-bit secure rotate, N = 2^15, depth 14", "rotate", "DEPTH14", 0.5, 0.4),
            new Target("128-bit secure rotate, N = 2^15, depth 19", "rotate", "DEPTH19", 0.5, 0.4));

    /** Our time over the best of the others. */
    OptionalDouble ratio(Results results, String column) {
        OptionalDouble own = results.best(operation, set, column);
        OptionalDouble other = results.bestOther(operation, set);
        return own.isPresent() && other.isPresent()
                ? OptionalDouble.of(own.getAsDouble() / other.getAsDouble())
                : OptionalDouble.empty();
    }
}
