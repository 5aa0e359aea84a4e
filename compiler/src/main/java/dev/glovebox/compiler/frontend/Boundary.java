package dev.glovebox.compiler.frontend;

import dev.glovebox.compiler.diagnostic.Code;
import dev.glovebox.compiler.ir.Reals;
import dev.glovebox.compiler.ir.SourceLocation;
import dev.glovebox.compiler.ir.tensor.TensorOp;
import dev.glovebox.compiler.ir.tensor.TensorProgram.Node;
import dev.glovebox.dsl.Tensor;
import dev.glovebox.runtime.circuit.CircuitSignature.ElementRange;
import dev.glovebox.runtime.circuit.CircuitSignature.Parameter;
import dev.glovebox.runtime.circuit.DataType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the encrypted arguments of a circuit method and takes its result apart. */
final class Boundary {
    private final Algebra algebra;
    private final Heap heap;
    private final Fields fields;
    private final Trace trace;
    private final SourceLocation location;
    private final List<Node> inputs = new ArrayList<>();
    private final List<Atom> atoms = new ArrayList<>();

    /** A result's type and its elements in flat order. */
    record Result(DataType type, List<Scalar> elements) {}

    Boundary(Algebra algebra, Heap heap, Fields fields, Trace trace, SourceLocation location) {
        this.algebra = algebra;
        this.heap = heap;
        this.fields = fields;
        this.trace = trace;
        this.location = location;
    }

    /** An input node for each parameter or record component. */
    List<Node> inputs() {
        return inputs;
    }

    /** The atoms of all input elements. */
    List<Atom> atoms() {
        return atoms;
    }

    Virtual.Slot argument(Parameter parameter, Class<?> type) {
        if (!(parameter.type() instanceof DataType.Structure structure)) {
            return leaf(parameter.name(), parameter.type(), parameter.elements(), parameter.supplied());
        }
        Virtual.Instance object = new Virtual.Instance(type);
        int next = 0;
        for (DataType.Component component : structure.components()) {
            List<ElementRange> ranges =
                    parameter.elements().subList(next, next + component.type().size());
            next += ranges.size();
            Virtual.Slot value =
                    leaf(parameter.name() + "." + component.name(), component.type(), ranges, parameter.supplied());
            object.fields.put(type.getName() + "#" + component.name(), value);
        }
        return new Virtual.Slot(0, object);
    }

    private Virtual.Slot leaf(String name, DataType type, List<ElementRange> ranges, boolean isPublic) {
        int node = inputs.size();
        inputs.add(new Node(
                isPublic
                        ? new TensorOp.PublicInput(name, atoms.size(), false)
                        : new TensorOp.Input(name, atoms.size(), false),
                Reals.generate(ranges.size(), i -> ranges.get(i).min()),
                Reals.generate(ranges.size(), i -> ranges.get(i).max()),
                location));
        Symbol[] symbols = new Symbol[ranges.size()];
        for (int i = 0; i < symbols.length; i++) {
            Atom atom = new Atom.Input(atoms.size(), location, node, i, isPublic);
            atoms.add(atom);
            symbols[i] = algebra.input(Form.of(atom), location);
        }
        return new Virtual.Slot(
                0,
                switch (type) {
                    case DataType.Vector v -> vector(symbols, 0, v.length());
                    case DataType.Matrix m -> {
                        double[][] rows = heap.own(new double[m.rows()][]);
                        for (int r = 0; r < rows.length; r++) {
                            rows[r] = vector(symbols, r * m.columns(), m.columns());
                        }
                        yield rows;
                    }
                    case DataType.Tensor t ->
                        new Virtual.EncryptedTensor(
                                t.shape().stream().mapToInt(Integer::intValue).toArray(), symbols);
                    default -> symbols[0];
                });
    }

    private double[] vector(Symbol[] symbols, int from, int length) {
        double[] array = heap.own(new double[length]);
        Arrays.fill(array, Double.NaN);
        for (int i = 0; i < length; i++) {
            heap.setElement(array, i, length, symbols[from + i]);
        }
        return array;
    }

    /** Takes apart what a method of that result type returned. */
    Result result(Class<?> type, Virtual.Slot value) {
        List<Scalar> elements = new ArrayList<>();
        return new Result(type.isRecord() ? structure(type, value, elements) : leaf(type, value, elements), elements);
    }

    private DataType structure(Class<?> type, Virtual.Slot value, List<Scalar> elements) {
        Object object = nonNull(value.ref(), "the result");
        List<DataType.Component> components = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            Virtual.Slot slot = fields.get(fields.reference(type, component.getName()), object);
            components.add(new DataType.Component(component.getName(), leaf(component.getType(), slot, elements)));
        }
        return new DataType.Structure(type.getName(), components);
    }

    private DataType leaf(Class<?> type, Virtual.Slot value, List<Scalar> elements) {
        if (type == double.class) {
            elements.add(value.ref() instanceof Symbol s ? s : Scalar.of(Double.longBitsToDouble(value.bits())));
            return new DataType.Scalar();
        }
        if (type == double[].class) {
            return new DataType.Vector(vector((double[]) nonNull(value.ref(), "the result array"), elements));
        }
        if (type == Tensor.class) {
            Virtual.EncryptedTensor tensor = TensorOps.tensor(nonNull(value.ref(), "the result"));
            elements.addAll(List.of(tensor.elements));
            return new DataType.Tensor(Arrays.stream(tensor.shape).boxed().toList());
        }
        double[][] rows = (double[][]) nonNull(value.ref(), "the result array");
        int columns = -1;
        for (double[] row : rows) {
            int length = vector((double[]) nonNull(row, "a row of the result"), elements);
            if (columns >= 0 && length != columns) {
                throw bad("rows of " + columns + " and of " + length + " elements", "rows of one length");
            }
            columns = length;
        }
        if (rows.length == 0) {
            throw bad("an array without elements", "at least one element");
        }
        return new DataType.Matrix(rows.length, columns);
    }

    private int vector(double[] array, List<Scalar> elements) {
        if (array.length == 0) {
            throw bad("an array without elements", "at least one element");
        }
        for (int i = 0; i < array.length; i++) {
            elements.add(heap.element(array, i) instanceof Symbol s ? s : Scalar.of(array[i]));
        }
        return array.length;
    }

    private Object nonNull(@Nullable Object object, String what) {
        if (object == null) {
            throw bad("null as " + what, "a value");
        }
        return object;
    }

    private RuntimeException bad(String found, String expected) {
        return trace.failure(
                Code.UNSUPPORTED_TYPE,
                "the circuit method returns " + found,
                expected,
                "Return numbers of a shape that public data determines.");
    }
}
