package dev.glovebox.compiler.approximation;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** How a function is computed with sums and products. */
public sealed interface Method {
    /** Levels it takes. */
    int depth();

    /** One minimax polynomial, or an exact one. */
    record Minimax(int degree) implements Method {
        @Override
        public int depth() {
            return Approximate.depth(degree);
        }

        @Override
        public String toString() {
            return "degree " + degree;
        }
    }

    /**
     * One polynomial that is not the minimax one.
     *
     * @param name how it was found
     */
    record Fitted(String name, int degree) implements Method {
        @Override
        public int depth() {
            return Approximate.depth(degree);
        }

        @Override
        public String toString() {
            return name + " " + degree;
        }
    }

    /**
     * Cubics that fold the range, then one polynomial.
     *
     * @param degree of the polynomial
     */
    record Extended(int cubics, int degree) implements Method {
        @Override
        public int depth() {
            return 2 * cubics + Approximate.depth(degree);
        }

        @Override
        public String toString() {
            return "domain extension by " + cubics + (cubics == 1 ? " cubic" : " cubics") + ", then degree " + degree
                    + ", depth " + depth();
        }
    }

    /** An iteration that starts with a polynomial. */
    record Iterated(String name, int degree, int rounds, int depth) implements Method {
        @Override
        public String toString() {
            return name + " from degree " + degree + ", " + rounds + " rounds, depth " + depth;
        }
    }

    /**
     * A square root or its reciprocal by steps that are products of polynomials.
     *
     * @param degrees of the polynomials
     * @param ratio least argument that is served, as a part of the greatest
     */
    record Roots(List<Integer> degrees, double ratio, int depth) implements Method {
        public Roots {
            degrees = List.copyOf(degrees);
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "scaled Newton steps of degrees %s, depth %d, ratio %.3g",
                    list(degrees),
                    depth,
                    ratio);
        }
    }

    private static String list(List<Integer> degrees) {
        return degrees.stream().map(d -> Integer.toString(d)).collect(Collectors.joining(", "));
    }

    /**
     * A composition of odd minimax polynomials for the sign.
     *
     * @param gap where the function jumps: how near the argument may come to the jump; else 0
     * @param product whether the argument is multiplied by the sign
     */
    record Sign(List<Integer> degrees, double gap, boolean product) implements Method {
        public Sign {
            degrees = List.copyOf(degrees);
        }

        @Override
        public int depth() {
            return degrees.stream().mapToInt(Approximate::depth).sum() + (product ? 1 : 0);
        }

        @Override
        public String toString() {
            String start = "composite sign of degrees " + list(degrees) + ", depth " + depth();
            return gap > 0 ? start + String.format(Locale.ROOT, ", gap %.4g", gap) : start;
        }
    }
}
