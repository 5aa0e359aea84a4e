package dev.glovebox.dsl;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntUnaryOperator;

/**
 * An immutable array of numbers with any number of axes, in row-major order: the last axis runs fastest. A tensor of shape
 * {@code []} holds one number.
 *
 * <p>Everything runs in the clear as in PyTorch. In a {@link Circuit} method a tensor may hold encrypted numbers; the compiler
 * then takes each call as one operation. Two tensors of different shapes go together by <em>broadcasting</em>: shapes are
 * aligned at the last axis, and an axis of length 1 (or none) is stretched to the other's length.
 *
 * <p>Images have the shape [channels, height, width], or [images, channels, height, width]. A shape or index that does not fit
 * is an {@link IllegalArgumentException} or {@link IndexOutOfBoundsException} that says what was found and what was expected.
 */
public final class Tensor {
    private final int[] shape;
    /** In row-major order; not to be changed. */
    final double[] values;

    /** Takes the arrays as they are. */
    Tensor(int[] shape, double[] values) {
        this.shape = shape;
        this.values = values;
    }

    /** A tensor of a shape, of its values in row-major order. */
    public static Tensor of(int[] shape, double... values) {
        if (Shapes.size(shape) != values.length) {
            throw new IllegalArgumentException(
                    values.length + " values for the shape " + Shapes.text(shape) + "; expected " + Shapes.size(shape));
        }
        return new Tensor(shape.clone(), values.clone());
    }

    /** Zeros. */
    public static Tensor zeros(int... shape) {
        return new Tensor(shape.clone(), new double[Shapes.size(shape)]);
    }

    /** A tensor of shape [n]. */
    public static Tensor fromArray(double[] vector) {
        return of(new int[] {vector.length}, vector);
    }

    /** A tensor of shape [rows, columns]; all rows have one length. */
    public static Tensor fromArray(double[][] matrix) {
        return stack(Arrays.stream(matrix).map(Tensor::fromArray).toArray(Tensor[]::new));
    }

    /** A tensor of three axes, such as an image; all arrays at one depth have one length. */
    public static Tensor fromArray(double[][][] array) {
        return stack(Arrays.stream(array).map(Tensor::fromArray).toArray(Tensor[]::new));
    }

    /** A tensor of four axes, such as the weights of a convolution; all arrays at one depth have one length. */
    public static Tensor fromArray(double[][][][] array) {
        return stack(Arrays.stream(array).map(Tensor::fromArray).toArray(Tensor[]::new));
    }

    private static Tensor stack(Tensor[] parts) {
        if (parts.length == 0) {
            throw new IllegalArgumentException("an array without elements; expected positive lengths");
        }
        Tensor[] rows = new Tensor[parts.length];
        for (int i = 0; i < parts.length; i++) {
            if (!Arrays.equals(parts[i].shape, parts[0].shape)) {
                throw new IllegalArgumentException("arrays of the shapes " + Shapes.text(parts[0].shape) + " and "
                        + Shapes.text(parts[i].shape) + " beside each other; expected one shape");
            }
            rows[i] = parts[i].reshape(Shapes.concat(new int[] {1}, parts[i].shape));
        }
        return concat(0, rows);
    }

    /** Lengths of the axes. */
    public int[] shape() {
        return shape.clone();
    }

    /** Number of axes. */
    public int rank() {
        return shape.length;
    }

    /** Number of elements. */
    public int size() {
        return values.length;
    }

    /** The element at an index, one number for each axis; {@code get()} for the number of a tensor of shape []. */
    public double get(int... index) {
        return values[Shapes.offset(shape, index)];
    }

    /** The elements in row-major order. */
    public double[] toArray() {
        return values.clone();
    }

    /** This times the elements of another tensor, which are broadcast. */
    public Tensor times(Tensor other) {
        return combine(other, (a, b) -> a * b);
    }

    /** This times a number. */
    public Tensor times(double factor) {
        return each(x -> x * factor);
    }

    /** The sum with another tensor; both are broadcast. */
    public Tensor plus(Tensor other) {
        return combine(other, Double::sum);
    }

