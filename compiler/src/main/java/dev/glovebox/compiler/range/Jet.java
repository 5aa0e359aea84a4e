package dev.glovebox.compiler.range;

import static dev.glovebox.compiler.range.Intervals.add;
import static dev.glovebox.compiler.range.Intervals.multiply;
import static dev.glovebox.compiler.range.Intervals.negate;
import static dev.glovebox.compiler.range.Intervals.square;
import static dev.glovebox.compiler.range.Intervals.subtract;

import dev.glovebox.compiler.ir.Expression.Function;
import dev.glovebox.compiler.ir.Expression.Operator;
import dev.glovebox.compiler.ir.Interval;

/**
 * Bounds of a function on an interval, and of all its difference quotients there: forward-mode differentiation over intervals.
 *
 * @param slope unbounded where the derivative is, as for a square root at 0
 */
record Jet(Interval value, Interval slope) {
    private static final Interval ZERO = Interval.point(0);
    private static final Interval ONE = Interval.point(1);

    static Jet variable(Interval x) {
        return new Jet(x, ONE);
    }

    static Jet constant(double c) {
        if (Double.isNaN(c)) {
            throw new OutsideDomainException("the constant NaN; variable in", Intervals.EVERYTHING, false);
        }
        return new Jet(Interval.point(c), ZERO);
    }

    Jet apply(Function function) {
        Interval result = Intervals.apply(function, value);
        Interval derivative = switch (function) {
            case NEGATE -> Interval.point(-1);
            case ABS -> value.lo() >= 0 ? ONE : value.hi() <= 0 ? Interval.point(-1) : new Interval(-1, 1);
            case EXP -> result;
            case EXPM1 -> Intervals.apply(Function.EXP, value);
            case LOG -> Intervals.reciprocalOfNonNegative(value);
            case LOG1P -> Intervals.reciprocalOfNonNegative(add(ONE, value));
            case SQRT -> Intervals.reciprocalOfNonNegative(multiply(result, 2));
            case CBRT -> Intervals.reciprocalOfNonNegative(multiply(square(result), 3));
            case SIN -> Intervals.apply(Function.COS, value);
            case COS -> negate(Intervals.apply(Function.SIN, value));
            case TAN -> add(ONE, square(result));
            case ATAN -> Intervals.reciprocalOfNonNegative(add(ONE, square(value)));
            case SINH -> Intervals.apply(Function.COSH, value);
            case COSH -> Intervals.apply(Function.SINH, value);
            case TANH -> {
                // 1 - tanh² cancels for large arguments; 1/cosh² does not.
                yield Intervals.reciprocalOfNonNegative(square(Intervals.apply(Function.COSH, value)));
            }
            // Constant on both sides of a jump at 0.
            case SIGN, STEP -> result.lo() == result.hi() ? ZERO : Intervals.EVERYTHING;
        };
        return new Jet(result, multiply(derivative, slope));
    }

    Jet operate(Operator operator, Jet other) {
        Interval result = Intervals.operate(operator, value, other.value);
        Interval derivative = switch (operator) {
            case ADD -> add(slope, other.slope);
            case SUBTRACT -> subtract(slope, other.slope);
            case MULTIPLY -> add(multiply(slope, other.value), multiply(value, other.slope));
            case DIVIDE -> Intervals.divide(subtract(slope, multiply(result, other.slope)), other.value);
            case MAX ->
                value.lo() >= other.value.hi()
                        ? slope
                        : other.value.lo() >= value.hi() ? other.slope : slope.hull(other.slope);
            case MIN ->
                value.hi() <= other.value.lo()
                        ? slope
                        : other.value.hi() <= value.lo() ? other.slope : slope.hull(other.slope);
            case POW -> powerSlope(other.value.lo());
        };
        return new Jet(result, derivative);
    }

    Jet squared() {
        return new Jet(Intervals.square(value), powerSlope(2));
    }

    private Interval powerSlope(double exponent) {
        Interval derivative;
        if (exponent == 0) {
            derivative = ZERO;
        } else if (exponent > 0 && exponent < 1) {
            // x^(e-1) = 1/x^(1-e), unbounded at 0.
            derivative = multiply(Intervals.reciprocalOfNonNegative(Intervals.power(value, 1 - exponent)), exponent);
        } else {
            derivative = multiply(Intervals.power(value, exponent - 1), exponent);
        }
        return multiply(derivative, slope);
    }
}
