package dev.glovebox.dsl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.function.UnaryOperator;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected values are worked out by hand, or by plain loops where there are many. */
class TensorTest {
    private static final Tensor TWO_BY_THREE = Tensor.of(new int[] {2, 3}, 1, 2, 3, 4, 5, 6);

    private static Tensor of(String shape, double... values) {
        return Tensor.of(ints(shape), values);
    }

    private static int[] ints(String shape) {
        return shape.isEmpty()
                ? new int[0]
                : java.util.Arrays.stream(shape.split(" "))
                        .mapToInt(Integer::parseInt)
                        .toArray();
    }

    /** 1, 2, 3, … in a shape. */
    private static Tensor counting(String shape) {
        int[] s = ints(shape);
        double[] values = Tensor.zeros(s).toArray();
        java.util.Arrays.setAll(values, i -> i + 1);
        return Tensor.of(s, values);
    }

    @Test
    void isMadeOfArrays() {
        assertThat(Tensor.fromArray(new double[][] {{1, 2, 3}, {4, 5, 6}})).isEqualTo(TWO_BY_THREE);
        assertThat(Tensor.fromArray(new double[][][] {{{1}, {2}}, {{3}, {4}}})).isEqualTo(counting("2 2 1"));
        assertThat(Tensor.fromArray(new double[][][][] {{{{1, 2}}}, {{{3, 4}}}}))
                .isEqualTo(counting("2 1 1 2"));
        assertThat(Tensor.zeros().get()).isZero();
        assertThat(TWO_BY_THREE.get(1, 0)).isEqualTo(4);
        assertThat(TWO_BY_THREE.rank()).isEqualTo(2);
        assertThat(TWO_BY_THREE.size()).isEqualTo(6);
        assertThat(TWO_BY_THREE).hasToString("Tensor[2, 3][1.0, 2.0, 3.0, 4.0, 5.0, 6.0]");
    }

    @Test
    void doesNotChange() {
        double[] values = {1, 2};
        int[] shape = {2};
        Tensor t = Tensor.of(shape, values);
        values[0] = 9;
        shape[0] = 9;
        t.toArray()[1] = 9;
        t.shape()[0] = 9;
        assertThat(t).isEqualTo(of("2", 1, 2)).isNotEqualTo(of("1 2", 1, 2)).isNotEqualTo(of("2", 1, 3));
        assertThat(t).hasSameHashCodeAs(of("2", 1, 2));
    }

    @Test
    void movesElements() {
        assertThat(TWO_BY_THREE.transpose()).isEqualTo(of("3 2", 1, 4, 2, 5, 3, 6));
        assertThat(counting("2 2 2").transpose(1, 2, 0)).isEqualTo(of("2 2 2", 1, 5, 2, 6, 3, 7, 4, 8));
        assertThat(TWO_BY_THREE.reshape(3, -1)).isEqualTo(counting("3 2"));
        assertThat(TWO_BY_THREE.flatten()).isEqualTo(counting("6"));
        assertThat(TWO_BY_THREE.slice(1, 1, 3)).isEqualTo(of("2 2", 2, 3, 5, 6));
        assertThat(TWO_BY_THREE.slice(-1, 0, 3, 2)).isEqualTo(of("2 2", 1, 3, 4, 6));
        assertThat(TWO_BY_THREE.slice(0, 1, 2)).isEqualTo(of("1 3", 4, 5, 6));
        assertThat(Tensor.concat(0, TWO_BY_THREE, of("1 3", 7, 8, 9))).isEqualTo(counting("3 3"));
        assertThat(Tensor.concat(1, TWO_BY_THREE, of("2 1", 7, 8))).isEqualTo(of("2 4", 1, 2, 3, 7, 4, 5, 6, 8));
        assertThat(TWO_BY_THREE.pad(0, 1, 0).pad(1, 0, 1, 9)).isEqualTo(of("3 4", 0, 0, 0, 9, 1, 2, 3, 9, 4, 5, 6, 9));
        assertThat(of("2 1", 1, 2).broadcastTo(2, 2, 3)).isEqualTo(of("2 2 3", 1, 1, 1, 2, 2, 2, 1, 1, 1, 2, 2, 2));
    }

    @Test
    void calculates() {
        assertThat(TWO_BY_THREE.plus(of("3", 10, 20, 30))).isEqualTo(of("2 3", 11, 22, 33, 14, 25, 36));
        assertThat(TWO_BY_THREE.times(of("2 1", 1, 2))).isEqualTo(of("2 3", 1, 2, 3, 8, 10, 12));
        assertThat(of("2 1", 1, 2).minus(of("3", 1, 2, 3))).isEqualTo(of("2 3", 0, -1, -2, 1, 0, -1));
        assertThat(TWO_BY_THREE.times(2).plus(1).minus(4).negate()).isEqualTo(of("2 3", 1, -1, -3, -5, -7, -9));
        assertThat(TWO_BY_THREE.sum()).isEqualTo(of("", 21));
        assertThat(TWO_BY_THREE.sum(0)).isEqualTo(of("3", 5, 7, 9));
        assertThat(TWO_BY_THREE.sum(-1)).isEqualTo(of("2", 6, 15));
        assertThat(TWO_BY_THREE.mean(1)).isEqualTo(of("2", 2, 5));
        assertThat(counting("2 2 2").mean(0, 2)).isEqualTo(of("2", 3.5, 5.5));
        assertThat(TWO_BY_THREE.mean().get()).isEqualTo(3.5);
    }

