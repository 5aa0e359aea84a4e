package dev.glovebox.runtime.ckks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glovebox.runtime.circuit.DiagonalMatrix;
import dev.glovebox.runtime.circuit.Evaluator;
import dev.glovebox.runtime.circuit.Evaluator.Value;
import dev.glovebox.runtime.circuit.SlotVector;
import dev.glovebox.runtime.client.Encryptor;
import dev.glovebox.runtime.ring.RingBackend;
import dev.glovebox.runtime.ring.RnsPolynomial;
import dev.glovebox.runtime.rlwe.PublicKey;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The noise of each operation, measured, is what {@link NoiseModel} says, within a factor of 1.5. */
public abstract class NoiseModelContract {
    protected abstract RingBackend backend();

    /** Log₂N, slots, digits. */
    static Stream<Arguments> shapes() {
        return Stream.of(
                Arguments.of(11, 1024, 4),
                Arguments.of(12, 256, 2),
                Arguments.of(13, 4096, 4),
                Arguments.of(13, 4096, 1));
    }

    private static void check(String what, double[] before, double[] after, double model) {
        assertThat(CkksFixture.rms(before, after) / model).as(what).isBetween(1 / 1.5, 1.5);
    }

    @ParameterizedTest(name = "N=2^{0}, n={1}, digits {2}")
    @MethodSource("shapes")
    void measuredNoiseIsTheModels(int logDegree, int n, int digits) {
        ParameterSpec spec = CkksFixture.spec(logDegree, 3, 40, digits);
        try (CkksFixture f = new CkksFixture(backend(), spec, n, logDegree, 1)) {
            NoiseModel model = new NoiseModel(f.parameters, n);
            double[] x = CkksFixture.random(new Random(n), n);
            for (int level = 1; level <= 3; level++) {
                CkksCiphertext a = f.encrypt(x, level);
                double[] before = f.decrypt(a);
                check("fresh", x, before, model.freshEncryption(level));
                try (PublicKey key = f.generator.publicKey(f.secretKey, level)) {
                    Encryptor encryptor = Encryptor.withPublicKey(f.parameters, f.kernels, f.randomness, key);
                    double[] decrypted = f.decrypt(encryptor.encrypt(x, n, level));
                    check("fresh, public key", x, decrypted, model.freshPublicKeyEncryption(level));
                }
                Evaluator e = f.evaluator;
                double[] rotated = f.decrypt(e.rotate(e.rotate(a, 1), 0));
                double[] expected = new double[n];
                for (int i = 0; i < n; i++) {
                    expected[i] = before[(i + 1) % n];
                }
                check("rotation", expected, rotated, model.keySwitch(level, 1));
                // Products of noise alone: beside a value of 1, noise at the squared scale is lost in doubles.
                Value zero = f.encrypt(new double[n], level);
                Value product = e.multiply(zero, zero);
                Value relinear = e.relinearize(product);
                check("relinearization", f.decrypt(product), f.decrypt(relinear), model.keySwitch(level, 2));
                check("rescaling", f.decrypt(relinear), f.decrypt(e.rescale(relinear)), model.rescale(level - 1));
                encoding(f, model, x, level);
            }
        }
    }

    private static void encoding(CkksFixture f, NoiseModel model, double[] x, int level) {
        double scale = 1 << 24;
        Encoder encoder = new Encoder(f.parameters, f.kernels);
        try (RnsPolynomial polynomial = f.kernels.allocate(f.parameters.dataBasis(level))) {
            encoder.encode(polynomial, x, scale);
            check("encoding", x, encoder.decode(polynomial, f.slots, scale).real(), model.encode(scale));
        }
    }

    /** Double hoisting leaves out the roundings of the baby steps, so the sum over separate rotations bounds it. */
    @ParameterizedTest(name = "N=2^{0}, n={1}, digits {2}")
    @MethodSource("shapes")
    void linearTransformsHaveNoMoreNoiseThanTheirRotations(int logDegree, int n, int digits) {
        ParameterSpec spec = CkksFixture.spec(logDegree, 3, 40, digits);
        Random random = new Random(n);
        Map<Integer, SlotVector> diagonals = new TreeMap<>();
        for (int offset = 0; offset < 8; offset++) {
            diagonals.put(offset, SlotVector.of(CkksFixture.random(random, n)));
        }
        DiagonalMatrix matrix = DiagonalMatrix.of(diagonals, 4);
        try (CkksFixture f = new CkksFixture(backend(), spec, n, logDegree, 1, 2, 3, 4)) {
            Value zero = f.encrypt(new double[n], 3);
            double[] before = f.decrypt(zero);
            double[] expected = new double[n];
            double energy = 0;
            for (int offset = 0; offset < 8; offset++) {
                SlotVector diagonal = diagonals.get(offset);
                for (int i = 0; i < n; i++) {
                    expected[i] += diagonal.get(i) * before[(i + offset) % n];
                    energy += offset % 4 == 0 ? 0 : diagonal.get(i) * diagonal.get(i) / n;
                }
            }
            double[] after = f.decrypt(f.evaluator.linearTransform(zero, matrix));
            double model = new NoiseModel(f.parameters, n).keySwitch(3, 1) * Math.sqrt(energy);
            assertThat(CkksFixture.rms(expected, after)).isPositive().isLessThan(1.5 * model);
        }
    }

    @Test
    void rescalingByTwoPrimesRoundsTwice() {
        ParameterSpec spec = new ParameterSpec(11, List.of(List.of(49), List.of(30, 30)), List.of(49), 3, 40, true);
        CkksParameters one = CkksParameters.of(CkksFixture.spec(11, 1, 40, 2));
        CkksParameters two = CkksParameters.of(spec);
        assertThat(new NoiseModel(two, 1024).rescale(0) / new NoiseModel(one, 1024).rescale(0))
                .isBetween(1.41, 1.42);
        assertThatThrownBy(() -> new NoiseModel(one, 3)).isInstanceOf(IllegalArgumentException.class);
    }
}
