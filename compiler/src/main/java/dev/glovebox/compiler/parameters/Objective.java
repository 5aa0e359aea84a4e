package dev.glovebox.compiler.parameters;

import dev.glovebox.compiler.CompilerOptions;
import dev.glovebox.compiler.cost.CostModel;
import dev.glovebox.compiler.cost.RingShape;
import dev.glovebox.compiler.schedule.Schedule;
import dev.glovebox.runtime.ckks.CkksParameters;
import dev.glovebox.runtime.wire.EvaluationKeysFormat;
import dev.glovebox.runtime.wire.KeyPlan;

/**
 * What a choice of parameters costs: predicted seconds for one sample times 1 + (bytes of the evaluation keys)/{@value
 * #KEY_BYTES_SCALE}. So keys of that size may double, from nothing, what an evaluation costs: they are sent, kept in memory and
 * read in each evaluation.
 *
 * @param model what operations take
 * @param maxKeyBytes most bytes of evaluation keys on the wire
 * @param forced what is not searched for
 */
public record Objective(CostModel model, long maxKeyBytes, CompilerOptions.Forced forced) {
    /** Key bytes at which size weighs as much as time: 64 MiB. */
    static final double KEY_BYTES_SCALE = 64 << 20;

    /** A microsecond, so that circuits without any work still prefer small keys. */
    private static final double LEAST_SECONDS = 1e-6;

    public static final Objective DEFAULT = of(CompilerOptions.DEFAULT);

    public static Objective of(CompilerOptions options) {
        return new Objective(
                CostModel.of(options.costs()).withThreads(options.threads()), options.maxKeyBytes(), options.forced());
    }

    /** Bytes of a circuit's evaluation keys on the wire. */
    public static long keyBytes(CkksParameters parameters, Schedule schedule, int samples) {
        return EvaluationKeysFormat.size(parameters.rlwe(), KeyPlan.of(parameters, schedule.keys(), samples));
    }

    /**
     * Seconds of one evaluation.
     *
     * @param samples in each vector
     */
    public double seconds(CkksParameters parameters, Schedule schedule, int samples) {
        return seconds(RingShape.of(parameters), schedule, samples);
    }

    /** About what one evaluation takes, as long as parameters are not known. */
    public double typicalSeconds(Schedule schedule) {
        return seconds(RingShape.typical(schedule.depth(), schedule.program().slots()), schedule, 1);
    }

    private double seconds(RingShape ring, Schedule schedule, int samples) {
        return model.elapsed(
                ring, schedule.nodes(), schedule.outputs(), schedule.program().constants(), samples);
    }

    /** The number to make small; infinite above the budget of key bytes. */
    double cost(CkksParameters parameters, Schedule schedule, int samples) {
        long bytes = keyBytes(parameters, schedule, samples);
        return bytes > maxKeyBytes
                ? Double.POSITIVE_INFINITY
                : (LEAST_SECONDS + seconds(parameters, schedule, samples)) / samples * (1 + bytes / KEY_BYTES_SCALE);
    }
}
