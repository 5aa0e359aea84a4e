package dev.glovebox.runtime.ckks;

import dev.glovebox.runtime.circuit.CircuitProgram;
import dev.glovebox.runtime.circuit.Constants;
import dev.glovebox.runtime.circuit.DiagonalMatrix;
import dev.glovebox.runtime.circuit.Evaluator;
import dev.glovebox.runtime.circuit.SlotVector;
import java.util.ArrayList;
import java.util.List;

/** Runs a program without computing anything, to see which constants it encodes, at which levels and scales. */
final class ConstantRequests extends DeferringEvaluator {
    private final PlaintextCache plaintexts;
    private final int slots;
    private final List<PlaintextCache.Request> requests = new ArrayList<>();

    private ConstantRequests(PlaintextCache plaintexts, int slots) {
        this.plaintexts = plaintexts;
        this.slots = slots;
    }

    /** The constants in the order of use. */
    static List<PlaintextCache.Request> of(
            PlaintextCache plaintexts, int slots, CircuitProgram program, Constants constants, int[] inputLevels) {
        ConstantRequests evaluator = new ConstantRequests(plaintexts, slots);
        Value[] inputs = new Value[inputLevels.length];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = new Typed(evaluator, new Type(inputLevels[i], 1, 2));
        }
        program.evaluate(evaluator, constants, inputs);
        return evaluator.requests;
    }

    private record Typed(ConstantRequests evaluator, Type type) implements Hoisted {
        @Override
        public int level() {
            return type.level();
        }

        @Override
        public int pending() {
            return type.pending();
        }

        @Override
        public int size() {
            return type.size();
        }

        @Override
        public Value rotate(int steps) {
            return evaluator.rotate(this, steps);
        }

        @Override
        public void close() {}
    }

    @Override
    Hoisted defer(Type type, Operation operation, Value... operands) {
        return new Typed(this, type);
    }

    @Override
    public int slots() {
        return slots;
    }

    @Override
    public Value addPlain(Value a, SlotVector v) {
        requests.add(plaintexts.request(v, a.level(), a.pending()));
        return super.addPlain(a, v);
    }

    @Override
    public Value multiplyPlain(Value a, SlotVector v) {
        requests.add(plaintexts.request(v, a.level(), 1));
        return super.multiplyPlain(a, v);
    }

    @Override
    public Value sumOfPlainProducts(Value[] a, SlotVector[] v, int level) {
        for (int i = 0; i < a.length; i++) {
            requests.add(plaintexts.requestFactor(v[i], a[i].level(), level));
        }
        return super.sumOfPlainProducts(a, v, level);
    }

    @Override
    public Value linearTransform(Value a, DiagonalMatrix matrix) {
        matrix.diagonals()
                .forEach((offset, diagonal) ->
                        requests.add(plaintexts.requestExtended(diagonal, matrix.giant(offset), a.level())));
        return super.linearTransform(a, matrix);
    }

    @Override
    public Value last(Value a) {
        return a;
    }

    @Override
    public void release(Evaluator.Value a) {}
}
