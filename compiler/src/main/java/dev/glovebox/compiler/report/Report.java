package dev.glovebox.compiler.report;

import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The facts of one compiled circuit. Its JSON form has the same names.
 *
 * @param model binary name of the model class; empty for a textual circuit
 * @param name such as {@code TumorModel.malignancy}
 * @param circuitId as in the manifest; empty for a textual circuit
 * @param rescale the rescale policy
 * @param relinearize the relinearization policy
 * @param steps the scheduled operations, in order of evaluation
 * @param lines what each line of the user's source costs, the dearest first
 * @param rotationKeys the rotations there must be keys for
 * @param approximations every function that became a polynomial
 * @param graph the tensor stage
 */
public record Report(
        String model,
        String name,
        String circuitId,
        String rescale,
        String relinearize,
        Parameters parameters,
        Totals totals,
        Precision precision,
        List<Step> steps,
        List<Line> lines,
        List<RotationKey> rotationKeys,
        List<Approximation> approximations,
        List<Vertex> graph,
        @Nullable Measurement measured) {
    public Report {
        steps = List.copyOf(steps);
        lines = List.copyOf(lines);
        rotationKeys = List.copyOf(rotationKeys);
        approximations = List.copyOf(approximations);
        graph = List.copyOf(graph);
    }

    /**
     * The CKKS parameters.
     *
     * @param levelBits sizes of the primes of each level, level 0 first
     * @param logModulus log₂(QP)
     * @param maxLogModulus greatest log₂(QP) that has 128 bits of security in this ring
     */
    public record Parameters(
            int logDegree,
            int slots,
            List<List<Integer>> levelBits,
            List<Integer> specialBits,
            int digits,
            double scaleBits,
            double logModulus,
            double maxLogModulus) {}

    /**
     * Sums over the circuit.
     *
     * @param operations how often each operation is done
     * @param predictedSeconds of one evaluation on {@code backend}, by the cost model
     * @param keyBytes of the evaluation keys on the wire
     * @param memoryBytes what a server holds: keys, encoded constants and buffers, by the cost model
     */
    public record Totals(
            int depth,
            int products,
            int rotations,
            SortedMap<String, Integer> operations,
            String backend,
            double predictedSeconds,
            long keyBytes,
            long memoryBytes,
            int inputCiphertexts,
            int outputCiphertexts) {}

    /**
     * Absolute precision of the results in bits; of each part, its greatest error.
     *
     * @param approximationError bound of the approximations' error
     * @param noise predicted, at the worst input and result that were found
     * @param worstApproximationError at the worst input that a search found
     */
    public record Precision(
            int askedBits,
            double predictedBits,
            double approximationError,
            double noise,
            double worstApproximationError) {}

    /**
     * A scheduled operation.
     *
     * @param line of the user's source, as {@code Model.java:12}; empty if unknown
     * @param noise what its own errors make at the worst result for the worst input, were there no others; 0 if unknown
     */
    public record Step(
            String operation,
            String line,
            int level,
            int pending,
            int size,
            double scaleBits,
            double seconds,
            double noise) {}

    /**
     * A line of the user's source.
     *
     * @param at such as {@code Model.java:12}
     * @param method where it is
     * @param operations how often each operation is done for it
     * @param seconds by the cost model
     * @param approximationError what its approximations add to the greatest error of a result
     * @param noise what the errors of its operations make at the worst result for the worst input, were there no others; squares of
     *     all lines add up to that of the predicted noise
     */
    public record Line(
            String at,
            String method,
            SortedMap<String, Integer> operations,
            double seconds,
            double approximationError,
            double noise) {}

    /** A rotation key, and how often it is used. */
    public record RotationKey(int steps, int level, int uses) {}

    /**
     * A function and what stands for it, sampled for a plot.
     *
     * @param method how it is computed, such as {@code degree 31}
     * @param lo least argument the model meets, as far as ranges tell
     * @param hi greatest argument
     * @param x arguments over the polynomial's domain
     * @param function values of the function; NaN where it has none
     * @param polynomial values of the polynomial
     */
    public record Approximation(
            String at,
            String expression,
            String method,
            int depth,
            double error,
            double errorAtResults,
            double domainLo,
            double domainHi,
            double lo,
            double hi,
            double[] x,
            double[] function,
            double[] polynomial) {}

    /**
     * A vector of the tensor stage.
     *
     * @param operands indices of earlier vertices
     * @param lo least value of an element
     * @param hi greatest value
     */
    public record Vertex(
            String operation, String detail, int size, double lo, double hi, String at, List<Integer> operands) {}

    /**
     * One encrypted run on this machine.
     *
     * @param seconds median time of an evaluation
     * @param predictedSeconds what the cost table of that backend says for so many threads; NaN if none ships
     * @param errorBits -log₂ of the greatest difference from the clear model over the samples
     */
    public record Measurement(
            String backend, int threads, int samples, double seconds, double predictedSeconds, double errorBits) {}
}
