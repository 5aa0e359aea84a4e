package dev.glovebox.compiler.approximation;

/** Symmetry of a function about the middle of its domain. */
public enum Symmetry {
    NONE,
    /** f(-t) = f(t): only even Chebyshev coefficients. */
    EVEN,
    /** f(-t) = -f(t): only odd Chebyshev coefficients. */
    ODD
}
