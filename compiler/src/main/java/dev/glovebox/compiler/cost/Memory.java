package dev.glovebox.compiler.cost;

import dev.glovebox.compiler.ir.slot.CircuitIr;
import dev.glovebox.compiler.ir.slot.SlotOp;
import dev.glovebox.runtime.circuit.Constants;
import java.util.List;

/** The bytes of ciphertexts and of the buffers of operations that a run on one thread has alive at once, at most. */
final class Memory {
    private final RingShape ring;
    private final List<CircuitIr.Node> nodes;
    private final Constants constants;

    Memory(RingShape ring, List<CircuitIr.Node> nodes, Constants constants) {
        this.ring = ring;
        this.nodes = nodes;
        this.constants = constants;
    }

    /** @param outputs indices of the nodes that are returned */
    long peak(List<Integer> outputs) {
        int[] lastUse = new int[nodes.size()];
        for (int i = 0; i < lastUse.length; i++) {
            lastUse[i] = i;
            for (int operand : nodes.get(i).op().operands()) {
                lastUse[operand] = i;
            }
        }
        outputs.forEach(o -> lastUse[o] = nodes.size());
        long alive = 0;
        for (CircuitIr.Node node : nodes) {
            alive += node.op() instanceof SlotOp.Input ? bytes(node) : 0;
        }
        long peak = alive;
        for (int i = 0; i < lastUse.length; i++) {
            CircuitIr.Node node = nodes.get(i);
            if (node.op() instanceof SlotOp.Input) {
                continue;
            }
            long ended = 0;
            for (int operand : node.op().operands().stream().distinct().toList()) {
                if (lastUse[operand] == i && !(nodes.get(operand).op() instanceof SlotOp.Input)) {
                    ended += bytes(nodes.get(operand));
                }
            }
            alive += bytes(node);
            peak = Math.max(peak, alive + buffers(node) - (isInPlace(node.op()) ? Math.min(ended, bytes(node)) : 0));
            alive -= ended + (lastUse[i] == i ? bytes(node) : 0);
        }
        return peak;
    }

    /** Whether the result is written over an operand that ends. */
    private static boolean isInPlace(SlotOp op) {
        return switch (op) {
            case SlotOp.Add _,
                    SlotOp.Subtract _,
                    SlotOp.Negate _,
                    SlotOp.AddPlain _,
                    SlotOp.AddScalar _,
                    SlotOp.MultiplyPlain _,
                    SlotOp.MultiplyScalar _,
                    SlotOp.MultiplyInteger _ -> true;
            default -> false;
        };
    }

    /** Of a value; one with a decomposition holds its digits as well. */
    private long bytes(CircuitIr.Node node) {
        int level = node.type().level();
        long digits =
                node.op() instanceof SlotOp.Hoist ? ring.digits(level) * ring.polynomialBytes(ring.full(level)) : 0;
        return digits + node.type().size() * ring.polynomialBytes(ring.limbs(level));
    }

    /** What an operation needs beside its operands and its result. */
    private long buffers(CircuitIr.Node node) {
        int level = node.type().level();
        long full = ring.polynomialBytes(ring.full(level));
        long data = ring.polynomialBytes(ring.limbs(level));
        return switch (node.op()) {
            case SlotOp.Relinearize _ -> 2 * full;
            case SlotOp.RelinearizeRescale _ -> 2 * ring.polynomialBytes(ring.full(level + 1));
            case SlotOp.Rotate _ -> 2 * full + 2 * data;
            case SlotOp.Adjust _ -> ring.polynomialBytes(ring.limbs(level + 1));
            case SlotOp.LinearTransform transform -> {
                TransformShape shape = TransformShape.of(constants.matrix(transform.matrix()));
                long decomposing = shape.babies() == 0 ? 0 : (ring.digits(level) + 3L) * full;
                long adding = (shape.giants() == 0 ? 4 : 6) * full + (shape.giants() == 0 ? 0 : data);
                yield 2 * (shape.babies() + 1) * full + Math.max(decomposing, adding);
            }
            default -> 0;
        };
    }
}
