package dev.glovebox.compiler.cli;

/** What may be printed. */
enum Stage {
    /** As lifted: inputs in the model's units, exact functions. */
    LIFTED,
    /** With a range for every element. */
    RANGED,
    /** With polynomials for functions. */
    APPROXIMATED,
    /** With scales taken into the affine maps beside them. */
    FOLDED,
    /** Laid out in slots. */
    SLOT,
    /** Constants folded, common parts once, balanced, pruned. */
    TIDIED,
    /** With rescalings. */
    RESCALED,
    /** With relinearisations. */
    RELINEARIZED,
    /** Scheduled, with parameters: what can be edited and given back. */
    CIRCUIT
}
