package dev.glovebox;

import dev.glovebox.dsl.Tensor;
import dev.glovebox.runtime.circuit.CircuitException;
import dev.glovebox.runtime.circuit.DataType;
import dev.glovebox.runtime.circuit.ErrorCode;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Between a Java value of a {@link DataType} and its elements in flat order. */
final class ValueCodec {
    private final MethodHandles.@Nullable Lookup lookup;

    /** @param lookup sees the users' records, or null if they are open to everyone */
    ValueCodec(MethodHandles.@Nullable Lookup lookup) {
        this.lookup = lookup;
    }

    /**
     * Copies the elements of a value.
     *
     * @param name how messages name the value
     * @return the index behind the last element
     * @throws CircuitException if it has another type or shape
     */
    int flatten(String name, DataType type, @Nullable Object value, double[] elements, int at) {
        return switch (type) {
            case DataType.Scalar() -> {
                if (!(value instanceof Double element)) {
                    throw wrongShape(name, value, "double");
                }
                elements[at] = element;
                yield at + 1;
            }
            case DataType.Vector(int length) -> {
                if (!(value instanceof double[] row) || row.length != length) {
                    throw wrongShape(name, value, "double[" + length + "]");
                }
                System.arraycopy(row, 0, elements, at, length);
                yield at + length;
            }
            case DataType.Matrix(int rows, int columns) -> {
                String expected = "double[" + rows + "][" + columns + "]";
                if (!(value instanceof double[][] matrix) || matrix.length != rows) {
                    throw wrongShape(name, value, expected);
                }
                for (int i = 0; i < rows; i++) {
                    double[] row = matrix[i];
                    if (row == null || row.length != columns) {
                        throw wrongShape(name + "[" + i + "]", row, "a row of " + expected);
                    }
                    System.arraycopy(row, 0, elements, at + i * columns, columns);
                }
                yield at + rows * columns;
            }
            case DataType.Tensor(List<Integer> shape) -> {
                if (!(value instanceof Tensor tensor) || !Arrays.equals(tensor.shape(), ints(shape))) {
                    throw wrongShape(name, value, "Tensor" + shape);
                }
                System.arraycopy(tensor.toArray(), 0, elements, at, tensor.size());
                yield at + tensor.size();
            }
            case DataType.Structure(String className, List<DataType.Component> components) -> {
                if (value == null || !value.getClass().getName().equals(className)) {
                    throw wrongShape(name, value, "the record " + className);
                }
                RecordComponent[] declared = checkRecord(value.getClass(), components);
                int next = at;
                for (int i = 0; i < declared.length; i++) {
                    DataType.Component component = components.get(i);
                    Object part = get(declared[i].getAccessor(), value);
                    next = flatten(name + "." + component.name(), component.type(), part, elements, next);
                }
                yield next;
            }
        };
    }

    /**
     * Makes a value of its elements.
     *
     * @param loader finds record classes
     */
    Object build(DataType type, double[] elements, @Nullable ClassLoader loader) {
        return build(type, elements, 0, loader);
    }

    private Object build(DataType type, double[] elements, int at, @Nullable ClassLoader loader) {
        return switch (type) {
            case DataType.Scalar() -> elements[at];
            case DataType.Vector(int length) -> Arrays.copyOfRange(elements, at, at + length);
            case DataType.Matrix(int rows, int columns) -> {
                double[][] matrix = new double[rows][];
                for (int i = 0; i < rows; i++) {
                    matrix[i] = Arrays.copyOfRange(elements, at + i * columns, at + (i + 1) * columns);
                }
                yield matrix;
            }
            case DataType.Tensor(List<Integer> shape) ->
                Tensor.of(ints(shape), Arrays.copyOfRange(elements, at, at + type.size()));
            case DataType.Structure structure -> {
                Object[] parts = new Object[structure.components().size()];
                int next = at;
                for (int i = 0; i < parts.length; i++) {
                    DataType part = structure.components().get(i).type();
                    parts[i] = build(part, elements, next, loader);
                    next += part.size();
                }
                yield construct(recordClass(structure, loader), parts);
            }
        };
    }

    /** The class of a record type, checked against it and not initialised. */
    Class<?> recordClass(DataType.Structure type, @Nullable ClassLoader loader) {
        if (loader == null) {
            throw badRecord(type.className(), "cannot be found without a class loader", null);
        }
        try {
            Class<?> found = Class.forName(type.className(), false, loader);
            checkRecord(found, type.components());
            return found;
        } catch (ClassNotFoundException e) {
            throw badRecord(type.className(), "is not on the class path", e);
        }
    }

    private static RecordComponent[] checkRecord(Class<?> found, List<DataType.Component> components) {
        RecordComponent[] declared = found.getRecordComponents();
        boolean fits = declared != null && declared.length == components.size();
        for (int i = 0; fits && i < components.size(); i++) {
            fits = declared[i].getName().equals(components.get(i).name())
                    && declared[i].getType() == javaType(components.get(i).type());
        }
        if (!fits) {
            throw badRecord(found.getName(), "does not have the components " + components, null);
        }
        return declared;
    }

    private static @Nullable Class<?> javaType(DataType type) {
        return switch (type) {
            case DataType.Scalar s -> double.class;
            case DataType.Vector v -> double[].class;
            case DataType.Matrix m -> double[][].class;
            case DataType.Tensor t -> Tensor.class;
            case DataType.Structure s -> null;
        };
    }

    private static int[] ints(List<Integer> shape) {
        return shape.stream().mapToInt(Integer::intValue).toArray();
    }

    private Object get(Method accessor, Object value) {
        try {
            if (lookup != null) {
                return lookup.unreflect(accessor).invoke(value);
            }
            accessor.setAccessible(true);
            return accessor.invoke(value);
        } catch (Throwable e) {
            throw failed(accessor.getDeclaringClass(), e);
        }
    }

    private Object construct(Class<?> type, Object[] parts) {
        Class<?>[] types = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            if (lookup != null) {
                MethodHandle handle = lookup.unreflectConstructor(constructor);
                return handle.invokeWithArguments(parts);
            }
            constructor.setAccessible(true);
            return constructor.newInstance(parts);
        } catch (Throwable e) {
            throw failed(type, e);
        }
    }

    private static RuntimeException failed(Class<?> type, Throwable e) {
        if (e instanceof VirtualMachineError fatal) {
            throw fatal;
        }
        return badRecord(type.getName(), "cannot be used (" + e + ")", e);
    }

    private static CircuitException badRecord(String name, String what, @Nullable Throwable cause) {
        CircuitException error = ErrorCode.BAD_RECORD.error(
                "the record " + name + " " + what,
                "the record class that the circuit was built with, visible to Glovebox",
                "Put it on the class path, and pass MethodHandles.lookup() if it is in a named module.");
        if (cause != null) {
            error.initCause(cause);
        }
        return error;
    }

    private static CircuitException wrongShape(String name, @Nullable Object value, String expected) {
        String found = switch (value) {
            case null -> "null";
            case double[] row -> "double[" + row.length + "]";
            case double[][] matrix -> "double[" + matrix.length + "][]";
            case Tensor tensor -> "Tensor" + Arrays.toString(tensor.shape());
            default -> value.getClass().getTypeName();
        };
        return ErrorCode.WRONG_SHAPE.error(
                name + " is " + found, expected, "Pass what the parameters of the circuit method declare.");
    }
}
