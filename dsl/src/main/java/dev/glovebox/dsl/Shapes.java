package dev.glovebox.dsl;

import java.util.Arrays;

/** Shapes of tensors: lengths of axes, the last axis running fastest. */
final class Shapes {
    private Shapes() {}

    /** Elements of a tensor of that shape. */
    static int size(int... shape) {
        long size = 1;
        for (int length : shape) {
            if (length < 1) {
                throw new IllegalArgumentException(
                        "a tensor has the shape " + text(shape) + "; expected positive lengths");
            }
            size *= length;
            if (size > Integer.MAX_VALUE - 8) {
                throw new IllegalArgumentException("a tensor has the shape " + text(shape) + ": too many elements");
            }
        }
        return (int) size;
    }

    static String text(int... shape) {
        return Arrays.toString(shape);
    }

    /** How far apart neighbours along each axis are. */
    static int[] strides(int... shape) {
        int[] strides = new int[shape.length];
        int stride = 1;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= shape[axis];
        }
        return strides;
    }

    /** The axis counted from 0; a negative one counts from behind. */
    static int axis(int axis, int rank) {
        int found = axis < 0 ? axis + rank : axis;
        if (found < 0 || found >= rank) {
            throw new IllegalArgumentException(
                    "axis " + axis + " of a tensor of rank " + rank + "; expected " + -rank + " to " + (rank - 1));
        }
        return found;
    }

    /** The shape that both are stretched to: aligned at the last axis, lengths equal or 1. */
    static int[] broadcast(int[] a, int[] b) {
        int[] shape = new int[Math.max(a.length, b.length)];
        for (int i = 1; i <= shape.length; i++) {
            int x = i <= a.length ? a[a.length - i] : 1;
            int y = i <= b.length ? b[b.length - i] : 1;
            if (x != y && x != 1 && y != 1) {
                throw new IllegalArgumentException("the shapes " + text(a) + " and " + text(b)
                        + " do not go together: axis " + -i + " has the lengths " + x + " and " + y
                        + "; expected equal lengths, or 1");
            }
            shape[shape.length - i] = x == 1 ? y : x;
        }
        return shape;
    }

    /** Index of an element in row-major order. */
    static int offset(int[] shape, int... index) {
        if (index.length != shape.length) {
            throw new IllegalArgumentException("the index " + text(index) + " for the shape " + text(shape)
                    + "; expected " + shape.length + " numbers");
        }
        int offset = 0;
        for (int axis = 0; axis < shape.length; axis++) {
            if (index[axis] < 0 || index[axis] >= shape[axis]) {
                throw new IndexOutOfBoundsException("the index " + text(index) + " for the shape " + text(shape));
            }
            offset = offset * shape[axis] + index[axis];
        }
        return offset;
    }

    static int[] with(int[] shape, int axis, int length) {
        int[] changed = shape.clone();
        changed[axis] = length;
        return changed;
    }

    static int[] concat(int[] a, int... b) {
        int[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}
