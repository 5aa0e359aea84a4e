package dev.glovebox.runtime.circuit;

import java.util.function.DoubleBinaryOperator;

/** The operations on two real numbers that circuits know, with the same bits on every machine. */
public enum RealOperator {
    ADD(Double::sum),
    SUBTRACT((a, b) -> a - b),
    MULTIPLY((a, b) -> a * b),
    DIVIDE((a, b) -> a / b),
    MAX(Math::max),
    MIN(Math::min),
    POW(StrictMath::pow);

    private final DoubleBinaryOperator operator;

    RealOperator(DoubleBinaryOperator operator) {
        this.operator = operator;
    }

    /** The operation's value; may be NaN or infinite outside its domain. */
    public double apply(double a, double b) {
        return operator.applyAsDouble(a, b);
    }
}
