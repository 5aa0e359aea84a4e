package dev.glovebox.compiler.parameters;

import dev.glovebox.compiler.ir.slot.CircuitIr;
import dev.glovebox.compiler.ir.slot.SlotOp;
import dev.glovebox.compiler.schedule.Schedule;
import dev.glovebox.runtime.circuit.CircuitManifest.KeyRequirement;
import dev.glovebox.runtime.circuit.DiagonalMatrix;
import dev.glovebox.runtime.ckks.CkksParameters;
import dev.glovebox.runtime.wire.EvaluationKeysFormat;
import dev.glovebox.runtime.wire.KeyPlan;

/**
 * What the evaluation keys of a circuit weigh and what its key switches take, as far as the digits of key switching decide.
 * Work is counted in number-theoretic transforms of one limb; a limb of an inner product counts as {@value #PRODUCT} of one.
 */
public final class KeyCost {
    /** A pass of multiply and add over a limb. */
    private static final double PRODUCT = 0.2;

    private final CkksParameters parameters;

    public KeyCost(CkksParameters parameters) {
        this.parameters = parameters;
    }

    /** Bytes of all keys on the wire. */
    public long wireBytes(KeyRequirement keys) {
        return EvaluationKeysFormat.size(parameters.rlwe(), KeyPlan.of(parameters, keys));
    }

    /** Work of all key switches of one evaluation. */
    public double switchingWork(Schedule schedule) {
        double work = 0;
        for (CircuitIr.Node node : schedule.nodes()) {
            int level = node.type().level();
            work += switch (node.op()) {
                case SlotOp.Relinearize _, SlotOp.Rotate _ -> decompose(level) + finish(level);
                case SlotOp.LinearTransform transform -> {
                    DiagonalMatrix matrix = schedule.program().constants().matrix(transform.matrix());
                    long babies = matrix.rotations().stream()
                            .filter(r -> matrix.giant(r) == 0)
                            .count();
                    long giants = matrix.rotations().size() - babies;
                    yield decompose(level) + babies * finish(level) + giants * (decompose(level) + finish(level));
                }
                default -> 0;
            };
        }
        return work;
    }

    /** Extending the digits of one polynomial to all limbs. */
    private double decompose(int level) {
        int digits = parameters.digits(level).length;
        int limbs = parameters.limbs(level);
        int special = parameters.specialBasis().size();
        return (double) digits * (limbs + special);
    }

    /** Inner product with a key and division by the special primes. */
    private double finish(int level) {
        int digits = parameters.digits(level).length;
        int limbs = parameters.limbs(level);
        int special = parameters.specialBasis().size();
        return 2 * PRODUCT * digits * (limbs + special) + 2.0 * (special + limbs);
    }
}
