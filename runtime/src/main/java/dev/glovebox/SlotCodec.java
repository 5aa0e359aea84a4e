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
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Between a client's values and the slots of a circuit's ciphertexts. Nothing is encrypted before all of it is checked. */
final class SlotCodec {
    private final CircuitManifest manifest;
    private final ValueCodec values;
    private final @Nullable ClassLoader loader;
    /** Part of a step by which rounding may take a value off the grid. */
    private static final double GRID_TOLERANCE = 1e-6;

    private final ElementRange[] ranges;
    private final boolean[] supplied;

    SlotCodec(CircuitManifest manifest, ValueCodec values, @Nullable ClassLoader loader) {
        this.manifest = manifest;
        this.values = values;
        this.loader = loader;
        this.ranges = manifest.signature().parameters().stream()
                .flatMap(p -> p.elements().stream())
                .toArray(ElementRange[]::new);
        this.supplied = new boolean[ranges.length];
        int at = 0;
        for (Parameter parameter : manifest.signature().parameters()) {
            Arrays.fill(supplied, at, at += parameter.type().size(), parameter.supplied());
        }
    }

    /** The input ciphertexts. */
    List<InputCiphertext> layouts() {
        return manifest.inputs();
    }

    /**
     * The normalised elements of one sample.
     *
     * @param input the value of the only encrypted parameter, or an {@code Object[]} with one value for each
     * @throws CircuitException if it is not of the declared type or shape, has NaN, or leaves a declared range
     */
    double[] elements(@Nullable Object input) {
        return normalised(flatten(input, ""), "");
    }

    /**
     * As {@link #elements(Object)}, for the elements of all encrypted parameters in flat order.
     *
     * @throws CircuitException if they are not as many as the signature has, one is NaN, or one leaves its declared range
     */
    double[] elementsOf(double[] flat) {
        return normalised(spread(flat, false), "");
    }

    /** Elements of the encrypted or of the public parameters among those of all; the others are 0. */
    private double[] spread(double[] flat, boolean ofPublic) {
        int[] places = IntStream.range(0, ranges.length)
                .filter(i -> supplied[i] == ofPublic)
                .toArray();
        if (flat.length != places.length) {
            throw ErrorCode.WRONG_SHAPE.error(
                    "the input has " + flat.length + " elements",
                    places.length + " elements, those of all " + (ofPublic ? "public" : "encrypted") + " parameters",
                    "Pass what the parameters of the circuit method declare.");
        }
        double[] elements = new double[ranges.length];
        for (int i = 0; i < places.length; i++) {
            elements[places[i]] = flat[i];
        }
        return elements;
    }

    /**
     * What the server supplies.
     *
     * @param given a value for each public parameter, in order
     * @return the elements of all parameters in flat order, as they are; 0 for those of encrypted ones
     * @throws CircuitException if these are not of the declared types and shapes, one is NaN, or one leaves its range
     */
    double[] publicElements(@Nullable Object... given) {
        List<Parameter> publics = parameters(true);
        if (given.length != publics.size()) {
            throw ErrorCode.WRONG_SHAPE.error(
                    given.length + " public values are given",
                    publics.size() + ", for "
                            + publics.stream().map(Parameter::name).toList(),
                    "Pass to evaluate a value for each parameter that is not @Encrypted.");
        }
        return publicInRange(flatten(given, "", true));
    }

    /** As {@link #publicElements}, for the elements of all public parameters in flat order. */
    double[] publicElementsOf(double[] flat) {
        return publicInRange(spread(flat, true));
    }

    private double[] publicInRange(double[] elements) {
        for (int i = 0; i < elements.length; i++) {
            if (supplied[i]) {
                elements[i] = inRange(elements[i], ranges[i], "", true);
            }
        }
        return elements;
    }

    /**
     * The normalised elements of each sample.
     *
     * @param inputs as for {@link #elements}; at least one, at most as many as the circuit takes
     * @throws CircuitException as there, naming the sample; or if these are too many or none
     */
    List<double[]> batch(List<?> inputs) {
        if (inputs.isEmpty() || inputs.size() > manifest.samples()) {
            throw ErrorCode.WRONG_SHAPE.error(
                    "a batch of " + inputs.size() + " samples",
                    "1 to " + manifest.samples(),
                    manifest.samples() == 1
                            ? "Declare @Circuit(packing = Packing.BATCHED) or Packing.THROUGHPUT to have room for more."
                            : "Split the samples into several batches.");
        }
        List<double[]> samples = new ArrayList<>(inputs.size());
        for (Object input : inputs) {
            String where = "sample " + samples.size() + ": ";
            samples.add(normalised(flatten(input, where), where));
        }
        return samples;
    }

