package dev.glovebox.compiler.layout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.compiler.CompilerOptions;
import dev.glovebox.compiler.approximation.Chebyshev;
import dev.glovebox.compiler.approximation.PolynomialPlan;
import dev.glovebox.compiler.ir.slot.SlotInterpreter;
import dev.glovebox.compiler.ir.slot.SlotOp;
import dev.glovebox.compiler.ir.slot.SlotProgram;
import dev.glovebox.compiler.ir.slot.SlotProgram.InputLayout;
import dev.glovebox.compiler.ir.slot.SlotProgramBuilder;
import dev.glovebox.compiler.schedule.Schedule;
import dev.glovebox.compiler.schedule.Scheduler;
import dev.glovebox.runtime.circuit.CircuitManifest.ResultElement;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolynomialExpanderTest {
    private static final int SLOTS = 32;

    /** Products of ciphertexts for degrees 1, 2, …, 255 with all coefficients. */
    private static final String DENSE_PRODUCTS = """
        0 1 2 2 3 4 5 4 5 5 6 6 7 7 8 7 8 8 8 8 9 9 10 10 10 11 11 11 12 12 13 11
        11 11 11 12 12 12 12 12 13 13 13 13 14 14 14 14 14 15 15 15 15 15 15 15 16 16 16 16 17 17 18 16
        17 17 17 17 17 17 17 17 18 18 18 18 18 18 18 18 19 19 19 19 19 19 19 19 20 20 20 20 21 21 21 21
        21 21 21 22 22 22 22 22 22 22 23 23 23 23 23 23 23 24 24 24 24 24 24 24 25 25 25 25 26 26 27 23
        23 23 23 23 24 24 24 24 24 24 24 24 24 24 24 25 25 25 25 25 25 25 25 25 25 25 26 26 26 26 26 26
        26 26 26 26 26 27 27 27 27 27 27 27 27 27 27 27 28 28 28 28 28 28 28 28 29 29 29 29 29 29 29 29
        29 29 29 29 30 30 30 30 30 30 30 30 30 30 30 30 30 30 31 31 31 31 31 31 31 31 31 31 31 31 31 31
        31 32 32 32 32 32 32 32 32 32 32 32 32 32 32 32 33 33 33 33 33 33 33 33 34 34 34 34 35 35 36
        """;

    /** The same for odd degrees 1, 3, …, 255 and odd coefficients. */
    private static final String ODD_PRODUCTS = """
        0 2 3 5 5 6 7 8 7 8 8 9 10 10 11 12 10 11 11 11 12 12 13 13 14 14 14 14 15 15 16 17
        15 15 15 16 16 16 16 16 17 17 17 17 18 18 18 18 18 19 19 19 19 19 19 19 20 20 20 20 21 21 22 23
        21 21 21 21 21 21 21 21 22 22 22 22 22 22 22 22 23 23 23 23 23 23 23 23 24 24 24 24 25 25 25 25
        26 26 26 26 26 26 26 26 27 27 27 27 27 27 27 27 28 28 28 28 28 28 28 28 29 29 29 29 30 30 31 32
        """;

    enum Kind {
        DENSE,
        ODD,
        SHIFTED_ODD,
        EVEN;

        double[] coefficients(int degree, Random random) {
            double[] c = random.doubles(degree + 1, -1, 1).toArray();
            for (int k = 0; k <= degree; k++) {
                boolean present = this == DENSE || (k % 2 == 0) == (this == EVEN) || this == SHIFTED_ODD && k == 0;
                c[k] = present ? c[k] : 0;
            }
            return c;
        }
    }

    private static SlotProgram expand(double[] coefficients) {
        SlotProgramBuilder builder = new SlotProgramBuilder();
        int x = builder.input(
                new InputLayout(SLOTS, IntStream.range(0, SLOTS).boxed().toList()), 2);
        int value = new PolynomialExpander(builder).expand(x, coefficients);
        return builder.build(
                "p",
                10,
                List.of(value),
                IntStream.range(0, SLOTS)
                        .<ResultElement>mapToObj(i -> new ResultElement.InSlot(0, i))
                        .toList());
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void everyDegreeHasLeastDepthAndTheRightValue(Kind kind) {
        for (int degree = 1; degree <= 255; degree++) {
            if (degree % 2 == 0 && (kind == Kind.ODD || kind == Kind.SHIFTED_ODD)
                    || degree % 2 == 1 && kind == Kind.EVEN) {
                continue;
            }
            double[] c = kind.coefficients(degree, new Random(degree));
            SlotProgram program = expand(c);
            int least = (int) Math.ceil(Math.log(degree + 1) / Math.log(2) - 1e-9);
            assertThat(SlotPrograms.depth(program))
                    .as("depth of degree %d", degree)
                    .isEqualTo(least);

            double[] points = points(degree);
            double[] found = new SlotInterpreter(program).evaluate(points);
            double scale = Arrays.stream(c).map(Math::abs).sum();
            for (int i = 0; i < SLOTS; i++) {
                assertThat(Math.abs(found[i] - Chebyshev.evaluate(c, points[i] / 2)))
                        .as("degree %d at %s", degree, points[i])
                        .isLessThanOrEqualTo(1e-12 * scale);
            }
            SlotPrograms.checkNodes(program, points);
        }
    }

    private static double[] points(long seed) {
        Random random = new Random(seed);
        return IntStream.range(0, SLOTS)
                .mapToDouble(i -> switch (i) {
                    case 0 -> -2;
                    case 1 -> 2;
                    case 2 -> 0;
                    default -> random.nextDouble(-2, 2);
                })
                .toArray();
    }

    @Test
    void productsArePinned() {
        assertThat(products(Kind.DENSE)).isEqualTo(words(DENSE_PRODUCTS));
        assertThat(products(Kind.ODD)).isEqualTo(words(ODD_PRODUCTS));
    }

    private static List<String> words(String text) {
        return List.of(text.strip().split("\\s+"));
    }

    private static List<String> products(Kind kind) {
        return IntStream.rangeClosed(1, 255)
                .filter(degree -> kind == Kind.DENSE || degree % 2 == 1)
                .mapToObj(degree -> expand(kind.coefficients(degree, new Random(degree))))
                .map(program -> Integer.toString(SlotPrograms.count(program, SlotOp.Multiply.class)))
                .collect(Collectors.toList());
    }

    @ParameterizedTest(name = "degree {0}")
    @ValueSource(ints = {2, 6, 30, 64, 128, 254})
    void anEvenPolynomialCostsOneProductMoreThanOneOfHalfItsDegree(int degree) {
        int half =
                SlotPrograms.count(expand(Kind.DENSE.coefficients(degree / 2, new Random(1))), SlotOp.Multiply.class);
        SlotProgram even = expand(Kind.EVEN.coefficients(degree, new Random(1)));
        assertThat(SlotPrograms.count(even, SlotOp.Multiply.class)).isEqualTo(half + 1);
    }

    @Test
    void aConstantTermDoesNotSpoilOddness() {
        double[] c = Kind.SHIFTED_ODD.coefficients(27, new Random(2));
        double[] odd = c.clone();
        odd[0] = 0;
        assertThat(SlotPrograms.count(expand(c), SlotOp.Multiply.class))
                .isEqualTo(SlotPrograms.count(expand(odd), SlotOp.Multiply.class));
    }

    @Test
    void lowDegreesAreDirect() {
        assertThat(expand(new double[] {0.5, 0.25}).nodes())
                .extracting(SlotProgram.Node::op)
                .containsExactly(
                        new SlotOp.Input(0), new SlotOp.MultiplyScalar(0, 0.125), new SlotOp.AddScalar(1, 0.5));
        assertThat(expand(new double[] {0, 2}).nodes()).hasSize(1);
        assertThat(expand(new double[] {0, 0, 2}).nodes())
                .extracting(SlotProgram.Node::op)
                .containsExactly(new SlotOp.Input(0), new SlotOp.Multiply(0, 0), new SlotOp.AddScalar(1, -2));
    }

    @ParameterizedTest(name = "degree {0}")
    @ValueSource(ints = {3, 7, 27, 59})
    void theBasisTakesNoDoubling(int degree) {
        assertThat(SlotPrograms.count(
                        expand(Kind.DENSE.coefficients(degree, new Random(degree))), SlotOp.MultiplyInteger.class))
                .isZero();
    }

    @ParameterizedTest(name = "degree {0}")
    @ValueSource(ints = {511, 1023})
    void greatDegreesKeepTheLeastDepth(int degree) {
        SlotProgram program = expand(Kind.ODD.coefficients(degree, new Random(degree)));
        assertThat(SlotPrograms.depth(program)).isEqualTo(PolynomialPlan.depth(degree + 1));
        SlotPrograms.checkNodes(program, points(degree));
    }

    @ParameterizedTest(name = "degree {0}")
    @ValueSource(ints = {1, 3, 7, 9, 27, 31, 63})
    void schedulingAddsNoLevel(int degree) {
        Schedule schedule = new Scheduler(CompilerOptions.DEFAULT)
                .schedule(expand(Kind.ODD.coefficients(degree, new Random(degree))));
        assertThat(schedule.nodes().getFirst().type().level()).isEqualTo(PolynomialPlan.depth(degree + 1));
    }
}
