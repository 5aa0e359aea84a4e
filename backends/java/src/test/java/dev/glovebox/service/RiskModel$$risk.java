package dev.glovebox.service;

import dev.glovebox.runtime.circuit.CircuitProgram;
import dev.glovebox.runtime.circuit.Constants;
import dev.glovebox.runtime.circuit.Evaluator;

/** What a compiler would emit: w·t + b by rotate-and-sum in every slot, its square, and its double. */
public final class RiskModel$$risk implements CircuitProgram {
    @Override
    public Evaluator.Value[] evaluate(Evaluator e, Constants constants, Evaluator.Value[] inputs) {
        Evaluator.Value sum = e.rescale(e.multiplyPlain(inputs[0], constants.vector(0)));
        sum = e.add(sum, e.rotate(sum, 2));
        sum = e.add(sum, e.rotate(sum, 1));
        sum = e.addPlain(sum, constants.vector(1));
        Evaluator.Value square = e.rescale(e.relinearize(e.multiply(sum, sum)));
        return new Evaluator.Value[] {sum, square, e.multiplyInteger(sum, 2)};
    }
}
