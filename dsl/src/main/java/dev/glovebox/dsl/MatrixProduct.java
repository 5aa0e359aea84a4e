package dev.glovebox.dsl;

import java.util.Arrays;

/** The operands of a matrix product as matrices with equal axes in front, and the shape of the product. */
final class MatrixProduct {
    private final Tensor left;
    private final Tensor right;
    private final int[] shape;

    MatrixProduct(Tensor a, Tensor b) {
        int[] s = a.rank() == 1 ? Shapes.concat(new int[] {1}, a.shape()) : a.shape();
        int[] t = b.rank() == 1 ? Shapes.concat(b.shape(), 1) : b.shape();
        if (s.length < 2 || t.length < 2 || s[s.length - 1] != t[t.length - 2]) {
            throw new IllegalArgumentException("matmul of the shapes " + Shapes.text(a.shape()) + " and "
                    + Shapes.text(b.shape()) + "; expected [..., n, k] and [..., k, m]");
        }
        int[] front = Shapes.broadcast(Arrays.copyOf(s, s.length - 2), Arrays.copyOf(t, t.length - 2));
        left = a.reshape(s).broadcastTo(Shapes.concat(front, s[s.length - 2], s[s.length - 1]));
        right = b.reshape(t).broadcastTo(Shapes.concat(front, t[t.length - 2], t[t.length - 1]));
        int[] rows = a.rank() == 1 ? front : Shapes.concat(front, s[s.length - 2]);
        shape = b.rank() == 1 ? rows : Shapes.concat(rows, t[t.length - 1]);
    }

    Tensor compute() {
        int n = left.shape()[left.rank() - 2];
        int k = left.shape()[left.rank() - 1];
        int m = right.shape()[right.rank() - 1];
        double[] result = new double[Shapes.size(shape)];
        for (int batch = 0; batch < result.length / (n * m); batch++) {
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < m; j++) {
                    double sum = 0;
                    for (int l = 0; l < k; l++) {
                        sum += left.values[(batch * n + i) * k + l] * right.values[(batch * k + l) * m + j];
                    }
                    result[(batch * n + i) * m + j] = sum;
                }
            }
        }
        return new Tensor(shape, result);
    }
}