    @Test
    void multipliesMatrices() {
        assertThat(TWO_BY_THREE.matmul(counting("3 2"))).isEqualTo(of("2 2", 22, 28, 49, 64));
        assertThat(TWO_BY_THREE.matmul(of("3", 1, 0, -1))).isEqualTo(of("2", -2, -2));
        assertThat(of("2", 1, 2).matmul(TWO_BY_THREE)).isEqualTo(of("3", 9, 12, 15));
        assertThat(of("2", 1, 2).matmul(of("2", 3, 4))).isEqualTo(of("", 11));
        assertThat(counting("2 1 2").matmul(counting("2 1"))).isEqualTo(of("2 1 1", 5, 11));
        assertThat(of("1 2", 1, 1).matmul(counting("2 2 1"))).isEqualTo(of("2 1 1", 3, 7));
    }

    @Test
    void convolves() {
        Tensor image = counting("1 3 3");
        Tensor kernel = of("1 1 2 2", 1, 2, 3, 4);
        assertThat(image.conv2d(kernel)).isEqualTo(of("1 2 2", 37, 47, 67, 77));
        assertThat(image.conv2d(kernel, of("1", 100), 2, 1)).isEqualTo(of("1 2 2", 104, 118, 136, 177));
        assertThat(image.conv2d(kernel, 1, 0, 2, 1)).isEqualTo(of("1 1 1", 1 + 2 * 3 + 3 * 7 + 4 * 9));
        Tensor two = counting("2 2 2");
        assertThat(two.conv2d(of("2 1 1 1", 10, 100), 1, 0, 1, 2))
                .isEqualTo(of("2 2 2", 10, 20, 30, 40, 500, 600, 700, 800));
        assertThat(two.conv2d(of("1 2 1 2", 1, 0, 0, 1))).isEqualTo(of("1 2 1", 1 + 6, 3 + 8));
    }

    @ParameterizedTest(name = "stride {0}, padding {1}, dilation {2}, groups {3}")
    @CsvSource({"1, 0, 1, 1", "2, 1, 1, 1", "1, 2, 2, 2", "3, 1, 1, 4", "2, 3, 3, 2"})
    void convolvesAsLoopsDo(int stride, int padding, int dilation, int groups) {
        Random random = new Random(7);
        double[][][][] x = new double[2][4][9][8];
        double[][][][] w = new double[8][4 / groups][3][2];
        for (double[][][][] array : new double[][][][][] {x, w}) {
            for (double[][][] a : array) {
                for (double[][] b : a) {
                    for (double[] c : b) {
                        java.util.Arrays.setAll(c, i -> random.nextInt(10));
                    }
                }
            }
        }
        Tensor result = Tensor.fromArray(x).conv2d(Tensor.fromArray(w), stride, padding, dilation, groups);
        int height = (9 + 2 * padding - 2 * dilation - 1) / stride + 1;
        int width = (8 + 2 * padding - dilation - 1) / stride + 1;
        assertThat(result.shape()).containsExactly(2, 8, height, width);
        for (int n = 0; n < 2; n++) {
            for (int o = 0; o < 8; o++) {
                for (int i = 0; i < height; i++) {
                    for (int j = 0; j < width; j++) {
                        double sum = 0;
                        for (int c = 0; c < 4 / groups; c++) {
                            for (int p = 0; p < 3; p++) {
                                for (int q = 0; q < 2; q++) {
                                    int y = i * stride - padding + p * dilation;
                                    int z = j * stride - padding + q * dilation;
                                    if (y >= 0 && y < 9 && z >= 0 && z < 8) {
                                        sum += w[o][c][p][q] * x[n][o / (8 / groups) * (4 / groups) + c][y][z];
                                    }
                                }
                            }
                        }
                        assertThat(result.get(n, o, i, j)).isEqualTo(sum);
                    }
                }
            }
        }
    }

