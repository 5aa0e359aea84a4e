package dev.glovebox.compiler.explore;

import dev.glovebox.compiler.report.Report.Measurement;
import org.jspecify.annotations.Nullable;

/**
 * One way of compiling a model, and what came of it.
 *
 * @param packing as asked, in capitals
 * @param precisionBits as asked
 * @param maxDegree as asked
 * @param scaleBits as asked, or as found; 0 if nothing was found
 * @param digits as asked, or as found
 * @param logDegree as asked, or as found
 * @param samples that one evaluation serves
 * @param predictedSeconds of one evaluation, by the cost model
 * @param samplesPerSecond that evaluations one after another serve, as predicted
 * @param memoryBytes of a server, as predicted
 * @param logModulus log₂(QP)
 * @param maxLogModulus greatest log₂(QP) that has 128 bits of security in this ring
 * @param predictedBits of precision, by the compiler
 * @param simulatedBits -log₂ of the greatest difference between simulated and clear results over the samples that were simulated;
 *     NaN without samples
 * @param failure why there is no circuit, or null
 * @param command reruns this point alone
 */
public record Point(
        String packing,
        String rescale,
        String relinearize,
        String approximation,
        int precisionBits,
        int maxDegree,
        double scaleBits,
        int digits,
        int logDegree,
        int samples,
        int depth,
        int products,
        int rotations,
        double predictedSeconds,
        double samplesPerSecond,
        long keyBytes,
        long memoryBytes,
        double logModulus,
        double maxLogModulus,
        double predictedBits,
        double simulatedBits,
        @Nullable Measurement measured,
        @Nullable String failure,
        String command) {}
