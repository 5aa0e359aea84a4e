package dev.glovebox.compiler.layout;

import static dev.glovebox.compiler.layout.Tensors.dense;
import static dev.glovebox.compiler.layout.Tensors.term;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.glovebox.compiler.Golden;
import dev.glovebox.compiler.ir.SparseMatrix;
import dev.glovebox.compiler.ir.slot.SlotInterpreter;
import dev.glovebox.compiler.ir.slot.SlotOp;
import dev.glovebox.compiler.ir.slot.SlotProgram;
import dev.glovebox.compiler.ir.tensor.TensorInterpreter;
import dev.glovebox.compiler.ir.tensor.TensorProgram;
import dev.glovebox.compiler.layout.Layers.Shape;
import dev.glovebox.compiler.layout.Layers.Window;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The plans of programs that other compilers publish figures of: rotations, products and depth stand in a golden table. */
class PlansTest {
    private static final Map<String, Function<Tensors, Integer>> PROGRAMS = new LinkedHashMap<>();

    static {
        PROGRAMS.put("dot product 8", t -> linear(t, 1, 8));
        PROGRAMS.put("dot product 4096", t -> linear(t, 1, 4096));
        PROGRAMS.put("matrix 128x128", t -> linear(t, 128, 128));
        PROGRAMS.put("matrix 512x512", t -> linear(t, 512, 512));
        PROGRAMS.put("matrix 512x784", t -> linear(t, 512, 784));
        PROGRAMS.put("mlp 784-512-10", t -> {
            Layers layers = new Layers(t);
            return layers.linear(10, layers.activation(layers.linear(512, t.input(784))));
        });
        PROGRAMS.put("conv1d 8, kernel 4", PlansTest::conv1d);
        PROGRAMS.put("conv2d 4x4, kernel 3", t -> conv(t, new Shape(1, 4, 4), 1, Window.of(3)));
        PROGRAMS.put(
                "conv2d 28x28, kernel 7, stride 3, 4 channels",
                t -> conv(t, new Shape(1, 28, 28), 4, Window.of(7).stride(3)));
        PROGRAMS.put(
                "conv2d 32x32, kernel 3, padding 1, 4 to 8 channels",
                t -> conv(t, new Shape(4, 32, 32), 8, Window.of(3).padding(1)));
        PROGRAMS.put(
                "conv2d 32x32, kernel 3, padding 1, stride 2, 4 to 8 channels",
                t -> conv(t, new Shape(4, 32, 32), 8, Window.of(3).padding(1).stride(2)));
        PROGRAMS.put(
                "conv2d 16x16, kernel 3, dilation 2",
                t -> conv(t, new Shape(1, 16, 16), 1, Window.of(3).dilation(2)));
        PROGRAMS.put(
                "conv2d 16x16, kernel 3, padding 1, depthwise, 4 channels",
                t -> conv(t, new Shape(4, 16, 16), 4, Window.of(3).padding(1).groups(4)));
        PROGRAMS.put("average pooling 28x28 by 2, 6 channels", t -> {
            Shape in = new Shape(6, 28, 28);
            return new Layers(t).apply(Layers.averages(in, Window.of(2).stride(2)), t.input(in.size()));
        });
        PROGRAMS.put("convmnist-square", PlansTest::convmnist);
        PROGRAMS.put("lenet5-mnist", t -> lenet5(t, new Shape(1, 32, 32), Window.of(5)));
        PROGRAMS.put(
                "lenet5-mnist, padded",
                t -> lenet5(t, new Shape(1, 28, 28), Window.of(5).padding(2)));
        PROGRAMS.put("box blur 16x16", t -> conv(t, new Shape(1, 16, 16), 1, Window.of(3), 1, 1, 1, 1, 1, 1, 1, 1, 1));
        PROGRAMS.put("roberts cross 16x16", t -> {
            int x = t.input(256);
            Shape image = new Shape(1, 16, 16);
            int gx = filter(t, x, image, 2, 1, 0, 0, -1);
            int gy = filter(t, x, image, 2, 0, 1, -1, 0);
            return sum(t, t.multiply(gx, gx), t.multiply(gy, gy));
        });
        PROGRAMS.put("sobel 64x64", t -> {
            int x = t.input(4096);
            Shape image = new Shape(1, 64, 64);
            int gx = filter(t, x, image, 3, -1, 0, 1, -2, 0, 2, -1, 0, 1);
            int gy = filter(t, x, image, 3, -1, -2, -1, 0, 0, 0, 1, 2, 1);
            int d = sum(t, t.multiply(gx, gx), t.multiply(gy, gy));
            return t.polynomial(d, t.hull(d), 0.4, 0.5, -0.1, 0.03);
        });
        PROGRAMS.put("harris 64x64", PlansTest::harris);
    }

    private static int linear(Tensors t, int rows, int columns) {
        return t.affine(new double[rows], term(dense(rows, columns), t.input(columns)));
    }