    /** This plus a number. */
    public Tensor plus(double summand) {
        return each(x -> x + summand);
    }

    /** The difference from another tensor; both are broadcast. */
    public Tensor minus(Tensor other) {
        return combine(other, (a, b) -> a - b);
    }

    /** This minus a number. */
    public Tensor minus(double subtrahend) {
        return each(x -> x - subtrahend);
    }

    /** The elements with the opposite sign. */
    public Tensor negate() {
        return each(x -> -x);
    }

    private Tensor combine(Tensor other, DoubleBinaryOperator operator) {
        int[] both = Shapes.broadcast(shape, other.shape);
        Tensor a = broadcastTo(both);
        Tensor b = other.broadcastTo(both);
        double[] result = new double[a.values.length];
        Arrays.setAll(result, i -> operator.applyAsDouble(a.values[i], b.values[i]));
        return new Tensor(both, result);
    }

    private Tensor each(DoubleUnaryOperator function) {
        return new Tensor(shape, Arrays.stream(values).map(function).toArray());
    }

    private Tensor gather(int[] newShape, IntUnaryOperator source) {
        double[] result = new double[Shapes.size(newShape)];
        Arrays.setAll(result, i -> values[source.applyAsInt(i)]);
        return new Tensor(newShape, result);
    }

    /** Stretched to a shape: axes of length 1 are repeated, and new axes are added in front. */
    public Tensor broadcastTo(int... newShape) {
        if (Arrays.equals(shape, newShape)) {
            return this;
        }
        if (newShape.length < shape.length || !Arrays.equals(Shapes.broadcast(shape, newShape), newShape)) {
            throw new IllegalArgumentException("the shape " + Shapes.text(shape) + " cannot be stretched to "
                    + Shapes.text(newShape) + "; expected equal lengths, or 1");
        }
        int[] target = newShape.clone();
        int[] strides = Shapes.strides(shape);
        int added = target.length - shape.length;
        return gather(target, i -> {
            int rest = i;
            int source = 0;
            for (int axis = target.length - 1; axis >= added; axis--) {
                source += shape[axis - added] == 1 ? 0 : rest % target[axis] * strides[axis - added];
                rest /= target[axis];
            }
            return source;
        });
    }

    /** The same elements in another shape of as many; one length may be -1, and follows from the others. */
    public Tensor reshape(int... newShape) {
        int[] target = newShape.clone();
        int open = -1;
        int known = 1;
        for (int axis = 0; axis < target.length; axis++) {
            if (target[axis] == -1 && open < 0) {
                open = axis;
            } else {
                known *= target[axis];
            }
        }
        if (open >= 0 && known > 0 && size() % known == 0) {
            target[open] = size() / known;
        }
        if (open >= 0 && target[open] < 1 || Shapes.size(target) != size()) {
            throw new IllegalArgumentException("the shape " + Shapes.text(shape) + " cannot be reshaped to "
                    + Shapes.text(newShape) + "; expected " + size() + " elements");
        }
        return new Tensor(target, values);
    }

    /** The elements as a vector of shape [size]. */
    public Tensor flatten() {
        return reshape(size());
    }

    /**
     * The axes in another order: axis i of the result is axis {@code axes[i]} of this.
     *
     * @param axes every axis once; none to reverse their order
     */
    public Tensor transpose(int... axes) {
        int rank = rank();
        int[] order = new int[rank];
        Arrays.setAll(order, i -> axes.length == 0 ? rank - 1 - i : i < axes.length ? Shapes.axis(axes[i], rank) : -1);
        if ((axes.length != 0 && axes.length != rank)
                || Arrays.stream(order).distinct().count() != rank) {
            throw new IllegalArgumentException(
                    "the axes " + Shapes.text(axes) + " of a tensor of rank " + rank + "; expected each axis once");
        }
        int[] target = Arrays.stream(order).map(axis -> shape[axis]).toArray();
        int[] strides = Shapes.strides(shape);
        return gather(target, i -> {
            int rest = i;
            int source = 0;
            for (int axis = rank - 1; axis >= 0; axis--) {
                source += rest % target[axis] * strides[order[axis]];
                rest /= target[axis];
            }
            return source;
        });
    }

