package dev.glovebox.compiler.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import dev.glovebox.compiler.CompilerOptions;
import dev.glovebox.compiler.ir.slot.CircuitIr;
import dev.glovebox.compiler.ir.slot.SlotProgram;
import dev.glovebox.compiler.schedule.EagerRelinearize;
import dev.glovebox.compiler.schedule.EagerRescale;
import dev.glovebox.compiler.schedule.Schedule;
import dev.glovebox.compiler.schedule.Scheduler;
import dev.glovebox.compiler.schedule.SlotPrograms;
import dev.glovebox.runtime.circuit.CircuitManifest.KeyRequirement;
import dev.glovebox.runtime.circuit.Evaluator.Value;
import dev.glovebox.runtime.circuit.SlotVector;
import dev.glovebox.runtime.ckks.CkksParameters;
import dev.glovebox.runtime.ckks.ParameterSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SimulatorTest {
    private static final CkksParameters PARAMETERS = parameters(13, 2);
    private static final KeyRequirement KEYS = new KeyRequirement(2, new TreeMap<>(Map.of(1, 1)), 2);

    private static CkksParameters parameters(int logDegree, int depth) {
        List<List<Integer>> levels = new ArrayList<>(List.of(List.of(49)));
        levels.addAll(Collections.nCopies(depth, List.of(40)));
        return CkksParameters.of(new ParameterSpec(logDegree, levels, List.of(49), depth + 1, 40, false));
    }

    static LongStream seeds() {
        return LongStream.range(0, 24);
    }

    /** The greatest error of all outputs of a few encryptions, against what was predicted for them. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void predictsTheErrorOfEncryptedRuns(long seed) {
        int slots = seed % 6 == 0 ? 4096 : 1 << (int) (seed % 6);
        SlotProgram program = SlotPrograms.random(seed, slots, 2);
        Scheduler scheduler = seed % 2 == 0
                ? new Scheduler(CompilerOptions.DEFAULT)
                : new Scheduler(new EagerRescale(), new EagerRelinearize());
        Schedule schedule = scheduler.schedule(program);
        CircuitIr circuit = schedule.with(PARAMETERS.spec());
        CircuitInterpreter interpreter = new CircuitInterpreter(circuit);
        Random random = new Random(seed);
        double measured = 0;
        double predicted = 0;
        try (EncryptedRun run = new EncryptedRun(PARAMETERS, slots, schedule.keys())) {
            for (int repeat = 0; repeat < 4; repeat++) {
                double[][] inputs = {
                    random.doubles(slots, -1, 1).toArray(),
                    random.doubles(slots, -1, 1).toArray()
                };
                Simulator simulator = new Simulator(PARAMETERS, slots, schedule.keys());
                Value[] simulated = interpreter.evaluate(simulator, circuit.constants(), new Value[] {
                    simulator.encrypt(inputs[0], schedule.inputLevels().get(0)),
                    simulator.encrypt(inputs[1], schedule.inputLevels().get(1))
                });
                List<double[]> decrypted = run.run(interpreter, circuit.constants(), inputs, schedule.inputLevels());
                for (int output = 0; output < simulated.length; output++) {
                    double[] exact = simulator.values(simulated[output]);
                    double[] errors = simulator.predictedErrors(simulated[output]);
                    double[] bounds = simulator.worstCaseErrors(simulated[output]);
                    for (int slot = 0; slot < slots; slot++) {
                        double error = Math.abs(decrypted.get(output)[slot] - exact[slot]);
                        assertThat(error).as("output %d, slot %d", output, slot).isLessThanOrEqualTo(bounds[slot]);
                        measured = Math.max(measured, error);
                        predicted = Math.max(predicted, errors[slot]);
                    }
                }
            }
        }
        assertThat(predicted).isBetween(measured, 64 * measured);
    }

    @Test
    void checksWhatTheEncryptedEvaluatorChecks() {
        Simulator simulator = new Simulator(PARAMETERS, 4, KEYS);
        Value high = simulator.encrypt(new double[] {1, 2, 3, 4}, 2);
        Value low = simulator.encrypt(new double[] {1}, 1);
        Value product = simulator.multiply(high, high);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> simulator.add(high, low))
                .withMessageContaining("operands at one level");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> simulator.add(high, product))
                .withMessageContaining("agree in pending");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> simulator.multiply(high, product))
                .withMessageContaining("pending 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> simulator.rotate(product, 1))
                .withMessageContaining("size 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> simulator.rotate(high, 1))
                .withMessage("no Galois key of rotation 1 at level 2; the one there is serves up to level 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> simulator.rotate(low, 2))
                .withMessage("no Galois key of rotation 2 at level 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> simulator.addScalar(simulator.encrypt(new double[] {1}, 0), 500))
                .withMessageContaining("of a modulus of 49.0");
        simulator.release(low);
        assertThatIllegalStateException().isThrownBy(() -> simulator.negate(low));
    }

    @Test
    void computesOnComplexSlots() {
        Simulator simulator = new Simulator(PARAMETERS, 2, KEYS);
        Value x = simulator.encrypt(new double[] {0.5, -2}, 2);
        Value i = simulator.multiplyByI(x);
        Value squared = simulator.rescale(simulator.relinearize(simulator.multiply(i, i)));
        assertThat(simulator.values(squared)).containsExactly(new double[] {-0.25, -4}, within(1e-12));
        Value conjugate = simulator.multiplyByI(simulator.conjugate(i));
        assertThat(simulator.values(conjugate)).containsExactly(new double[] {0.5, -2}, within(1e-12));
    }

    @Test
    void rotatesAndTransforms() {
        Simulator simulator = new Simulator(PARAMETERS, 4, KEYS);
        Value x = simulator.encrypt(new double[] {1, 2, 3, 4}, 1);
        assertThat(simulator.values(simulator.rotate(x, 1))).containsExactly(2, 3, 4, 1);
        assertThat(simulator.values(simulator.rotate(x, -3))).containsExactly(2, 3, 4, 1);
        try (var hoisted = simulator.hoist(x)) {
            assertThat(simulator.values(hoisted.rotate(1))).containsExactly(2, 3, 4, 1);
        }
        Value sum = simulator.sumOfProducts(new Value[] {x, x}, new Value[] {x, x});
        assertThat(simulator.values(sum)).containsExactly(2, 8, 18, 32);
        assertThat(simulator.values(simulator.addPlain(x, SlotVector.of(1, -1))))
                .containsExactly(2, 1, 4, 3);
    }
}
