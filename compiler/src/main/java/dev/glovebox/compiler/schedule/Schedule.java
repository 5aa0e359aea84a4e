package dev.glovebox.compiler.schedule;

import dev.glovebox.compiler.ir.slot.CircuitIr;
import dev.glovebox.compiler.ir.slot.SlotOp;
import dev.glovebox.compiler.ir.slot.SlotProgram;
import dev.glovebox.runtime.circuit.CircuitManifest.KeyRequirement;
import dev.glovebox.runtime.circuit.Constants;
import dev.glovebox.runtime.ckks.ParameterSpec;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A scheduled program that has no parameters yet.
 *
 * @param program what was scheduled
 * @param nodes its operations with levels
 * @param outputs node index of each output ciphertext
 */
public record Schedule(SlotProgram program, List<CircuitIr.Node> nodes, List<Integer> outputs) {
    public Schedule {
        nodes = List.copyOf(nodes);
        outputs = List.copyOf(outputs);
    }

    /** Greatest level of an input: the levels that the parameters must have beside level 0. */
    public int depth() {
        return nodes.stream()
                .filter(n -> n.op() instanceof SlotOp.Input)
                .mapToInt(n -> n.type().level())
                .max()
                .orElse(0);
    }

    /** The level of each input ciphertext; 0 for one that nothing uses. */
    public List<Integer> inputLevels() {
        Integer[] levels = new Integer[program.inputs().size()];
        java.util.Arrays.fill(levels, 0);
        for (CircuitIr.Node node : nodes) {
            if (node.op() instanceof SlotOp.Input(int index)) {
                levels[index] = Math.max(levels[index], node.type().level());
            }
        }
        return List.of(levels);
    }

    /** The keys it needs, each at the highest level it is used at. */
    public KeyRequirement keys() {
        return keys(nodes, program.slots(), program.constants());
    }

    /** The keys that scheduled operations need, each at the highest level it is used at. */
    public static KeyRequirement keys(List<CircuitIr.Node> nodes, int slots, Constants constants) {
        int relinearization = -1;
        Map<Integer, Integer> rotations = new TreeMap<>();
        for (CircuitIr.Node node : nodes) {
            int level = node.type().level();
            switch (node.op()) {
                case SlotOp.Relinearize _ -> relinearization = Math.max(relinearization, level);
                case SlotOp.RelinearizeRescale _ -> relinearization = Math.max(relinearization, level + 1);
                case SlotOp.Rotate rotate -> require(rotations, rotate.steps(), slots, level);
                case SlotOp.LinearTransform transform ->
                    constants
                            .matrix(transform.matrix())
                            .rotations()
                            .forEach(steps -> require(rotations, steps, slots, level));
                default -> {}
            }
        }
        return new KeyRequirement(relinearization, new TreeMap<>(rotations), -1);
    }

    private static void require(Map<Integer, Integer> rotations, int steps, int slots, int level) {
        int cyclic = Math.floorMod(steps, slots);
        if (cyclic != 0) {
            rotations.merge(cyclic, level, Math::max);
        }
    }

    /** The circuit with these parameters. */
    public CircuitIr with(ParameterSpec parameters) {
        return new CircuitIr(
                program.name(),
                program.precisionBits(),
                program.slots(),
                parameters,
                program.inputs(),
                nodes,
                outputs,
                program.results(),
                program.constants());
    }
}
