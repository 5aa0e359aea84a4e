package dev.glovebox.runtime.circuit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PublicProgramTest {
    /** x in [1, 3]; 2x + 1; 1/x; x > 1.5; and x·(2x + 1). */
    private static final PublicProgram PROGRAM = new PublicProgram(
            List.of(
                    new PublicProgram.Input(1, 1, 3),
                    new PublicProgram.Sum(List.of(0), List.of(2.0), 1),
                    new PublicProgram.Sum(List.of(), List.of(), 1),
                    new PublicProgram.Binary(RealOperator.DIVIDE, 2, 0),
                    new PublicProgram.Sum(List.of(0), List.of(1.0), -1.5),
                    new PublicProgram.Unary(RealFunction.STEP, 4),
                    new PublicProgram.Binary(RealOperator.MULTIPLY, 0, 1)),
            List.of(new PublicProgram.Vector(List.of(1, -1), 7), new PublicProgram.Vector(List.of(0, 3, 5, 6), 21)));

    @Test
    void computesInTheClear() {
        assertThat(PROGRAM.evaluate(new double[] {9, 2}))
                .containsExactly(SlotVector.of(5, 0), SlotVector.of(2, 0.5, 1, 10));
        assertThat(PROGRAM.evaluateNormalized(new double[] {9, 0})).isEqualTo(PROGRAM.evaluate(new double[] {9, 2}));
        assertThat(PROGRAM.evaluate(new double[] {0, 1.5}).get(1).get(2)).isZero();
    }

    @Test
    void constantsNameSuppliedVectorsByNegativeIndices() {
        SlotVector constant = SlotVector.of(4.0);
        Constants constants = new Constants(List.of(constant), List.of(), PROGRAM);
        assertThat(constants.period(~1)).isEqualTo(4);
        assertThat(constants.magnitude(~1)).isEqualTo(21);
        Constants supplied = constants.supplied(new double[] {9, 2});
        assertThat(supplied.vector(~0)).isEqualTo(SlotVector.of(5, 0));
        assertThat(supplied.vector(0)).isSameAs(constant);
        assertThat(constants.suppliedZeros().vector(~1)).isEqualTo(SlotVector.of(0, 0, 0, 0));
    }

    @Test
    void whatLeavesItsBoundIsRefused() {
        assertThatThrownBy(() -> PROGRAM.evaluate(new double[] {0, 0}))
                .isInstanceOf(CircuitException.class)
                .hasMessageStartingWith(
                        "GBR203: the public values lead to Infinity inside the circuit; expected at most 21.0");
        assertThatThrownBy(() -> PROGRAM.evaluate(new double[] {0, Double.NaN}))
                .isInstanceOf(CircuitException.class)
                .hasMessageContaining("lead to NaN");
        assertThatThrownBy(() -> PROGRAM.evaluate(new double[] {0, 4}))
                .isInstanceOf(CircuitException.class)
                .hasMessageContaining("lead to 9.0");
    }
}
