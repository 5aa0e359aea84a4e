package dev.glovebox.runtime.circuit;

import dev.glovebox.runtime.ckks.ParameterSpec;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What client and server both know of a circuit: its signature, its parameters, where its data lies, and the keys it needs.
 * Holds no weights. The JSON form of this record is the client manifest.
 *
 * @param formatVersion 1
 * @param circuitId SHA-256, in hexadecimal, of the program class, the constants and this manifest without the id
 * @param precisionBits what the model asks for
 * @param slots slots of one sample, a power of two; all places below count them
 * @param samples S, how many samples one evaluation serves, a power of two; sample k of slot i lies in slot i·S + k of a
 *     ciphertext
 * @param inputs the input ciphertexts
 * @param outputs the output ciphertexts: level and period of each
 * @param results for each element of the result, in flat order, where it is
 * @param keys the evaluation keys the circuit needs
 * @param summary figures for people; nothing depends on them
 */
public record CircuitManifest(
        int formatVersion,
        String circuitId,
        CircuitSignature signature,
        int precisionBits,
        ParameterSpec parameters,
        int slots,
        int samples,
        List<InputCiphertext> inputs,
        List<OutputCiphertext> outputs,
        List<ResultElement> results,
        KeyRequirement keys,
        Summary summary) {
    public CircuitManifest {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        results = List.copyOf(results);
    }

    /** n of every ciphertext: the slots of all samples. */
    public int ciphertextSlots() {
        return slots * samples;
    }

    /**
     * An input ciphertext.
     *
     * <p>The element x with range [min, max] is sent as t = (x - middle)/radius ∈ [-1, 1], or 0 if the radius is 0. Slots without
     * an element hold 0. The vector repeats with its period through all slots.
     *
     * @param level its level; encryption makes no more limbs than that
     * @param period a power of two, at most the slots
     * @param elements the flat input indices that lie in slots 0, 1, …; at most {@code period}
     */
    public record InputCiphertext(int level, int period, List<Integer> elements) {
        public InputCiphertext {
            elements = List.copyOf(elements);
        }
    }

    /** An output ciphertext: the level it arrives at and the period its slots repeat with. */
    public record OutputCiphertext(int level, int period) {}

    /** Where an element of the result is. */
    public sealed interface ResultElement {
        /** In a slot of an output ciphertext. */
        record InSlot(int ciphertext, int slot) implements ResultElement {}

        /** Not encrypted: the model returns a public constant here. */
        record Public(double value) implements ResultElement {}
    }

    /**
     * The evaluation keys of a circuit, each at the highest level it is used at.
     *
     * @param relinearizationLevel or -1 if no product needs it
     * @param rotations steps → level; steps in [1, slots)
     * @param conjugationLevel or -1
     */
    public record KeyRequirement(
            int relinearizationLevel, SortedMap<Integer, Integer> rotations, int conjugationLevel) {
        public KeyRequirement {
            rotations = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(rotations));
        }
    }

    /**
     * Figures for people.
     *
     * @param depth levels used from input to output
     * @param evaluationKeyBytes wire size of the evaluation keys, about
     * @param predictedPrecisionBits -log₂ of the predicted greatest error of a result
     * @param approximations a line for each approximated function: degree, interval, error
     */
    public record Summary(
            int depth,
            int multiplications,
            int rotations,
            long evaluationKeyBytes,
            double predictedPrecisionBits,
            List<String> approximations) {
        public Summary {
            approximations = List.copyOf(approximations);
        }
    }
}