    @Test
    void pools() {
        Tensor image = counting("1 4 4");
        assertThat(image.avgPool2d(2)).isEqualTo(of("1 2 2", 3.5, 5.5, 11.5, 13.5));
        assertThat(image.avgPool2d(2, 2, 1)).isEqualTo(of("1 3 3", 0.25, 1.25, 1, 3.5, 8.5, 5, 3.25, 7.25, 4));
        assertThat(image.adaptiveAvgPool2d(1, 2)).isEqualTo(of("1 1 2", 7.5, 9.5));
        assertThat(counting("1 1 5").adaptiveAvgPool2d(1, 3)).isEqualTo(of("1 1 3", 1.5, 3, 4.5));
        assertThat(counting("2 1 2 2").avgPool2d(2)).isEqualTo(of("2 1 1 1", 2.5, 6.5));
    }

    @Test
    void normalises() {
        Tensor mean = of("2", 1, 2);
        Tensor variance = of("2", 3, 8);
        Tensor result = of("2 1 2", 1, 3, 2, 5).batchNorm(mean, variance, of("2", 1, 6), of("2", 0, 1), 1);
        assertThat(result).isEqualTo(of("2 1 2", 0, 1, 1, 7));
        assertThat(of("1 2", 3, 5).batchNorm(mean, variance, of("2", 1, 6), of("2", 0, 1), 1))
                .isEqualTo(of("1 2", 1, 7));
    }

    @Test
    void activates() {
        near(Tensor::relu, -1, 0);
        near(Tensor::relu, 2, 2);
        near(t -> t.leakyRelu(0.1), -2, -0.2);
        near(t -> t.leakyRelu(0.1), 3, 3);
        near(Tensor::sigmoid, 0, 0.5);
        near(Tensor::sigmoid, 1, 0.7310585786300049);
        near(Tensor::tanh, 0.5, 0.46211715726000975);
        near(Tensor::gelu, 1, 0.8411919906082768);
        near(Tensor::gelu, -1, -0.15880800939172324);
        near(Tensor::silu, 1, 0.7310585786300049);
        near(Tensor::softplus, 0, 0.6931471805599453);
        near(Tensor::softplus, 1000, 1000);
        near(Tensor::square, -3, 9);
        near(t -> t.polynomial(1, -2, 0.5), 3, -0.5);
        near(t -> t.map(Math::cbrt, 0, 27), 27, 3);
    }

    private static void near(UnaryOperator<Tensor> function, double x, double expected) {
        assertThat(function.apply(of("", x)).get()).isCloseTo(expected, Offset.offset(1e-12));
    }

    @Test
    void saysWhichShapesDoNotFit() {
        refuses(() -> Tensor.of(new int[] {2, 2}, 1, 2, 3), "3 values for the shape [2, 2]; expected 4");
        refuses(() -> Tensor.zeros(2, 0), "a tensor has the shape [2, 0]; expected positive lengths");
        refuses(
                () -> Tensor.fromArray(new double[][] {{1}, {1, 2}}),
                "arrays of the shapes [1] and [2] beside each other");
        refuses(
                () -> TWO_BY_THREE.plus(Tensor.zeros(2)),
                "the shapes [2, 3] and [2] do not go together: axis -1 has the lengths 3 and 2");
        refuses(
                () -> TWO_BY_THREE.matmul(TWO_BY_THREE),
                "matmul of the shapes [2, 3] and [2, 3]; expected [..., n, k] and [..., k, m]");
        refuses(
                () -> TWO_BY_THREE.reshape(4, -1),
                "the shape [2, 3] cannot be reshaped to [4, -1]; expected 6 elements");
        refuses(() -> TWO_BY_THREE.transpose(0, 0), "the axes [0, 0] of a tensor of rank 2; expected each axis once");
        refuses(() -> TWO_BY_THREE.sum(2), "axis 2 of a tensor of rank 2; expected -2 to 1");
        refuses(
                () -> TWO_BY_THREE.conv2d(TWO_BY_THREE),
                "conv2d of a tensor of shape [2, 3]; expected [channels, height, width]");
        refuses(
                () -> counting("2 3 3").conv2d(counting("1 1 2 2")),
                "with weights of shape [1, 1, 2, 2] in 1 group(s)");
        refuses(
                () -> counting("1 2 2").avgPool2d(3),
                "kernel 3, padding 0, dilation 1 over 2 elements; expected a window that fits");
        refuses(
                () -> Tensor.concat(0, TWO_BY_THREE, Tensor.zeros(2, 2)),
                "concat along axis 0 of the shapes [2, 3] and [2, 2]");
        refuses(() -> TWO_BY_THREE.map(x -> x, 0, 5), "map of 6.0; expected 0.0 to 5.0");
        refuses(() -> TWO_BY_THREE.leakyRelu(2), "leakyRelu with slope 2.0; expected 0 to 1");
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> TWO_BY_THREE.get(2, 0))
                .withMessage("the index [2, 0] for the shape [2, 3]");
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> TWO_BY_THREE.slice(1, 2, 4))
                .withMessage("the slice [2, 4) with step 1 of axis 1 of the shape [2, 3]");
    }

    private static void refuses(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(message);
    }
}
