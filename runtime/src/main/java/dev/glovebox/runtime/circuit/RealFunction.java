package dev.glovebox.runtime.circuit;

import java.util.function.DoubleUnaryOperator;

/** The functions of one real variable that circuits know, with the same bits on every machine. */
public enum RealFunction {
    NEGATE(x -> -x),
    ABS(Math::abs),
    EXP(StrictMath::exp),
    EXPM1(StrictMath::expm1),
    LOG(StrictMath::log),
    LOG1P(StrictMath::log1p),
    SQRT(Math::sqrt),
    CBRT(StrictMath::cbrt),
    SIN(StrictMath::sin),
    COS(StrictMath::cos),
    TAN(StrictMath::tan),
    ATAN(StrictMath::atan),
    SINH(StrictMath::sinh),
    COSH(StrictMath::cosh),
    TANH(StrictMath::tanh),
    /** -1, 0 or 1. */
    SIGN(Math::signum),
    /** 1 above 0, else 0: what comparisons become. */
    STEP(x -> x > 0 ? 1 : 0);

    private final DoubleUnaryOperator operator;

    RealFunction(DoubleUnaryOperator operator) {
        this.operator = operator;
    }

    /** The function's value; may be NaN or infinite outside its domain. */
    public double apply(double x) {
        return operator.applyAsDouble(x);
    }
}
