package dev.glovebox.compiler.approximation;

import dev.glovebox.compiler.ir.Expression.Function;
import dev.glovebox.compiler.ir.Interval;
import dev.glovebox.compiler.range.Tape;
import dev.glovebox.compiler.range.Tape.Instruction;
import java.util.Arrays;
import java.util.Optional;

/** Recognises expressions that are polynomials of small degree, by arithmetic on Chebyshev coefficients. */
final class ExactPolynomial {
    /** Polynomials of a higher degree are approximated like other functions. */
    static final int MAX_DEGREE = 15;

    /** Leading coefficients below this part of the sum are rounding errors. */
    private static final double NEGLIGIBLE = 0x1p-50;

    private ExactPolynomial() {}

    /** The Chebyshev coefficients on a domain of what the tape computes, without trailing zeros, if it is such a polynomial. */
    static Optional<double[]> of(Tape tape, Interval domain) {
        double[][] values = new double[tape.instructions().size()][];
        for (int i = 0; i < values.length; i++) {
            double[] value = switch (tape.instructions().get(i)) {
                case Instruction.Input _ -> new double[] {domain.middle(), domain.radius()};
                case Instruction.Number n -> new double[] {n.value()};
                case Instruction.One one -> unary(one.function(), values[one.operand()]);
                case Instruction.Two two -> binary(two, values[two.left()], values[two.right()]);
            };
            values[i] = value.length - 1 <= MAX_DEGREE ? value : NOT_A_POLYNOMIAL;
        }
        return Optional.of(values[values.length - 1])
                .filter(v -> v.length > 0 && Arrays.stream(v).allMatch(Double::isFinite));
    }

    private static final double[] NOT_A_POLYNOMIAL = {};

    private static double[] unary(Function function, double[] a) {
        if (a.length == 0) {
            return a;
        }
        if (function == Function.NEGATE) {
            return Chebyshev.scale(a, -1);
        }
        return a.length == 1 ? new double[] {function.apply(a[0])} : NOT_A_POLYNOMIAL;
    }

    private static double[] binary(Instruction.Two two, double[] a, double[] b) {
        if (a.length == 0 || b.length == 0) {
            return NOT_A_POLYNOMIAL;
        }
        boolean constants = a.length == 1 && b.length == 1;
        return switch (two.operator()) {
            case ADD -> trimmed(Chebyshev.add(a, b));
            case SUBTRACT ->
                two.left() == two.right() ? new double[] {0} : trimmed(Chebyshev.add(a, Chebyshev.scale(b, -1)));
            case MULTIPLY -> trimmed(Chebyshev.multiply(a, b));
            case DIVIDE ->
                b.length == 1 && b[0] != 0 ? Arrays.stream(a).map(x -> x / b[0]).toArray() : NOT_A_POLYNOMIAL;
            case MAX -> constants ? new double[] {Math.max(a[0], b[0])} : NOT_A_POLYNOMIAL;
            case MIN -> constants ? new double[] {Math.min(a[0], b[0])} : NOT_A_POLYNOMIAL;
            case POW -> {
                if (constants) {
                    yield new double[] {StrictMath.pow(a[0], b[0])};
                }
                boolean power = b.length == 1 && b[0] >= 0 && b[0] <= MAX_DEGREE && b[0] == Math.rint(b[0]);
                yield power ? power(a, (int) b[0]) : NOT_A_POLYNOMIAL;
            }
        };
    }

    private static double[] power(double[] a, int exponent) {
        double[] product = {1};
        for (int i = 0; i < exponent && product.length - 1 <= MAX_DEGREE; i++) {
            product = Chebyshev.multiply(product, a);
        }
        return trimmed(product);
    }

    /** Without leading coefficients that only rounding made; at least one coefficient. */
    static double[] trimmed(double[] c) {
        double negligible = NEGLIGIBLE * Arrays.stream(c).map(Math::abs).sum();
        int length = c.length;
        while (length > 1 && Math.abs(c[length - 1]) <= negligible) {
            length--;
        }
        return Arrays.copyOf(c, length);
    }
}
