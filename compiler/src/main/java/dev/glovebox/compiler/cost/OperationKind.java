package dev.glovebox.compiler.cost;

/** The operations of {@link dev.glovebox.runtime.circuit.Evaluator} that are measured, each on its own, and what surrounds them. */
public enum OperationKind {
    /** {@code add} and {@code subtract}. */
    ADD,
    ADD_PLAIN,
    ADD_SCALAR,
    /** {@code negate} and a copy. */
    NEGATE,
    MULTIPLY_PLAIN,
    /** {@code multiplyScalar} and {@code multiplyInteger}. */
    MULTIPLY_SCALAR,
    /** {@code multiply} and {@code sumOfProducts}. */
    SUM_OF_PRODUCTS,
    SUM_OF_SCALAR_PRODUCTS,
    SUM_OF_PLAIN_PRODUCTS,
    RELINEARIZE,
    RELINEARIZE_RESCALE,
    RESCALE,
    ADJUST,
    /** {@code rotate} and {@code conjugate}. */
    ROTATE,
    /** The decomposition that several rotations share. */
    HOIST,
    /** Each of them. */
    HOISTED_ROTATE,
    LINEAR_TRANSFORM,
    /** Encoding a vector of constants; done once, not at each evaluation. */
    ENCODE,
    /** Reading a request of one ciphertext, half of which a seed stands for. */
    RECEIVE,
    /** Reading each further ciphertext of a request. */
    RECEIVE_FURTHER,
    /** Writing a ciphertext of an answer. */
    SEND
}
