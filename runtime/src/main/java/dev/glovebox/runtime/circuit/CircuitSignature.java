package dev.glovebox.runtime.circuit;

import dev.glovebox.dsl.Outside;
import java.util.List;

/**
 * What a circuit method takes and returns.
 *
 * @param model binary name of the model class
 * @param method name of the circuit method
 * @param parameters the encrypted parameters, in order
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
     * An encrypted parameter.
     *
     * @param elements one range for each element, in flat order
     */
    public record Parameter(String name, DataType type, List<ElementRange> elements) {
        public Parameter {
            elements = List.copyOf(elements);
        }
    }

    /**
     * The declared range of one element.
     *
     * @param label how messages name it, such as {@code cell[3]} or {@code patient.age}
     */
    public record ElementRange(String label, double min, double max, Outside outside) {
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
