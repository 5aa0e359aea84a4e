package dev.glovebox.compiler.ir;

import dev.glovebox.runtime.circuit.RealFunction;
import dev.glovebox.runtime.circuit.RealOperator;

/**
 * A real function of one real variable, as a tree: what a chain of scalar operations on one encrypted number computes.
 * Grouping by structural equality is how operations of equal shape become one vector operation.
 */
public sealed interface Expression {

    /** What a hash regards of a tree: functions grow at the root, and to walk all of each would take quadratic time. */
    int HASHED_LEVELS = 8;

    private static int hash(Expression e, int levels) {
        if (levels == 0) {
            return 0;
        }
        if (e instanceof Unary u) {
            return 31 * u.function.hashCode() + hash(u.argument, levels - 1);
        }
        if (e instanceof Binary b) {
            return 31 * (31 * b.operator.hashCode() + hash(b.left, levels - 1)) + hash(b.right, levels - 1);
        }
        return e.hashCode();
    }

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
            return function.apply(argument.evaluate(x));
        }

        @Override
        public int hashCode() {
            return hash(this, HASHED_LEVELS);
        }
    }

    /** An operation on two expressions. */
    record Binary(Operator operator, Expression left, Expression right) implements Expression {
        @Override
        public double evaluate(double x) {
            return operator.operator.apply(left.evaluate(x), right.evaluate(x));
        }

        @Override
        public int hashCode() {
            return hash(this, HASHED_LEVELS);
        }
    }

    /** Functions of one argument: those of {@link RealFunction}. The text form is the name in lower case. */
    enum Function {
        NEGATE,
        ABS,
        EXP,
        EXPM1,
        LOG,
        LOG1P,
        SQRT,
        CBRT,
        SIN,
        COS,
        TAN,
        ATAN,
        SINH,
        COSH,
        TANH,
        /** -1, 0 or 1. */
        SIGN,
        /** 1 above 0, else 0: what comparisons become. */
        STEP;

        private final RealFunction function = RealFunction.valueOf(name());

        public double apply(double x) {
            return function.apply(x);
        }

        public RealFunction real() {
            return function;
        }
    }

    /** Operations on two arguments, those of {@link RealOperator}; the exponent of POW is constant. */
    enum Operator {
        ADD,
        SUBTRACT,
        MULTIPLY,
        DIVIDE,
        MAX,
        MIN,
        POW;

        private final RealOperator operator = RealOperator.valueOf(name());

        public RealOperator real() {
            return operator;
        }
    }
}
