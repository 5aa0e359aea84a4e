package dev.glovebox.dsl;

/** What {@link Tensor} does with images, by windows. */
final class Images {
    private Images() {}

    static Tensor unfold(Tensor x, int kernelHeight, int kernelWidth, int stride, int padding, int dilation) {
        Windows image = Windows.over(x, "unfold");
        int rows = Windows.count("unfold", image.height(), kernelHeight, stride, padding, dilation);
        int columns = Windows.count("unfold", image.width(), kernelWidth, stride, padding, dilation);
        double[] result = new double
                [Math.multiplyExact(image.images() * image.channels() * kernelHeight * kernelWidth, rows * columns)];
        int at = 0;
        for (int plane = 0; plane < image.images() * image.channels(); plane++) {
            for (int k = 0; k < kernelHeight * kernelWidth; k++) {
                for (int window = 0; window < rows * columns; window++, at++) {
                    int y = window / columns * stride - padding + k / kernelWidth * dilation;
                    int column = window % columns * stride - padding + k % kernelWidth * dilation;
                    if (y >= 0 && y < image.height() && column >= 0 && column < image.width()) {
                        result[at] = x.values[(plane * image.height() + y) * image.width() + column];
                    }
                }
            }
        }
        return new Tensor(image.shape(image.channels() * kernelHeight * kernelWidth, rows * columns), result);
    }

    static Tensor convolution(Tensor x, Tensor weight, int stride, int padding, int dilation, int groups) {
        Windows image = Windows.over(x, "conv2d");
        int[] w = weight.shape();
        if (w.length != 4 || groups < 1 || w[0] % groups != 0 || w[1] * groups != image.channels()) {
            throw new IllegalArgumentException("conv2d of an image of shape " + Shapes.text(x.shape())
                    + " with weights of shape " + Shapes.text(w) + " in " + groups
                    + " group(s); expected [out, in/groups, height, width] with groups that divide out and in");
        }
        int rows = Windows.count("conv2d", image.height(), w[2], stride, padding, dilation);
        Tensor columns = x.unfold(w[2], w[3], stride, padding, dilation);
        Tensor[] parts = new Tensor[groups];
        int length = w[1] * w[2] * w[3];
        for (int g = 0; g < groups; g++) {
            Tensor kernels =
                    weight.slice(0, g * w[0] / groups, (g + 1) * w[0] / groups).reshape(-1, length);
            parts[g] = kernels.matmul(columns.slice(-2, g * length, (g + 1) * length));
        }
        return Tensor.concat(-2, parts).reshape(image.shape(w[0], rows, -1));
    }

    static Tensor averages(Tensor x, int kernel, int stride, int padding) {
        Windows image = Windows.over(x, "avgPool2d");
        int rows = Windows.count("avgPool2d", image.height(), kernel, stride, padding, 1);
        Tensor columns = x.unfold(kernel, kernel, stride, padding, 1);
        int planes = image.images() * image.channels();
        return columns.reshape(planes, kernel * kernel, -1).mean(1).reshape(image.shape(image.channels(), rows, -1));
    }

    static Tensor adaptive(Tensor x, int rows, int columns) {
        Windows image = Windows.over(x, "adaptiveAvgPool2d");
        Tensor[] lines = new Tensor[rows];
        for (int i = 0; i < rows; i++) {
            int[] y = Windows.adaptive(i, rows, image.height());
            Tensor[] cells = new Tensor[columns];
            for (int j = 0; j < columns; j++) {
                int[] z = Windows.adaptive(j, columns, image.width());
                cells[j] = x.slice(-2, y[0], y[1])
                        .slice(-1, z[0], z[1])
                        .mean(-1, -2)
                        .reshape(image.shape(image.channels(), 1, 1));
            }
            lines[i] = Tensor.concat(-1, cells);
        }
        return Tensor.concat(-2, lines);
    }
}
