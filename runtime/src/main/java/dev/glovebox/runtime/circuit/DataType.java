package dev.glovebox.runtime.circuit;

import java.util.List;

/**
 * The shape of a parameter or result of a circuit method. Its elements have one flat order: row-major, record components in
 * order of declaration.
 */
public sealed interface DataType {
    /** The number of elements. */
    int size();

    /** {@code double}. */
    record Scalar() implements DataType {
        @Override
        public int size() {
            return 1;
        }
    }

    /** {@code double[length]}. */
    record Vector(int length) implements DataType {
        @Override
        public int size() {
            return length;
        }
    }

    /** {@code double[rows][columns]}. */
    record Matrix(int rows, int columns) implements DataType {
        @Override
        public int size() {
            return Math.multiplyExact(rows, columns);
        }
    }

    /** {@link dev.glovebox.dsl.Tensor} of a shape. */
    record Tensor(List<Integer> shape) implements DataType {
        public Tensor {
            shape = List.copyOf(shape);
        }

        @Override
        public int size() {
            return shape.stream().reduce(1, Math::multiplyExact);
        }
    }

    /**
     * A record of the above.
     *
     * @param className its binary name
     */
    record Structure(String className, List<Component> components) implements DataType {
        public Structure {
            components = List.copyOf(components);
        }

        @Override
        public int size() {
            return components.stream().mapToInt(c -> c.type().size()).sum();
        }
    }

    /** A component of a record. */
    record Component(String name, DataType type) {}
}
