package dev.glovebox.runtime.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.glovebox.runtime.circuit.CircuitException;
import dev.glovebox.runtime.ring.RingBackend;
import dev.glovebox.runtime.ring.RnsPolynomial;
import dev.glovebox.runtime.security.SecurityTable;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Hostile bytes of every wire type at N = 2^10: the only exception is the documented one, nothing stays allocated behind it,
 * no more is allocated than a valid object takes, and what is accepted is exactly what was sent, so no residue was out of
 * range.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class WireFuzzContract {
    private static final int MUTATIONS = 10_000;
    private static final long SLACK_BYTES = 256 * 1024;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Logger warnings = Logger.getLogger(SecurityTable.class.getName());
    private WireFixture f;

    protected abstract RingBackend backend();

    @BeforeAll
    void makeObjects() {
        f = new WireFixture(backend());
        // thousands of insecure parameters are about to be read
        warnings.setLevel(Level.OFF);
    }

    @AfterAll
    void warnAgain() {
        warnings.setLevel(null);
    }

    @ParameterizedTest(name = "{0}, seed {1}")
    @CsvSource({
        "parameters, 101",
        "public key, 102",
        "evaluation keys, 103",
        "evaluation keys from a stream, 104",
        "seeded ciphertext, 105",
        "full ciphertext, 106",
        "request, 107",
        "response, 108"
    })
    void mutations(String type, long seed) {
        WireFixture.Sample sample = f.samples().get(type);
        List<byte[]> others =
                f.samples().values().stream().map(WireFixture.Sample::bytes).toList();
        Random random = new Random(seed);
        long bound = SLACK_BYTES;
        for (int i = 0; i < 3; i++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            assertThat(sample.rewrite().apply(sample.bytes())).isEqualTo(sample.bytes());
            bound = Math.max(bound, SLACK_BYTES + threads.getCurrentThreadAllocatedBytes() - before);
        }
        int refused = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] bytes = mutate(sample.bytes(), others.get(random.nextInt(others.size())), random);
            boolean repaired = random.nextBoolean();
            if (repaired) {
                WireFixture.repairChecksum(bytes);
            }
            f.allocated.clear();
            long before = threads.getCurrentThreadAllocatedBytes();
            boolean accepted;
            byte[] again = null;
            try {
                again = sample.rewrite().apply(bytes);
                accepted = true;
            } catch (CircuitException e) {
                accepted = false;
                refused++;
            }
            long allocated = threads.getCurrentThreadAllocatedBytes() - before;
            assertThat(allocated).as("bytes allocated, mutation %d", i).isLessThan(bound + 2L * bytes.length);
            if (accepted) {
                assertThat(again).as("accepted, mutation %d", i).isEqualTo(bytes);
                assertThat(repaired || Arrays.equals(bytes, sample.bytes()) || endsLater(type, bytes, sample.bytes()))
                        .as("accepted with a checksum that does not match, mutation %d", i)
                        .isTrue();
            }
            nothingIsLeft(i);
        }
        assertThat(refused).isBetween(MUTATIONS / 2, MUTATIONS);
    }

    /** A stream may go on behind the object. */
    private static boolean endsLater(String type, byte[] bytes, byte[] object) {
        return type.contains("stream") && Arrays.equals(Arrays.copyOf(bytes, object.length), object);
    }

    private void nothingIsLeft(int mutation) {
        long[] limb = new long[f.parameters.degree()];
        for (RnsPolynomial polynomial : f.allocated) {
            boolean open = true;
            try {
                f.kernels.exportLimb(polynomial, 0, limb);
            } catch (IllegalStateException e) {
                open = false;
            }
            assertThat(open)
                    .as("a polynomial is left open, mutation %d", mutation)
                    .isFalse();
        }
    }

    private static byte[] mutate(byte[] good, byte[] other, Random random) {
        byte[] bytes = good.clone();
        for (int edits = 1 + random.nextInt(3); edits > 0 && bytes.length > 0; edits--) {
            // half of the edits go where the fields are
            int at = random.nextInt(random.nextBoolean() ? Math.min(bytes.length, 160) : bytes.length);
            switch (random.nextInt(8)) {
                case 0, 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> bytes[at] = (byte) random.nextInt(256);
                case 3 -> Arrays.fill(bytes, at, Math.min(bytes.length, at + 1 + random.nextInt(8)), (byte) 0xFF);
                case 4 -> Arrays.fill(bytes, at, Math.min(bytes.length, at + 1 + random.nextInt(8)), (byte) 0);
                case 5 -> bytes = Arrays.copyOf(bytes, at);
                case 6 -> {
                    int length = bytes.length;
                    bytes = Arrays.copyOf(bytes, length + 1 + random.nextInt(1000));
                    Arrays.fill(bytes, length, bytes.length, (byte) random.nextInt(256));
                }
                default -> {
                    int count = Math.min(random.nextInt(100), Math.min(bytes.length, other.length));
                    System.arraycopy(other, 0, bytes, 0, count);
                }
            }
        }
        return bytes;
    }
}
