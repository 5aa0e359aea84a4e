package dev.glovebox.compiler.ir;

import java.util.function.DoubleUnaryOperator;

/**
 * A real function of one real variable, as a tree: what a chain of scalar operations on one encrypted number computes.
 * Grouping by structural equality is how operations of equal shape become one vector operation.
 */
public sealed interface Expression {

    /** The function's value; may be NaN or infinite outside its domain. */
    double evaluate(double x);

    /** The variable. */
    record Variable() implements Expression {
        @Override
        public double evaluate(double x) {
            return x;
        }
    }

    /** A public number. */
    record Constant(double value) implements Expression {
        @Override
        public double evaluate(double x) {
            return value;
        }
    }

    /** A function of {@link Math} applied to an expression. */
    record Unary(Function function, Expression argument) implements Expression {
        @Override
        public double evaluate(double x) {
            return function.operator.applyAsDouble(argument.evaluate(x));
        }
    }

    /** An operation on two expressions. */
    record Binary(Operator operator, Expression left, Expression right) implements Expression {
        @Override
        public double evaluate(double x) {
            double a = left.evaluate(x);
            double b = right.evaluate(x);
            return switch (operator) {
                case ADD -> a + b;
                case SUBTRACT -> a - b;
                case MULTIPLY -> a * b;
                case DIVIDE -> a / b;
                case MAX -> Math.max(a, b);
                case MIN -> Math.min(a, b);
                case POW -> StrictMath.pow(a, b);
            };
        }
    }

    /** Functions of one argument. The text form is the name in lower case. */
    enum Function {
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

        Function(DoubleUnaryOperator operator) {
            this.operator = operator;
        }

        public double apply(double x) {
            return operator.applyAsDouble(x);
        }
    }

    /** Operations on two arguments; the exponent of POW is constant. */
    enum Operator {
        ADD,
        SUBTRACT,
        MULTIPLY,
        DIVIDE,
        MAX,
        MIN,
        POW
    }
}
