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

    /**
     * Numbers that the compiler packed into a string, since a class has room for few others: the bits of each in four characters, the
     * highest first.
     */
    static double[] doubles(String packed) {
        double[] values = new double[packed.length() / 4];
        for (int i = 0; i < values.length; i++) {
            long bits = 0;
            for (int k = 0; k < 4; k++) {
                bits = bits << Character.SIZE | packed.charAt(4 * i + k);
            }
            values[i] = Double.longBitsToDouble(bits);
        }
        return values;
    }
}