    /** The elements [from, to) along an axis. */
    public Tensor slice(int axis, int from, int to) {
        return slice(axis, from, to, 1);
    }

    /** Every {@code step}-th element of [from, to) along an axis. */
    public Tensor slice(int axis, int from, int to, int step) {
        int a = Shapes.axis(axis, rank());
        if (from < 0 || from >= to || to > shape[a] || step < 1) {
            throw new IndexOutOfBoundsException("the slice [" + from + ", " + to + ") with step " + step + " of axis "
                    + axis + " of the shape " + Shapes.text(shape));
        }
        int inner = Shapes.strides(shape)[a];
        int length = (to - from + step - 1) / step;
        return gather(Shapes.with(shape, a, length), i -> {
            int position = i / inner % length;
            return (i / inner / length * shape[a] + from + position * step) * inner + i % inner;
        });
    }

    /** Tensors one behind the other along an axis; the other axes agree. */
    public static Tensor concat(int axis, Tensor... parts) {
        if (parts.length == 0) {
            throw new IllegalArgumentException("concat of no tensors; expected at least one");
        }
        int a = Shapes.axis(axis, parts[0].rank());
        int length = 0;
        for (Tensor part : parts) {
            if (part.rank() != parts[0].rank()
                    || !Arrays.equals(Shapes.with(part.shape, a, 1), Shapes.with(parts[0].shape, a, 1))) {
                throw new IllegalArgumentException("concat along axis " + axis + " of the shapes "
                        + Shapes.text(parts[0].shape) + " and " + Shapes.text(part.shape)
                        + "; expected equal lengths along the other axes");
            }
            length += part.shape[a];
        }
        int[] target = Shapes.with(parts[0].shape, a, length);
        double[] result = new double[Shapes.size(target)];
        int inner = Shapes.strides(target)[a];
        int start = 0;
        for (Tensor part : parts) {
            int run = part.shape[a] * inner;
            for (int outer = 0; outer < part.size() / run; outer++) {
                System.arraycopy(part.values, outer * run, result, outer * length * inner + start * inner, run);
            }
            start += part.shape[a];
        }
        return new Tensor(target, result);
    }

    /** With zeros before and after the elements along an axis. */
    public Tensor pad(int axis, int before, int after) {
        return pad(axis, before, after, 0);
    }

    /** With {@code before} and {@code after} elements of one value around the elements along an axis. */
    public Tensor pad(int axis, int before, int after, double value) {
        int a = Shapes.axis(axis, rank());
        if (before < 0 || after < 0) {
            throw new IllegalArgumentException("a padding of " + before + " and " + after + "; expected 0 or more");
        }
        Tensor result = this;
        if (before > 0) {
            result = concat(a, zeros(Shapes.with(shape, a, before)).plus(value), result);
        }
        return after > 0 ? concat(a, result, zeros(Shapes.with(shape, a, after)).plus(value)) : result;
    }

    /** The sum along axes, which disappear; without axes, of all elements: a tensor of shape []. */
    public Tensor sum(int... axes) {
        Tensor rows = reduced(axes);
        double[] result = new double[rows.shape[0]];
        for (int i = 0; i < rows.size(); i++) {
            result[i / rows.shape[1]] += rows.values[i];
        }
        return new Tensor(kept(axes), result);
    }

    /** The mean along axes, which disappear; without axes, of all elements: a tensor of shape []. */
    public Tensor mean(int... axes) {
        Tensor sum = sum(axes);
        int count = size() / sum.size();
        return sum.each(x -> x / count);
    }

    private boolean[] isReduced(int... axes) {
        boolean[] reduced = new boolean[rank()];
        Arrays.fill(reduced, axes.length == 0);
        for (int axis : axes) {
            reduced[Shapes.axis(axis, rank())] = true;
        }
        return reduced;
    }

    private int[] kept(int... axes) {
        boolean[] reduced = isReduced(axes);
        int[] left = new int[rank()];
        int n = 0;
        for (int axis = 0; axis < rank(); axis++) {
            if (!reduced[axis]) {
                left[n++] = shape[axis];
            }
        }
        return Arrays.copyOf(left, n);
    }

