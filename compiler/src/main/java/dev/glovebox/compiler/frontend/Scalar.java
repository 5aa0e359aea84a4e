package dev.glovebox.compiler.frontend;

/** A real number of the program being lifted. */
sealed interface Scalar permits Scalar.Public, Symbol {

    /** A number that the compiler knows. */
    record Public(double value) implements Scalar {}

    static Scalar of(double value) {
        return new Public(value);
    }
}
