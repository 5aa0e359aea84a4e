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

    /** An iteration that starts with a polynomial. */
    record Iterated(String name, int degree, int rounds, int depth) implements Method {
        @Override
        public String toString() {
            return name + " from degree " + degree + ", " + rounds + " rounds, depth " + depth;
        }
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
            String list = degrees.stream().map(d -> Integer.toString(d)).collect(Collectors.joining(", "));
            String start = "composite sign of degrees " + list + ", depth " + depth();
            return gap > 0 ? start + String.format(Locale.ROOT, ", gap %.4g", gap) : start;
        }
    }
}
