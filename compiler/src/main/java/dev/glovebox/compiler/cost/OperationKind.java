package dev.glovebox.compiler.cost;

/** The operations of {@link dev.glovebox.runtime.circuit.Evaluator} that are measured, each on its own. */
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
    MULTIPLY,
    RELINEARIZE,
    RESCALE,
    ADJUST,
    /** {@code rotate} and {@code conjugate}. */
    ROTATE,
    /** The first of several rotations that share one decomposition. */
    HOIST,
    /** Each further one. */
    HOISTED_ROTATE,
    LINEAR_TRANSFORM,
    /** Encoding a vector of constants; done once, not at each evaluation. */
    ENCODE
}