    /** As a matrix: a row for each element of the reduced tensor, the elements that it sums in the columns. */
    private Tensor reduced(int... axes) {
        boolean[] reduced = isReduced(axes);
        int[] order = new int[rank()];
        int n = 0;
        for (boolean last : new boolean[] {false, true}) {
            for (int axis = 0; axis < rank(); axis++) {
                if (reduced[axis] == last) {
                    order[n++] = axis;
                }
            }
        }
        return (rank() == 0 ? this : transpose(order)).reshape(Shapes.size(kept(axes)), -1);
    }

    /**
     * The matrix product over the last axis of this and the last but one of the other: [..., n, k] · [..., k, m] → [..., n, m], where
     * the axes in front are broadcast. A vector is a row on the left and a column on the right: [k] · [k] → [], [n, k] · [k] → [n],
     * [k] · [k, m] → [m].
     */
    public Tensor matmul(Tensor other) {
        return new MatrixProduct(this, other).compute();
    }

    /**
     * The windows of an image as columns: [channels, height, width] → [channels · kernelHeight · kernelWidth, windows]; zeros stand
     * for what lies in the padding. As torch.nn.Unfold.
     *
     * @param stride how far a window is from the next
     * @param padding zeros around the image
     * @param dilation how far the elements of a window are apart
     */
    public Tensor unfold(int kernelHeight, int kernelWidth, int stride, int padding, int dilation) {
        return Images.unfold(this, kernelHeight, kernelWidth, stride, padding, dilation);
    }

    /** The convolution with stride 1 and no padding, dilation or bias. */
    public Tensor conv2d(Tensor weight) {
        return conv2d(weight, 1, 0, 1, 1);
    }

    /** As {@link #conv2d(Tensor, int, int, int, int)}, plus a bias of shape [out] for each channel of the result. */
    public Tensor conv2d(Tensor weight, Tensor bias, int stride, int padding, int dilation, int groups) {
        if (bias.rank() != 1 || bias.size() != weight.shape()[0]) {
            throw new IllegalArgumentException("conv2d with weights of shape " + Shapes.text(weight.shape)
                    + " and a bias of shape " + Shapes.text(bias.shape) + "; expected [" + weight.shape()[0] + "]");
        }
        return conv2d(weight, stride, padding, dilation, groups).plus(bias.reshape(bias.size(), 1, 1));
    }

    /** As {@link #conv2d(Tensor, Tensor, int, int, int, int)} without dilation and groups. */
    public Tensor conv2d(Tensor weight, Tensor bias, int stride, int padding) {
        return conv2d(weight, bias, stride, padding, 1, 1);
    }

    /**
     * The convolution of an image [in, height, width] with weights [out, in/groups, kernelHeight, kernelWidth], not flipped:
     * [out, height', width'].
     *
     * @param stride how far a window is from the next
     * @param padding zeros around the image
     * @param dilation how far the elements of a window are apart
     * @param groups the channels are taken in so many groups, each with its own weights
     */
    public Tensor conv2d(Tensor weight, int stride, int padding, int dilation, int groups) {
        return Images.convolution(this, weight, stride, padding, dilation, groups);
    }

    /** The means of windows of kernel × kernel elements that lie side by side, per channel. */
    public Tensor avgPool2d(int kernel) {
        return avgPool2d(kernel, kernel, 0);
    }

    /** The means of windows of kernel × kernel elements, per channel; zeros of the padding count. */
    public Tensor avgPool2d(int kernel, int stride, int padding) {
        return Images.averages(this, kernel, stride, padding);
    }

    /** The means of rows × columns windows that together cover the image as evenly as can be, per channel. */
    public Tensor adaptiveAvgPool2d(int rows, int columns) {
        return Images.adaptive(this, rows, columns);
    }

