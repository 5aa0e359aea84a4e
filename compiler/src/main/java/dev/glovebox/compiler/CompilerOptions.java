package dev.glovebox.compiler;

/**
 * What may be set for a compilation.
 *
 * @param maxSteps bytecode instructions that lifting may interpret
 * @param maxEntries entries that all affine forms together may have
 * @param maxDegree greatest degree of an approximating polynomial
 * @param rescale name of the rescale policy: {@code eager} or {@code lazy}
 * @param relinearize name of the relinearization policy: {@code eager} or {@code lazy}
 */
public record CompilerOptions(long maxSteps, long maxEntries, int maxDegree, String rescale, String relinearize) {
    /** 2·10⁹ steps, 10⁸ entries, degree 1023, lazy policies. */
    public static final CompilerOptions DEFAULT =
            new CompilerOptions(2_000_000_000L, 100_000_000L, 1023, "lazy", "lazy");

    /** These options with another rescale policy. */
    public CompilerOptions withRescale(String policy) {
        return new CompilerOptions(maxSteps, maxEntries, maxDegree, policy, relinearize);
    }

    /** These options with another relinearization policy. */
    public CompilerOptions withRelinearize(String policy) {
        return new CompilerOptions(maxSteps, maxEntries, maxDegree, rescale, policy);
    }
}
