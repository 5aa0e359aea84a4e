package dev.glovebox.compiler.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.glovebox.compiler.cost.CostTable.Fit;
import dev.glovebox.compiler.cost.CostTable.Ratio;
import dev.glovebox.compiler.ir.SourceLocation;
import dev.glovebox.compiler.ir.slot.CircuitIr.CipherType;
import dev.glovebox.compiler.ir.slot.CircuitIr.Node;
import dev.glovebox.compiler.ir.slot.SlotOp;
import dev.glovebox.runtime.circuit.Constants;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rotations of one second each; two threads take 0.6 s of one alone, and 1.1 s of two at once. */
class MakespanTest {
    private static final RingShape RING = new RingShape(14, new int[] {1, 2}, 1, 1);
    private static final Constants NONE = new Constants(List.of(), List.of());
    private static final double ALONE = 0.6;
    private static final double TOGETHER = 1.1;

    private static CostModel model(int threads) {
        return new CostModel(table(List.of()), threads);
    }

    private static CostTable table(List<Ratio> companies) {
        List<Fit> fits = new ArrayList<>();
        for (OperationKind kind : OperationKind.values()) {
            double nanos = kind == OperationKind.ROTATE ? 1e9 : 0;
            fits.add(new Fit(kind, 1, 14, new double[] {nanos, 0, 0, 0, 0, 0}, 0));
            fits.add(new Fit(kind, 2, 14, new double[] {nanos * ALONE, 0, 0, 0, 0, 0}, 0));
        }
        return new CostTable("test", "none", fits, List.of(new Ratio(2, 14, TOGETHER)), companies);
    }

    /** An input, and rotations of these nodes. */
    private static List<Node> rotations(int... operands) {
        List<Node> nodes = new ArrayList<>();
        CipherType type = new CipherType(1, 1, 2);
        nodes.add(new Node(new SlotOp.Input(0), type, 4, 1, SourceLocation.UNKNOWN));
        for (int operand : operands) {
            nodes.add(new Node(new SlotOp.Rotate(operand, 1), type, 4, 1, SourceLocation.UNKNOWN));
        }
        return nodes;
    }

    private static double seconds(int threads, int... operands) {
        return new Makespan(model(threads), RING, NONE, 1).seconds(rotations(operands));
    }

    @Test
    void oneThreadDoesOneAfterAnother() {
        assertThat(seconds(1, 0, 0, 1, 2)).isCloseTo(4, offset(1e-6));
    }

    @Test
    void aChainIsSharedLimbByLimb() {
        assertThat(seconds(2, 0, 1, 2)).isCloseTo(3 * ALONE, offset(1e-6));
    }

    @Test
    void whatCostsNothingEnds() {
        List<Node> nodes = rotations(0, 1);
        Node rotation = nodes.getLast();
        nodes.set(1, new Node(new SlotOp.Negate(0), rotation.type(), 4, 1, SourceLocation.UNKNOWN));
        assertThat(new Makespan(model(2), RING, NONE, 1).seconds(nodes)).isCloseTo(ALONE, offset(1e-6));
    }

    @Test
    void independentOperationsOverlap() {
        assertThat(seconds(2, 0, 0, 0, 0)).isCloseTo(2 * TOGETHER, offset(1e-6));
    }

    @Test
    void whatIsLeftOverRunsAlone() {
        assertThat(seconds(2, 0, 0, 0)).isCloseTo(TOGETHER + ALONE, offset(1e-6));
        // Two chains of different length: side by side as long as the shorter.
        assertThat(seconds(2, 0, 0, 1, 2, 3, 5)).isCloseTo(2 * TOGETHER + 2 * ALONE, offset(1e-6));
    }

    @Test
    void inCompanyOperationsTakeLonger() {
        CostTable table = table(List.of(new Ratio(1, 14, 1.25), new Ratio(2, 14, 1.5)));
        List<Node> nodes = rotations(0, 1);
        assertThat(new CostModel(table, 1).elapsed(RING, nodes, List.of(2), NONE, 1))
                .isCloseTo(1.25 * 2, offset(1e-6));
        assertThat(new CostModel(table, 2).elapsed(RING, nodes, List.of(2), NONE, 1))
                .isCloseTo(1.5 * 2 * ALONE, offset(1e-6));
    }
}
