package dev.glovebox.compiler.range;

import dev.glovebox.compiler.ir.Expression;
import dev.glovebox.compiler.ir.Expression.Binary;
import dev.glovebox.compiler.ir.Expression.Constant;
import dev.glovebox.compiler.ir.Expression.Function;
import dev.glovebox.compiler.ir.Expression.Operator;
import dev.glovebox.compiler.ir.Expression.Unary;
import dev.glovebox.compiler.ir.Expression.Variable;
import java.util.Random;

/** Expressions for tests, in the words of formulas. */
public final class Expressions {
    public static final Expression T = new Variable();

    private Expressions() {}

    public static Expression number(double value) {
        return new Constant(value);
    }

    public static Expression apply(Function function, Expression argument) {
        return new Unary(function, argument);
    }

    public static Expression add(Expression a, Expression b) {
        return new Binary(Operator.ADD, a, b);
    }

    public static Expression subtract(Expression a, Expression b) {
        return new Binary(Operator.SUBTRACT, a, b);
    }

    public static Expression multiply(Expression a, Expression b) {
        return new Binary(Operator.MULTIPLY, a, b);
    }

    public static Expression divide(Expression a, Expression b) {
        return new Binary(Operator.DIVIDE, a, b);
    }

    public static Expression power(Expression a, double exponent) {
        return new Binary(Operator.POW, a, number(exponent));
    }

    public static Expression max(Expression a, Expression b) {
        return new Binary(Operator.MAX, a, b);
    }

    /** 1/(1 + exp(-a)). */
    public static Expression sigmoid(Expression a) {
        return divide(number(1), add(number(1), apply(Function.EXP, apply(Function.NEGATE, a))));
    }

    /** A random tree, often with several occurrences of the variable. */
    public static Expression random(Random random, int depth) {
        if (depth == 0 || random.nextInt(8) == 0) {
            return random.nextInt(4) == 0 ? number(Math.rint(random.nextGaussian() * 8) / 4) : T;
        }
        if (random.nextBoolean()) {
            Function[] functions = Function.values();
            return apply(functions[random.nextInt(functions.length)], random(random, depth - 1));
        }
        Operator[] operators = Operator.values();
        Operator operator = operators[random.nextInt(operators.length)];
        Expression right = operator == Operator.POW
                ? number(new double[] {-2, -1, 0, 0.5, 1, 2, 3, 1.5, -0.5, 4}[random.nextInt(10)])
                : random(random, depth - 1);
        return new Binary(operator, random(random, depth - 1), right);
    }
}