    private static int conv1d(Tensors t) {
        SparseMatrix.Builder matrix = new SparseMatrix.Builder(8);
        for (int i = 0; i < 5; i++) {
            matrix.add(i, 1).add(i + 1, -1).add(i + 3, 1).endRow();
        }
        return t.affine(new double[5], term(matrix.build(), t.input(8)));
    }

    private static int conv(Tensors t, Shape in, int channels, Window window, double... weights) {
        Layers layers = new Layers(t);
        SparseMatrix matrix = weights.length == 0
                ? layers.convolution(in, channels, window)
                : Layers.windows(in, channels, window, weights);
        return t.affine(new double[matrix.rows()], term(matrix, t.input(in.size())));
    }

    private static int filter(Tensors t, int x, Shape in, int size, double... weights) {
        SparseMatrix matrix = Layers.windows(in, 1, Window.of(size), weights);
        return t.affine(new double[matrix.rows()], term(matrix, x));
    }

    private static int sum(Tensors t, int a, int b) {
        SparseMatrix one = SparseMatrix.identity(t.size(a));
        return t.affine(new double[t.size(a)], term(one, a), term(one, b));
    }

    private static int convmnist(Tensors t) {
        Layers layers = new Layers(t);
        Shape image = new Shape(1, 28, 28);
        int x = layers.square(
                layers.apply(layers.convolution(image, 4, Window.of(7).stride(3)), t.input(image.size())));
        return layers.linear(10, layers.square(layers.linear(64, x)));
    }

    private static int lenet5(Tensors t, Shape image, Window window) {
        Layers layers = new Layers(t);
        Shape first = new Shape(6, 28, 28);
        Shape pooled = new Shape(6, 14, 14);
        Shape second = new Shape(16, 10, 10);
        int x = layers.activation(layers.apply(layers.convolution(image, 6, window), t.input(image.size())));
        SparseMatrix pool = Layers.averages(first, Window.of(2).stride(2));
        x = layers.activation(layers.apply(Layers.product(layers.convolution(pooled, 16, Window.of(5)), pool), x));
        SparseMatrix pool2 = Layers.averages(second, Window.of(2).stride(2));
        SparseMatrix dense = Tensors.matrix(120, 400, 2, new Random(3));
        x = layers.activation(layers.apply(Layers.product(dense, pool2), x));
        return layers.linear(10, layers.activation(layers.linear(84, x)));
    }

    private static int harris(Tensors t) {
        int x = t.input(4096);
        Shape image = new Shape(1, 64, 64);
        Shape inner = new Shape(1, 62, 62);
        int gx = filter(t, x, image, 3, -1, 0, 1, -2, 0, 2, -1, 0, 1);
        int gy = filter(t, x, image, 3, -1, -2, -1, 0, 0, 0, 1, 2, 1);
        double[] ones = {1, 1, 1, 1, 1, 1, 1, 1, 1};
        int xx = filter(t, t.multiply(gx, gx), inner, 3, ones);
        int yy = filter(t, t.multiply(gy, gy), inner, 3, ones);
        int xy = filter(t, t.multiply(gx, gy), inner, 3, ones);
        int trace = sum(t, xx, yy);
        SparseMatrix one = SparseMatrix.identity(t.size(xx));
        SparseMatrix minus = Tensors.shift(t.size(xx), t.size(xx), 0, -1);
        SparseMatrix c = Tensors.shift(t.size(xx), t.size(xx), 0, -0.04);
        return t.affine(
                new double[t.size(xx)],
                term(one, t.multiply(xx, yy)),
                term(minus, t.multiply(xy, xy)),
                term(c, t.multiply(trace, trace)));
    }

    @Test
    void plansAreGolden() {
        String table = PROGRAMS.entrySet().stream()
                .map(p -> line(p.getKey(), p.getValue()))
                .collect(Collectors.joining());
        Golden.checkText(PlansTest.class, "plans.txt", table);
    }

    private static String line(String name, Function<Tensors, Integer> model) {
        Tensors t = new Tensors();
        TensorProgram program = t.program(model.apply(t));
        SlotProgram slots = Tensors.layout().layOut(program);
        double[] x = new Random(1).doubles(t.inputs(), -1, 1).toArray();
        double[] expected = new TensorInterpreter(program).evaluate(x);
        double tolerance = 1e-9
                * (1 + java.util.Arrays.stream(expected).map(Math::abs).max().orElse(0));
        assertThat(new SlotInterpreter(slots).evaluate(x)).as(name).containsExactly(expected, within(tolerance));
        return "%s: rotations %d (keys %d), plaintext products %d, ciphertext products %d, depth %d, slots %d%n"
                .formatted(
                        name,
                        SlotPrograms.rotations(slots),
                        SlotPrograms.rotationSteps(slots),
                        SlotPrograms.plaintextProducts(slots),
                        SlotPrograms.count(slots, SlotOp.Multiply.class),
                        SlotPrograms.depth(slots),
                        slots.slots());
    }
}
