package dev.glovebox.compiler.parameters;

import dev.glovebox.compiler.ir.slot.CircuitIr;
import dev.glovebox.compiler.ir.slot.SlotOp;
import dev.glovebox.compiler.schedule.Schedule;
import dev.glovebox.compiler.simulator.CircuitInterpreter;
import dev.glovebox.compiler.simulator.ClearRun;
import dev.glovebox.compiler.simulator.NoiseSensitivity;
import dev.glovebox.compiler.simulator.NoiseSource;
import dev.glovebox.compiler.simulator.NoiseVariances;
import dev.glovebox.compiler.simulator.Simulator;
import dev.glovebox.runtime.circuit.CircuitManifest.KeyRequirement;
import dev.glovebox.runtime.circuit.CircuitManifest.ResultElement.InSlot;
import dev.glovebox.runtime.circuit.Constants;
import dev.glovebox.runtime.circuit.Evaluator.Value;
import dev.glovebox.runtime.ckks.CkksParameters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Predicts the greatest noise of a circuit's results under given parameters, over a set of inputs. What each error does to a result at
 * an input is found once, by {@link NoiseSensitivity}, and serves all parameters; {@link #verify} holds the prediction against
 * one simulation of all results.
 */
final class NoisePrediction {
    /** Slots times samples stay near this, so that wide circuits take about as long as narrow ones. */
    private static final int WORK = 1 << 14;

    /** Rows of a linear map of an input that are driven to their ends. */
    private static final int ROWS = 4;

    /** Multiplications of a clear run from which on few inputs are looked at. */
    private static final long LARGE = 1 << 22;

    /** Results that an input is analysed for, fewer in large circuits; more only where a simulation finds them worse. */
    private static final int RESULTS = 4;

    /** Multiplications that the search for the worst input may take, forward; and bounds of its steps. */
    private static final long SEARCH_WORK = 1 << 25;

    private static final int LEAST_STEPS = 4;
    private static final int MOST_STEPS = 200;

    /** Trials of a simulation, fewer where vectors are long: each slot of a long vector is a trial of its own. */
    private static final int TRIALS = 12;

    private static final int FEW_TRIALS = 2;
    private static final int LONG = 2048;

    private final Schedule schedule;
    private final KeyRequirement keys;
    private final List<Integer> inputLevels;
    private final List<InSlot> results;
    private final InputSamples samples;
    private final List<Probe> probes = new ArrayList<>();
    /** Runs that are over, and whose memory serves others. */
    private final Queue<ClearRun> idle = new ConcurrentLinkedQueue<>();

    private boolean searched;

    /** A result at an input: the gain of each source, summed over the operations. */
    private record Probe(InputSamples.Sample sample, InSlot result, Map<NoiseSource, Double> gains) {
        double variance(NoiseVariances variances) {
            double sum = 0;
            for (Map.Entry<NoiseSource, Double> gain : gains.entrySet()) {
                sum += gain.getValue() * variances.of(gain.getKey());
            }
            return sum;
        }
    }

    /**
     * @param worst index of the probe
     * @param noise greatest predicted error of a result
     */
    record Predicted(int worst, double noise) {}

    NoisePrediction(Schedule schedule, UnaryOperator<double[]> admissible) {
        this.schedule = schedule;
        keys = schedule.keys();
        inputLevels = schedule.inputLevels();
        results = schedule.program().results().stream()
                .flatMap(r -> r instanceof InSlot slot ? Stream.of(slot) : Stream.empty())
                .distinct()
                .toList();
        boolean large = work() > LARGE;
        int random = large
                ? 1
                : Math.clamp(
                        WORK / schedule.program().slots() / schedule.nodes().size(), 2, 8);
        samples = InputSamples.of(schedule, random, large ? 1 : ROWS, admissible);
        if (!results.isEmpty()) {
            List<InputSamples.Sample> inputs = samples.all();
            int each = (int) Math.clamp(SEARCH_WORK / work() / inputs.size(), 1, RESULTS);
            probes.addAll(inputs.parallelStream()
                    .flatMap(sample -> probes(sample, each, List.of()).stream())
                    .toList());
        }
    }

    private Probe probe(InputSamples.Sample sample, ClearRun run, InSlot result) {
        Map<NoiseSource, Double> gains = new LinkedHashMap<>();
        NoiseSensitivity.of(schedule, run, result, (_, source, gain) -> gains.merge(source, gain, Double::sum));
        return new Probe(sample, result, gains);
    }

    /**
     * The greatest predicted error of the results and inputs that were analysed.
     *
     * @param width how many samples the ciphertexts hold
     */
    Predicted greatest(CkksParameters parameters, int width) {
        int slots = schedule.program().slots() * width;
        NoiseVariances variances = new NoiseVariances(parameters, slots);
        int worst = -1;
        double greatest = 0;
        for (int i = 0; i < probes.size(); i++) {
            double variance = probes.get(i).variance(variances);
            if (variance > greatest || worst < 0) {
                worst = i;
                greatest = variance;
            }
        }
        return new Predicted(worst, Simulator.tail(slots) * Math.sqrt(greatest));
    }

    /**
     * Looks for inputs with more noise, once: climbs from the worst known one by random moves, which grow where they help and shrink
     * where they do not. The worst found is analysed from now on, for several results.
     */
    void searchWorst(CkksParameters parameters, int width) {
        Predicted start = greatest(parameters, width);
        if (searched || start.worst < 0) {
            return;
        }
        searched = true;
        NoiseVariances variances =
                new NoiseVariances(parameters, schedule.program().slots() * width);
        RandomGenerator random = new SplittableRandom(1);
        Probe best = probes.get(start.worst);
        double step = 1;
        long steps = Math.clamp(SEARCH_WORK / work(), LEAST_STEPS, MOST_STEPS);
        for (int i = 0; i < steps; i++) {
            InputSamples.Sample sample = samples.near(best.sample, step, random);
            ClearRun run = run(sample);
            Probe next = probe(sample, run, best.result);
            idle.add(run);
            boolean better = next.variance(variances) > best.variance(variances);
            best = better ? next : best;
            step = better ? Math.min(2, 2 * step) : Math.max(1e-3, 0.8 * step);
        }
        probes.addAll(probes(best.sample, RESULTS, List.of(best)));
    }

    /** @param known of this input */
    private List<Probe> probes(InputSamples.Sample sample, int most, List<Probe> known) {
        ClearRun run = run(sample);
        int count = Math.min(most, results.size());
        List<Probe> found = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            InSlot result = results.get(i * results.size() / count);
            found.add(known.stream()
                    .filter(probe -> probe.result.equals(result))
                    .findFirst()
                    .orElseGet(() -> probe(sample, run, result)));
        }
        idle.add(run);
        return found;
    }

    private ClearRun run(InputSamples.Sample sample) {
        Constants constants = schedule.program().constants().suppliedNormalized(sample.elements());
        ClearRun run = idle.poll();
        if (run == null) {
            return ClearRun.of(schedule, constants, sample.ciphertexts());
        }
        run.run(constants, sample.ciphertexts());
        return run;
    }

    /** Multiplications of one clear run, about. */
    private long work() {
        long rows = schedule.nodes().stream()
                .mapToLong(n -> n.op() instanceof SlotOp.LinearTransform transform
                        ? schedule.program()
                                .constants()
                                .matrix(transform.matrix())
                                .diagonals()
                                .size()
                        : 1 + n.op().operands().size())
                .sum();
        return rows * schedule.program().slots();
    }

    /** Where the noise of a prediction comes from. */
    NoiseBreakdown breakdown(CkksParameters parameters, int width, Predicted predicted) {
        if (predicted.worst < 0) {
            return NoiseBreakdown.NONE;
        }
        int slots = schedule.program().slots() * width;
        NoiseVariances variances = new NoiseVariances(parameters, slots);
        double tail = Simulator.tail(slots);
        Probe probe = probes.get(predicted.worst);
        List<NoiseBreakdown.Part> parts = new ArrayList<>();
        NoiseSensitivity.of(schedule, run(probe.sample), probe.result, (node, source, gain) -> {
            double error = tail * Math.sqrt(gain * variances.of(source));
            if (error > 0) {
                parts.add(new NoiseBreakdown.Part(node, source.kind(), error));
            }
        });
        return new NoiseBreakdown(parts);
    }

    /**
     * Simulates the input at which noise is predicted to be greatest; if one of the results is worse than predicted, it is
     * analysed from now on.
     *
     * @return the greatest error of a result in the simulation
     */
    double verify(CkksParameters parameters, int width, Predicted predicted) {
        if (predicted.worst < 0) {
            return 0;
        }
        InputSamples.Sample sample = probes.get(predicted.worst).sample;
        CircuitIr circuit = schedule.with(parameters.spec());
        int trials = circuit.slots() < LONG ? TRIALS : FEW_TRIALS;
        Simulator simulator = new Simulator(parameters, circuit.slots(), width, keys, trials, 1);
        Value[] inputs = new Value[sample.ciphertexts().length];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = simulator.encrypt(sample.ciphertexts()[i], inputLevels.get(i));
        }
        Value[] outputs = new CircuitInterpreter(circuit)
                .evaluate(simulator, circuit.constants().suppliedNormalized(sample.elements()), inputs);
        double[][] errors = new double[outputs.length][];
        for (int i = 0; i < errors.length; i++) {
            errors[i] = simulator.predictedErrors(outputs[i]);
        }
        InSlot worst = results.getFirst();
        for (InSlot result : results) {
            worst = errors[result.ciphertext()][result.slot()] > errors[worst.ciphertext()][worst.slot()]
                    ? result
                    : worst;
        }
        double noise = errors[worst.ciphertext()][worst.slot()];
        if (noise > predicted.noise) {
            analyse(sample, worst);
        }
        return noise;
    }

    private void analyse(InputSamples.Sample sample, InSlot result) {
        if (probes.stream().noneMatch(p -> p.sample == sample && p.result.equals(result))) {
            probes.add(probe(sample, run(sample), result));
        }
    }
}
