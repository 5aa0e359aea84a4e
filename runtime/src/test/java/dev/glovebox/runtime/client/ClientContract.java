package dev.glovebox.runtime.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.glovebox.runtime.ckks.CkksCiphertext;
import dev.glovebox.runtime.ckks.CkksFixture;
import dev.glovebox.runtime.ckks.CkksParameters;
import dev.glovebox.runtime.ckks.ComplexVector;
import dev.glovebox.runtime.ring.RingBackend;
import dev.glovebox.runtime.ring.RnsPolynomial;
import dev.glovebox.runtime.rlwe.Ciphertext;
import dev.glovebox.runtime.rlwe.EvaluationKeys;
import dev.glovebox.runtime.rlwe.KeyId;
import dev.glovebox.runtime.rlwe.PublicKey;
import dev.glovebox.runtime.rlwe.SwitchingKey;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Keys, encryption and decryption, over any {@link RingBackend}. */
public abstract class ClientContract {
    protected abstract RingBackend backend();

    private CkksFixture open(int logDegree, int slots) {
        return new CkksFixture(backend(), CkksFixture.spec(logDegree, 2, 40, 3), slots, logDegree);
    }

    static IntStream degrees() {
        return IntStream.rangeClosed(10, 15);
    }

    @ParameterizedTest(name = "N=2^{0}")
    @MethodSource("degrees")
    void decryptionUndoesEncryption(int logDegree) {
        for (int n : new int[] {1, 16, 1 << (logDegree - 1)}) {
            try (CkksFixture f = open(logDegree, n);
                    PublicKey key = f.generator.publicKey(f.secretKey, 1)) {
                Encryptor withPublicKey = Encryptor.withPublicKey(f.parameters, f.kernels, f.randomness, key);
                Random random = new Random(n);
                ComplexVector z = new ComplexVector(CkksFixture.random(random, n), CkksFixture.random(random, n));
                for (int level = 0; level <= 1; level++) {
                    assertDecrypts(f, withPublicKey.encrypt(z, n, level), z, 1e-6);
                    assertDecrypts(f, f.encryptor.encrypt(z, n, level), z, 1e-8);
                }
            }
        }
    }

    private static void assertDecrypts(CkksFixture f, CkksCiphertext ciphertext, ComplexVector z, double tolerance) {
        ComplexVector decrypted = f.decryptor.decryptComplex(ciphertext);
        assertThat(decrypted.real()).containsExactly(z.real(), within(tolerance));
        assertThat(decrypted.imaginary()).containsExactly(z.imaginary(), within(tolerance));
    }

    @Test
    void aShortVectorRepeatsThroughTheSlots() {
        try (CkksFixture f = open(10, 16)) {
            double[] decrypted = f.decrypt(f.encrypt(new double[] {0.25, -1, 3, 0}, 2));
            double[] expected = {0.25, -1, 3, 0, 0.25, -1, 3, 0, 0.25, -1, 3, 0, 0.25, -1, 3, 0};
            assertThat(decrypted).containsExactly(expected, within(1e-8));
        }
    }

    @Test
    void encryptionMakesNoMoreLimbsThanTheLevelHas() {
        try (CkksFixture f = open(10, 16)) {
            CkksCiphertext ciphertext = f.encrypt(new double[16], 1);
            assertThat(List.of(ciphertext.level(), ciphertext.pending(), ciphertext.size(), ciphertext.slots()))
                    .containsExactly(1, 1, 2, 16);
            assertThat(ciphertext.rlwe().part(0).basis()).isEqualTo(f.parameters.dataBasis(1));
        }
    }

    @Test
    void seededObjectsComeBackFromTheirSeeds() {
        try (CkksFixture f = open(10, 16);
                PublicKey publicKey = f.generator.publicKey(f.secretKey, 2)) {
            CkksParameters p = f.parameters;
            Ciphertext c = f.encrypt(new double[] {0.5}, 1).rlwe();
            Ciphertext again = Ciphertext.seeded(p.rlwe(), f.kernels, c.keyId(), 1, c.seed(), copy(f, c.part(0)));
            assertThat(read(f, again.part(1))).isDeepEqualTo(read(f, c.part(1)));
            SwitchingKey key = f.keys.relinearization();
            List<RnsPolynomial> b = new ArrayList<>();
            for (int i = 0; i < key.digits(); i++) {
                b.add(copy(f, key.b(i)));
            }
            SwitchingKey keyAgain = SwitchingKey.of(p.rlwe(), f.kernels, key.keyId(), key.level(), key.seed(), b);
            for (int i = 0; i < key.digits(); i++) {
                assertThat(read(f, keyAgain.a(i))).isDeepEqualTo(read(f, key.a(i)));
            }
            PublicKey publicAgain =
                    PublicKey.of(p.rlwe(), f.kernels, publicKey.keyId(), 2, publicKey.seed(), copy(f, publicKey.b()));
            assertThat(read(f, publicAgain.a())).isDeepEqualTo(read(f, publicKey.a()));
        }
    }

