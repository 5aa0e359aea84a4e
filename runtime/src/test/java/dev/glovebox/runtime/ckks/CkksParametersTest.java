package dev.glovebox.runtime.ckks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.glovebox.runtime.ring.Basis;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CkksParametersTest {
    private static ParameterSpec spec(
            int logDegree, int first, int levels, int bits, List<Integer> special, int digits, boolean insecure) {
        List<List<Integer>> levelBits = new ArrayList<>();
        levelBits.add(List.of(first));
        levelBits.addAll(Collections.nCopies(levels, List.of(bits)));
        return new ParameterSpec(logDegree, levelBits, special, digits, bits, insecure);
    }

    @ParameterizedTest
    @CsvSource({"10, 3, 30", "12, 8, 36", "13, 4, 40", "14, 8, 40", "15, 19, 40", "16, 30, 45", "16, 12, 30"})
    void scalesStayJustBelowTheTarget(int logDegree, int levels, int bits) {
        CkksParameters p = CkksParameters.of(spec(logDegree, 49, levels, bits, List.of(49), levels + 1, true));
        double target = Math.pow(2, bits);
        assertThat(p.scale(0)).isEqualTo(target);
        for (int level = 1; level <= levels; level++) {
            assertThat(p.scale(level)).isLessThanOrEqualTo(target).isGreaterThan(target * (1 - 1.0 / 64));
            assertThat(p.scale(level, 2) / (p.modulus(level) * p.scale(level - 1)))
                    .isEqualTo(1, within(1e-15));
        }
        assertThat(p.logQP()).isLessThanOrEqualTo(49 + 49 + levels * bits).isGreaterThan(98 + levels * bits - 1);
    }

    @Test
    void primesAreDistinctAndOneModuloTwoN() {
        CkksParameters p = CkksParameters.of(
                new ParameterSpec(13, Collections.nCopies(5, List.of(49)), List.of(49, 49), 3, 45, true));
        assertThat(Arrays.stream(p.ring().primes()).boxed())
                .doesNotHaveDuplicates()
                .allMatch(q -> q % (1 << 14) == 1);
        assertThat(p.ring().primeCount()).isEqualTo(7);
    }

    @Test
    void basesAndDigitsGroupTheLimbs() {
        CkksParameters p = CkksParameters.of(new ParameterSpec(
                10, List.of(List.of(49), List.of(36, 36), List.of(40)), List.of(49, 49), 2, 40, true));
        assertThat(p.maxLevel()).isEqualTo(2);
        assertThat(p.limbs(1)).isEqualTo(3);
        assertThat(p.dataBasis(1)).isEqualTo(Basis.of(0, 1, 2));
        assertThat(p.specialBasis()).isEqualTo(Basis.of(4, 5));
        assertThat(p.fullBasis(0)).isEqualTo(Basis.of(0, 4, 5));
        assertThat(p.digits(2)).containsExactly(Basis.of(0, 1), Basis.of(2, 3));
        assertThat(p.digits(1)).containsExactly(Basis.of(0, 1), Basis.of(2));
        assertThat(p.digits(0)).containsExactly(Basis.of(0));
        assertThat(p.modulus(1)).isEqualTo((double) p.ring().prime(1) * p.ring().prime(2));
    }

    @Test
    void digitsTakeAllThatTheSpecialPrimesReach() {
        CkksParameters narrow = CkksParameters.of(spec(14, 34, 8, 31, List.of(33, 33, 33), 3, false));
        assertThat(narrow.digits(8)).containsExactly(Basis.range(0, 3), Basis.range(3, 6), Basis.range(6, 9));
        CkksParameters wide = CkksParameters.of(spec(14, 34, 8, 31, List.of(44, 44, 44), 3, false));
        assertThat(wide.digits(8)).containsExactly(Basis.range(0, 4), Basis.range(4, 8), Basis.of(8));
        assertThat(wide.digits(7)).containsExactly(Basis.range(0, 4), Basis.range(4, 8));
    }

    @Test
    void oneSpecificationGivesOneFingerprint() {
        ParameterSpec spec = spec(14, 49, 8, 40, List.of(49), 9, false);
        CkksParameters p = CkksParameters.of(spec);
        assertThat(CkksParameters.of(spec)).isEqualTo(p).hasSameHashCodeAs(p);
        // Pinned: a change of it makes every stored key and ciphertext unreadable.
        assertThat(HexFormat.of().formatHex(p.fingerprint()))
                .isEqualTo("18803f57c1bebceda7f6ea2144df9ed362e58737f849b351c3f3d79a64fbb102");
        assertThat(p.isSecure()).isTrue();
        ParameterSpec otherScale =
                new ParameterSpec(14, spec.levelBits(), spec.specialBits(), spec.digits(), 40.5, false);
        ParameterSpec otherDigits = spec(14, 49, 8, 40, List.of(49, 49), 8, true);
        assertThat(List.of(CkksParameters.of(otherScale), CkksParameters.of(otherDigits)))
                .doesNotContain(p);
    }

    @Test
    void galoisElementsArePowersOfFive() {
        CkksParameters p = CkksParameters.of(spec(10, 49, 1, 40, List.of(49), 2, true));
        assertThat(p.galoisElement(0)).isEqualTo(1);
        assertThat(p.galoisElement(3)).isEqualTo(125);
        BigInteger modulus = BigInteger.valueOf(2048);
        assertThat(p.galoisElement(-1))
                .isEqualTo(BigInteger.valueOf(5).modInverse(modulus).intValueExact());
        assertThat(p.galoisElement(511)).isEqualTo(p.galoisElement(-1));
        assertThat(p.conjugationElement()).isEqualTo(2047);
    }

    @Test
    void unusableSpecificationsAreRefused() {
        List<List<Integer>> levels = List.of(List.of(49), List.of(40));
        assertRefused(new ParameterSpec(3, levels, List.of(49), 1, 40, true), "ring degree is 3, expected 4 to 17");
        assertRefused(new ParameterSpec(14, List.of(), List.of(49), 1, 40, true), "no levels");
        assertRefused(new ParameterSpec(14, levels, List.of(), 1, 40, true), "no special primes");
        assertRefused(
                new ParameterSpec(14, List.of(List.of(49), List.of(30, 30, 30)), List.of(49), 1, 40, true),
                "a level of 3 primes");
        assertRefused(new ParameterSpec(14, List.of(List.of(50)), List.of(49), 1, 40, true), "a prime of 50 bits");
        assertRefused(new ParameterSpec(14, List.of(List.of(29)), List.of(49), 1, 20, true), "a prime of 29 bits");
        assertRefused(new ParameterSpec(14, levels, List.of(49), 3, 40, true), "3 digits, expected 1 to");
        assertRefused(new ParameterSpec(14, levels, List.of(49), 0, 40, true), "0 digits");
        assertRefused(
                new ParameterSpec(14, levels, List.of(49), 1, 40, true),
                "special primes of 49.0 bits together, expected at least 89.0");
        assertRefused(new ParameterSpec(14, levels, List.of(49), 2, 48.5, true), "scale of 48.5 bits");
        assertRefused(new ParameterSpec(14, levels, List.of(49), 2, Double.NaN, true), "scale of NaN bits");
        assertRefused(
                new ParameterSpec(14, Collections.nCopies(64, List.of(40)), List.of(49), 2, 39, true),
                "64 data and 1 special primes");
        assertRefused(spec(14, 49, 9, 40, List.of(49), 10, false), "not 128-bit secure");
    }

    private static void assertRefused(ParameterSpec spec, String message) {
        assertThatThrownBy(() -> CkksParameters.of(spec))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    /** log₂(QP) is at most the sum of the sizes, so sizes that fit the table exactly are secure. */
    @Test
    void sizesThatFillTheBoundAreSecure() {
        CkksParameters p = CkksParameters.of(new ParameterSpec(
                13, List.of(List.of(49), List.of(38), List.of(38), List.of(40)), List.of(49), 4, 38, false));
        assertThat(Arrays.stream(p.ring().primes()).mapToDouble(Math::log).sum() / Math.log(2))
                .isEqualTo(p.logQP(), within(1e-9));
        assertThat(p.logQP()).isBetween(213.9, 214.0);
        assertThat(p.isSecure()).isTrue();
    }
}
