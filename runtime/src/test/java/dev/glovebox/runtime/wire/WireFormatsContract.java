package dev.glovebox.runtime.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glovebox.runtime.circuit.CircuitException;
import dev.glovebox.runtime.circuit.CircuitManifest.KeyRequirement;
import dev.glovebox.runtime.ckks.CkksCiphertext;
import dev.glovebox.runtime.ckks.CkksParameters;
import dev.glovebox.runtime.ckks.ParameterSpec;
import dev.glovebox.runtime.ring.Ring;
import dev.glovebox.runtime.ring.RingBackend;
import dev.glovebox.runtime.ring.RnsPolynomial;
import dev.glovebox.runtime.rlwe.EvaluationKeys;
import dev.glovebox.runtime.rlwe.KeyId;
import dev.glovebox.runtime.rlwe.SwitchingKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Every wire type over a backend: exact round trips, sizes, and what each wrong object is answered with. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class WireFormatsContract {
    private static final int TYPE = 6;
    private static final int LENGTH = 16;
    private static final int FINGERPRINT = 24;
    private static final int KEY = 56;
    private static final int LEVEL = 72;
    private static final int BODY = 74;

    private WireFixture f;

    protected abstract RingBackend backend();

    @BeforeAll
    void makeObjects() {
        f = new WireFixture(backend());
    }

    private byte[] sample(String type) {
        return f.samples().get(type).bytes();
    }

    private void refused(String type, byte[] bytes, String code, String text) {
        WireFixture.Sample sample = f.samples().get(type);
        f.allocated.clear();
        assertThatThrownBy(() -> sample.rewrite().apply(bytes))
                .as(type)
                .isExactlyInstanceOf(CircuitException.class)
                .hasMessageStartingWith(code + ": ")
                .hasMessageContaining(text)
                .hasMessageContaining("; expected ");
        nothingIsLeft();
    }

    private void nothingIsLeft() {
        long[] limb = new long[f.parameters.degree()];
        for (RnsPolynomial polynomial : f.allocated) {
            assertThatThrownBy(() -> f.kernels.exportLimb(polynomial, 0, limb))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void everyTypeReadsBackBitForBit() {
        f.samples()
                .forEach((type, sample) -> assertThat(sample.rewrite().apply(sample.bytes()))
                        .as(type)
                        .isEqualTo(sample.bytes()));
    }

    @Test
    void polynomialsAreTheSameAfterReading() throws IOException {
        try (EvaluationKeys read = EvaluationKeysFormat.read(
                f.parameters.rlwe(), f.kernels, f.plan, new ByteArrayInputStream(sample("evaluation keys")))) {
            assertThat(read.galois().keySet())
                    .isEqualTo(f.evaluationKeys.galois().keySet());
            same(read.relinearization(), f.evaluationKeys.relinearization());
            read.galois()
                    .forEach((g, key) -> same(key, f.evaluationKeys.galois().get(g)));
        }
        for (CkksCiphertext original : f.inputs) {
            byte[] bytes = CiphertextFormat.write(f.parameters, f.kernels, original);
            assertThat(bytes).hasSize((int) CiphertextFormat.size(f.parameters, original));
            try (CkksCiphertext read = CiphertextFormat.read(f.parameters, f.kernels, bytes)) {
                for (int i = 0; i < 2; i++) {
                    same(read.rlwe().part(i), original.rlwe().part(i));
                }
                assertThat(read.slots()).isEqualTo(original.slots());
                assertThat(read.keyId()).isEqualTo(original.keyId());
            }
        }
    }

    private void same(SwitchingKey read, SwitchingKey original) {
        for (int i = 0; i < original.digits(); i++) {
            same(read.a(i), original.a(i));
            same(read.b(i), original.b(i));
        }
    }

    private void same(RnsPolynomial read, RnsPolynomial original) {
        assertThat(read.basis()).isEqualTo(original.basis());
        long[] a = new long[f.parameters.degree()];
        long[] b = new long[f.parameters.degree()];
        for (int i = 0; i < original.basis().size(); i++) {
            f.kernels.exportLimb(read, i, a);
            f.kernels.exportLimb(original, i, b);
            assertThat(a).isEqualTo(b);
        }
    }

    @Test
    void sizesAreExactAndResiduesTakeTheirBits() {
        assertThat((long) sample("evaluation keys").length)
                .isEqualTo(EvaluationKeysFormat.size(f.parameters.rlwe(), f.plan));
        assertThat((long) sample("public key").length).isEqualTo(PublicKeyFormat.size(f.parameters.rlwe(), 2));
        // fixed fields of 9 bytes, a seed, and N residues of ⌈log2 p⌉ bits for each limb
        assertThat(sample("seeded ciphertext").length).isEqualTo(BODY + 9 + 32 + 1024 / 8 * bits(4) + 4);
        assertThat(sample("full ciphertext").length).isEqualTo(BODY + 9 + 2 * 1024 / 8 * bits(3) + 4);
    }

    private int bits(int limbs) {
        return Arrays.stream(f.parameters.ring().primes())
                .limit(limbs)
                .mapToInt(p -> BigInteger.valueOf(p).bitLength())
                .sum();
    }

    @Test
    void headersAreChecked() {
        for (String type : f.samples().keySet()) {
            refused(type, edit(type, 0, 'X'), "GBR301", "no Glovebox object");
            refused(type, edit(type, 5, 2), "GBR302", "format version 2");
            refused(type, edit(type, TYPE, 99), "GBR303", "unknown type 99");
            refused(type, edit(type, TYPE + 1, 2), "GBR303", "ring type 2");
            refused(type, edit(type, TYPE + 2, 'B'), "GBR303", "scheme BKKS");
            refused(type, edit(type, FINGERPRINT, 0), type.equals("parameters") ? "GBR309" : "GBR304", "");
            refused(type, edit(type, LEVEL, 0x7F), "GBR309", "level");
            refused(type, new byte[0], "GBR307", "only 0 bytes");
        }
        refused("request", sample("response"), "GBR303", "found response");
        refused("response", edit("response", KEY, 0), "GBR305", "found key 00");
        refused("request", edit("request", BODY, 0xFF), "GBR306", "found circuit ff");
    }

    @Test
    void lengthAndChecksumAreChecked() {
        for (String type : f.samples().keySet()) {
            byte[] good = sample(type);
            for (int length : new int[] {1, 4, 30, BODY, BODY + 1, good.length / 2, good.length - 1}) {
                refused(type, Arrays.copyOf(good, length), "GBR307", "");
            }
            byte[] flipped = good.clone();
            flipped[good.length - 1] ^= 1;
            refused(type, flipped, "GBR308", "checksum");
            byte[] oversized = good.clone();
            ByteBuffer.wrap(oversized).putLong(LENGTH, Long.MAX_VALUE);
            refused(type, WireFixture.repairChecksum(oversized), "GBR307", "");
            if (!type.contains("stream")) {
                refused(type, Arrays.copyOf(good, good.length + 1), "GBR307", "");
            }
        }
    }

    @Test
    void aResidueThatIsNotBelowItsPrimeIsRefused() {
        long prime = f.parameters.ring().prime(0);
        byte[] bytes = sample("seeded ciphertext");
        int at = BODY + 9 + 32;
        for (long residue : new long[] {prime - 1, prime, (1L << 49) - 1}) {
            // the first residue of the first limb: 49 bits, little-endian
            byte[] changed = bytes.clone();
            for (int bit = 0; bit < 49; bit++) {
                int mask = 1 << bit % 8;
                changed[at + bit / 8] = (byte)
                        ((residue >>> bit & 1) == 0 ? changed[at + bit / 8] & ~mask : changed[at + bit / 8] | mask);
            }
            WireFixture.repairChecksum(changed);
            if (residue < prime) {
                assertThat(f.samples().get("seeded ciphertext").rewrite().apply(changed))
                        .isEqualTo(changed);
            } else {
                refused("seeded ciphertext", changed, "GBR310", "residue " + residue + " in limb 0");
            }
        }
    }

    @Test
    void objectsUnderOtherParametersAreRefused() {
        CkksParameters other = CkksParameters.of(
                new ParameterSpec(10, WireFixture.SPEC.levelBits(), WireFixture.SPEC.specialBits(), 2, 39, true));
        assertThatThrownBy(() -> CiphertextFormat.read(other, f.kernels, sample("full ciphertext")))
                .isExactlyInstanceOf(CircuitException.class)
                .hasMessageStartingWith("GBR304: found parameters ");
    }

    @Test
    void aMissingKeyIsNamed() throws IOException {
        KeyRequirement fewer = new KeyRequirement(2, new TreeMap<>(Map.of(1, 1)), 1);
        KeyPlan plan = KeyPlan.of(f.parameters, fewer);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        EvaluationKeysFormat.write(
                f.parameters.rlwe(),
                f.kernels,
                f.key.id(),
                plan,
                g -> g == 0
                        ? f.generator.relinearizationKey(f.key, plan.level(g))
                        : f.generator.galoisKey(f.key, g, plan.level(g)),
                bytes);
        refused("evaluation keys", bytes.toByteArray(), "GBR401", "lack the Galois key of rotation by 5");
        refused("evaluation keys from a stream", bytes.toByteArray(), "GBR401", "lack the Galois key of rotation by 5");

        KeyPlan withoutRelinearization =
                KeyPlan.of(f.parameters, new KeyRequirement(-1, new TreeMap<>(Map.of(1, 1, 5, 0)), 1));
        assertThatThrownBy(() -> EvaluationKeysFormat.read(
                        f.parameters.rlwe(), f.kernels, withoutRelinearization, sample("evaluation keys")))
                .isExactlyInstanceOf(CircuitException.class);
    }

    @Test
    void aKeyThatIsNotAtItsPlannedLevelIsNeverWritten() {
        assertThatThrownBy(() -> EvaluationKeysFormat.write(
                        f.parameters.rlwe(),
                        f.kernels,
                        KeyId.of(new byte[16]),
                        f.plan,
                        g -> f.generator.galoisKey(f.key, 5, 0),
                        new ByteArrayOutputStream()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void insecureParametersAreReadOnlyWhenAllowed() {
        assertThat(ParametersFormat.read(sample("parameters"), true)).isEqualTo(f.parameters);
        assertThatThrownBy(() -> ParametersFormat.read(sample("parameters"), false))
                .isExactlyInstanceOf(CircuitException.class)
                .hasMessageStartingWith("GBR309: found mark of insecure parameters 1 in the parameters; expected 0. ");
        byte[] claimed = sample("parameters");
        claimed[claimed.length - 5] = 0;
        assertThatThrownBy(() -> ParametersFormat.read(WireFixture.repairChecksum(claimed), false))
                .isExactlyInstanceOf(CircuitException.class)
                .hasMessageStartingWith("GBR109: ")
                .hasMessageContaining("not 128-bit secure");
    }

    @Test
    void everyPrimeSizePacksAndUnpacks() {
        for (int bits = 30; bits <= Ring.MAX_PRIME_BITS; bits++) {
            long prime = (1L << bits) - 1 - bits;
            long[] residues = new long[1024];
            Arrays.setAll(
                    residues, i -> i % 3 == 0 ? prime - 1 : i % 3 == 1 ? 0 : (i * 0x9E3779B97F4A7C15L >>> 15) % prime);
            byte[] packed = new byte[ResiduePacking.bytes(1024, prime) + ResiduePacking.SLACK];
            ResiduePacking.pack(residues, prime, packed);
            long[] back = new long[1024];
            assertThat(ResiduePacking.unpack(packed, prime, back)).isEqualTo(-1);
            assertThat(back).isEqualTo(residues);
            assertThat(ResiduePacking.bits(prime)).isEqualTo(bits);
        }
    }

    private byte[] edit(String type, int at, int value) {
        byte[] bytes = sample(type).clone();
        bytes[at] = (byte) (bytes[at] == (byte) value ? value + 1 : value);
        return WireFixture.repairChecksum(bytes);
    }
}
