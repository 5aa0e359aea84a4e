package dev.glovebox.examples.digits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.CircuitClient;
import dev.glovebox.CircuitServer;
import dev.glovebox.CompiledCircuit;
import dev.glovebox.Glovebox;
import dev.glovebox.dsl.Tensor;
import dev.glovebox.examples.digits.Digits.Digit;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Images that training never saw, through the circuits that the plugin built. */
class EncryptedDigitsTest {
    private static final int FEW = 2;
    private static final int MANY = 50;

    @Test
    void theSquareNetworkSeesTheSameDigits() {
        square(FEW);
    }

    @Tag("slow")
    @Test
    void theSquareNetworkSeesTheSameDigitsOnManyImages() {
        square(MANY);
    }

    @Tag("slow")
    @Test
    void leNetSeesTheSameDigitsOnManyImages() {
        LeNet clear = new LeNet();
        check(
                LeNet.class,
                Digits.test().subList(0, MANY),
                digit -> Tensor.of(new int[] {1, Digits.SIZE, Digits.SIZE}, digit.pixels()),
                clear::scores,
                Tensor::toArray,
                4);
    }

    private static void square(int images) {
        SquareNetwork clear = new SquareNetwork();
        check(SquareNetwork.class, Digits.test().subList(0, images), Digit::pixels, clear::scores, scores -> scores, 6);
    }

    private static <I, O> void check(
            Class<?> model,
            List<Digit> digits,
            Function<Digit, I> input,
            Function<I, O> clear,
            Function<O, double[]> scores,
            int precisionBits) {
        CompiledCircuit<I, O> circuit = Glovebox.load(model, "scores");
        double allowed = Math.scalb(1.0, -precisionBits);
        try (CircuitClient<I, O> client = circuit.newClient();
                CircuitServer server = circuit.newServer(client.evaluationKeys())) {
            for (Digit digit : digits) {
                I image = input.apply(digit);
                double[] expected = scores.apply(clear.apply(image));
                double[] encrypted = scores.apply(client.decrypt(server.evaluate(client.encrypt(image))));
                for (int i = 0; i < expected.length; i++) {
                    assertThat(encrypted[i]).isBetween(expected[i] - allowed, expected[i] + allowed);
                }
                assertThat(greatest(encrypted)).isEqualTo(greatest(expected));
            }
        }
    }

    static int greatest(double[] scores) {
        int greatest = 0;
        for (int i = 1; i < scores.length; i++) {
            greatest = scores[i] > scores[greatest] ? i : greatest;
        }
        return greatest;
    }
}
