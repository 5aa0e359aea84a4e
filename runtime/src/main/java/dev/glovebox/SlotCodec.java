package dev.glovebox;

import dev.glovebox.dsl.Outside;
import dev.glovebox.runtime.circuit.CircuitException;
import dev.glovebox.runtime.circuit.CircuitManifest;
import dev.glovebox.runtime.circuit.CircuitManifest.InputCiphertext;
import dev.glovebox.runtime.circuit.CircuitManifest.ResultElement;
import dev.glovebox.runtime.circuit.CircuitSignature.ElementRange;
import dev.glovebox.runtime.circuit.CircuitSignature.Parameter;
import dev.glovebox.runtime.circuit.ErrorCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Between a client's values and the slots of a circuit's ciphertexts. Nothing is encrypted before all of it is checked. */
final class SlotCodec {
    private final CircuitManifest manifest;
    private final ValueCodec values;
    private final @Nullable ClassLoader loader;
    private final ElementRange[] ranges;

    SlotCodec(CircuitManifest manifest, ValueCodec values, @Nullable ClassLoader loader) {
        this.manifest = manifest;
        this.values = values;
        this.loader = loader;
        this.ranges = manifest.signature().parameters().stream()
                .flatMap(p -> p.elements().stream())
                .toArray(ElementRange[]::new);
    }

    /**
     * One period of the slots of each input ciphertext.
     *
     * @param input the value of the only parameter, or an {@code Object[]} with one value for each
     * @throws CircuitException if it is not of the declared type or shape, has NaN, or leaves a declared range
     */
    List<double[]> slots(@Nullable Object input) {
        double[] elements = normalised(flatten(input));
        List<double[]> vectors = new ArrayList<>();
        for (InputCiphertext layout : manifest.inputs()) {
            double[] slots = new double[layout.period()];
            for (int i = 0; i < layout.elements().size(); i++) {
                slots[i] = elements[layout.elements().get(i)];
            }
            vectors.add(slots);
        }
        Arrays.fill(elements, 0);
        return vectors;
    }

    private double[] flatten(@Nullable Object input) {
        List<Parameter> parameters = manifest.signature().parameters();
        double[] elements = new double[ranges.length];
        if (parameters.size() == 1) {
            values.flatten(parameters.getFirst().name(), parameters.getFirst().type(), input, elements, 0);
            return elements;
        }
        if (!(input instanceof Object[] arguments) || arguments.length != parameters.size()) {
            throw ErrorCode.WRONG_SHAPE.error(
                    "the input is "
                            + (input instanceof Object[] a
                                    ? a.length + " values"
                                    : input == null ? "null" : input.getClass().getTypeName()),
                    "an Object[] of " + parameters.size() + " values, for "
                            + parameters.stream().map(Parameter::name).toList(),
                    "Pass what the parameters of the circuit method declare.");
        }
        int at = 0;
        for (int i = 0; i < arguments.length; i++) {
            at = values.flatten(parameters.get(i).name(), parameters.get(i).type(), arguments[i], elements, at);
        }
        return elements;
    }

    private double[] normalised(double[] elements) {
        for (int i = 0; i < elements.length; i++) {
            ElementRange range = ranges[i];
            double x = elements[i];
            if (Double.isNaN(x)) {
                throw ErrorCode.NOT_A_NUMBER.error(
                        range.label() + " is NaN", "a number", "Fill in or drop missing values before encrypting.");
            }
            if (x < range.min() || x > range.max()) {
                if (range.outside() == Outside.REFUSE) {
                    throw ErrorCode.OUTSIDE_RANGE.error(
                            range.label() + " is " + x,
                            range.min() + " to " + range.max(),
                            "Check the value; to have values cut to the range, declare"
                                    + " @Encrypted(outside = Outside.CLAMP).");
                }
                x = Math.clamp(x, range.min(), range.max());
            }
            double radius = range.radius();
            elements[i] = radius == 0 ? 0 : Math.clamp((x - range.middle()) / radius, -1, 1);
        }
        return elements;
    }

    /**
     * The result.
     *
     * @param outputs the slots of each output ciphertext
     */
    Object result(List<double[]> outputs) {
        double[] elements = new double[manifest.results().size()];
        for (int i = 0; i < elements.length; i++) {
            elements[i] = switch (manifest.results().get(i)) {
                case ResultElement.InSlot(int ciphertext, int slot) -> outputs.get(ciphertext)[slot];
                case ResultElement.Public(double value) -> value;
            };
        }
        return values.build(manifest.signature().result(), elements, loader);
    }
}
