package dev.glovebox.compiler.frontend;

import dev.glovebox.compiler.CompilerOptions;
import dev.glovebox.compiler.ir.tensor.TensorProgram;
import dev.glovebox.dsl.Packing;
import dev.glovebox.runtime.circuit.CircuitSignature;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A circuit method as a tensor program.
 *
 * @param packing what the circuit is to be laid out for
 * @param program its inputs are not normalized; ranges of other nodes are [-∞, ∞], or what is known of values that branches choose
 * @param sources path of each class and resource of the user that was read → SHA-256 in hexadecimal
 * @param classFileMajor class-file version of the model class
 * @param calibration representative inputs, each the elements of all parameters in flat order; may be empty
 */
public record LiftedModel(
        CircuitSignature signature,
        Packing packing,
        TensorProgram program,
        SortedMap<String, String> sources,
        int classFileMajor,
        List<double[]> calibration) {
    public LiftedModel {
        calibration = List.copyOf(calibration);
        sources = Collections.unmodifiableSortedMap(new TreeMap<>(sources));
    }

    /** The same model with the values that are forced. */
    public LiftedModel with(CompilerOptions.Forced forced) {
        TensorProgram asked = forced.precisionBits() == 0
                ? program
                : new TensorProgram(program.name(), forced.precisionBits(), program.nodes(), program.results());
        return new LiftedModel(
                signature,
                forced.packing() == null ? packing : forced.packing(),
                asked,
                sources,
                classFileMajor,
                calibration);
    }
}
