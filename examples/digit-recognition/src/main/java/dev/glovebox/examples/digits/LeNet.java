package dev.glovebox.examples.digits;

import dev.glovebox.dsl.Circuit;
import dev.glovebox.dsl.Encrypted;
import dev.glovebox.dsl.Tensor;

/**
 * LeNet-5 with ReLU, on tensors. Under encryption each ReLU is a polynomial of low degree: what the decision between ten digits
 * needs, and no more ({@link Activations}).
 */
public final class LeNet {
    private final Tensor[] weights;
    private final Tensor[] biases;
    private final Activations activations;

    /** Reads the trained weights and the polynomials. */
    public LeNet() {
        this(Activations.load());
    }

    LeNet(Activations activations) {
        this.activations = activations;
        Weights file = new Weights("lenet5.f32");
        int[][] shapes = {{6, 1, 5, 5}, {16, 6, 5, 5}, {120, 400}, {84, 120}, {10, 84}};
        weights = new Tensor[shapes.length];
        biases = new Tensor[shapes.length];
        for (int layer = 0; layer < shapes.length; layer++) {
            int size = 1;
            for (int length : shapes[layer]) {
                size *= length;
            }
            weights[layer] = Tensor.of(shapes[layer], file.vector(size));
            biases[layer] = Tensor.fromArray(file.vector(shapes[layer][0]));
        }
    }

    /**
     * A score for each digit; the greatest is the answer.
     *
     * @param image 1×28×28 standardised pixels
     */
    @Circuit(precisionBits = 4)
    public Tensor scores(
            @Encrypted(
                            shape = {1, 28, 28},
                            min = Digits.MIN,
                            max = Digits.MAX)
                    Tensor image) {
        Tensor x = image;
        for (int layer = 0; layer < 4; layer++) {
            x = activations.apply(layer, linear(layer, x));
        }
        return linear(4, x);
    }

    /** What a layer does before its activation. */
    Tensor linear(int layer, Tensor x) {
        return switch (layer) {
            case 0 -> x.conv2d(weights[0], biases[0], 1, 2);
            case 1 -> x.avgPool2d(2).conv2d(weights[1], biases[1], 1, 0);
            case 2 -> dense(2, x.avgPool2d(2).flatten());
            default -> dense(layer, x);
        };
    }

    private Tensor dense(int layer, Tensor x) {
        return weights[layer].matmul(x).plus(biases[layer]);
    }
}
