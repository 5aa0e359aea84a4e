package dev.glovebox.runtime.circuit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConstantsFileTest {
    private static final SlotVector A = SlotVector.of(1.5, -0.0, Double.MIN_VALUE, -Double.MAX_VALUE);
    private static final SlotVector B = SlotVector.of(Math.E);
    private static final SlotVector ZERO = SlotVector.of(0.0);

    private static final int PUBLIC_BYTES =
            (4 + (1 + 20) + (1 + 12 + 2 * 12) + (1 + 5) + (1 + 9)) + (4 + (9 + 2 * 4) + (9 + 4 * 4));

    private static final PublicProgram PUBLICS = new PublicProgram(
            List.of(
                    new PublicProgram.Input(3, -1, 2),
                    new PublicProgram.Sum(List.of(0, 0), List.of(0.5, -2.0), 1),
                    new PublicProgram.Unary(RealFunction.EXP, 1),
                    new PublicProgram.Binary(RealOperator.MAX, 2, 0)),
            List.of(new PublicProgram.Vector(List.of(3, -1), 8), new PublicProgram.Vector(List.of(0, 1, 2, 2), 8)));

    private static Constants constants() {
        return new Constants(
                List.of(A, B, A, ZERO),
                List.of(DiagonalMatrix.of(Map.of(0, A, 3, B, 7, A), 4), DiagonalMatrix.of(Map.of(1, ZERO), 1)),
                PUBLICS);
    }

    @Test
    void constantsReadBackAsTheyWereAndEqualVectorsAreStoredOnce() {
        byte[] bytes = ConstantsFile.write(constants());
        Constants read = ConstantsFile.read(bytes);
        assertThat(read).isEqualTo(constants());
        assertThat(read.vector(0))
                .isSameAs(read.vector(2))
                .isSameAs(read.matrix(0).diagonals().get(7));
        assertThat(ConstantsFile.write(read)).isEqualTo(bytes);
        assertThat(bytes).hasSize(6 + (4 + 3 + 8 * 6) + (4 + 4 * 4) + (4 + 2 * 8 + 4 * 8) + PUBLIC_BYTES + 4);
        assertThat(ConstantsFile.read(ConstantsFile.write(new Constants(List.of(), List.of())))
                        .vectors())
                .isEmpty();
    }

    @Test
    void anyCutIsRefused() {
        byte[] bytes = ConstantsFile.write(constants());
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> ConstantsFile.read(cut))
                    .isExactlyInstanceOf(CircuitException.class)
                    .hasMessageStartingWith("GBR105: the constants file ");
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {11, 12})
    void noMutationDoesAnythingElse(long seed) {
        Random random = new Random(seed);
        byte[] good = ConstantsFile.write(constants());
        int refused = 0;
        for (int i = 0; i < 5000; i++) {
            byte[] bad = Arrays.copyOf(good, random.nextInt(10) == 0 ? random.nextInt(2 * good.length) : good.length);
            for (int flips = 1 + random.nextInt(3); flips > 0 && bad.length > 0; flips--) {
                bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
            }
            boolean repaired = random.nextBoolean() && bad.length >= 4;
            if (repaired) {
                CRC32C crc = new CRC32C();
                crc.update(bad, 0, bad.length - 4);
                ByteBuffer.wrap(bad).putInt(bad.length - 4, (int) crc.getValue());
            }
            try {
                Constants read = ConstantsFile.read(bad);
                assertThat(repaired || Arrays.equals(bad, good)).isTrue();
                assertThat(read.vectors()).hasSizeLessThan(bad.length);
            } catch (CircuitException e) {
                assertThat(e.code()).isEqualTo("GBR105");
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(2500);
    }
}
