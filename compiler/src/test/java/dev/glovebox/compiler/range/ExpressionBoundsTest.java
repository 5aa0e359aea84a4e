package dev.glovebox.compiler.range;

import static dev.glovebox.compiler.range.Expressions.T;
import static dev.glovebox.compiler.range.Expressions.add;
import static dev.glovebox.compiler.range.Expressions.apply;
import static dev.glovebox.compiler.range.Expressions.divide;
import static dev.glovebox.compiler.range.Expressions.multiply;
import static dev.glovebox.compiler.range.Expressions.number;
import static dev.glovebox.compiler.range.Expressions.power;
import static dev.glovebox.compiler.range.Expressions.sigmoid;
import static dev.glovebox.compiler.range.Expressions.subtract;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.glovebox.compiler.ir.Expression;
import dev.glovebox.compiler.ir.Expression.Function;
import dev.glovebox.compiler.ir.Interval;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionBoundsTest {

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void holdsEveryValueAndSlopeOfRandomExpressions(long seed) {
        Random random = new Random(seed);
        int defined = 0;
        for (int i = 0; i < 150; i++) {
            Expression expression = Expressions.random(random, 4);
            double a = random.nextGaussian() * 3;
            Interval domain = new Interval(a, a + Math.abs(random.nextGaussian()) * 3);
            Tape tape = Tape.of(expression);
            Optional<Interval> range = ExpressionBounds.rangeIfDefined(expression, domain);
            if (range.isEmpty()) {
                continue;
            }
            defined++;
            double lipschitz = ExpressionBounds.lipschitz(tape, domain);
            double previousX = domain.lo();
            double previous = expression.evaluate(previousX);
            for (int k = 1; k <= 300; k++) {
                double x = Math.min(domain.hi(), domain.lo() + (domain.hi() - domain.lo()) * k / 300);
                double y = expression.evaluate(x);
                assertThat(range.get().contains(y))
                        .as("%s at %s is %s, outside %s on %s", Infix.of(expression), x, y, range.get(), domain)
                        .isTrue();
                assertThat(tape.evaluate(x)).isEqualTo(y);
                double rounding = 1e-10 * (1 + range.get().magnitude());
                assertThat(Math.abs(y - previous))
                        .as("%s between %s and %s", Infix.of(expression), previousX, x)
                        .isLessThanOrEqualTo(lipschitz * (x - previousX) * (1 + 1e-9) + rounding);
                previousX = x;
                previous = y;
            }
        }
        assertThat(defined).isGreaterThan(50);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {11, 12})
    void isTightForRandomExpressions(long seed) {
        Random random = new Random(seed);
        int tight = 0;
        int defined = 0;
        for (int i = 0; i < 200; i++) {
            Expression expression = Expressions.random(random, 3);
            Optional<Interval> range = ExpressionBounds.rangeIfDefined(expression, new Interval(-2, 1.5));
            if (range.isPresent()) {
                defined++;
                Interval seen = Interval.point(expression.evaluate(0));
                for (int k = 0; k <= 5000; k++) {
                    seen = seen.hull(Interval.point(expression.evaluate(-2 + 3.5 * k / 5000)));
                }
                double excess = range.get().radius() - seen.radius();
                tight += excess <= 2e-3 * seen.radius() + 1e-12 * range.get().magnitude() ? 1 : 0;
            }
        }
        assertThat(tight).isGreaterThanOrEqualTo(defined * 95 / 100).isGreaterThan(60);
    }

    @Test
    void correlatedOccurrencesCostNoWidth() {
        assertRange(multiply(T, T), -1, 1, 0, 1);
        assertRange(sigmoid(T), -32, 32, 1 / (1 + Math.exp(32)), 1 / (1 + Math.exp(-32)));
        // The minimum of t·sigmoid(t), at t = -W(1/e) - 1.
        assertRange(multiply(T, sigmoid(T)), -8, 8, -0.27846454276107, 8 / (1 + Math.exp(-8)));
        assertRange(subtract(T, T), -5, 5, 0, 0);
        assertRange(subtract(multiply(T, T), T), 0, 1, -0.25, 0);
        assertRange(add(power(apply(Function.SIN, T), 2), power(apply(Function.COS, T), 2)), -3, 3, 1, 1);
    }

    private static void assertRange(Expression expression, double lo, double hi, double least, double greatest) {
        Interval range = ExpressionBounds.rangeIfDefined(expression, new Interval(lo, hi))
                .orElseThrow();
        double tolerance = 3e-3 * Math.max(greatest - least, 0.3);
        assertThat(range.lo()).isLessThanOrEqualTo(least + 1e-12).isCloseTo(least, within(tolerance));
        assertThat(range.hi()).isGreaterThanOrEqualTo(greatest - 1e-12).isCloseTo(greatest, within(tolerance));
    }

    @Test
    void findsPolesOfTheWholeExpressionOnly() {
        assertThat(defined(sigmoid(T), -700, 700)).isTrue();
        assertThat(defined(divide(number(1), add(subtract(multiply(T, T), T), number(0.26))), -4, 4))
                .isTrue();
        assertThat(defined(divide(number(1), add(subtract(multiply(T, T), T), number(0.25))), -4, 4))
                .isFalse();
        assertThat(defined(divide(number(1), T), -1, 1)).isFalse();
        assertThat(defined(divide(number(1), T), 0, 1)).isFalse();
        assertThat(defined(divide(number(1), T), 1e-3, 1)).isTrue();
        assertThat(defined(apply(Function.LOG, T), 0, 1)).isFalse();
        assertThat(defined(apply(Function.LOG1P, T), -0.999, 1)).isTrue();
        assertThat(defined(apply(Function.SQRT, T), 0, 1)).isTrue();
        assertThat(defined(apply(Function.SQRT, subtract(T, number(1))), 0.5, 2))
                .isFalse();
        assertThat(defined(apply(Function.TAN, T), -1.5, 1.5)).isTrue();
        assertThat(defined(apply(Function.TAN, T), 1.5, 1.6)).isFalse();
        assertThat(defined(power(T, -2), -1, 1)).isFalse();
        assertThat(defined(power(T, 0.5), -1, 1)).isFalse();
        assertThat(defined(power(T, 3), -1, 1)).isTrue();
        assertThat(defined(apply(Function.EXP, T), 0, 1000)).isFalse();
    }

    private static boolean defined(Expression expression, double lo, double hi) {
        return ExpressionBounds.isDefined(Tape.of(expression), new Interval(lo, hi));
    }

    @Test
    void boundsSlopesTightly() {
        assertLipschitz(sigmoid(T), -32, 32, 0.25);
        assertLipschitz(apply(Function.EXP, T), -1, 2, Math.exp(2));
        assertLipschitz(apply(Function.ABS, T), -1, 2, 1);
        assertLipschitz(apply(Function.SQRT, T), 0.25, 2, 1);
        assertThat(ExpressionBounds.lipschitz(Tape.of(apply(Function.SQRT, T)), new Interval(0, 1)))
                .isInfinite();
        assertThat(ExpressionBounds.lipschitz(Tape.of(apply(Function.CBRT, T)), new Interval(-1, 1)))
                .isInfinite();
    }

    private static void assertLipschitz(Expression expression, double lo, double hi, double expected) {
        assertThat(ExpressionBounds.lipschitz(Tape.of(expression), new Interval(lo, hi)))
                .isBetween(expected * (1 - 1e-12), expected * 1.05);
    }

    @Test
    void sharedSubexpressionsAreEvaluatedOnce() {
        Expression doubled = T;
        for (int i = 0; i < 60; i++) {
            doubled = add(doubled, doubled);
        }
        assertThat(Tape.of(doubled).instructions()).hasSize(61);
        assertThat(Tape.of(doubled).evaluate(1)).isEqualTo(0x1p60);
        assertThat(Infix.of(doubled)).endsWith("…");
    }
}
