package dev.glovebox.examples.digits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.CircuitClient;
import dev.glovebox.CircuitServer;
import dev.glovebox.CompiledCircuit;
import dev.glovebox.Glovebox;
import dev.glovebox.dsl.Tensor;
import dev.glovebox.examples.digits.Digits.Digit;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Images that training never saw, through the circuits that the plugin built. */
class EncryptedDigitsTest {
    private static final Logger LOG = System.getLogger(EncryptedDigitsTest.class.getName());
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

    @Test
    void leNetSeesTheSameDigits() {
        leNet(FEW);
    }

    @Tag("slow")
    @Test
    void leNetSeesTheSameDigitsOnManyImages() {
        leNet(MANY);
    }

    /** The encrypted class is that of the polynomials in the clear on all images; that of the rectifiers on nearly all. */
    private static void leNet(int images) {
        LeNet clear = new LeNet();
        List<Digit> digits = Digits.test().subList(0, images);
        List<Integer> classes =
                check(LeNet.class, digits, EncryptedDigitsTest::tensor, clear::scores, Tensor::toArray, 4);
        long exact = IntStream.range(0, images)
                .filter(i -> classes.get(i) == greatest(exact(clear, tensor(digits.get(i)))))
                .count();
        assertThat(exact / (double) images).isGreaterThanOrEqualTo(0.98);
    }

    /** The scores with rectifiers. */
    private static double[] exact(LeNet network, Tensor image) {
        Tensor x = image;
        for (int layer = 0; layer < 4; layer++) {
            x = network.linear(layer, x).relu();
        }
        return network.linear(4, x).toArray();
    }

    private static Tensor tensor(Digit digit) {
        return Tensor.of(new int[] {1, Digits.SIZE, Digits.SIZE}, digit.pixels());
    }

    private static void square(int images) {
        SquareNetwork clear = new SquareNetwork();
        check(SquareNetwork.class, Digits.test().subList(0, images), Digit::pixels, clear::scores, scores -> scores, 6);
    }

    /** The encrypted classes. */
    private static <I, O> List<Integer> check(
            Class<?> model,
            List<Digit> digits,
            Function<Digit, I> input,
            Function<I, O> clear,
            Function<O, double[]> scores,
            int precisionBits) {
        CompiledCircuit<I, O> circuit = Glovebox.load(model, "scores");
        double allowed = Math.scalb(1.0, -precisionBits);
        List<Integer> classes = new ArrayList<>();
        double difference = 0;
        try (CircuitClient<I, O> client = circuit.newClient();
                CircuitServer server = circuit.newServer(client.evaluationKeys())) {
            for (Digit digit : digits) {
                I image = input.apply(digit);
                double[] expected = scores.apply(clear.apply(image));
                double[] encrypted = scores.apply(client.decrypt(server.evaluate(client.encrypt(image))));
                for (int i = 0; i < expected.length; i++) {
                    assertThat(encrypted[i]).isBetween(expected[i] - allowed, expected[i] + allowed);
                    difference = Math.max(difference, Math.abs(encrypted[i] - expected[i]));
                }
                assertThat(greatest(encrypted)).isEqualTo(greatest(expected));
                classes.add(greatest(encrypted));
                LOG.log(
                        Level.DEBUG,
                        "{0}: {1} encrypted classes equal the clear ones; greatest difference of a score {2}",
                        model.getSimpleName(),
                        classes.size(),
                        Double.toString(difference));
            }
        }
        return classes;
    }

    static int greatest(double[] scores) {
        int greatest = 0;
        for (int i = 1; i < scores.length; i++) {
            greatest = scores[i] > scores[greatest] ? i : greatest;
        }
        return greatest;
    }
}
