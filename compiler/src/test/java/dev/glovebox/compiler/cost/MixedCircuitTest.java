package dev.glovebox.compiler.cost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.compiler.ir.slot.CircuitIr;
import dev.glovebox.compiler.ir.slot.SlotOp;
import dev.glovebox.compiler.schedule.Schedule;
import dev.glovebox.runtime.ckks.CkksParameters;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MixedCircuitTest {
    @ParameterizedTest
    @CsvSource({"12, 2, 33, 1", "13, 4, 34, 3", "15, 14, 40, 6"})
    void isAsDeepAsTheParametersAllow(int logDegree, int limbs, int bits, int depth) {
        CkksParameters parameters =
                CkksParameters.of(new CalibrateCosts.Setting(logDegree, limbs, bits, Math.min(limbs, 3)).spec());
        Schedule circuit = MixedCircuit.of(parameters);
        assertThat(circuit.depth()).isEqualTo(depth);
        assertThat(circuit.nodes().stream().map(CircuitIr.Node::op))
                .hasAtLeastOneElementOfType(SlotOp.Rotate.class)
                .hasAtLeastOneElementOfType(SlotOp.Multiply.class)
                .hasAtLeastOneElementOfType(SlotOp.RelinearizeRescale.class);
        if (depth > 2) {
            assertThat(circuit.nodes().stream().map(CircuitIr.Node::op))
                    .hasAtLeastOneElementOfType(SlotOp.LinearTransform.class)
                    .hasAtLeastOneElementOfType(SlotOp.SumOfScalarProducts.class);
        }
    }
}
