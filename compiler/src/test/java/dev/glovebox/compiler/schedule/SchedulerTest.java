package dev.glovebox.compiler.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.glovebox.compiler.CompilerOptions;
import dev.glovebox.compiler.Golden;
import dev.glovebox.compiler.ir.slot.CircuitIr;
import dev.glovebox.compiler.ir.slot.SlotInterpreter;
import dev.glovebox.compiler.ir.slot.SlotOp;
import dev.glovebox.compiler.ir.slot.SlotProgram;
import dev.glovebox.compiler.simulator.CircuitInterpreter;
import dev.glovebox.compiler.simulator.Simulator;
import dev.glovebox.runtime.circuit.Evaluator.Value;
import dev.glovebox.runtime.ckks.CkksParameters;
import dev.glovebox.runtime.ckks.ParameterSpec;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

class SchedulerTest {
    /** Lazy and lazy first. */
    static final List<Scheduler> SCHEDULERS = Stream.of("lazy", "eager", "after-sum", "waterline")
            .flatMap(rescale -> Stream.of("lazy", "eager", "minimum")
                    .map(relinearize -> new Scheduler(
                            CompilerOptions.DEFAULT.withRescale(rescale).withRelinearize(relinearize))))
            .toList();

    @Test
    void allPoliciesAreTested() {
        assertThat(SCHEDULERS).hasSize(Scheduler.RESCALE_POLICIES.size() * Scheduler.RELINEARIZE_POLICIES.size());
    }

    static ParameterSpec parameters(int depth) {
        return new ParameterSpec(
                14,
                Stream.concat(Stream.of(List.of(49, 30)), Collections.nCopies(depth, List.of(40)).stream())
                        .toList(),
                List.of(42, 42),
                (depth + 3) / 2,
                40,
                false);
    }

    @ParameterizedTest
    @FieldSource("dev.glovebox.compiler.schedule.SlotPrograms#ALL")
    void assignsLevels(SlotProgram program) {
        Schedule schedule = SCHEDULERS.getFirst().schedule(program);
        CircuitIr circuit = schedule.with(parameters(schedule.depth()));
        new CircuitVerifier().verify(circuit);
        Golden.check(SchedulerTest.class, program.name(), circuit);
    }

    @ParameterizedTest
    @FieldSource("dev.glovebox.compiler.schedule.SlotPrograms#ALL")
    void everyPolicyHasTheLeastDepth(SlotProgram program) {
        for (Scheduler scheduler : SCHEDULERS) {
            assertThat(scheduler.schedule(program).depth()).isEqualTo(products(program));
        }
    }

    /** The most products on a path. */
    private static int products(SlotProgram program) {
        int[] depth = new int[program.nodes().size()];
        int most = 0;
        for (int i = 0; i < depth.length; i++) {
            SlotOp op = program.nodes().get(i).op();
            depth[i] =
                    op.operands().stream().mapToInt(o -> depth[o]).max().orElse(0) + (TypeRules.isProduct(op) ? 1 : 0);
            most = Math.max(most, depth[i]);
        }
        return most;
    }

    static LongStream seeds() {
        return LongStream.range(0, 60);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void everyPolicyKeepsTheMeaning(long seed) {
        SlotProgram program = SlotPrograms.random(seed, 4, 4);
        Random random = new Random(seed);
        double[][] inputs = {
            random.doubles(4, -1, 1).toArray(), random.doubles(4, -1, 1).toArray()
        };
        List<double[]> expected = SlotPrograms.evaluate(program, inputs);
        for (Scheduler scheduler : SCHEDULERS) {
            Schedule schedule = scheduler.schedule(program);
            CircuitIr circuit = schedule.with(parameters(schedule.depth()));
            new CircuitVerifier().verify(circuit);
            List<double[]> clear = new SlotInterpreter(circuit)
                    .values(DoubleStream.concat(Arrays.stream(inputs[0]), Arrays.stream(inputs[1]))
                            .toArray());
            for (int i = 0; i < expected.size(); i++) {
                assertThat(clear.get(circuit.outputs().get(i))).containsExactly(expected.get(i), within(1e-9));
            }
            if (seed < 6) {
                simulate(schedule, circuit, inputs, expected);
            }
        }
    }

    private static void simulate(Schedule schedule, CircuitIr circuit, double[][] inputs, List<double[]> expected) {
        Simulator simulator = new Simulator(CkksParameters.of(circuit.parameters()), circuit.slots(), schedule.keys());
        Value[] encrypted = {
            simulator.encrypt(inputs[0], schedule.inputLevels().get(0)),
            simulator.encrypt(inputs[1], schedule.inputLevels().get(1))
        };
        Value[] outputs = new CircuitInterpreter(circuit).evaluate(simulator, circuit.constants(), encrypted);
        for (int i = 0; i < outputs.length; i++) {
            assertThat(simulator.values(outputs[i])).containsExactly(expected.get(i), within(1e-9));
            assertThat(outputs[i].level()).isZero();
        }
    }

    @Test
    void lazyPoliciesDoLess() {
        assertThat(count("lazy", "lazy", SlotOp.Relinearize.class)).isEqualTo(1);
        assertThat(count("lazy", "lazy", SlotOp.Rescale.class)).isEqualTo(1);
        assertThat(count("after-sum", "minimum", SlotOp.Relinearize.class)).isEqualTo(1);
        assertThat(count("after-sum", "minimum", SlotOp.Rescale.class)).isEqualTo(1);
        assertThat(count("eager", "lazy", SlotOp.Relinearize.class)).isEqualTo(1);
        assertThat(count("eager", "eager", SlotOp.Relinearize.class)).isEqualTo(3);
        assertThat(count("eager", "eager", SlotOp.Rescale.class)).isEqualTo(3);
    }

    private static long count(String rescale, String relinearize, Class<?> operation) {
        Scheduler scheduler =
                new Scheduler(CompilerOptions.DEFAULT.withRescale(rescale).withRelinearize(relinearize));
        return scheduler.schedule(SlotPrograms.SUM_OF_PRODUCTS).nodes().stream()
                .filter(n -> operation.isInstance(n.op()) || n.op() instanceof SlotOp.RelinearizeRescale)
                .count();
    }

    @Test
    void namesOfPoliciesAreChecked() {
        CompilerOptions options = CompilerOptions.DEFAULT.withRescale("late");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Scheduler(options))
                .withMessage("no rescale policy is named 'late', expected one of [after-sum, eager, lazy, waterline]");
    }
}
