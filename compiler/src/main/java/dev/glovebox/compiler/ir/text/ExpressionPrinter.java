package dev.glovebox.compiler.ir.text;

import dev.glovebox.compiler.ir.Expression;
import dev.glovebox.compiler.ir.Expression.Binary;
import dev.glovebox.compiler.ir.Expression.Constant;
import dev.glovebox.compiler.ir.Expression.Function;
import dev.glovebox.compiler.ir.Expression.Operator;
import dev.glovebox.compiler.ir.Expression.Unary;
import dev.glovebox.compiler.ir.Expression.Variable;
import java.util.Locale;

/** Writes functions of one variable t in infix form, with as few parentheses as the tree allows. */
final class ExpressionPrinter {
    private static final int SUM = 0;
    private static final int PRODUCT = 1;
    private static final int FACTOR = 2;

    /** Whole numbers up to here are written without a fraction. */
    private static final double LARGEST_WHOLE = 1e7;

    private final StringBuilder text = new StringBuilder();

    private ExpressionPrinter() {}

    static String print(Expression expression) {
        ExpressionPrinter printer = new ExpressionPrinter();
        printer.print(expression, SUM);
        return printer.text.toString();
    }

    /** @param precedence what the place binds; a weaker operator needs parentheses there */
    private void print(Expression expression, int precedence) {
        switch (expression) {
            case Variable v -> text.append('t');
            case Constant(double value) -> text.append(number(value));
            case Unary(Function function, Expression argument) when function == Function.NEGATE -> negation(argument);
            case Unary(Function function, Expression argument) -> {
                text.append(function.name().toLowerCase(Locale.ROOT)).append('(');
                print(argument, SUM);
                text.append(')');
            }
            case Binary(Operator operator, Expression left, Expression right) ->
                binary(operator, left, right, precedence);
        }
    }

    /** A minus sign before a positive literal would belong to the literal. */
    private void negation(Expression argument) {
        text.append('-');
        if (argument instanceof Constant(double value) && !number(value).startsWith("-")) {
            text.append('(').append(number(value)).append(')');
        } else {
            print(argument, FACTOR);
        }
    }

    private void binary(Operator operator, Expression left, Expression right, int precedence) {
        switch (operator) {
            case ADD -> infix(left, " + ", right, SUM, precedence);
            case SUBTRACT -> infix(left, " - ", right, SUM, precedence);
            case MULTIPLY -> infix(left, " * ", right, PRODUCT, precedence);
            case DIVIDE -> infix(left, " / ", right, PRODUCT, precedence);
            case MAX, MIN, POW -> {
                text.append(operator.name().toLowerCase(Locale.ROOT)).append('(');
                print(left, SUM);
                text.append(", ");
                print(right, SUM);
                text.append(')');
            }
        }
    }

    private void infix(Expression left, String symbol, Expression right, int own, int precedence) {
        boolean parentheses = own < precedence;
        text.append(parentheses ? "(" : "");
        print(left, own);
        text.append(symbol);
        print(right, own + 1);
        text.append(parentheses ? ")" : "");
    }

    private static String number(double value) {
        boolean whole = value == Math.rint(value) && Math.abs(value) <= LARGEST_WHOLE && !isNegativeZero(value);
        return whole ? Long.toString((long) value) : Double.toString(value);
    }

    private static boolean isNegativeZero(double value) {
        return value == 0 && 1 / value < 0;
    }
}
