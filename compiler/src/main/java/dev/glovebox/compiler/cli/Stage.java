package dev.glovebox.compiler.cli;

/** What may be printed. */
enum Stage {
    /** As lifted: inputs in the model's units, exact functions. */
    LIFTED,
    /** With a range for every element. */
    RANGED,
    /** With polynomials for functions. */
    APPROXIMATED,
    /** Laid out in slots. */
    SLOT,
    /** Scheduled, with parameters: what can be edited and given back. */
    CIRCUIT
}
