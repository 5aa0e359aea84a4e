package dev.glovebox.compiler.range;

import static dev.glovebox.compiler.range.Rounding.addDown;
import static dev.glovebox.compiler.range.Rounding.addUp;
import static dev.glovebox.compiler.range.Rounding.divideDown;
import static dev.glovebox.compiler.range.Rounding.divideUp;
import static dev.glovebox.compiler.range.Rounding.multiplyDown;
import static dev.glovebox.compiler.range.Rounding.multiplyUp;

import dev.glovebox.compiler.ir.Expression.Function;
import dev.glovebox.compiler.ir.Expression.Operator;
import dev.glovebox.compiler.ir.Interval;

/**
 * Interval arithmetic: every result holds all values that the operation takes on its arguments, in exact arithmetic and as
 * {@link Function} computes them. Bounds are as tight as doubles allow for + − · / √ and within a few units in the last place
 * for the others.
 */
public final class Intervals {
    static final Interval EVERYTHING = new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

    /** Beyond this, reduction modulo π is not trusted to a few units in the last place. */
    private static final double LARGEST_ANGLE = 0x1p30;

    private Intervals() {}

    public static Interval add(Interval a, Interval b) {
        return new Interval(addDown(a.lo(), b.lo()), addUp(a.hi(), b.hi()));
    }

    public static Interval subtract(Interval a, Interval b) {
        return add(a, negate(b));
    }

    public static Interval negate(Interval a) {
        return new Interval(0.0 - a.hi(), 0.0 - a.lo());
    }

    public static Interval multiply(Interval a, Interval b) {
        double lo = Math.min(
                Math.min(multiplyDown(a.lo(), b.lo()), multiplyDown(a.lo(), b.hi())),
                Math.min(multiplyDown(a.hi(), b.lo()), multiplyDown(a.hi(), b.hi())));
        double hi = Math.max(
                Math.max(multiplyUp(a.lo(), b.lo()), multiplyUp(a.lo(), b.hi())),
                Math.max(multiplyUp(a.hi(), b.lo()), multiplyUp(a.hi(), b.hi())));
        return new Interval(lo, hi);
    }

    public static Interval multiply(Interval a, double b) {
        return b >= 0
                ? new Interval(multiplyDown(a.lo(), b), multiplyUp(a.hi(), b))
                : new Interval(multiplyDown(a.hi(), b), multiplyUp(a.lo(), b));
    }

    /** {x² : x ∈ a}. */
    public static Interval square(Interval a) {
        Interval m = absolute(a);
        return new Interval(multiplyDown(m.lo(), m.lo()), multiplyUp(m.hi(), m.hi()));
    }

    /** @throws RuntimeException if {@code b} contains 0 */
    static Interval divide(Interval a, Interval b) {
        if (b.contains(0)) {
            throw new OutsideDomainException("division by", b, false);
        }
        double lo = Math.min(
                Math.min(divideDown(a.lo(), b.lo()), divideDown(a.lo(), b.hi())),
                Math.min(divideDown(a.hi(), b.lo()), divideDown(a.hi(), b.hi())));
        double hi = Math.max(
                Math.max(divideUp(a.lo(), b.lo()), divideUp(a.lo(), b.hi())),
                Math.max(divideUp(a.hi(), b.lo()), divideUp(a.hi(), b.hi())));
        return new Interval(lo, hi);
    }

    /** {1/x : x ∈ a} for {@code a ≥ 0}, unbounded if {@code a} contains 0. */
    static Interval reciprocalOfNonNegative(Interval a) {
        return new Interval(
                a.hi() == 0 ? Double.MAX_VALUE : divideDown(1, a.hi()),
                a.lo() <= 0 ? Double.POSITIVE_INFINITY : divideUp(1, a.lo()));
    }

    static Interval max(Interval a, Interval b) {
        return new Interval(Math.max(a.lo(), b.lo()), Math.max(a.hi(), b.hi()));
    }

    static Interval min(Interval a, Interval b) {
        return new Interval(Math.min(a.lo(), b.lo()), Math.min(a.hi(), b.hi()));
    }

    static Interval absolute(Interval a) {
        double least = a.contains(0) ? 0 : Math.min(Math.abs(a.lo()), Math.abs(a.hi()));
        return new Interval(least, a.magnitude());
    }

