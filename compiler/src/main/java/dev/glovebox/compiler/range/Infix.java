package dev.glovebox.compiler.range;

import dev.glovebox.compiler.ir.Expression;
import dev.glovebox.compiler.ir.Expression.Binary;
import dev.glovebox.compiler.ir.Expression.Constant;
import dev.glovebox.compiler.ir.Expression.Function;
import dev.glovebox.compiler.ir.Expression.Operator;
import dev.glovebox.compiler.ir.Expression.Unary;
import dev.glovebox.compiler.ir.Expression.Variable;
import dev.glovebox.compiler.ir.Interval;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Expressions as people write them, for messages and reports: {@code 1/(1 + exp(-t))}. */
public final class Infix {
    /** A longer text is cut; shared subexpressions could make it exponentially long. */
    private static final int LONGEST = 200;

    private static final int SUM = 1;
    private static final int PRODUCT = 2;
    private static final int SIGN = 3;
    private static final int ATOM = 4;

    private final StringBuilder text = new StringBuilder();
    private final String variable;

    private Infix(String variable) {
        this.variable = variable;
    }

    /** The expression in the variable {@code t}. */
    public static String of(Expression expression) {
        return of(expression, "t");
    }

    public static String of(Expression expression, String variable) {
        Infix infix = new Infix(variable);
        infix.append(expression, 0);
        return infix.text.length() > LONGEST ? infix.text.substring(0, LONGEST) + "…" : infix.text.toString();
    }

    /** A number without a useless fraction: {@code 2}, {@code 0.5}. */
    public static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    /** A number to six digits. */
    public static String rounded(double value) {
        return Double.isFinite(value)
                ? number(new BigDecimal(value).round(new MathContext(6)).doubleValue())
                : number(value);
    }

    /** An interval to six digits. */
    public static String rounded(Interval interval) {
        return "[" + rounded(interval.lo()) + ", " + rounded(interval.hi()) + "]";
    }

    private void append(Expression expression, int context) {
        if (text.length() > LONGEST) {
            return;
        }
        switch (expression) {
            case Variable _ -> text.append(variable);
            case Constant c -> parenthesized(c.value() < 0 && context > SUM, () -> text.append(number(c.value())));
            case Unary u
            when u.function() == Function.NEGATE ->
                parenthesized(context > PRODUCT, () -> {
                    text.append('-');
                    append(u.argument(), SIGN);
                });
            case Unary u -> call(u.function().name(), u.argument());
            case Binary b -> binary(b, context);
        }
    }

    private void binary(Binary b, int context) {
        switch (b.operator()) {
            case ADD -> operation(b, " + ", SUM, SUM, context);
            case SUBTRACT -> operation(b, " - ", SUM, PRODUCT, context);
            case MULTIPLY -> operation(b, "*", PRODUCT, isQuotient(b.right()) ? SIGN : PRODUCT, context);
            case DIVIDE -> operation(b, "/", PRODUCT, SIGN, context);
            case POW -> operation(b, "^", ATOM, ATOM, context);
            case MAX, MIN -> call(b.operator().name(), b.left(), b.right());
        }
    }

    private static boolean isQuotient(Expression expression) {
        return expression instanceof Binary b && b.operator() == Operator.DIVIDE;
    }

    private void operation(Binary b, String sign, int left, int right, int context) {
        int own = b.operator() == Operator.POW ? SIGN : Math.min(left, right);
        parenthesized(context > own, () -> {
            append(b.left(), left);
            text.append(sign);
            append(b.right(), right);
        });
    }

    private void call(String name, Expression... arguments) {
        text.append(name.toLowerCase(Locale.ROOT)).append('(');
        for (int i = 0; i < arguments.length; i++) {
            text.append(i == 0 ? "" : ", ");
            append(arguments[i], 0);
        }
        text.append(')');
    }

    private void parenthesized(boolean parentheses, Runnable inside) {
        if (parentheses) {
            text.append('(');
        }
        inside.run();
        if (parentheses) {
            text.append(')');
        }
    }
}