    /**
     * One period of an input ciphertext: sample k of slot i is value i·S + k. Samples that are not there are 0.
     *
     * @param samples normalised elements of each
     */
    double[] vector(InputCiphertext layout, List<double[]> samples) {
        int width = manifest.samples();
        double[] slots = new double[layout.period() * width];
        for (int i = 0; i < layout.elements().size(); i++) {
            int element = layout.elements().get(i);
            for (int k = 0; k < samples.size(); k++) {
                slots[i * width + k] = samples.get(k)[element];
            }
        }
        return slots;
    }

    private List<Parameter> parameters(boolean suppliedOnes) {
        return manifest.signature().parameters().stream()
                .filter(p -> p.supplied() == suppliedOnes)
                .toList();
    }

    private double[] flatten(@Nullable Object input, String where) {
        List<Parameter> parameters = parameters(false);
        if (parameters.size() == 1) {
            return flatten(new @Nullable Object[] {input}, where, false);
        }
        if (!(input instanceof Object[] arguments) || arguments.length != parameters.size()) {
            throw ErrorCode.WRONG_SHAPE.error(
                    where + "the input is "
                            + (input instanceof Object[] a
                                    ? a.length + " values"
                                    : input == null ? "null" : input.getClass().getTypeName()),
                    "an Object[] of " + parameters.size() + " values, for "
                            + parameters.stream().map(Parameter::name).toList(),
                    "Pass what the parameters of the circuit method declare.");
        }
        return flatten(arguments, where, false);
    }

    /** The elements of all parameters; of those of the other kind, 0. */
    private double[] flatten(@Nullable Object[] arguments, String where, boolean suppliedOnes) {
        double[] elements = new double[ranges.length];
        int at = 0;
        int next = 0;
        for (Parameter parameter : manifest.signature().parameters()) {
            if (parameter.supplied() == suppliedOnes) {
                values.flatten(where + parameter.name(), parameter.type(), arguments[next++], elements, at);
            }
            at += parameter.type().size();
        }
        return elements;
    }

    private double[] normalised(double[] elements, String where) {
        for (int i = 0; i < elements.length; i++) {
            ElementRange range = ranges[i];
            if (supplied[i]) {
                continue;
            }
            double x = inRange(elements[i], range, where, false);
            if (range.step() > 0) {
                x = onGrid(x, range, where);
            }
            double radius = range.radius();
            elements[i] = radius == 0 ? 0 : Math.clamp((x - range.middle()) / radius, -1, 1);
        }
        return elements;
    }

    private static double inRange(double x, ElementRange range, String where, boolean isPublic) {
        if (Double.isNaN(x)) {
            throw ErrorCode.NOT_A_NUMBER.error(
                    where + range.label() + " is NaN", "a number", "Fill in or drop missing values before encrypting.");
        }
        if (x >= range.min() && x <= range.max()) {
            return x;
        }
        if (range.outside() == Outside.REFUSE) {
            throw ErrorCode.OUTSIDE_RANGE.error(
                    where + range.label() + " is " + x,
                    range.min() + " to " + range.max(),
                    isPublic
                            ? "Check the value, or declare the range it can have: @Public(min = ..., max = ...)."
                            : "Check the value; to have values cut to the range, declare"
                                    + " @Encrypted(outside = Outside.CLAMP).");
        }
        return Math.clamp(x, range.min(), range.max());
    }

    /** The value of the grid that a value is, but for rounding; under CLAMP the nearest. */
    private static double onGrid(double x, ElementRange range, String where) {
        double steps = Math.rint((x - range.min()) / range.step());
        double nearest = range.min() + steps * range.step();
        if (nearest > range.max()) {
            nearest = range.min() + (steps - 1) * range.step();
        }
        boolean off = Math.abs(x - nearest) > GRID_TOLERANCE * range.step();
        if (off && range.outside() == Outside.REFUSE) {
            throw ErrorCode.OUTSIDE_RANGE.error(
                    where + range.label() + " is " + x,
                    range.min() + " plus a multiple of " + range.step(),
                    "Check the value; to have values rounded to the grid, declare"
                            + " @Encrypted(outside = Outside.CLAMP).");
        }
        return nearest;
    }

    /**
     * The result of one sample.
     *
     * @param outputs the slots of each output ciphertext
     */
    Object result(List<double[]> outputs, int sample) {
        return values.build(manifest.signature().result(), elements(outputs, sample), loader);
    }

    /** As {@link #result}: its elements in flat order. */
    double[] elements(List<double[]> outputs, int sample) {
        double[] elements = new double[manifest.results().size()];
        for (int i = 0; i < elements.length; i++) {
            elements[i] = switch (manifest.results().get(i)) {
                case ResultElement.InSlot(int ciphertext, int slot) ->
                    outputs.get(ciphertext)[slot * manifest.samples() + sample];
                case ResultElement.Public(double value) -> value;
            };
        }
        return elements;
    }
}
