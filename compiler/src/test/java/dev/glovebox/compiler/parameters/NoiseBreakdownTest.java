package dev.glovebox.compiler.parameters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.glovebox.compiler.CompilerOptions;
import dev.glovebox.compiler.ir.SourceLocation;
import dev.glovebox.compiler.ir.slot.CircuitIr;
import dev.glovebox.compiler.ir.slot.CircuitIr.CipherType;
import dev.glovebox.compiler.ir.slot.SlotOp;
import dev.glovebox.compiler.ir.slot.SlotProgram;
import dev.glovebox.compiler.parameters.NoiseBreakdown.Part;
import dev.glovebox.compiler.schedule.Schedule;
import dev.glovebox.compiler.schedule.Scheduler;
import dev.glovebox.compiler.simulator.NoiseSource.Kind;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class NoiseBreakdownTest {
    @Test
    void addsSquaresByLineAndNamesTheLargestFirst() {
        List<CircuitIr.Node> nodes = List.of(node(3), node(4), node(4));
        NoiseBreakdown breakdown = new NoiseBreakdown(List.of(
                new Part(0, Kind.ENCRYPTION, 2e-5),
                new Part(1, Kind.KEY_SWITCH, 3e-5),
                new Part(2, Kind.RESCALE, 4e-5),
                new Part(2, Kind.ADDED_VECTOR, 1e-9)));
        assertThat(breakdown.bySourceLine(nodes))
                .isEqualTo("line 4: noise 5.0e-05 (rescaling 4.0e-05, key switching 3.0e-05);"
                        + " line 3: noise 2.0e-05 (encryption 2.0e-05)");
        assertThat(breakdown.byNode(3)).containsExactly(new double[] {2e-5, 3e-5, 4e-5}, within(1e-12));
    }

    private static CircuitIr.Node node(int line) {
        return new CircuitIr.Node(
                new SlotOp.Input(0), new CipherType(1, 1, 2), 1, 1, new SourceLocation("a.B", "f", "B.java", line));
    }

    @ParameterizedTest
    @FieldSource("dev.glovebox.compiler.schedule.SlotPrograms#ALL")
    void partsAddUpToTheNoise(SlotProgram program) {
        Schedule schedule = new Scheduler(CompilerOptions.DEFAULT).schedule(program);
        ParameterSearch.Choice choice = ParameterSearch.choose(schedule);
        double[] errors = choice.breakdown().byNode(schedule.nodes().size());
        double total = Math.sqrt(Arrays.stream(errors).map(e -> e * e).sum());
        assertThat(total).isBetween(0.5 * choice.noise(), choice.noise() * (1 + 1e-9));
    }
}
