package dev.glovebox.compiler.approximation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CompositeSignTest {
    static LongStream seeds() {
        return LongStream.range(0, 20);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void theErrorHoldsOutsideTheGap(long seed) {
        Random random = new Random(seed);
        double gap = Math.pow(2, -1 - 12 * random.nextDouble());
        double error = Math.pow(2, -2 - 14 * random.nextDouble());
        CompositeSign sign = CompositeSign.of(gap, error).orElseThrow();
        assertThat(sign.gap()).isLessThanOrEqualTo(gap);
        assertThat(sign.error()).isLessThanOrEqualTo(error);
        for (int i = 0; i <= 20_000; i++) {
            double t = gap * Math.pow(1 / gap, i / 20_000.0);
            assertThat(Math.abs(sign.evaluate(t) - 1)).isLessThanOrEqualTo(error);
            assertThat(sign.evaluate(-t)).isEqualTo(-sign.evaluate(t));
        }
        for (int i = 0; i <= 1000; i++) {
            assertThat(Math.abs(sign.evaluate(gap * i / 1000))).isLessThanOrEqualTo(1 + error);
        }
    }

    @ParameterizedTest
    @CsvSource({"4", "7", "10", "13"})
    void absoluteValuesAreWithinTheErrorEverywhere(int bits) {
        double error = Math.scalb(1.0, -bits);
        CompositeSign sign = CompositeSign.forAbsolute(error).orElseThrow();
        for (int i = 0; i <= 100_000; i++) {
            double t = Math.pow(i / 100_000.0, 3);
            assertThat(Math.abs(t * sign.evaluate(t) - t)).isLessThanOrEqualTo(error);
        }
    }

    @Test
    void smallGapsAndErrorsHaveCompositions() {
        for (int error : new int[] {5, 9, 13, 17, 21}) {
            assertThat(CompositeSign.of(0x1p-16, Math.scalb(1.0, -error))).isPresent();
        }
        assertThat(CompositeSign.forAbsolute(0x1p-17)).isPresent();
    }

    @ParameterizedTest
    @CsvSource({"18.1", "19", "21", "40"})
    void smallerGapsAndErrorsHaveNone(double bits) {
        assertThat(CompositeSign.of(Math.pow(2, -bits), 0x1p-10)).isEmpty();
        assertThat(CompositeSign.forAbsolute(Math.pow(2, -bits))).isEmpty();
    }

    /** Table 2 of Lee, Lee, No and Kim (2021) and Orion use degrees 15, 15, 27 and depth 13 for 12 bits of the absolute value. */
    @Test
    void twelveBitsTakeTheDegreesOfThePaper() {
        CompositeSign sign = CompositeSign.forAbsolute(0x1p-12).orElseThrow();
        assertThat(sign.degrees()).isEqualTo(List.of(15, 15, 27));
        assertThat(sign.depth()).isEqualTo(13);
    }

    @Test
    void noPolynomialOfOneStageIsBetterThanTheMinimaxOne() {
        Remez.Result best = CompositeSign.minimax(7, 0.1, 1e-9);
        assertThat(best.error()).isBetween(best.levelled(), best.levelled() * (1 + 1e-8));
        assertThat(best.reference()).hasSize(5);
        double sign = 0;
        for (double t : best.reference()) {
            double difference = 1 - Chebyshev.evaluate(best.coefficients(), t);
            assertThat(Math.abs(difference)).isCloseTo(best.error(), Offset.offset(1e-8));
            assertThat(Math.signum(difference)).isNotEqualTo(sign);
            sign = Math.signum(difference);
        }
    }
}
