package dev.glovebox.compiler.ir.slot;

import dev.glovebox.compiler.ir.SourceLocation;
import dev.glovebox.runtime.circuit.CircuitManifest.ResultElement;
import dev.glovebox.runtime.circuit.Constants;
import java.util.List;

/**
 * A circuit as operations on encrypted slot vectors, in order of evaluation: the slot stage. Levels are not assigned yet.
 *
 * @param slots n, a power of two
 * @param inputs layout of each input ciphertext
 * @param outputs node index of each output ciphertext
 * @param results for each element of the method's result, where it lies in the outputs
 */
public record SlotProgram(
        String name,
        int precisionBits,
        int slots,
        List<InputLayout> inputs,
        List<Node> nodes,
        List<Integer> outputs,
        List<ResultElement> results,
        Constants constants) {
    public SlotProgram {
        inputs = List.copyOf(inputs);
        nodes = List.copyOf(nodes);
        outputs = List.copyOf(outputs);
        results = List.copyOf(results);
    }

    /** As in {@link dev.glovebox.runtime.circuit.CircuitManifest.InputCiphertext}, without a level. */
    public record InputLayout(int period, List<Integer> elements) {
        public InputLayout {
            elements = List.copyOf(elements);
        }
    }

    /**
     * A vector of the program; its index in the list names it.
     *
     * @param period its slots repeat with this power of two
     * @param magnitude bound of |value| over all slots and inputs in range
     */
    public record Node(SlotOp op, int period, double magnitude, SourceLocation location) {}
}
