package dev.glovebox.runtime.circuit;

/** What the compiler emits: straight-line calls on an evaluator. Stateless; has a public constructor without parameters. */
public interface CircuitProgram {

    /**
     * Evaluates the circuit.
     *
     * @param inputs one value per input ciphertext of the manifest, in its order, at their levels, pending 1, size 2; they stay
     *     the caller's
     * @return one value per output ciphertext, in the manifest's order, each pending 1, size 2
     */
    Evaluator.Value[] evaluate(Evaluator evaluator, Constants constants, Evaluator.Value[] inputs);
}
