package dev.glovebox.compiler.range;

import static dev.glovebox.compiler.range.Expressions.T;
import static dev.glovebox.compiler.range.Expressions.add;
import static dev.glovebox.compiler.range.Expressions.apply;
import static dev.glovebox.compiler.range.Expressions.divide;
import static dev.glovebox.compiler.range.Expressions.max;
import static dev.glovebox.compiler.range.Expressions.multiply;
import static dev.glovebox.compiler.range.Expressions.number;
import static dev.glovebox.compiler.range.Expressions.power;
import static dev.glovebox.compiler.range.Expressions.sigmoid;
import static dev.glovebox.compiler.range.Expressions.subtract;
import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.compiler.ir.Expression;
import dev.glovebox.compiler.ir.Expression.Function;
import org.junit.jupiter.api.Test;

class InfixTest {
    @Test
    void writesParenthesesOnlyWhereNeeded() {
        assertInfix(sigmoid(T), "1/(1 + exp(-t))");
        assertInfix(multiply(T, add(T, number(2))), "t*(t + 2)");
        assertInfix(add(multiply(number(3), power(T, 2)), multiply(number(-5), T)), "3*t^2 + (-5)*t");
        assertInfix(subtract(T, subtract(T, number(0.5))), "t - (t - 0.5)");
        assertInfix(subtract(subtract(T, T), number(1)), "t - t - 1");
        assertInfix(divide(T, multiply(T, T)), "t/(t*t)");
        assertInfix(divide(divide(T, T), T), "t/t/t");
        assertInfix(power(add(T, number(1)), 0.5), "(t + 1)^0.5");
        assertInfix(power(power(T, 2), 3), "(t^2)^3");
        assertInfix(power(apply(Function.NEGATE, T), 2), "(-t)^2");
        assertInfix(apply(Function.NEGATE, add(T, number(1))), "-(t + 1)");
        assertInfix(max(number(0), apply(Function.TANH, T)), "max(0, tanh(t))");
    }

    private static void assertInfix(Expression expression, String text) {
        assertThat(Infix.of(expression)).isEqualTo(text);
    }
}