    /**
     * Batch normalisation with known statistics: (x - mean) / √(variance + epsilon) · scale + shift, each of shape [channels]. The
     * channels are the first axis of an image or a vector, and the second of a batch of them.
     */
    public Tensor batchNorm(Tensor mean, Tensor variance, Tensor scale, Tensor shift, double epsilon) {
        int axis = rank() == 1 || rank() == 3 ? 0 : 1;
        int channels = rank() == 0 || rank() > 4 ? -1 : shape[axis];
        for (Tensor t : new Tensor[] {mean, variance, scale, shift}) {
            if (t.rank() != 1 || t.size() != channels) {
                throw new IllegalArgumentException(
                        "batchNorm of a tensor of shape " + Shapes.text(shape) + " with a parameter of shape "
                                + Shapes.text(t.shape) + "; expected [channels] of 1 to 4 axes");
            }
        }
        int[] column = new int[rank() - axis];
        Arrays.fill(column, 1);
        column[0] = channels;
        Tensor factor = scale.combine(variance, (s, v) -> s / Math.sqrt(v + epsilon));
        Tensor offset = shift.minus(mean.times(factor));
        return times(factor.reshape(column)).plus(offset.reshape(column));
    }

    /** max(x, 0). */
    public Tensor relu() {
        return each(x -> Math.max(x, 0));
    }

    /**
     * x above 0, else slope · x.
     *
     * @param slope 0 to 1
     */
    public Tensor leakyRelu(double slope) {
        if (!(slope >= 0 && slope <= 1)) {
            throw new IllegalArgumentException("leakyRelu with slope " + slope + "; expected 0 to 1");
        }
        return each(x -> Math.max(x, slope * x));
    }

    /** 1 / (1 + e⁻ˣ). */
    public Tensor sigmoid() {
        return each(x -> 1 / (1 + Math.exp(-x)));
    }

    /** The hyperbolic tangent. */
    public Tensor tanh() {
        return each(Math::tanh);
    }

    /** x/2 · (1 + tanh(√(2/π) · (x + 0.044715 x³))): GELU in its tanh form. */
    public Tensor gelu() {
        double c = Math.sqrt(2 / Math.PI);
        return each(x -> 0.5 * x * (1 + Math.tanh(c * (x + 0.044715 * x * x * x))));
    }

    /** x / (1 + e⁻ˣ). */
    public Tensor silu() {
        return each(x -> x / (1 + Math.exp(-x)));
    }

    /** log(1 + eˣ). */
    public Tensor softplus() {
        return each(x -> x > 40 ? x : Math.log1p(Math.exp(x)));
    }

    /** x². */
    public Tensor square() {
        return each(x -> x * x);
    }

    /**
     * c₀ + c₁x + c₂x² + ….
     *
     * @param coefficients at least one
     */
    public Tensor polynomial(double... coefficients) {
        if (coefficients.length == 0) {
            throw new IllegalArgumentException("a polynomial without coefficients; expected at least one");
        }
        double[] c = coefficients.clone();
        return each(x -> {
            double sum = c[c.length - 1];
            for (int k = c.length - 2; k >= 0; k--) {
                sum = sum * x + c[k];
            }
            return sum;
        });
    }

    /**
     * A function of each element. Encrypted, it is approximated on [min, max].
     *
     * @param function continuous on the range; the same result for the same argument
     * @param min least value that an element has
     * @param max greatest value that an element has
     * @throws IllegalArgumentException if an element lies outside the range
     */
    public Tensor map(DoubleUnaryOperator function, double min, double max) {
        if (!(min < max) || Double.isInfinite(max - min)) {
            throw new IllegalArgumentException(
                    "map on [" + min + ", " + max + "]; expected finite numbers, min below max");
        }
        return each(x -> {
            if (!(x >= min && x <= max)) {
                throw new IllegalArgumentException("map of " + x + "; expected " + min + " to " + max);
            }
            return function.applyAsDouble(x);
        });
    }

    /** Whether it is a tensor of the same shape and values. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Tensor
                && Arrays.equals(shape, ((Tensor) other).shape)
                && Arrays.equals(values, ((Tensor) other).values);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(shape) + Arrays.hashCode(values);
    }

    /** The shape, and the values if there are few. */
    @Override
    public String toString() {
        return "Tensor" + Shapes.text(shape) + (size() <= 16 ? Arrays.toString(values) : "");
    }
}