    private static RnsPolynomial copy(CkksFixture f, RnsPolynomial polynomial) {
        RnsPolynomial copy = f.kernels.allocate(polynomial.basis());
        f.kernels.copy(copy, polynomial);
        return copy;
    }

    private static long[][] read(CkksFixture f, RnsPolynomial polynomial) {
        long[][] limbs = new long[polynomial.basis().size()][f.parameters.degree()];
        for (int i = 0; i < limbs.length; i++) {
            f.kernels.exportLimb(polynomial, i, limbs[i]);
        }
        return limbs;
    }

    @Test
    void everyEncryptionAndEveryKeyIsFresh() {
        try (CkksFixture f = open(10, 16);
                SecretKey other = f.generator.secretKey()) {
            CkksCiphertext a = f.encrypt(new double[16], 1);
            CkksCiphertext b = f.encrypt(new double[16], 1);
            assertThat(a.rlwe().seed()).isNotEqualTo(b.rlwe().seed());
            assertThat(read(f, a.rlwe().part(0))).isNotEqualTo(read(f, b.rlwe().part(0)));
            assertThat(other.id()).isNotEqualTo(f.secretKey.id());
            assertThat(other.coefficients()).isNotEqualTo(f.secretKey.coefficients());
        }
    }

    @Test
    void secretKeysAreTernaryAndComeBackFromTheirCoefficients() {
        try (CkksFixture f = open(11, 16)) {
            long[] coefficients = f.secretKey.coefficients();
            assertThat(coefficients).containsOnly(-1, 0, 1);
            try (SecretKey again = new SecretKey(f.parameters.rlwe(), f.kernels, f.secretKey.id(), coefficients)) {
                assertThat(read(f, again.polynomial())).isDeepEqualTo(read(f, f.secretKey.polynomial()));
            }
            coefficients[5] = 2;
            assertThatThrownBy(() -> new SecretKey(f.parameters.rlwe(), f.kernels, f.secretKey.id(), coefficients))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void secretsAreNotShownAndNotSerialised() {
        try (CkksFixture f = open(10, 16)) {
            KeyId id = f.secretKey.id();
            assertThat(f.secretKey).hasToString("SecretKey[" + id + "]").isNotInstanceOf(Serializable.class);
            assertThat(id.toString()).matches("[0-9a-f]{32}");
            assertThat(f.encryptor.toString() + f.decryptor + f.generator).doesNotContain("SecretKey");
        }
    }

    @Test
    void aClosedSecretKeyCannotBeUsed() {
        try (CkksFixture f = open(10, 16)) {
            CkksCiphertext ciphertext = f.encrypt(new double[16], 1);
            f.secretKey.close();
            assertThatThrownBy(() -> f.decrypt(ciphertext)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> f.encrypt(new double[16], 1)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> f.generator.relinearizationKey(f.secretKey, 1))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void unusableRequestsAreRefused() {
        try (CkksFixture f = open(10, 16);
                PublicKey low = f.generator.publicKey(f.secretKey, 0)) {
            Encryptor withPublicKey = Encryptor.withPublicKey(f.parameters, f.kernels, f.randomness, low);
            assertRefused(() -> withPublicKey.encrypt(new double[1], 16, 1), "level 1 is above the public key's, 0");
            assertRefused(() -> f.encryptor.encrypt(new double[32], 16, 1), "32 values in 16 slots");
            assertRefused(() -> f.encryptor.encrypt(new double[3], 16, 1), "3 slots");
            assertRefused(() -> f.encryptor.encrypt(new double[1], 1024, 1), "1024 slots");
            assertRefused(() -> f.encryptor.encrypt(new double[1], 16, 3), "level 3, expected 0 to 2");
            assertRefused(() -> f.encryptor.encrypt(new double[] {Double.NaN}, 16, 1), "finite");
            assertRefused(() -> f.encryptor.encrypt(new double[] {1e6}, 16, 0), "coefficients below");
            assertRefused(() -> f.generator.publicKey(f.secretKey, 3), "level 3");
            assertRefused(
                    () -> new EvaluationKeys(KeyId.of(new byte[16]), f.keys.relinearization(), Map.of()),
                    "of another secret key");
        }
    }

    private static void assertRefused(Runnable operation, String message) {
        assertThatThrownBy(operation::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    /** The uniform half of a key tells nothing: residues of b, too, look uniform. */
    @Test
    void publicKeysLookUniform() {
        try (CkksFixture f = open(13, 16);
                PublicKey key = f.generator.publicKey(f.secretKey, 0)) {
            long p = f.parameters.ring().prime(0);
            double[] counts = new double[64];
            for (long r : read(f, key.b())[0]) {
                counts[(int) ((double) r / p * 64)]++;
            }
            double expected = f.parameters.degree() / 64.0;
            double chiSquare = Arrays.stream(counts)
                    .map(c -> (c - expected) * (c - expected) / expected)
                    .sum();
            assertThat(chiSquare).isLessThan(63 + 6 * Math.sqrt(2 * 63));
        }
    }
}
