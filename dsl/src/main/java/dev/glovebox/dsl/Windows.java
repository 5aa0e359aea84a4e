package dev.glovebox.dsl;

/**
 * Windows that slide over an image (channels × height × width), or over a batch of images with one more axis in front.
 *
 * @param images how many images; 1 without a batch
 * @param batched whether the tensor has the batch axis
 */
record Windows(int images, int channels, int height, int width, boolean batched) {

    static Windows over(Tensor image, String operation) {
        int[] s = image.shape();
        if (s.length != 3 && s.length != 4) {
            throw new IllegalArgumentException(operation + " of a tensor of shape " + Shapes.text(s)
                    + "; expected [channels, height, width] or [images, channels, height, width]");
        }
        boolean batched = s.length == 4;
        int c = batched ? 1 : 0;
        return new Windows(batched ? s[0] : 1, s[c], s[c + 1], s[c + 2], batched);
    }

    /** The shape with other axes behind the batch axis. */
    int[] shape(int... inner) {
        return batched ? Shapes.concat(new int[] {images}, inner) : inner;
    }

    /** How many windows fit along an axis. */
    static int count(String operation, int length, int kernel, int stride, int padding, int dilation) {
        if (kernel < 1 || stride < 1 || padding < 0 || dilation < 1) {
            throw new IllegalArgumentException(
                    operation + " with kernel " + kernel + ", stride " + stride + ", padding " + padding + ", dilation "
                            + dilation + "; expected 1 or more, and padding 0 or more");
        }
        int room = length + 2 * padding - dilation * (kernel - 1) - 1;
        if (room < 0) {
            throw new IllegalArgumentException(operation + " with kernel " + kernel + ", padding " + padding
                    + ", dilation " + dilation + " over " + length + " elements; expected a window that fits");
        }
        return room / stride + 1;
    }

    /** Start and end of the i-th of n windows that together cover the length, as evenly as can be. */
    static int[] adaptive(int i, int n, int length) {
        return new int[] {i * length / n, ((i + 1) * length + n - 1) / n};
    }
}
