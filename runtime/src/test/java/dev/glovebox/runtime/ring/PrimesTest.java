package dev.glovebox.runtime.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PrimesTest {
    @Test
    void agreesWithBigIntegers() {
        for (long n = -3; n < 3000; n++) {
            assertThat(Primes.isPrime(n))
                    .as("%d", n)
                    .isEqualTo(n > 1 && BigInteger.valueOf(n).isProbablePrime(64));
        }
        Random random = new Random(1);
        for (int i = 0; i < 3000; i++) {
            long n = random.nextLong(1L << (10 + i % 41)) | 1;
            assertThat(Primes.isPrime(n))
                    .as("%d", n)
                    .isEqualTo(BigInteger.valueOf(n).isProbablePrime(64));
        }
        long greatest = (1L << 50) - 27;
        assertThat(Primes.isPrime(greatest))
                .isEqualTo(BigInteger.valueOf(greatest).isProbablePrime(64));
    }

    /** Strong pseudoprimes to several of the smallest bases. */
    @Test
    void isNotDeceived() {
        for (long n :
                new long[] {2047, 1_373_653, 25_326_001, 3_215_031_751L, 2_152_302_898_747L, 341_550_071_728_321L}) {
            assertThat(Primes.isPrime(n)).as("%d", n).isFalse();
        }
    }

    @Test
    void hasALimit() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Primes.isPrime(1L << 50))
                .withMessageContaining("expected a number below 2^50");
    }
}
