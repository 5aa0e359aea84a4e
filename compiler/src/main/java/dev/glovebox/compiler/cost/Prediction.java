package dev.glovebox.compiler.cost;

import dev.glovebox.compiler.ir.slot.CircuitIr;
import dev.glovebox.compiler.ir.slot.SlotOp;
import dev.glovebox.runtime.circuit.CircuitManifest.KeyRequirement;
import dev.glovebox.runtime.circuit.Constants;
import dev.glovebox.runtime.circuit.SlotVector;
import dev.glovebox.runtime.ckks.CkksParameters;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What one circuit is expected to take on a server.
 *
 * @param seconds of one evaluation, constants encoded: from the request to the answer
 * @param encodeSeconds of encoding all constants, once
 * @param keyBytes evaluation keys in memory
 * @param constantBytes encoded constants in memory
 * @param poolBytes ciphertexts alive at once, at most, and the widest operation's buffers
 */
public record Prediction(double seconds, double encodeSeconds, long keyBytes, long constantBytes, long poolBytes) {

    /** All memory that a server needs beside Java's own. */
    public long bytes() {
        return keyBytes + constantBytes + poolBytes;
    }

    /**
     * @param keys with the level of each
     * @param samples in each vector
     */
    public static Prediction of(CostModel model, CircuitIr circuit, KeyRequirement keys, int samples) {
        return of(
                model,
                RingShape.of(CkksParameters.of(circuit.parameters())),
                circuit.nodes(),
                circuit.outputs(),
                circuit.constants(),
                keys,
                samples);
    }

    /**
     * @param outputs indices of the nodes that are returned
     * @param keys with the level of each
     * @param samples in each vector: constants repeat their elements as often
     */
    public static Prediction of(
            CostModel model,
            RingShape ring,
            List<CircuitIr.Node> nodes,
            List<Integer> outputs,
            Constants constants,
            KeyRequirement keys,
            int samples) {
        double seconds = model.elapsed(ring, nodes, outputs, constants, samples);
        double encode = 0;
        long constantBytes = 0;
        Set<Object> encoded = new HashSet<>();
        for (CircuitIr.Node node : nodes) {
            Encoding encoding = Encoding.of(node, ring, constants);
            if (!encoding.vectors.isEmpty() && encoded.add(encoding.key)) {
                for (SlotVector vector : encoding.vectors) {
                    int values = SlotVector.values(vector.period(), samples);
                    encode += model.encode(ring, encoding.limbs, values);
                    constantBytes += ring.constantBytes(encoding.limbs, values);
                }
            }
        }
        return new Prediction(
                seconds, encode, keyBytes(ring, keys), constantBytes, new Memory(ring, nodes, constants).peak(outputs));
    }

    private static long keyBytes(RingShape ring, KeyRequirement keys) {
        long bytes = keys.relinearizationLevel() < 0 ? 0 : ring.keyBytes(keys.relinearizationLevel());
        for (int level : keys.rotations().values()) {
            bytes += ring.keyBytes(level);
        }
        return bytes + (keys.conjugationLevel() < 0 ? 0 : ring.keyBytes(keys.conjugationLevel()));
    }

    /** The plaintexts of one operation; equal keys share them. */
    private record Encoding(Object key, Collection<SlotVector> vectors, int limbs) {
        private static final Encoding NONE = new Encoding("", List.of(), 0);

        private record Key(boolean matrix, int constant, int level, int pending) {}

        static Encoding of(CircuitIr.Node node, RingShape ring, Constants constants) {
            int level = node.type().level();
            int limbs = ring.limbs(level);
            return switch (node.op()) {
                case SlotOp.AddPlain o when o.vector() < 0 -> NONE;
                case SlotOp.MultiplyPlain o when o.vector() < 0 -> NONE;
                case SlotOp.AddPlain o ->
                    new Encoding(
                            new Key(false, o.vector(), level, node.type().pending()),
                            List.of(constants.vector(o.vector())),
                            limbs);
                case SlotOp.MultiplyPlain o ->
                    new Encoding(new Key(false, o.vector(), level, 1), List.of(constants.vector(o.vector())), limbs);
                case SlotOp.SumOfPlainProducts o ->
                    new Encoding(
                            o.vectors(),
                            o.vectors().stream()
                                    .filter(v -> v >= 0)
                                    .map(constants::vector)
                                    .toList(),
                            limbs);
                case SlotOp.LinearTransform o ->
                    new Encoding(
                            new Key(true, o.matrix(), level, 1),
                            constants.matrix(o.matrix()).diagonals().values(),
                            ring.full(level));
                default -> NONE;
            };
        }
    }
}
