package dev.glovebox.compiler.layout;

import dev.glovebox.compiler.approximation.PolynomialPlan;
import dev.glovebox.compiler.approximation.PolynomialPlan.Parity;
import dev.glovebox.compiler.ir.slot.SlotProgramBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns polynomials Σ cₖ·Tₖ(x/2) into products and sums. The depth is ⌈log₂(degree + 1)⌉, scalar products counted; {@link
 * PolynomialPlan} chooses the products. The basis is Cₖ(x) = 2·Tₖ(x/2), C₁ = x: C_{a+b} = C_a·C_b - C_{|a-b|} takes no
 * doubling, where T_{a+b} would. An even polynomial is one of half the degree in C₂(x); coefficients that are zero, or below the
 * rounding of double sums, cost nothing.
 */
final class PolynomialExpander {
    private static final double NEGLIGIBLE = 0x1p-60;

    private final SlotProgramBuilder builder;

    PolynomialExpander(SlotProgramBuilder builder) {
        this.builder = builder;
    }

    /**
     * @param x a node whose slots all lie in [-2, 2]
     * @param coefficients Chebyshev coefficients, c₀ first; at least one
     * @return the node of the polynomial's value
     */
    int expand(int x, double[] coefficients) {
        double[] c = significant(coefficients);
        int degree = c.length - 1;
        if (degree == 0) {
            return builder.addScalar(builder.scale(x, 0), c[0]);
        }
        if (isZero(c, 1)) {
            double[] half = new double[degree / 2 + 1];
            Arrays.setAll(half, k -> c[2 * k]);
            return expand(builder.bound(builder.addScalar(builder.multiply(x, x), -2), 2), half);
        }
        boolean odd = isZero(Arrays.copyOfRange(c, 1, c.length), 1);
        Evaluation evaluation = new Evaluation(PolynomialPlan.of(degree, odd), x);
        double[] monic = new double[c.length];
        Arrays.setAll(monic, k -> k == 0 ? c[0] : c[k] / 2);
        return evaluation.polynomial(monic, odd ? Parity.ODD : Parity.ANY, PolynomialPlan.depth(degree + 1));
    }

    private static double[] significant(double[] coefficients) {
        double least =
                NEGLIGIBLE * Arrays.stream(coefficients).map(Math::abs).max().orElse(0);
        double[] c = Arrays.stream(coefficients)
                .map(x -> Math.abs(x) <= least ? 0 : x)
                .toArray();
        int size = c.length;
        while (size > 1 && c[size - 1] == 0) {
            size--;
        }
        return Arrays.copyOf(c, size);
    }

    /** Whether all coefficients at {@code first}, first + 2, … are zero. */
    private static boolean isZero(double[] c, int first) {
        for (int k = first; k < c.length; k += 2) {
            if (c[k] != 0) {
                return false;
            }
        }
        return true;
    }

    /** One polynomial's basis and recursion. */
    private final class Evaluation {
        private final PolynomialPlan plan;
        private final Map<Integer, Integer> basis = new HashMap<>();

        Evaluation(PolynomialPlan plan, int x) {
            this.plan = plan;
            basis.put(1, x);
        }

        /** The node of C_j, j at least 1. */
        private int element(int j) {
            Integer known = basis.get(j);
            if (known != null) {
                return known;
            }
            int b = plan.factor(j);
            int product = builder.multiply(element(j - b), element(b));
            int value = j == 2 * b ? builder.addScalar(product, -2) : builder.subtract(product, element(j - 2 * b));
            basis.put(j, builder.bound(value, 2));
            return value;
        }

        /** c₀ + Σ cₖ·Cₖ. The plan's degree is the length of c less one; at least one coefficient but c₀ is not zero. */
        int polynomial(double[] c, Parity parity, int depth) {
            List<Integer> terms = new ArrayList<>();
            double[] rest = c.clone();
            int degree = rest.length - 1;
            while (degree > 0) {
                if (plan.strips(degree, depth)) {
                    if (rest[degree] != 0) {
                        terms.add(builder.scale(element(degree), rest[degree]));
                    }
                    degree = parity.degree(degree - 1);
                } else {
                    int m = plan.split(parity, degree, depth);
                    double[] quotient = divide(rest, degree, m);
                    if (isConstant(quotient)) {
                        if (quotient[0] != 0) {
                            terms.add(builder.scale(element(m), quotient[0]));
                        }
                    } else {
                        int factor = polynomial(quotient, parity.quotient(m), depth - 1);
                        terms.add(builder.multiply(factor, element(m)));
                    }
                    degree = parity.degree(Math.max(m - 1, degree - 2 * m));
                }
            }
            int sum = terms.stream().reduce(builder::add).orElseThrow();
            double bound = 2 * Arrays.stream(c).map(Math::abs).sum() - Math.abs(c[0]);
            return builder.bound(builder.addScalar(sum, rest[0]), bound);
        }

        /** Returns q and leaves r in {@code p}, for p = q·C_m + r, by C_{m+i} = C_m·C_i - C_{|m-i|}, where C₀ = 2. */
        private static double[] divide(double[] p, int degree, int m) {
            double[] quotient = new double[degree - m + 1];
            for (int i = degree - m; i >= 0; i--) {
                double c = p[m + i];
                p[m + i] = 0;
                quotient[i] = c;
                if (i > 0) {
                    p[Math.abs(m - i)] -= i == m ? 2 * c : c;
                }
            }
            return quotient;
        }

        private static boolean isConstant(double[] c) {
            return Arrays.stream(c).skip(1).allMatch(x -> x == 0);
        }
    }
}
