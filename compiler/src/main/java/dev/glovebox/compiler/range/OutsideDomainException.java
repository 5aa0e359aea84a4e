package dev.glovebox.compiler.range;

import dev.glovebox.compiler.ir.Interval;

/** A function is not defined, or not bounded, on all of an interval. Carries no stack trace: subdivision throws it often. */
final class OutsideDomainException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Interval argument;
    private final boolean edge;
    private final double at;

    /**
     * @param what the operation, to be followed by its argument, such as {@code log of}
     * @param argument what the operation's argument, or the divisor, may be
     * @param edge whether the function is continuous up to the edge of its domain, as a square root is
     */
    OutsideDomainException(String what, Interval argument, boolean edge) {
        this(what, argument, edge, Double.NaN);
    }

    private OutsideDomainException(String what, Interval argument, boolean edge, double at) {
        super(what, null, false, false);
        this.argument = argument;
        this.edge = edge;
        this.at = at;
    }

    /** The same with the variable's value near which it happens. */
    OutsideDomainException at(double variable) {
        return new OutsideDomainException(String.valueOf(getMessage()), argument, edge, variable);
    }

    boolean edge() {
        return edge;
    }

    /** {@code division by 0 near t = 1.5}. */
    String describe() {
        double value = argument.contains(0) ? 0 : argument.middle();
        return getMessage() + " " + Infix.rounded(value) + " near t = " + Infix.rounded(at);
    }
}
