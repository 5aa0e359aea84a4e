package dev.glovebox.compiler.ir.slot;

import dev.glovebox.compiler.ir.SourceLocation;
import dev.glovebox.runtime.circuit.CircuitManifest.ResultElement;
import dev.glovebox.runtime.circuit.Constants;
import dev.glovebox.runtime.ckks.ParameterSpec;
import java.util.List;

/**
 * A scheduled circuit: every vector has a level, and rescaling, relinearization and level changes are operations. The
 * circuit stage; what the emitter turns into a class.
 *
 * @param parameters the CKKS parameters that were chosen for it
 */
public record CircuitIr(
        String name,
        int precisionBits,
        int slots,
        ParameterSpec parameters,
        List<SlotProgram.InputLayout> inputs,
        List<Node> nodes,
        List<Integer> outputs,
        List<ResultElement> results,
        Constants constants) {
    public CircuitIr {
        inputs = List.copyOf(inputs);
        nodes = List.copyOf(nodes);
        outputs = List.copyOf(outputs);
        results = List.copyOf(results);
    }

    /** A vector of the circuit. */
    public record Node(SlotOp op, CipherType type, int period, double magnitude, SourceLocation location) {}

    /**
     * As {@link dev.glovebox.runtime.circuit.Evaluator.Value}.
     *
     * @param level levels left
     * @param pending 1 or 2
     * @param size 2 or 3
     */
    public record CipherType(int level, int pending, int size) {}
}
