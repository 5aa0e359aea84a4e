package dev.glovebox.compiler.ir.slot;

import dev.glovebox.compiler.ir.slot.SlotProgram.InputLayout;
import dev.glovebox.runtime.circuit.CircuitManifest.ResultElement;
import dev.glovebox.runtime.circuit.Constants;
import dev.glovebox.runtime.circuit.DiagonalMatrix;
import dev.glovebox.runtime.circuit.SlotVector;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/** Evaluates slot programs and circuits on clear numbers, every slot of every vector; levels mean nothing to it. */
public final class SlotInterpreter {
    private final int slots;
    private final List<InputLayout> inputs;
    private final List<SlotOp> ops;
    private final List<Integer> outputs;
    private final List<ResultElement> results;
    private final Constants constants;

    public SlotInterpreter(SlotProgram program) {
        slots = program.slots();
        inputs = program.inputs();
        ops = program.nodes().stream().map(SlotProgram.Node::op).toList();
        outputs = program.outputs();
        results = program.results();
        constants = program.constants();
    }

    public SlotInterpreter(CircuitIr circuit) {
        slots = circuit.slots();
        inputs = circuit.inputs();
        ops = circuit.nodes().stream().map(CircuitIr.Node::op).toList();
        outputs = circuit.outputs();
        results = circuit.results();
        constants = circuit.constants();
    }

    /**
     * @param elements the normalized elements of all parameters in flat order
     * @return the elements of the result in flat order
     */
    public double[] evaluate(double[] elements) {
        List<double[]> values = values(elements);
        return results.stream()
                .mapToDouble(result -> switch (result) {
                    case ResultElement.InSlot(int ciphertext, int slot) -> values.get(outputs.get(ciphertext))[slot];
                    case ResultElement.Public(double value) -> value;
                })
                .toArray();
    }

    /** All slots of every node. */
    public List<double[]> values(double[] elements) {
        Constants all = constants.suppliedNormalized(elements);
        List<double[]> values = new ArrayList<>();
        for (SlotOp op : ops) {
            double[] value = new double[slots];
            IntToDoubleFunction slot = slot(op, values, elements, all);
            for (int i = 0; i < slots; i++) {
                value[i] = slot.applyAsDouble(i);
            }
            values.add(value);
        }
        return values;
    }

    private IntToDoubleFunction slot(SlotOp op, List<double[]> values, double[] elements, Constants all) {
        double[] a =
                op.operands().isEmpty() ? elements : values.get(op.operands().getFirst());
        double[] b = values.isEmpty() || op.operands().isEmpty()
                ? elements
                : values.get(op.operands().getLast());
        return switch (op) {
            case SlotOp.Input o -> {
                InputLayout layout = inputs.get(o.index());
                List<Integer> places = layout.elements();
                yield i -> {
                    int place = i & (layout.period() - 1);
                    return place < places.size() ? elements[places.get(place)] : 0;
                };
            }
            case SlotOp.Add o -> i -> a[i] + b[i];
            case SlotOp.Subtract o -> i -> a[i] - b[i];
            case SlotOp.Negate o -> i -> -a[i];
            case SlotOp.AddPlain o -> {
                SlotVector v = all.vector(o.vector());
                yield i -> a[i] + v.get(i);
            }
            case SlotOp.AddScalar o -> i -> a[i] + o.scalar();
            case SlotOp.MultiplyPlain o -> {
                SlotVector v = all.vector(o.vector());
                yield i -> a[i] * v.get(i);
            }
            case SlotOp.MultiplyScalar o -> i -> a[i] * o.scalar();
            case SlotOp.MultiplyInteger o -> i -> a[i] * o.factor();
            case SlotOp.Multiply o -> i -> a[i] * b[i];
            case SlotOp.Rotate o -> i -> a[(i + o.steps()) & (slots - 1)];
            case SlotOp.LinearTransform o -> transform(a, all.matrix(o.matrix()));
            case SlotOp.SumOfScalarProducts o ->
                sum(
                        o.operands().size(),
                        values,
                        o.operands(),
                        (t, i) -> o.factors().get(t));
            case SlotOp.SumOfPlainProducts o ->
                sum(
                        o.operands().size(),
                        values,
                        o.operands(),
                        (t, i) -> all.vector(o.vectors().get(t)).get(i));
            case SlotOp.SumOfProducts o ->
                sum(
                        o.left().size(),
                        values,
                        o.left(),
                        (t, i) -> values.get(o.right().get(t))[i]);
            case SlotOp.Relinearize _, SlotOp.Rescale _, SlotOp.RelinearizeRescale _, SlotOp.Hoist _, SlotOp.Adjust _ ->
                i -> a[i];
        };
    }

    private interface Factor {
        double at(int term, int slot);
    }

    private static IntToDoubleFunction sum(int terms, List<double[]> values, List<Integer> operands, Factor factor) {
        return i -> {
            double sum = 0;
            for (int t = 0; t < terms; t++) {
                sum += values.get(operands.get(t))[i] * factor.at(t, i);
            }
            return sum;
        };
    }

    private IntToDoubleFunction transform(double[] a, DiagonalMatrix matrix) {
        return i -> {
            double sum = 0;
            for (var diagonal : matrix.diagonals().entrySet()) {
                sum += diagonal.getValue().get(i) * a[(i + diagonal.getKey()) & (slots - 1)];
            }
            return sum;
        };
    }
}
