package dev.glovebox.compiler.layout;

import static dev.glovebox.compiler.layout.Tensors.term;

import dev.glovebox.compiler.ir.Interval;
import dev.glovebox.compiler.ir.SparseMatrix;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Layers of networks and filters as the sparse matrices that lifting gives; weights are seeded. */
final class Layers {
    private static final Interval UNIT = new Interval(-1, 1);

    private final Tensors tensors;
    private final Random random = new Random(7);

    Layers(Tensors tensors) {
        this.tensors = tensors;
    }

    /** Channels, height and width of a tensor; row-major. */
    record Shape(int channels, int height, int width) {
        int size() {
            return channels * height * width;
        }
    }

    /** How a window moves. */
    record Window(int size, int stride, int padding, int dilation, int groups) {
        static Window of(int size) {
            return new Window(size, 1, 0, 1, 1);
        }

        Window stride(int steps) {
            return new Window(size, steps, padding, dilation, groups);
        }

        Window padding(int pixels) {
            return new Window(size, stride, pixels, dilation, groups);
        }

        Window dilation(int pixels) {
            return new Window(size, stride, padding, pixels, groups);
        }

        Window groups(int count) {
            return new Window(size, stride, padding, dilation, count);
        }

        int out(int length) {
            return (length + 2 * padding - dilation * (size - 1) - 1) / stride + 1;
        }

        Shape out(Shape in, int channels) {
            return new Shape(channels, out(in.height), out(in.width));
        }
    }

    SparseMatrix convolution(Shape in, int channels, Window window) {
        double[] weights = random.doubles(
                        (long) channels * in.channels / window.groups * window.size * window.size, -0.2, 0.2)
                .toArray();
        return windows(in, channels, window, weights);
    }

    /** Each channel averaged over its windows. */
    static SparseMatrix averages(Shape in, Window window) {
        double[] weights = new double[in.channels * window.size * window.size];
        java.util.Arrays.fill(weights, 1.0 / (window.size * window.size));
        return windows(in, in.channels, window.groups(in.channels), weights);
    }

    static SparseMatrix windows(Shape in, int channels, Window window, double... weights) {
        Shape out = window.out(in, channels);
        int depth = in.channels / window.groups;
        SparseMatrix.Builder matrix = new SparseMatrix.Builder(in.size());
        for (int row = 0; row < out.size(); row++) {
            int channel = row / (out.height * out.width);
            int top = row / out.width % out.height * window.stride - window.padding;
            int left = row % out.width * window.stride - window.padding;
            int firstChannel = channel / (channels / window.groups) * depth;
            for (int k = 0; k < depth * window.size * window.size; k++) {
                int y = top + k / window.size % window.size * window.dilation;
                int x = left + k % window.size * window.dilation;
                if (y >= 0 && y < in.height && x >= 0 && x < in.width) {
                    int source = firstChannel + k / (window.size * window.size);
                    matrix.add(
                            (source * in.height + y) * in.width + x,
                            weights[channel * depth * window.size * window.size + k]);
                }
            }
            matrix.endRow();
        }
        return matrix.build();
    }

    int apply(SparseMatrix matrix, int operand) {
        double[] bias = random.doubles(matrix.rows(), -0.1, 0.1).toArray();
        return tensors.affine(bias, term(matrix, operand));
    }

    int linear(int rows, int operand) {
        return apply(Tensors.matrix(rows, tensors.size(operand), 2, random), operand);
    }

    int square(int operand) {
        return tensors.multiply(operand, operand);
    }

    /** A polynomial activation of degree 7 on [-1, 1]; the map before it is taken to be scaled. */
    int activation(int operand) {
        return tensors.polynomial(operand, UNIT, 0.2, 0.5, 0.2, 0.02, -0.03, 0.004, 0.008, -0.001);
    }

    static SparseMatrix product(SparseMatrix a, SparseMatrix b) {
        SparseMatrix.Builder product = new SparseMatrix.Builder(b.columns());
        for (int row = 0; row < a.rows(); row++) {
            Map<Integer, Double> sum = new TreeMap<>();
            for (int k = a.rowStart(row); k < a.rowStart(row + 1); k++) {
                for (int j = b.rowStart(a.column(k)); j < b.rowStart(a.column(k) + 1); j++) {
                    sum.merge(b.column(j), a.value(k) * b.value(j), Double::sum);
                }
            }
            sum.forEach(product::add);
            product.endRow();
        }
        return product.build();
    }
}
