package dev.glovebox.compiler.layout;

/**
 * What operations cost relative to each other: a rotation is a key switch, of which a hoisted one spares the decomposition. The
 * layouts of a map are compared by these numbers; their ratios matter, not their unit.
 */
final class LayoutCost {
    /** Decomposing a ciphertext for any number of hoisted rotations. */
    static final double DECOMPOSITION = 4;

    static final double HOISTED_ROTATION = 6;
    static final double ROTATION = DECOMPOSITION + HOISTED_ROTATION;
    static final double PLAIN_PRODUCT = 1;
    static final double SCALAR_PRODUCT = 0.5;
    static final double ADDITION = 0.2;

    /** A level that one way needs and another spares; every operation before it pays for it. */
    static final double LEVEL = 40;

    /** A ring of twice the degree: every operation of the circuit pays for it. */
    static final double RING = 1000;

    private LayoutCost() {}
}
