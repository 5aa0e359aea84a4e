package dev.glovebox.runtime.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RingTest {
    @ParameterizedTest
    @ValueSource(ints = {4, 10, 13, 16, 17})
    void rootsHaveOrder2N(int logDegree) {
        Ring ring = ReferenceRing.ring(logDegree, 49, 30, 41);
        for (int i = 0; i < ring.primeCount(); i++) {
            long p = ring.prime(i);
            assertThat(ReferenceRing.power(ring.root(i), ring.degree(), p)).isEqualTo(p - 1);
        }
    }

    @Test
    void primesThatDoNotFitAreRefused() {
        // 97 = 3·32 + 1, 193 = 6·32 + 1; 1 + 32·2^45 > 2^49.
        assertThat(Ring.of(4, 97, 193).primes()).containsExactly(97, 193);
        refused(4, 97, 97);
        refused(4, 33);
        refused(4, 101);
        refused(4, 1);
        refused(4, 0);
        refused(4, -31);
        refused(5, 97);
        refused(3, 97);
        refused(18, 97);
        long large = (1L << 49) + 1;
        while (!BigInteger.valueOf(large).isProbablePrime(64)) {
            large += 32;
        }
        refused(4, large);
    }

    private static void refused(int logDegree, long... primes) {
        assertThatIllegalArgumentException().isThrownBy(() -> Ring.of(logDegree, primes));
    }

    @Test
    void subringsHavePowersOfTheRoots() {
        Ring ring = ReferenceRing.ring(10, 49, 30, 41);
        for (int logDegree = 4; logDegree <= 10; logDegree++) {
            Ring subring = ring.subring(logDegree);
            assertThat(subring.degree()).isEqualTo(1 << logDegree);
            assertThat(subring.primes()).isEqualTo(ring.primes());
            for (int i = 0; i < 3; i++) {
                long p = ring.prime(i);
                assertThat(subring.root(i))
                        .isEqualTo(ReferenceRing.power(ring.root(i), ring.degree() / subring.degree(), p));
                assertThat(ReferenceRing.power(subring.root(i), subring.degree(), p))
                        .isEqualTo(p - 1);
            }
        }
        assertThat(ring.subring(10)).isEqualTo(ring);
        assertThatIllegalArgumentException().isThrownBy(() -> ring.subring(3));
        assertThatIllegalArgumentException().isThrownBy(() -> ring.subring(11));
    }

    @Test
    void basesAreOrderedSets() {
        Basis basis = Basis.of(3, 0, 2);
        assertThat(basis.position(2)).isEqualTo(2);
        assertThat(basis.position(1)).isEqualTo(-1);
        assertThat(basis.plus(Basis.of(1))).isEqualTo(Basis.of(3, 0, 2, 1)).isNotEqualTo(Basis.range(0, 4));
        assertThat(basis.minus(Basis.of(0, 7))).isEqualTo(Basis.of(3, 2));
        assertThat(basis.containsAll(Basis.of(2, 3))).isTrue();
        assertThat(basis.containsAll(Basis.of(2, 1))).isFalse();
        assertThat(Basis.range(2, 2).size()).isZero();
        assertThatIllegalArgumentException().isThrownBy(() -> Basis.of(1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> Basis.of(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> basis.plus(Basis.of(2)));
    }

    @Test
    void theProductOfABasisIsThatOfItsPrimes() {
        Ring ring = Ring.of(4, 97, 193);
        assertThat(ring.product(Basis.of(1, 0))).isEqualTo(BigInteger.valueOf(97 * 193));
        assertThat(ring.product(Basis.of())).isEqualTo(BigInteger.ONE);
    }
}
