package dev.glovebox.compiler.schedule;

import dev.glovebox.compiler.ir.slot.CircuitIr;
import dev.glovebox.compiler.ir.slot.CircuitIr.CipherType;
import dev.glovebox.compiler.ir.slot.SlotOp;
import dev.glovebox.runtime.circuit.CircuitManifest.ResultElement;
import dev.glovebox.runtime.circuit.Constants;
import java.util.List;

/**
 * Checks a circuit against every rule of {@link dev.glovebox.runtime.circuit.Evaluator} and of {@link CircuitIr}: order of
 * definition, levels, pending, sizes, constants, inputs, outputs.
 */
public final class CircuitVerifier {

    /** @throws IllegalArgumentException naming the first node that breaks a rule, and the rule */
    public void verify(CircuitIr circuit) {
        int levels = circuit.parameters().levelBits().size();
        verify(circuit.slots(), circuit.inputs().size(), circuit.nodes(), circuit.outputs(), circuit.constants());
        for (CircuitIr.Node node : circuit.nodes()) {
            require(node.type().level() < levels, node, "a level below " + levels);
        }
        for (ResultElement result : circuit.results()) {
            if (result instanceof ResultElement.InSlot(int ciphertext, int slot)
                    && (ciphertext < 0
                            || ciphertext >= circuit.outputs().size()
                            || slot < 0
                            || slot >= circuit.slots())) {
                throw new IllegalArgumentException(result + " lies outside the outputs");
            }
        }
    }

    /** As {@link #verify(CircuitIr)}, before parameters are chosen. */
    void verify(Schedule schedule) {
        verify(
                schedule.program().slots(),
                schedule.program().inputs().size(),
                schedule.nodes(),
                schedule.outputs(),
                schedule.program().constants());
    }

    private static void verify(
            int slots, int inputs, List<CircuitIr.Node> nodes, List<Integer> outputs, Constants constants) {
        for (int i = 0; i < nodes.size(); i++) {
            try {
                verify(i, slots, inputs, nodes, constants);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("%" + i + ": " + e.getMessage(), e);
            }
        }
        for (int output : outputs) {
            CircuitIr.Node node = nodes.get(output);
            require(
                    node.type().pending() == 1 && node.type().size() == 2,
                    node,
                    "pending 1 and size 2, being an output");
        }
        if (outputs.stream().distinct().count() != outputs.size()) {
            throw new IllegalArgumentException("outputs " + outputs + " need to be distinct");
        }
    }

    private static void verify(int index, int slots, int inputs, List<CircuitIr.Node> nodes, Constants constants) {
        CircuitIr.Node node = nodes.get(index);
        require(node.op().operands().stream().allMatch(o -> o >= 0 && o < index), node, "operands defined before");
        require(Integer.bitCount(node.period()) == 1 && node.period() <= slots, node, "a period within the slots");
        require(node.magnitude() >= 0 && node.magnitude() < Double.POSITIVE_INFINITY, node, "a finite magnitude");
        List<CipherType> operands =
                node.op().operands().stream().map(o -> nodes.get(o).type()).toList();
        CipherType type = node.op() instanceof SlotOp.Input(int input)
                ? inputType(node, input, inputs)
                : TypeRules.result(node.op(), operands);
        require(type.equals(node.type()), node, "the type " + type);
        verifyConstants(node, slots, constants);
    }

    private static CipherType inputType(CircuitIr.Node node, int input, int inputs) {
        require(input >= 0 && input < inputs, node, "an input below " + inputs);
        return new CipherType(node.type().level(), 1, 2);
    }

    private static void verifyConstants(CircuitIr.Node node, int slots, Constants constants) {
        switch (node.op()) {
            case SlotOp.AddPlain add -> verifyVector(node, add.vector(), slots, constants);
            case SlotOp.MultiplyPlain product -> verifyVector(node, product.vector(), slots, constants);
            case SlotOp.SumOfPlainProducts sum -> sum.vectors().forEach(v -> verifyVector(node, v, slots, constants));
            case SlotOp.SumOfScalarProducts sum ->
                require(sum.factors().stream().allMatch(Double::isFinite), node, "finite scalars");
            case SlotOp.LinearTransform transform -> {
                int matrix = transform.matrix();
                require(matrix >= 0 && matrix < constants.matrices().size(), node, "a matrix of the constants");
                require(
                        constants.matrix(matrix).diagonals().values().stream().allMatch(d -> d.period() <= slots),
                        node,
                        "diagonals that fit the slots");
            }
            case SlotOp.AddScalar add -> require(Double.isFinite(add.scalar()), node, "a finite scalar");
            case SlotOp.MultiplyScalar product -> require(Double.isFinite(product.scalar()), node, "a finite scalar");
            case SlotOp.MultiplyInteger product ->
                require(Math.abs((long) product.factor()) <= 1 << 20, node, "a factor of at most 2^20");
            default -> {}
        }
    }

    private static void verifyVector(CircuitIr.Node node, int vector, int slots, Constants constants) {
        require(
                (vector < 0
                                ? ~vector < constants.publics().vectors().size()
                                : vector < constants.vectors().size())
                        && constants.period(vector) <= slots,
                node,
                "a vector of the constants that fits the slots");
    }

    private static void require(boolean holds, CircuitIr.Node node, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(node + " needs " + rule);
        }
    }
}
