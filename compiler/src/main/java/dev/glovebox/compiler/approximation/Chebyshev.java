package dev.glovebox.compiler.approximation;

import dev.glovebox.compiler.ir.Interval;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * Polynomials in the Chebyshev basis: an array c stands for Σ cₖ·Tₖ(t), t ∈ [-1, 1]. See Trefethen, Approximation Theory and
 * Approximation Practice (2013), chapters 3, 4 and 18.
 */
public final class Chebyshev {
    private Chebyshev() {}

    /** Σ cₖ·Tₖ(t) by Clenshaw's recurrence; t may lie outside [-1, 1]. 0 for an empty array. */
    public static double evaluate(double[] c, double t) {
        double b1 = 0;
        double b2 = 0;
        double twice = 2 * t;
        for (int k = c.length - 1; k > 0; k--) {
            double b0 = Math.fma(twice, b1, c[k] - b2);
            b2 = b1;
            b1 = b0;
        }
        return c.length == 0 ? 0 : Math.fma(t, b1, c[0] - b2);
    }

    /** Σ cₖ·Tₖ((x - middle)/radius) on a domain. */
    public static double evaluate(double[] c, Interval domain, double x) {
        return evaluate(c, (x - domain.middle()) / domain.radius());
    }

    /** The derivative by t; one coefficient fewer, but at least one. */
    public static double[] derivative(double[] c) {
        int degree = c.length - 1;
        double[] d = new double[Math.max(1, degree)];
        // c'(k-1) = c'(k+1) + 2k·c(k), with the term of T₀ halved.
        for (int k = degree; k > 0; k--) {
            d[k - 1] = 2 * k * c[k] + (k + 1 < degree ? d[k + 1] : 0);
        }
        d[0] /= degree > 0 ? 2 : 1;
        return d;
    }

    /** The sum. */
    public static double[] add(double[] a, double[] b) {
        double[] sum = Arrays.copyOf(a, Math.max(a.length, b.length));
        for (int k = 0; k < b.length; k++) {
            sum[k] += b[k];
        }
        return sum;
    }

    /** The polynomial times a number. */
    public static double[] scale(double[] a, double factor) {
        return Arrays.stream(a).map(x -> x * factor).toArray();
    }

    /** The product, by Tᵢ·Tⱼ = (Tᵢ₊ⱼ + T|ᵢ₋ⱼ|)/2. */
    public static double[] multiply(double[] a, double[] b) {
        double[] product = new double[Math.max(1, a.length + b.length - 1)];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < b.length; j++) {
                double half = a[i] * b[j] / 2;
                product[i + j] += half;
                product[Math.abs(i - j)] += half;
            }
        }
        return product;
    }

    /** Σ aₖ·tᵏ in the Chebyshev basis. For small degrees: condition grows like 2ᵈ. */
    public static double[] fromMonomial(double[] a) {
        double[] c = new double[Math.max(1, a.length)];
        double[] t = {0, 1};
        for (int k = a.length - 1; k >= 0; k--) {
            c = Arrays.copyOf(multiply(c, t), c.length);
            c[0] += a[k];
        }
        return c;
    }

    /** Σ cₖ·Tₖ(t) as coefficients of powers of t. For small degrees: condition grows like (1 + √2)ᵈ. */
    public static double[] toMonomial(double[] c) {
        double[] sum = new double[Math.max(1, c.length)];
        double[] previous = new double[sum.length];
        double[] current = new double[sum.length];
        current[0] = 1;
        for (int k = 0; k < c.length; k++) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += c[k] * current[i];
            }
            double[] next = new double[sum.length];
            for (int i = 0; i + 1 < sum.length; i++) {
                next[i + 1] = (k == 0 ? 1 : 2) * current[i];
            }
            for (int i = 0; k > 0 && i < sum.length; i++) {
                next[i] -= previous[i];
            }
            previous = current;
            current = next;
        }
        return sum;
    }

    /** The polynomial of a degree that agrees with f at the Chebyshev points cos(πj/degree), or at 0 for degree 0. */
    public static double[] interpolate(DoubleUnaryOperator f, int degree) {
        if (degree == 0) {
            return new double[] {f.applyAsDouble(0)};
        }
        double[] values = new double[degree + 1];
        for (int j = 0; j <= degree; j++) {
            values[j] = f.applyAsDouble(point(j, degree));
        }
        return fromValues(values);
    }

    /** cos(πj/n), symmetric about 0 to the last bit. */
    public static double point(int j, int n) {
        return StrictMath.sin(Math.PI * (n - 2 * j) / (2.0 * n));
    }

    /** The coefficients of the polynomial with given values at {@link #point} j = 0, 1, …, n; n ≥ 1. */
    static double[] fromValues(double[] values) {
        int n = values.length - 1;
        double[] cosine = new double[2 * n];
        for (int j = 0; j < 2 * n; j++) {
            cosine[j] = j <= n ? point(j, n) : cosine[2 * n - j];
        }
        double[] c = new double[n + 1];
        for (int k = 0; k <= n; k++) {
            double sum = values[0] / 2 + values[n] / 2 * (k % 2 == 0 ? 1 : -1);
            int angle = 0;
            for (int j = 1; j < n; j++) {
                angle += k;
                angle -= angle >= 2 * n ? 2 * n : 0;
                sum = Math.fma(values[j], cosine[angle], sum);
            }
            c[k] = sum * (k == 0 || k == n ? 1.0 : 2.0) / n;
        }
        return c;
    }
}
