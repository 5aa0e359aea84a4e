package dev.glovebox.compiler.range;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glovebox.compiler.ir.Expression.Function;
import dev.glovebox.compiler.ir.Interval;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class IntervalsTest {
    private static final MathContext DIGITS = new MathContext(200);

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void directedRoundingEnclosesTheExactResultWithinOneUnit(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            double a = number(random);
            double b = number(random);
            BigDecimal x = new BigDecimal(a);
            BigDecimal y = new BigDecimal(b);
            assertEncloses(Rounding.addDown(a, b), x.add(y), Rounding.addUp(a, b));
            assertEncloses(Rounding.multiplyDown(a, b), x.multiply(y), Rounding.multiplyUp(a, b));
            if (b != 0) {
                assertEncloses(Rounding.divideDown(a, b), x.divide(y, DIGITS), Rounding.divideUp(a, b));
            }
            double c = Math.abs(a);
            assertEncloses(Rounding.sqrtDown(c), new BigDecimal(c).sqrt(DIGITS), Rounding.sqrtUp(c));
        }
    }

    private static double number(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextInt(9) - 4;
            case 1 -> random.nextGaussian();
            default -> Math.scalb(random.nextGaussian(), random.nextInt(60) - 30);
        };
    }

    private static void assertEncloses(double down, BigDecimal exact, double up) {
        assertThat(new BigDecimal(down)).isLessThanOrEqualTo(exact);
        assertThat(new BigDecimal(up)).isGreaterThanOrEqualTo(exact);
        assertThat(up).isLessThanOrEqualTo(Math.nextUp(down));
        if (new BigDecimal(exact.doubleValue()).compareTo(exact) == 0) {
            assertThat(down).isEqualTo(up);
        }
    }

    @Test
    void overflowAndInfiniteEndsStayIntervals() {
        assertThat(Rounding.addDown(Double.MAX_VALUE, Double.MAX_VALUE)).isEqualTo(Double.MAX_VALUE);
        assertThat(Rounding.multiplyUp(Double.MAX_VALUE, 2)).isInfinite();
        assertThat(Intervals.multiply(Intervals.EVERYTHING, Interval.point(0))).isEqualTo(Interval.point(0));
        assertThat(Intervals.divide(Interval.point(1), new Interval(1, Double.POSITIVE_INFINITY)))
                .isEqualTo(new Interval(0, 1));
        assertThat(Intervals.apply(Function.EXP, new Interval(-1000, 1000)))
                .isEqualTo(new Interval(0, Double.POSITIVE_INFINITY));
    }

    @ParameterizedTest
    @EnumSource(Function.class)
    void functionsHoldTheirValues(Function function) {
        Random random = new Random(function.ordinal());
        int defined = 0;
        for (int i = 0; i < 2000; i++) {
            double a = random.nextGaussian() * 4;
            Interval argument = new Interval(a, a + Math.abs(random.nextGaussian()) * 2);
            Interval result;
            try {
                result = Intervals.apply(function, argument);
            } catch (OutsideDomainException e) {
                continue;
            }
            defined++;
            for (int k = 0; k <= 20; k++) {
                double x = Math.min(argument.hi(), argument.lo() + (argument.hi() - argument.lo()) * k / 20);
                assertThat(result.contains(function.apply(x)))
                        .as("%s of %s in %s", function, x, result)
                        .isTrue();
            }
        }
        assertThat(defined).isGreaterThan(100);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-3, -2, -1, -0.5, 0, 0.5, 1, 1.5, 2, 3, 4})
    void powersHoldTheirValues(double exponent) {
        Random random = new Random(5);
        for (int i = 0; i < 2000; i++) {
            double a = random.nextGaussian() * 4;
            Interval argument = new Interval(a, a + Math.abs(random.nextGaussian()) * 2);
            boolean integer = exponent == Math.rint(exponent);
            if (exponent < 0 && argument.contains(0) || !integer && argument.lo() < 0) {
                assertThatThrownBy(() -> Intervals.power(argument, exponent))
                        .isInstanceOf(OutsideDomainException.class);
                continue;
            }
            Interval result = Intervals.power(argument, exponent);
            for (int k = 0; k <= 20; k++) {
                double x = Math.min(argument.hi(), argument.lo() + (argument.hi() - argument.lo()) * k / 20);
                assertThat(result.contains(Math.pow(x, exponent)))
                        .as("%s to the %s in %s", x, exponent, result)
                        .isTrue();
            }
        }
    }
}
