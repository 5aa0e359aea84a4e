package dev.glovebox.runtime.ckks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.runtime.ring.Basis;
import dev.glovebox.runtime.ring.Ring;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CentredCrtTest {
    private static final Ring RING =
            CkksParameters.of(CkksFixture.spec(10, 5, 40, 3)).ring();

    @ParameterizedTest(name = "{0} limbs")
    @ValueSource(ints = {1, 2, 3, 6})
    void findsTheCentredInteger(int limbs) {
        Basis basis = Basis.range(0, limbs);
        BigInteger half = RING.product(basis).shiftRight(1);
        CentredCrt crt = new CentredCrt(RING, basis);
        Random random = new Random(limbs);
        for (int bits = 0; bits < half.bitLength(); bits++) {
            BigInteger x = new BigInteger(bits, random);
            check(crt, basis, x);
            check(crt, basis, x.negate());
        }
        for (int i = 0; i < 4; i++) {
            check(crt, basis, half.subtract(BigInteger.valueOf(i)));
            check(crt, basis, half.negate().add(BigInteger.valueOf(i)));
        }
    }

    private static void check(CentredCrt crt, Basis basis, BigInteger x) {
        long[][] residues = new long[basis.size()][1];
        for (int i = 0; i < residues.length; i++) {
            residues[i][0] =
                    x.mod(BigInteger.valueOf(RING.prime(basis.prime(i)))).longValueExact();
        }
        double expected = x.doubleValue();
        double[] actual = new double[1];
        crt.combine(residues, 0, 1, actual);
        assertThat(Math.abs(actual[0] - expected)).isLessThanOrEqualTo(Math.ulp(expected) * 2);
    }
}
