package dev.glovebox.compiler.frontend;

import dev.glovebox.dsl.Tensor;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Linear operations on windows of encrypted images; shapes are checked already. */
final class ImageOps {
    private final Algebra algebra;

    ImageOps(Algebra algebra) {
        this.algebra = algebra;
    }

    /** Where windows lie, as in {@link Tensor#conv2d}. */
    record Grid(int stride, int padding, int dilation) {}

    /** Indices from 1 of the elements of every window, 0 in the padding: [images][channel · kernel element][window]. */
    private static Tensor windows(Virtual.EncryptedTensor x, int height, int width, Grid grid) {
        Tensor index = Tensor.of(
                x.shape,
                IntStream.rangeClosed(1, x.elements.length).asDoubleStream().toArray());
        Tensor columns = index.unfold(height, width, grid.stride, grid.padding, grid.dilation);
        int[] shape = columns.shape();
        return columns.reshape(-1, shape[shape.length - 2], shape[shape.length - 1]);
    }

    Virtual.EncryptedTensor convolution(
            Virtual.EncryptedTensor x,
            Virtual.EncryptedTensor weight,
            Virtual.@Nullable EncryptedTensor bias,
            Grid grid,
            int groups,
            int[] shape) {
        Tensor windows = windows(x, weight.shape[2], weight.shape[3], grid);
        double[] index = windows.toArray();
        int rows = windows.shape()[1];
        int count = windows.shape()[2];
        int out = weight.shape[0];
        int length = rows / groups;
        Scalar[] elements = new Scalar[windows.shape()[0] * out * count];
        for (int e = 0; e < elements.length; e++) {
            int channel = e / count % out;
            int first = e / count / out * rows + channel / (out / groups) * length;
            LinearSum sum = new LinearSum(algebra, length);
            for (int k = 0; k < length; k++) {
                int source = (int) index[(first + k) * count + e % count];
                if (source > 0) {
                    sum.addProduct(x.elements[source - 1], weight.elements[channel * length + k]);
                }
            }
            if (bias != null) {
                sum.add(bias.elements[channel], 1);
            }
            elements[e] = sum.build();
        }
        return new Virtual.EncryptedTensor(shape, elements);
    }

    Virtual.EncryptedTensor averages(Virtual.EncryptedTensor x, int kernel, Grid grid, int[] shape) {
        double[] index = windows(x, kernel, kernel, grid).toArray();
        int length = kernel * kernel;
        Scalar[] elements = new Scalar[index.length / length];
        int count = shape[shape.length - 2] * shape[shape.length - 1];
        for (int e = 0; e < elements.length; e++) {
            LinearSum sum = new LinearSum(algebra, length);
            for (int k = 0; k < length; k++) {
                int source = (int) index[(e / count * length + k) * count + e % count];
                if (source > 0) {
                    sum.add(x.elements[source - 1], 1.0 / length);
                }
            }
            elements[e] = sum.build();
        }
        return new Virtual.EncryptedTensor(shape, elements);
    }

    Virtual.EncryptedTensor adaptive(Virtual.EncryptedTensor x, int[] shape) {
        int height = x.shape[x.shape.length - 2];
        int width = x.shape[x.shape.length - 1];
        int rows = shape[shape.length - 2];
        int columns = shape[shape.length - 1];
        Scalar[] elements = new Scalar[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
        for (int e = 0; e < elements.length; e++) {
            int plane = e / columns / rows;
            int i = e / columns % rows;
            int j = e % columns;
            int top = i * height / rows;
            int bottom = Math.ceilDiv((i + 1) * height, rows);
            int left = j * width / columns;
            int right = Math.ceilDiv((j + 1) * width, columns);
            int length = (bottom - top) * (right - left);
            LinearSum sum = new LinearSum(algebra, length);
            for (int y = top; y < bottom; y++) {
                for (int z = left; z < right; z++) {
                    sum.add(x.elements[(plane * height + y) * width + z], 1.0 / length);
                }
            }
            elements[e] = sum.build();
        }
        return new Virtual.EncryptedTensor(shape, elements);
    }
}
