package dev.glovebox.runtime.ckks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glovebox.runtime.circuit.CircuitException;
import dev.glovebox.runtime.circuit.CircuitProgram;
import dev.glovebox.runtime.circuit.Constants;
import dev.glovebox.runtime.circuit.DiagonalMatrix;
import dev.glovebox.runtime.circuit.Evaluator;
import dev.glovebox.runtime.circuit.Evaluator.Hoisted;
import dev.glovebox.runtime.circuit.Evaluator.Value;
import dev.glovebox.runtime.circuit.SlotVector;
import dev.glovebox.runtime.ring.RingBackend;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A program computes the same residues on any number of threads, and encodes what {@link PlaintextCache#prepare} foresaw. */
public abstract class DataflowContract {
    private static final int SLOTS = 16;
    private static final int LEVELS = 4;

    protected abstract RingBackend backend();

    private CkksFixture open(long seed) {
        return new CkksFixture(backend(), CkksFixture.spec(10, LEVELS, 40, 2), SLOTS, seed, 1, 2, 3);
    }

    static List<Arguments> seedsAndThreads() {
        List<Arguments> all = new ArrayList<>();
        for (int seed = 0; seed < 12; seed++) {
            for (int threads : new int[] {1, 2, 5}) {
                all.add(Arguments.of(seed, threads));
            }
        }
        return all;
    }

    private static Constants constants() {
        SlotVector v = SlotVector.of(0.5, -1, 0.25, 0.75);
        SlotVector w = SlotVector.of(-0.5);
        return new Constants(List.of(v, w), List.of(DiagonalMatrix.of(Map.of(0, v, 1, w, 2, v, 3, v), 2)));
    }

    /** Random operations on one level, all kinds, with releases and last uses; then everything is summed, a level below. */
    private record RandomProgram(long seed) implements CircuitProgram {
        @Override
        public Value[] evaluate(Evaluator e, Constants constants, Value[] inputs) {
            Random random = new Random(seed);
            List<Value> products = new ArrayList<>();
            List<Value> live = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                Value a = pick(random, live, inputs);
                Value b = pick(random, live, inputs);
                switch (random.nextInt(12)) {
                    case 0 -> live.add(e.add(a, b));
                    case 1 -> live.add(e.subtract(a, b));
                    case 2 -> live.add(e.negate(a));
                    case 3 -> live.add(e.addPlain(a, constants.vector(0)));
                    case 4 -> live.add(e.addScalar(a, 0.5));
                    case 5 -> live.add(e.multiplyInteger(a, 3));
                    case 6 -> live.add(e.rotate(a, 1 + random.nextInt(3)));
                    case 7 -> {
                        Hoisted hoisted = e.hoist(a);
                        live.add(hoisted.rotate(1));
                        live.add(e.rotate(hoisted, 2));
                        hoisted.close();
                    }
                    case 8 -> products.add(e.linearTransform(a, constants.matrix(0)));
                    case 9 -> products.add(e.sumOfScalarProducts(new Value[] {a, b}, new double[] {1, -2}, LEVELS));
                    case 10 -> products.add(e.relinearize(e.last(e.sumOfProducts(new Value[] {a}, new Value[] {b}))));
                    default ->
                        products.add(e.sumOfPlainProducts(
                                new Value[] {a, b},
                                new SlotVector[] {constants.vector(0), constants.vector(1)},
                                LEVELS));
                }
                if (!live.isEmpty() && random.nextInt(4) == 0) {
                    live.add(e.multiplyByI(e.last(live.remove(random.nextInt(live.size())))));
                }
                if (!live.isEmpty() && random.nextInt(6) == 0) {
                    e.release(live.remove(random.nextInt(live.size())));
                }
            }
            Value sum = e.multiply(inputs[0], inputs[1]);
            for (Value product : products) {
                sum = e.add(e.last(sum), e.last(product));
            }
            Value total = e.relinearizeRescale(e.last(sum));
            for (Value value : live) {
                Value low = e.adjust(e.last(value), LEVELS - 1);
                total = e.add(e.last(total), e.last(low));
            }
            Value square = e.multiply(total, total);
            Value masked = e.multiplyPlain(total, constants.vector(0));
            Value scaled = e.conjugate(e.last(e.multiplyScalar(e.last(total), 0.5)));
            Value whole = e.rescale(e.last(e.add(e.last(square), e.last(masked))));
            return new Value[] {e.relinearize(e.last(whole)), e.rescale(e.last(scaled))};
        }

        private static Value pick(Random random, List<Value> live, Value[] inputs) {
            int i = random.nextInt(live.size() + inputs.length);
            return i < inputs.length ? inputs[i] : live.get(i - inputs.length);
        }
    }

    private static List<Long> digest(CkksFixture f, Value[] values) {
        List<Long> residues = new ArrayList<>();
        long[] limb = new long[f.parameters.degree()];
        for (Value value : values) {
            CkksCiphertext ciphertext = (CkksCiphertext) value;
            residues.addAll(List.of((long) value.level(), (long) value.pending(), (long) value.size()));
            for (int part = 0; part < ciphertext.size(); part++) {
                for (int i = 0; i < f.parameters.limbs(ciphertext.level()); i++) {
                    f.kernels.exportLimb(ciphertext.rlwe().part(part), i, limb);
                    Arrays.stream(limb).forEach(residues::add);
                }
            }
        }
        return residues;
    }

    private static Value[] inputs(CkksFixture f, long seed) {
        Random random = new Random(seed);
        return new Value[] {
            f.encrypt(CkksFixture.random(random, SLOTS), LEVELS), f.encrypt(CkksFixture.random(random, SLOTS), LEVELS)
        };
    }

    @ParameterizedTest(name = "seed {0}, threads {1}")
    @MethodSource("seedsAndThreads")
    void threadsDoNotChangeResults(long seed, int threads) {
        try (CkksFixture f = open(seed)) {
            RandomProgram program = new RandomProgram(seed);
            Constants constants = constants();
            Value[] inputs = inputs(f, seed);
            List<Long> expected = digest(f, program.evaluate(f.evaluator, constants, inputs));
            for (int i = 0; i < 3; i++) {
                Value[] outputs = DataflowEvaluator.evaluate(program, f.evaluator, threads, constants, inputs);
                assertThat(digest(f, outputs)).isEqualTo(expected);
            }
            for (Value input : inputs) {
                f.evaluator.release(f.evaluator.negate(input));
            }
        }
    }

    @ParameterizedTest(name = "seed {0}, threads {1}")
    @MethodSource("seedsAndThreads")
    void preparedConstantsAreThoseThatAreUsed(long seed, int threads) {
        try (CkksFixture f = open(seed)) {
            RandomProgram program = new RandomProgram(seed);
            Constants constants = constants();
            try (PlaintextCache prepared = new PlaintextCache(f.parameters, f.kernels, 1, constants, Long.MAX_VALUE)) {
                prepared.prepare(program, constants, SLOTS, new int[] {LEVELS, LEVELS});
                long bytes = prepared.residentBytes();
                CkksEvaluator e = new CkksEvaluator(f.parameters, f.kernels, SLOTS, f.keys, prepared);
                DataflowEvaluator.evaluate(program, e, threads, constants, inputs(f, seed));
                assertThat(prepared.residentBytes()).isEqualTo(bytes).isPositive();
            }
        }
    }

    @Test
    void aMissingKeyEndsTheRun() {
        try (CkksFixture f = open(1)) {
            CircuitProgram program = (e, constants, inputs) -> {
                Value a = e.add(inputs[0], inputs[1]);
                Value b = e.rotate(a, 5);
                Value c = e.rotate(e.last(a), 1);
                return new Value[] {e.add(e.last(b), e.last(c))};
            };
            for (int threads : new int[] {1, 2, 4}) {
                assertThatThrownBy(() ->
                                DataflowEvaluator.evaluate(program, f.evaluator, threads, constants(), inputs(f, 1)))
                        .isInstanceOf(CircuitException.class)
                        .hasMessageContaining("rotation by 5");
            }
        }
    }

    @Test
    void anErrorOfTheProgramIsTold() {
        try (CkksFixture f = open(1)) {
            CircuitProgram program = (e, constants, inputs) -> {
                e.rotate(inputs[0], 1);
                throw new IllegalArgumentException("broken");
            };
            assertThatThrownBy(() -> DataflowEvaluator.evaluate(program, f.evaluator, 3, constants(), inputs(f, 1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("broken");
        }
    }
}
