package dev.glovebox.compiler.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.glovebox.compiler.CompilerOptions;
import dev.glovebox.compiler.Golden;
import dev.glovebox.compiler.ir.slot.CircuitIr;
import dev.glovebox.compiler.ir.slot.SlotInterpreter;
import dev.glovebox.compiler.ir.slot.SlotProgram;
import dev.glovebox.compiler.ir.text.IrParser;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ComposeRotationsTest {
    /** Rotations of one vector by several steps, and a transform of two baby and two giant steps. */
    private static final SlotProgram ROTATIONS = IrParser.parseSlot("""
        slot "rotations" precision 10 slots 8 {
          input 0 period 8 elements [0..7]
          %0 = input 0 : period 8 magnitude 1
          %1 = rotate %0, 3 : period 8 magnitude 1
          %2 = rotate %0, 7 : period 8 magnitude 1
          %3 = add %1, %2 : period 8 magnitude 2
          %4 = linearTransform %3, #m0 : period 8 magnitude 8
          outputs %4
          results 0[0..7]
          #m0 = diagonals { 0: [1.0, 0.5], 1: [0.25, 0.5], 3: [0.125, -0.5], 4: [0.75, 1.0, 0.5, 0.25] } baby 3
        }
        """);

    private static Schedule schedule(SlotProgram program) {
        return new Scheduler(CompilerOptions.DEFAULT).schedule(program);
    }

    private static SortedSet<Integer> powersOfTwo(int slots) {
        SortedSet<Integer> keys = new TreeSet<>();
        for (int step = 1; step < slots; step *= 2) {
            keys.add(step);
        }
        return keys;
    }

    private static CircuitIr circuit(Schedule schedule) {
        return schedule.with(SchedulerTest.parameters(schedule.depth()));
    }

    @Test
    void composesRotationsAndTransforms() {
        Schedule composed = new ComposeRotations(powersOfTwo(8)).apply(schedule(ROTATIONS));
        new CircuitVerifier().verify(composed);
        assertThat(powersOfTwo(8)).containsAll(composed.keys().rotations().keySet());
        Golden.check(ComposeRotationsTest.class, "powersOfTwo", circuit(composed));
    }

    @Test
    void aTransformThatHasItsKeysStays() {
        Schedule schedule = schedule(ROTATIONS);
        SortedSet<Integer> keys = new TreeSet<>(List.of(1, 2, 3));
        Schedule composed = new ComposeRotations(keys).apply(schedule);
        assertThat(composed.program().constants().matrices()).hasSize(1);
        assertThat(composed.keys().rotations().keySet()).containsExactly(1, 3);
    }

    @Test
    void stepsThatTheKeysDoNotReachAreTold() {
        ComposeRotations even = new ComposeRotations(new TreeSet<>(List.of(2, 4)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> even.apply(schedule(ROTATIONS)))
                .withMessage("a rotation by 3 that the keys do not compose");
    }

    static LongStream seeds() {
        return LongStream.range(0, 40);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void keepsTheMeaning(long seed) {
        Schedule schedule = schedule(SlotPrograms.random(seed, 8, 4));
        double[] x = new Random(seed).doubles(16, -1, 1).toArray();
        double[] expected = new SlotInterpreter(circuit(schedule)).evaluate(x);
        for (SortedSet<Integer> keys :
                List.of(powersOfTwo(8), new TreeSet<>(List.of(1)), new TreeSet<>(List.of(3, 4)))) {
            Schedule composed = new ComposeRotations(keys).apply(schedule);
            new CircuitVerifier().verify(composed);
            assertThat(keys).containsAll(composed.keys().rotations().keySet());
            assertThat(composed.depth()).isEqualTo(schedule.depth());
            assertThat(new SlotInterpreter(circuit(composed)).evaluate(x)).containsExactly(expected, within(1e-9));
        }
    }
}
