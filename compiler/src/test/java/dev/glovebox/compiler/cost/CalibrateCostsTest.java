package dev.glovebox.compiler.cost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.compiler.cost.CostTable.Fit;
import dev.glovebox.runtime.ring.Workers;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class CalibrateCostsTest {
    @Test
    void aSmallRingIsMeasured() {
        StringWriter log = new StringWriter();
        String before = System.getProperty(Workers.PROPERTY);
        CostTable table = new CalibrateCosts(
                        new PrintWriter(log), List.of(new CalibrateCosts.Setting(13, 3, 30, 3)), 1, 0)
                .run(List.of(2));

        assertThat(System.getProperty(Workers.PROPERTY)).isEqualTo(before);
        assertThat(log.toString()).contains("round 1 of 1: 2^13, 3 limbs, 3 digits");
        for (int threads : new int[] {1, 2}) {
            assertThat(table.fits().stream().filter(f -> f.threads() == threads).map(Fit::operation))
                    .containsExactlyInAnyOrder(OperationKind.values());
        }
        assertThat(table.fits()).allMatch(f -> f.logDegree() == 13);
        assertThat(table.overlaps()).hasSize(1);
        assertThat(table.companies().stream().map(CostTable.Ratio::threads)).containsExactly(1, 2);
        RingShape ring = new RingShape(13, new int[] {1, 2, 3}, 1, 1);
        CostModel model = new CostModel(table, 1);
        assertThat(model.rotate(ring, 2)).isPositive();
        assertThat(CostTable.read(table.json().getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .json())
                .isEqualTo(table.json());
    }
}
