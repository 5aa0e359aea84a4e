package dev.glovebox.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A ratio to reach: the median time of an operation over another library's.
 *
 * @param set parameter set, or what the names of the sets that count start with
 * @param library what the name of the other library starts with; empty for the best of all
 * @param java greatest ratio for the Vector API backend
 * @param nativeCode greatest ratio for the native backend
 */
record Target(String work, String operation, String set, String library, double java, double nativeCode) {
    static final List<Target> ALL = List.of(
            new Target("NTT, 49-bit, N = 2^15", "forward", "15", "SEAL", 1.2, 0.9),
            new Target("rotate, N = 2^15, 20 limbs, 3 digits", "rotate", "C_D3", "OpenFHE", 0.45, 0.33),
            new Target("rotate, N = 2^15, 20 limbs, 3 digits", "rotate", "C_D3", "", 0.45, 0.33),
            new Target(
                    "multiply + relinearise + rescale, N = 2^14, 9 limbs, one special prime",
                    "multiplyRelinearizeRescale",
                    "B_1P",
                    "",
                    0.5,
                    0.4),
            new Target(
                    "multiply + relinearise + rescale, N = 2^14, 9 limbs, 3 digits",
                    "multiplyRelinearizeRescale",
                    "B_D3",
                    "",
                    0.5,
                    0.4),
            new Target("8 hoisted rotations, N = 2^15", "rotateHoisted8", "C_D3", "OpenFHE", 0.5, 0.35),
            new Target("8 hoisted rotations, N = 2^15", "rotateHoisted8", "C_D3", "", 0.5, 0.35),
            new Target("encode, N = 2^13", "encode", "A_1P", "", 0.5, 0.5),
            new Target("encode, N = 2^14", "encode", "B_1P", "", 0.5, 0.5),
            new Target("encode, N = 2^15", "encode", "C_1P", "", 0.5, 0.5),
            new Target("encode, N = 2^16", "encode", "D_D3", "", 0.5, 0.5),
            new Target("encrypt (public key), N = 2^13", "encryptPublic", "A_1P", "", 0.5, 0.5),
            new Target("encrypt (public key), N = 2^14", "encryptPublic", "B_1P", "", 0.5, 0.5),
            new Target("encrypt (public key), N = 2^15", "encryptPublic", "C_1P", "", 0.5, 0.5),
            new Target("encrypt (public key), N = 2^16", "encryptPublic", "D_D3", "", 0.5, 0.5),
            new Target("decrypt + decode, N = 2^13", "decrypt", "A_1P", "", 0.5, 0.5),
            new Target("decrypt + decode, N = 2^14", "decrypt", "B_1P", "", 0.5, 0.5),
            new Target("decrypt + decode, N = 2^15", "decrypt", "C_1P", "", 0.5, 0.5),
            new Target("decrypt + decode, N = 2^16", "decrypt", "D_D3", "", 0.5, 0.5),
            new Target("128×128 matrix × vector, N = 2^13", "matrix128", "A_1P", "SEAL", 0.5, 0.35),
            new Target("128×128 matrix × vector, N = 2^13", "matrix128", "A_1P", "", 0.5, 0.35),
            new Target("128-bit secure rotate, N = 2^15, depth 14", "rotate", "DEPTH14", "", 0.5, 0.4),
            new Target("128-bit secure rotate, N = 2^15, depth 19", "rotate", "DEPTH19", "", 0.5, 0.4));

    /** The library to compare with, and its time in microseconds. */
    Optional<Map.Entry<String, Double>> other(Results results) {
        return results.bestOther(operation, set, library);
    }

    /** Our time over the other library's. */
    OptionalDouble ratio(Results results, String column) {
        OptionalDouble own = results.best(operation, set, column);
        Optional<Map.Entry<String, Double>> other = other(results);
        return own.isPresent() && other.isPresent()
                ? OptionalDouble.of(own.getAsDouble() / other.get().getValue())
                : OptionalDouble.empty();
    }

    /** The ratio to reach for a backend. */
    double aim(String backend) {
        return backend.equals("native") ? nativeCode : java;
    }
}
