package dev.glovebox.compiler;

import dev.glovebox.dsl.Packing;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What may be set for a compilation.
 *
 * @param maxSteps bytecode instructions that lifting may interpret
 * @param maxEntries entries that all affine forms together may have
 * @param maxDegree greatest degree of an approximating polynomial
 * @param rescale name of the rescale policy: {@code eager}, {@code lazy}, {@code after-sum} or {@code waterline}
 * @param relinearize name of the relinearization policy: {@code eager}, {@code lazy} or {@code minimum}
 * @param approximation name of how polynomials for functions are found: {@code minimax}, {@code chebyshev} (interpolation) or {@code
 *     least-squares}
 * @param costs what choices are weighed by: the name of a backend that a cost table ships for, or the path of a measured table
 * @param threads that one evaluation is expected to use
 * @param maxKeyBytes most bytes, on the wire, of a circuit's evaluation keys; rotations are composed from fewer keys to keep it
 * @param forced what is not left to the model and the search, for exploring
 */
public record CompilerOptions(
        long maxSteps,
        long maxEntries,
        int maxDegree,
        String rescale,
        String relinearize,
        String approximation,
        String costs,
        int threads,
        long maxKeyBytes,
        Forced forced) {
    /**
     * 2·10⁹ steps, 10⁸ entries, degree 1023, lazy rescaling, the fewest relinearizations, minimax polynomials, costs of the native
     * backend on one thread, keys of any size. The machine that compiles has no say: the same model gives the same circuit everywhere.
     */
    public static final CompilerOptions DEFAULT = new CompilerOptions(
            2_000_000_000L, 100_000_000L, 1023, "lazy", "minimum", "minimax", "native", 1, Long.MAX_VALUE, Forced.NONE);

    /** These options with another limit of lifting. */
    public CompilerOptions withMaxSteps(long steps) {
        return with(options -> options.maxSteps = steps);
    }

    /** These options with another limit of affine forms. */
    public CompilerOptions withMaxEntries(long entries) {
        return with(options -> options.maxEntries = entries);
    }

    /** These options with another greatest degree. */
    public CompilerOptions withMaxDegree(int degree) {
        return with(options -> options.maxDegree = degree);
    }

    /** These options with another rescale policy. */
    public CompilerOptions withRescale(String policy) {
        return with(options -> options.rescale = policy);
    }

    /** These options with another relinearization policy. */
    public CompilerOptions withRelinearize(String policy) {
        return with(options -> options.relinearize = policy);
    }

    /** These options with another way to find polynomials. */
    public CompilerOptions withApproximation(String name) {
        return with(options -> options.approximation = name);
    }

    /** These options with another cost table. */
    public CompilerOptions withCosts(String nameOrFile) {
        return with(options -> options.costs = nameOrFile);
    }

    /** These options with another number of threads to plan for. */
    public CompilerOptions withThreads(int count) {
        return with(options -> options.threads = count);
    }

    /** These options with another budget of key bytes. */
    public CompilerOptions withMaxKeyBytes(long bytes) {
        return with(options -> options.maxKeyBytes = bytes);
    }

    /** These options with values forced. */
    public CompilerOptions withForced(Forced values) {
        return with(options -> options.forced = values);
    }

    private CompilerOptions with(Consumer<Fields> change) {
        Fields fields = new Fields(this);
        change.accept(fields);
        return fields.options();
    }

    /** The options, to be changed. */
    private static final class Fields {
        long maxSteps;
        long maxEntries;
        int maxDegree;
        String rescale;
        String relinearize;
        String approximation;
        String costs;
        int threads;
        long maxKeyBytes;
        Forced forced;

        Fields(CompilerOptions o) {
            maxSteps = o.maxSteps;
            maxEntries = o.maxEntries;
            maxDegree = o.maxDegree;
            rescale = o.rescale;
            relinearize = o.relinearize;
            approximation = o.approximation;
            costs = o.costs;
            threads = o.threads;
            maxKeyBytes = o.maxKeyBytes;
            forced = o.forced;
        }

        CompilerOptions options() {
            return new CompilerOptions(
                    maxSteps,
                    maxEntries,
                    maxDegree,
                    rescale,
                    relinearize,
                    approximation,
                    costs,
                    threads,
                    maxKeyBytes,
                    forced);
        }
    }

    /**
     * Values that override the model's annotation and the parameter search. Security is checked all the same.
     *
     * @param packing or null for the model's
     * @param precisionBits or 0 for the model's
     * @param logDegree log₂ of the ring degree, or 0 to search
     * @param scaleBits log₂ of the scale, or 0 to search
     * @param digits of key switching, or 0 to search
     */
    public record Forced(@Nullable Packing packing, int precisionBits, int logDegree, int scaleBits, int digits) {
        public static final Forced NONE = new Forced(null, 0, 0, 0, 0);
    }
}
