package dev.glovebox.backends.java;

import static dev.glovebox.backends.java.DoubleModulus.centre;
import static dev.glovebox.backends.java.DoubleModulus.multiply;

/**
 * One stage of a transform between two arrays, element by element. The arrays are distinct and of one length, every loop runs
 * over them with one index, and its body is small (C2 leaves two stages in one body scalar).
 *
 * <p>Sizes, in multiples of p: a product by a root is at most ½ + y/16 for a factor of size y ≤ 8. Forward stages add one product
 * each: nine of them take centred numbers below 7. Inverse stages centre the sum: numbers stay below 1.
 */
@FunctionalInterface
interface Butterflies {
    /** The stage's butterflies of a block, with root number i. */
    void apply(double[] a, double[] b, int i);

    /** Forward; one root for all elements. */
    record ForwardByRow(double[] roots, double p, double inverse) implements Butterflies {
        @Override
        public void apply(double[] a, double[] b, int i) {
            double w = roots[i];
            double v = w * inverse;
            for (int j = 0; j < a.length; j++) {
                double x = a[j];
                double y = multiply(b[j], w, v, p, inverse);
                a[j] = x + y;
                b[j] = x - y;
            }
        }
    }

    /** Forward; a root for each element. */
    record ForwardByColumn(double[][] roots, double p, double inverse) implements Butterflies {
        @Override
        public void apply(double[] a, double[] b, int i) {
            double[] roots = this.roots[i];
            for (int j = 0; j < a.length; j++) {
                double w = roots[j];
                double x = a[j];
                double y = multiply(b[j], w, w * inverse, p, inverse);
                a[j] = x + y;
                b[j] = x - y;
            }
        }
    }

    /** Inverse; one root for all elements. */
    record InverseByRow(double[] roots, double p, double inverse) implements Butterflies {
        @Override
        public void apply(double[] a, double[] b, int i) {
            double w = roots[i];
            double v = w * inverse;
            for (int j = 0; j < a.length; j++) {
                double x = a[j];
                double y = b[j];
                a[j] = centre(x + y, p, inverse);
                b[j] = multiply(x - y, w, v, p, inverse);
            }
        }
    }

    /** Inverse; a root for each element. */
    record InverseByColumn(double[][] roots, double p, double inverse) implements Butterflies {
        @Override
        public void apply(double[] a, double[] b, int i) {
            double[] roots = this.roots[i];
            for (int j = 0; j < a.length; j++) {
                double w = roots[j];
                double x = a[j];
                double y = b[j];
                a[j] = centre(x + y, p, inverse);
                b[j] = multiply(x - y, w, w * inverse, p, inverse);
            }
        }
    }
}
