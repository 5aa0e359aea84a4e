package dev.glovebox.runtime.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glovebox.runtime.random.ExpansionLabel.Use;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UniformExpansionTest {
    private static final int COUNT = 8192;

    private static byte[] bytes(int count, int start, int step) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) (start + i * step);
        }
        return bytes;
    }

    private static final PublicSeed SEED = PublicSeed.of(bytes(32, 0, 1));
    private static final byte[] FINGERPRINT = bytes(32, 0, 3);
    private static final byte[] KEY_ID = bytes(16, 200, -1);

    private static long[] expand(PublicSeed seed, ExpansionLabel label, long p) {
        long[] residues = new long[COUNT];
        UniformExpansion.expand(seed, label, p, residues);
        return residues;
    }

    /** Computed apart, by Python's hashlib.shake_256 and OpenSSL's aes-256-ctr. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "CIPHERTEXT, 0, 0, 562949953216513, 405981015688641, 188176208708286,"
                + "48baf6c2619fcfe36e100f5d1ccb43bec7e4995b82eb9188fadcd2ec36a246ac",
        "PUBLIC_KEY, 2, 5, 1099511922689, 557327382692, 581127142203,"
                + "7633070d24c3e0780227f1c7078fe9d32e9f17879364c75190165f4e6e699e59",
        "SWITCHING_KEY, 2, 5, 1099510054913, 351655592386, 992673248454,"
                + "19d7ab9c4fccbe5c4db4b4f7032ccf48b2bcd733dc84ebaccf03347fbbacae61"
    })
    void knownAnswers(Use use, int digit, int limb, long p, long first, long last, String sha256) throws Exception {
        long[] residues = expand(SEED, new ExpansionLabel(use, FINGERPRINT, KEY_ID, digit, limb), p);
        assertThat(residues[0]).isEqualTo(first);
        assertThat(residues[COUNT - 1]).isEqualTo(last);
        ByteBuffer buffer = ByteBuffer.allocate(COUNT * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        Arrays.stream(residues).forEach(buffer::putLong);
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(buffer.array());
        assertThat(HexFormat.of().formatHex(hash)).isEqualTo(sha256);
    }

    @Test
    void everyPartOfTheLabelCounts() {
        Set<Long> firsts = new HashSet<>();
        long p = 562949953216513L;
        firsts.add(expand(SEED, new ExpansionLabel(Use.CIPHERTEXT, FINGERPRINT, KEY_ID, 0, 0), p)[0]);
        firsts.add(expand(SEED, new ExpansionLabel(Use.PUBLIC_KEY, FINGERPRINT, KEY_ID, 0, 0), p)[0]);
        firsts.add(expand(SEED, new ExpansionLabel(Use.CIPHERTEXT, bytes(32, 1, 3), KEY_ID, 0, 0), p)[0]);
        firsts.add(expand(SEED, new ExpansionLabel(Use.CIPHERTEXT, FINGERPRINT, bytes(16, 0, 1), 0, 0), p)[0]);
        firsts.add(expand(SEED, new ExpansionLabel(Use.CIPHERTEXT, FINGERPRINT, KEY_ID, 1, 0), p)[0]);
        firsts.add(expand(SEED, new ExpansionLabel(Use.CIPHERTEXT, FINGERPRINT, KEY_ID, 0, 1), p)[0]);
        PublicSeed other = PublicSeed.of(bytes(32, 1, 1));
        firsts.add(expand(other, new ExpansionLabel(Use.CIPHERTEXT, FINGERPRINT, KEY_ID, 0, 0), p)[0]);
        assertThat(firsts).hasSize(7);
    }

    /** χ² over 64 equal cells, within six standard deviations; a prime above a power of two rejects half its candidates. */
    @ParameterizedTest
    @ValueSource(longs = {562949953216513L, 1099511922689L, 1073692673L})
    void residuesAreUniform(long p) {
        long[] counts = new long[64];
        for (int limb = 0; limb < 16; limb++) {
            for (long r : expand(SEED, new ExpansionLabel(Use.CIPHERTEXT, FINGERPRINT, KEY_ID, 0, limb), p)) {
                assertThat(r).isBetween(0L, p - 1);
                counts[(int) ((double) r / p * 64)]++;
            }
        }
        double expected = 16.0 * COUNT / 64;
        double chiSquare = 0;
        for (long count : counts) {
            chiSquare += (count - expected) * (count - expected) / expected;
        }
        assertThat(chiSquare).isLessThan(63 + 6 * Math.sqrt(2 * 63));
    }

    @Test
    void seedsHave32Bytes() {
        assertThat(PublicSeed.of(bytes(32, 0, 1))).isEqualTo(SEED).hasSameHashCodeAs(SEED);
        assertThatThrownBy(() -> PublicSeed.of(new byte[31]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a seed has 32 bytes, found 31");
    }
}
