package dev.glovebox.compiler.simulator;

import dev.glovebox.compiler.ir.slot.CircuitIr;
import dev.glovebox.compiler.ir.slot.SlotOp;
import dev.glovebox.compiler.schedule.Liveness;
import dev.glovebox.runtime.circuit.CircuitProgram;
import dev.glovebox.runtime.circuit.Constants;
import dev.glovebox.runtime.circuit.Evaluator;
import dev.glovebox.runtime.circuit.Evaluator.Value;
import dev.glovebox.runtime.circuit.SlotVector;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Runs a circuit on an evaluator without emitting it; does what the emitted class does, call for call. */
public final class CircuitInterpreter implements CircuitProgram {
    private final CircuitIr circuit;
    private final List<List<Integer>> releases;

    public CircuitInterpreter(CircuitIr circuit) {
        this.circuit = circuit;
        releases = Liveness.releases(circuit);
    }

    @Override
    public Value[] evaluate(Evaluator evaluator, Constants constants, Value[] inputs) {
        @Nullable Value[] values = new @Nullable Value[circuit.nodes().size()];
        for (int i = 0; i < values.length; i++) {
            SlotOp op = circuit.nodes().get(i).op();
            List<Integer> ended = releases.get(i);
            IntFunction<Value> operand = o -> Liveness.consumes(op, o, ended)
                    ? evaluator.last(Objects.requireNonNull(values[o]))
                    : Objects.requireNonNull(values[o]);
            values[i] = evaluate(op, evaluator, constants, inputs, operand);
            for (int last : ended) {
                if (!Liveness.consumes(op, last, ended)) {
                    evaluator.release(Objects.requireNonNull(values[last]));
                }
                values[last] = null;
            }
        }
        return circuit.outputs().stream()
                .map(o -> Objects.requireNonNull(values[o]))
                .toArray(Value[]::new);
    }

    private static Value evaluate(SlotOp op, Evaluator e, Constants constants, Value[] inputs, IntFunction<Value> v) {
        return switch (op) {
            case SlotOp.Input o -> inputs[o.index()];
            case SlotOp.Add o -> e.add(v.apply(o.left()), v.apply(o.right()));
            case SlotOp.Subtract o -> e.subtract(v.apply(o.left()), v.apply(o.right()));
            case SlotOp.Negate o -> e.negate(v.apply(o.operand()));
            case SlotOp.AddPlain o -> e.addPlain(v.apply(o.operand()), constants.vector(o.vector()));
            case SlotOp.AddScalar o -> e.addScalar(v.apply(o.operand()), o.scalar());
            case SlotOp.MultiplyPlain o -> e.multiplyPlain(v.apply(o.operand()), constants.vector(o.vector()));
            case SlotOp.MultiplyScalar o -> e.multiplyScalar(v.apply(o.operand()), o.scalar());
            case SlotOp.MultiplyInteger o -> e.multiplyInteger(v.apply(o.operand()), o.factor());
            case SlotOp.Multiply o -> e.multiply(v.apply(o.left()), v.apply(o.right()));
            case SlotOp.Rotate o -> e.rotate(v.apply(o.operand()), o.steps());
            case SlotOp.LinearTransform o -> e.linearTransform(v.apply(o.operand()), constants.matrix(o.matrix()));
            case SlotOp.Relinearize o -> e.relinearize(v.apply(o.operand()));
            case SlotOp.Rescale o -> e.rescale(v.apply(o.operand()));
            case SlotOp.RelinearizeRescale o -> e.relinearizeRescale(v.apply(o.operand()));
            case SlotOp.Hoist o -> e.hoist(v.apply(o.operand()));
            case SlotOp.Adjust o -> e.adjust(v.apply(o.operand()), o.level());
            case SlotOp.SumOfProducts o -> e.sumOfProducts(all(o.left(), v), all(o.right(), v));
            case SlotOp.SumOfScalarProducts o ->
                e.sumOfScalarProducts(
                        all(o.operands(), v),
                        o.factors().stream().mapToDouble(Double::doubleValue).toArray(),
                        o.level());
            case SlotOp.SumOfPlainProducts o ->
                e.sumOfPlainProducts(
                        all(o.operands(), v),
                        o.vectors().stream().map(constants::vector).toArray(SlotVector[]::new),
                        o.level());
        };
    }

    private static Value[] all(List<Integer> nodes, IntFunction<Value> v) {
        return nodes.stream().map(v::apply).toArray(Value[]::new);
    }
}