    /** {xᵉ : x ∈ a}. */
    static Interval power(Interval a, double exponent) {
        if (exponent == 0) {
            return Interval.point(1);
        }
        if (!Double.isFinite(exponent)) {
            throw new OutsideDomainException("power " + exponent + " of", a, false);
        }
        boolean integer = exponent == Math.rint(exponent);
        if (exponent < 0 && (a.contains(0) || !integer && a.lo() < 0)) {
            throw new OutsideDomainException("power " + Infix.number(exponent) + " of", a, false);
        }
        if (!integer && a.lo() < 0) {
            throw new OutsideDomainException("power " + Infix.number(exponent) + " of", a, true);
        }
        if (exponent == 1) {
            return a;
        }
        if (exponent == 2) {
            return square(a);
        }
        boolean even = integer && exponent % 2 == 0;
        Interval base = even ? absolute(a) : a;
        double first = StrictMath.pow(base.lo(), exponent);
        double second = StrictMath.pow(base.hi(), exponent);
        boolean rising = exponent > 0;
        double least = rising ? first : second;
        double greatest = rising ? second : first;
        double lo = exactPower(rising ? base.lo() : base.hi()) ? least : Rounding.lower(least, 2);
        double hi = exactPower(rising ? base.hi() : base.lo()) ? greatest : Rounding.raise(greatest, 2);
        return new Interval(even || !integer ? Math.max(0, lo) : lo, hi);
    }

    private static boolean exactPower(double base) {
        return base == 0 || base == 1;
    }

    /** The values of a binary operation; a power must have one exponent. */
    static Interval operate(Operator operator, Interval a, Interval b) {
        return switch (operator) {
            case ADD -> add(a, b);
            case SUBTRACT -> subtract(a, b);
            case MULTIPLY -> multiply(a, b);
            case DIVIDE -> divide(a, b);
            case MAX -> max(a, b);
            case MIN -> min(a, b);
            case POW -> {
                if (b.lo() != b.hi()) {
                    throw new OutsideDomainException("a power with variable exponent", b, false);
                }
                yield power(a, b.lo());
            }
        };
    }

    /** The values of a function. */
    static Interval apply(Function function, Interval a) {
        return switch (function) {
            case NEGATE -> negate(a);
            case ABS -> absolute(a);
            case EXP -> atLeast(0, rising(function, a, 1));
            case EXPM1 -> atLeast(-1, rising(function, a, 1));
            case LOG -> {
                if (a.lo() <= 0) {
                    throw new OutsideDomainException("log of", a, false);
                }
                yield rising(function, a, 1);
            }
            case LOG1P -> {
                if (a.lo() <= -1) {
                    throw new OutsideDomainException("log1p of", a, false);
                }
                yield rising(function, a, 1);
            }
            case SQRT -> {
                if (a.lo() < 0) {
                    throw new OutsideDomainException("sqrt of", a, true);
                }
                yield new Interval(Rounding.sqrtDown(a.lo()), Rounding.sqrtUp(a.hi()));
            }
            case CBRT -> rising(function, a, 1);
            case SIN -> periodic(function, a, Math.PI / 2);
            case COS -> periodic(function, a, 0);
            case TAN -> {
                if (!a.isFinite() || a.magnitude() > LARGEST_ANGLE || hits(a, Math.PI / 2, Math.PI)) {
                    throw new OutsideDomainException("tan of", a, false);
                }
                yield rising(function, a, 2);
            }
            case ATAN -> rising(function, a, 1);
            case SINH -> rising(function, a, 3);
            case COSH -> atLeast(1, rising(function, absolute(a), 3));
            case TANH -> {
                Interval r = rising(function, a, 3);
                yield new Interval(Math.max(-1, r.lo()), Math.min(1, r.hi()));
            }
            case SIGN, STEP -> new Interval(function.apply(a.lo()), function.apply(a.hi()));
        };
    }

    /** Values of an increasing function; its value at 0 is exact. */
    private static Interval rising(Function function, Interval a, int ulps) {
        double lo = function.apply(a.lo());
        double hi = function.apply(a.hi());
        return new Interval(a.lo() == 0 ? lo : Rounding.lower(lo, ulps), a.hi() == 0 ? hi : Rounding.raise(hi, ulps));
    }

    /** Sine or cosine, whose maxima lie at {@code maximum + 2πk}. */
    private static Interval periodic(Function function, Interval a, double maximum) {
        if (!a.isFinite() || a.magnitude() > LARGEST_ANGLE) {
            return new Interval(-1, 1);
        }
        double first = function.apply(a.lo());
        double second = function.apply(a.hi());
        double lo = hits(a, maximum + Math.PI, 2 * Math.PI) ? -1 : Rounding.lower(Math.min(first, second), 1);
        double hi = hits(a, maximum, 2 * Math.PI) ? 1 : Rounding.raise(Math.max(first, second), 1);
        return new Interval(Math.max(-1, lo), Math.min(1, hi));
    }

    /** Whether {@code a} may contain {@code offset + k·period} for an integer k. */
    private static boolean hits(Interval a, double offset, double period) {
        double slack = 0x1p-50 * (1 + a.magnitude());
        double k = Math.ceil((a.lo() - slack - offset) / period);
        return offset + k * period <= a.hi() + slack || offset + (k - 1) * period >= a.lo() - slack;
    }

    private static Interval atLeast(double least, Interval a) {
        return new Interval(Math.max(least, a.lo()), a.hi());
    }
}
