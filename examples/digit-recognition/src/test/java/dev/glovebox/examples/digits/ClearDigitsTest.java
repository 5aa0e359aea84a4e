package dev.glovebox.examples.digits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.glovebox.dsl.Tensor;
import dev.glovebox.examples.digits.Digits.Digit;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The networks in the clear, against published scores of the original ones. */
class ClearDigitsTest {

    private static List<double[]> reference(String resource) throws IOException {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(ClearDigitsTest.class.getResourceAsStream(resource)), StandardCharsets.UTF_8))) {
            return reader.lines()
                    .skip(1)
                    .map(line -> Arrays.stream(line.split(","))
                            .skip(2)
                            .mapToDouble(Double::parseDouble)
                            .toArray())
                    .toList();
        }
    }

    private static Tensor image(Digit digit) {
        return Tensor.of(new int[] {1, Digits.SIZE, Digits.SIZE}, digit.pixels());
    }

    @Test
    void theSquareNetworkIsTheOriginal() throws IOException {
        List<double[]> expected = reference("convmnist-logits.csv");
        List<Digit> digits = Digits.test();
        assertThat(digits).hasSize(100);
        for (int i = 0; i < digits.size(); i++) {
            assertThat(new SquareNetwork().scores(digits.get(i).pixels()))
                    .containsExactly(expected.get(i), within(1e-3));
        }
    }

    @Test
    void leNetWithReluIsTheOriginal() throws IOException {
        List<double[]> expected = reference("lenet5-logits.csv");
        LeNet network = new LeNet();
        for (int i = 0; i < expected.size(); i++) {
            Tensor x = image(Digits.test().get(i));
            for (int layer = 0; layer < 4; layer++) {
                x = network.linear(layer, x).relu();
            }
            assertThat(network.linear(4, x).toArray()).containsExactly(expected.get(i), within(1e-3));
        }
    }

    @Test
    void polynomialsDecideAsReluDoes() throws IOException {
        List<double[]> expected = reference("lenet5-logits.csv");
        LeNet network = new LeNet();
        int equal = 0;
        for (int i = 0; i < expected.size(); i++) {
            double[] scores = network.scores(image(Digits.test().get(i))).toArray();
            equal += EncryptedDigitsTest.greatest(scores) == EncryptedDigitsTest.greatest(expected.get(i)) ? 1 : 0;
        }
        assertThat(equal).isGreaterThanOrEqualTo(98);
    }

    @Test
    void theCommittedPolynomialsAreWhatFittingMakes() {
        Activations fitted = Activations.fit(7, Digits.calibration());
        Activations committed = Activations.load();
        for (int layer = 0; layer < 4; layer++) {
            assertThat(committed.ranges()[layer]).containsExactly(fitted.ranges()[layer], within(1e-9));
            assertThat(committed.coefficients()[layer]).containsExactly(fitted.coefficients()[layer], within(2e-9));
        }
    }
}
