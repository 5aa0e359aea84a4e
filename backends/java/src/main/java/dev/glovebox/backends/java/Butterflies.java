package dev.glovebox.backends.java;

import static dev.glovebox.backends.java.DoubleModulus.centre;
import static dev.glovebox.backends.java.DoubleModulus.multiply;

/**
 * Butterflies between whole arrays, element by element: one or two stages of a transform. The arrays are distinct and of one
 * length, and every loop runs over them with one index, so that C2 vectorises it.
 *
 * <p>Sizes, in multiples of p: a product by a root is at most ½ + y/16 for a factor of size y ≤ 8. Forward, the input that is no
 * factor is centred (radix 4) or centred already (radix 2): from numbers below 3 come numbers below 3. Inverse, the sum of two
 * or four numbers is centred, the rest are products or sums of two: from numbers below 3/2 come numbers below 3/2.
 */
interface Butterflies {
    /** One stage, between a and b, with root number i. */
    void radix2(double[] a, double[] b, int i);

    /** Two stages, with root number i for (a, c) and (b, d), 2i for (a, b) and 2i+1 for (c, d). */
    void radix4(double[] a, double[] b, double[] c, double[] d, int i);

    /** Forward; one root for all elements. */
    record ForwardByRow(double[] roots, double p, double inverse) implements Butterflies {
        @Override
        public void radix2(double[] a, double[] b, int i) {
            double w = roots[i];
            double v = w * inverse;
            for (int j = 0; j < a.length; j++) {
                double x = a[j];
                double y = multiply(b[j], w, v, p, inverse);
                a[j] = x + y;
                b[j] = x - y;
            }
        }

        @Override
        public void radix4(double[] a, double[] b, double[] c, double[] d, int i) {
            double w1 = roots[i];
            double w2 = roots[2 * i];
            double w3 = roots[2 * i + 1];
            double v1 = w1 * inverse;
            double v2 = w2 * inverse;
            double v3 = w3 * inverse;
            for (int j = 0; j < a.length; j++) {
                double x0 = centre(a[j], p, inverse);
                double x1 = b[j];
                double x2 = multiply(c[j], w1, v1, p, inverse);
                double x3 = multiply(d[j], w1, v1, p, inverse);
                double y0 = x0 + x2;
                double y1 = multiply(x1 + x3, w2, v2, p, inverse);
                double y2 = x0 - x2;
                double y3 = multiply(x1 - x3, w3, v3, p, inverse);
                a[j] = y0 + y1;
                b[j] = y0 - y1;
                c[j] = y2 + y3;
                d[j] = y2 - y3;
            }
        }
    }

    /** Forward; a root for each element. */
    record ForwardByColumn(double[][] roots, double p, double inverse) implements Butterflies {
        @Override
        public void radix2(double[] a, double[] b, int i) {
            double[] roots = this.roots[i];
            for (int j = 0; j < a.length; j++) {
                double w = roots[j];
                double v = w * inverse;
                double x = a[j];
                double y = multiply(b[j], w, v, p, inverse);
                a[j] = x + y;
                b[j] = x - y;
            }
        }

        @Override
        public void radix4(double[] a, double[] b, double[] c, double[] d, int i) {
            double[] roots1 = roots[i];
            double[] roots2 = roots[2 * i];
            double[] roots3 = roots[2 * i + 1];
            for (int j = 0; j < a.length; j++) {
                double w1 = roots1[j];
                double w2 = roots2[j];
                double w3 = roots3[j];
                double v1 = w1 * inverse;
                double v2 = w2 * inverse;
                double v3 = w3 * inverse;
                double x0 = centre(a[j], p, inverse);
                double x1 = b[j];
                double x2 = multiply(c[j], w1, v1, p, inverse);
                double x3 = multiply(d[j], w1, v1, p, inverse);
                double y0 = x0 + x2;
                double y1 = multiply(x1 + x3, w2, v2, p, inverse);
                double y2 = x0 - x2;
                double y3 = multiply(x1 - x3, w3, v3, p, inverse);
                a[j] = y0 + y1;
                b[j] = y0 - y1;
                c[j] = y2 + y3;
                d[j] = y2 - y3;
            }
        }
    }

    /** Inverse; one root for all elements. */
    record InverseByRow(double[] roots, double p, double inverse) implements Butterflies {
        @Override
        public void radix2(double[] a, double[] b, int i) {
            double w = roots[i];
            double v = w * inverse;
            for (int j = 0; j < a.length; j++) {
                double x = a[j];
                double y = b[j];
                a[j] = centre(x + y, p, inverse);
                b[j] = multiply(x - y, w, v, p, inverse);
            }
        }

        @Override
        public void radix4(double[] a, double[] b, double[] c, double[] d, int i) {
            double w1 = roots[i];
            double w2 = roots[2 * i];
            double w3 = roots[2 * i + 1];
            double v1 = w1 * inverse;
            double v2 = w2 * inverse;
            double v3 = w3 * inverse;
            for (int j = 0; j < a.length; j++) {
                double x0 = a[j] + b[j];
                double x1 = multiply(a[j] - b[j], w2, v2, p, inverse);
                double x2 = c[j] + d[j];
                double x3 = multiply(c[j] - d[j], w3, v3, p, inverse);
                a[j] = centre(x0 + x2, p, inverse);
                b[j] = x1 + x3;
                c[j] = multiply(x0 - x2, w1, v1, p, inverse);
                d[j] = multiply(x1 - x3, w1, v1, p, inverse);
            }
        }
    }

    /** Inverse; a root for each element. */
    record InverseByColumn(double[][] roots, double p, double inverse) implements Butterflies {
        @Override
        public void radix2(double[] a, double[] b, int i) {
            double[] roots = this.roots[i];
            for (int j = 0; j < a.length; j++) {
                double w = roots[j];
                double v = w * inverse;
                double x = a[j];
                double y = b[j];
                a[j] = centre(x + y, p, inverse);
                b[j] = multiply(x - y, w, v, p, inverse);
            }
        }

        @Override
        public void radix4(double[] a, double[] b, double[] c, double[] d, int i) {
            double[] roots1 = roots[i];
            double[] roots2 = roots[2 * i];
            double[] roots3 = roots[2 * i + 1];
            for (int j = 0; j < a.length; j++) {
                double w1 = roots1[j];
                double w2 = roots2[j];
                double w3 = roots3[j];
                double v1 = w1 * inverse;
                double v2 = w2 * inverse;
                double v3 = w3 * inverse;
                double x0 = a[j] + b[j];
                double x1 = multiply(a[j] - b[j], w2, v2, p, inverse);
                double x2 = c[j] + d[j];
                double x3 = multiply(c[j] - d[j], w3, v3, p, inverse);
                a[j] = centre(x0 + x2, p, inverse);
                b[j] = x1 + x3;
                c[j] = multiply(x0 - x2, w1, v1, p, inverse);
                d[j] = multiply(x1 - x3, w1, v1, p, inverse);
            }
        }
    }
}
