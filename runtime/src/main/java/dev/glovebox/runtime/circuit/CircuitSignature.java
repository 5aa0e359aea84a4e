package dev.glovebox.runtime.circuit;

import dev.glovebox.dsl.Outside;
import java.util.List;

/**
 * What a circuit method takes and returns.
 *
 * @param model binary name of the model class
 * @param method name of the circuit method
 * @param parameters the encrypted and the public parameters, in order
 * @param result the type of the result
 */
public record CircuitSignature(String model, String method, List<Parameter> parameters, DataType result) {
    public CircuitSignature {
        parameters = List.copyOf(parameters);
    }

    /** Elements of all parameters; the flat index of an element counts through the parameters in order. */
    public int inputSize() {
        return parameters.stream().mapToInt(p -> p.type().size()).sum();
    }

    /**
     * A parameter.
     *
     * @param elements one range for each element, in flat order
     * @param supplied false: the client encrypts it; true: it is public, and the server supplies it with each evaluation
     */
    public record Parameter(String name, DataType type, List<ElementRange> elements, boolean supplied) {
        public Parameter {
            elements = List.copyOf(elements);
        }

        /** An encrypted parameter. */
        public Parameter(String name, DataType type, List<ElementRange> elements) {
            this(name, type, elements, false);
        }
    }

    /**
     * The declared range of one element.
     *
     * @param label how messages name it, such as {@code cell[3]} or {@code patient.age}
     * @param step values are min + k·step for whole k; 0: any value
     */
    public record ElementRange(String label, double min, double max, Outside outside, double step) {
        /** Any value in a range. */
        public ElementRange(String label, double min, double max, Outside outside) {
            this(label, min, max, outside, 0);
        }

        /** The middle of the range. */
        public double middle() {
            return min / 2 + max / 2;
        }

        /** Half the width of the range. */
        public double radius() {
            return max / 2 - min / 2;
        }
    }
}
