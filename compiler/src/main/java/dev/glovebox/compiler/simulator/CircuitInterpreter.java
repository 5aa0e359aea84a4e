package dev.glovebox.compiler.simulator;

import dev.glovebox.compiler.ir.slot.CircuitIr;
import dev.glovebox.compiler.ir.slot.SlotOp;
import dev.glovebox.compiler.schedule.Liveness;
import dev.glovebox.runtime.circuit.CircuitProgram;
import dev.glovebox.runtime.circuit.Constants;
import dev.glovebox.runtime.circuit.Evaluator;
import dev.glovebox.runtime.circuit.Evaluator.Value;
import java.util.List;

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
        Value[] values = new Value[circuit.nodes().size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = evaluate(circuit.nodes().get(i).op(), evaluator, constants, inputs, values);
            for (int ended : releases.get(i)) {
                evaluator.release(values[ended]);
            }
        }
        return circuit.outputs().stream().map(o -> values[o]).toArray(Value[]::new);
    }

    private static Value evaluate(SlotOp op, Evaluator e, Constants constants, Value[] inputs, Value[] v) {
        return switch (op) {
            case SlotOp.Input o -> inputs[o.index()];
            case SlotOp.Add o -> e.add(v[o.left()], v[o.right()]);
            case SlotOp.Subtract o -> e.subtract(v[o.left()], v[o.right()]);
            case SlotOp.Negate o -> e.negate(v[o.operand()]);
            case SlotOp.AddPlain o -> e.addPlain(v[o.operand()], constants.vector(o.vector()));
            case SlotOp.AddScalar o -> e.addScalar(v[o.operand()], o.scalar());
            case SlotOp.MultiplyPlain o -> e.multiplyPlain(v[o.operand()], constants.vector(o.vector()));
            case SlotOp.MultiplyScalar o -> e.multiplyScalar(v[o.operand()], o.scalar());
            case SlotOp.MultiplyInteger o -> e.multiplyInteger(v[o.operand()], o.factor());
            case SlotOp.Multiply o -> e.multiply(v[o.left()], v[o.right()]);
            case SlotOp.Rotate o -> e.rotate(v[o.operand()], o.steps());
            case SlotOp.LinearTransform o -> e.linearTransform(v[o.operand()], constants.matrix(o.matrix()));
            case SlotOp.Relinearize o -> e.relinearize(v[o.operand()]);
            case SlotOp.Rescale o -> e.rescale(v[o.operand()]);
            case SlotOp.Adjust o -> e.adjust(v[o.operand()], o.level());
        };
    }
}
