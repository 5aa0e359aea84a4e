package dev.glovebox.compiler.parameters;

import dev.glovebox.compiler.diagnostic.Code;
import dev.glovebox.compiler.diagnostic.CompilationException;
import dev.glovebox.compiler.diagnostic.Diagnostic;
import dev.glovebox.compiler.ir.SourceLocation;
import dev.glovebox.compiler.ir.slot.CircuitIr;
import dev.glovebox.compiler.schedule.Schedule;
import dev.glovebox.dsl.Packing;
import dev.glovebox.runtime.ckks.CkksParameters;
import dev.glovebox.runtime.ckks.ParameterSpec;
import dev.glovebox.runtime.ring.Ring;
import dev.glovebox.runtime.security.SecurityTable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the parameters of a circuit: in each ring the smallest scale that reaches the precision at 128-bit security, with the
 * size of digits and the number of special primes that cost least; and of the smallest ring that has one and the next larger, the one
 * that costs less. {@link Objective} says what costs are. Above {@value #MAX_SINGLE_SCALE_BITS} bits of scale every level has two
 * primes. Never insecure.
 */
public final class ParameterSearch {
    private static final int MIN_LOG_DEGREE = 11;
    private static final int MAX_LOG_DEGREE = 16;
    private static final int MAX_SINGLE_SCALE_BITS = Ring.MAX_PRIME_BITS - 1;
    /** Two primes of the least size. */
    private static final int MIN_DOUBLE_SCALE_BITS = 2 * CkksParameters.MIN_PRIME_BITS;

    private static final int MAX_SCALE_BITS = 2 * Ring.MAX_PRIME_BITS - 8;
    /** Bits that the special primes have beyond the largest digit, if they fit: they divide the noise of keys. */
    private static final int SPECIAL_MARGIN = 3;
    /** Bits between the greatest coefficient and half the modulus. */
    private static final double HEADROOM = 0.5;
    /** A search may miss the worst input: the noise at the worst it found must stay below its budget divided by this. */
    private static final double SAFETY = 1.5;

    private final Schedule schedule;
    private final Packing packing;
    private final NoisePrediction noise;
    private final double budget;
    private final Objective objective;

    private ParameterSearch(
            Schedule schedule, Packing packing, Objective objective, UnaryOperator<double[]> admissible) {
        this.schedule = schedule;
        this.packing = packing;
        this.objective = objective;
        noise = new NoisePrediction(schedule, admissible);
        budget = Math.scalb(1.0, -(schedule.program().precisionBits() + 1));
    }

    /**
     * What was found.
     *
     * @param samples how many samples one evaluation serves
     * @param noise predicted greatest noise of a result
     * @param breakdown where it comes from
     * @param evaluationKeyBytes wire size of the evaluation keys
     * @param seconds predicted time of one evaluation
     */
    public record Choice(
            CkksParameters parameters,
            int samples,
            double noise,
            NoiseBreakdown breakdown,
            long evaluationKeyBytes,
            double seconds) {}

    /** For one sample in an evaluation. */
    public static Choice choose(Schedule schedule) {
        return choose(schedule, Packing.LATENCY, Objective.DEFAULT);
    }

    /** @throws CompilationException with {@link Code#NO_SECURE_PARAMETERS} if there are none, with the numbers */
    public static Choice choose(Schedule schedule, Packing packing, Objective objective) {
        return choose(schedule, packing, objective, UnaryOperator.identity());
    }

    /**
     * As above, with samples of the inputs for which precision is promised.
     *
     * @param admissible takes any normalised elements of all inputs, in flat order, to such ones
     */
    public static Choice choose(
            Schedule schedule, Packing packing, Objective objective, UnaryOperator<double[]> admissible) {
        return new ParameterSearch(schedule, packing, objective, admissible).run();
    }

    private Choice run() {
        int least = Math.max(
                MIN_LOG_DEGREE,
                1 + Integer.numberOfTrailingZeros(schedule.program().slots()));
        List<Attempt> tried = new ArrayList<>();
        int asked = objective.forced().logDegree();
        int greatest = asked == 0 ? MAX_LOG_DEGREE : asked;
        for (int logDegree = Math.max(least, asked); logDegree <= greatest; logDegree++) {
            Choice choice = choose(logDegree, tried);
            if (choice != null) {
                return asked == 0 ? cheaper(choice, logDegree + 1) : choice;
            }
        }
        throw new CompilationException(none(tried));
    }

    private Diagnostic none(List<Attempt> tried) {
        String found = "depth %d with %d bits of precision on %d slots (%s)"
                .formatted(
                        schedule.depth(),
                        schedule.program().precisionBits(),
                        schedule.program().slots(),
                        tried.isEmpty()
                                ? "more slots than any ring has"
                                : tried.stream().map(Attempt::text).collect(Collectors.joining("; ")));
        String wayOut =
                "Ask for fewer bits of precision, narrow the ranges of the inputs, or use functions of lower degree.";
        CkksParameters nearest = null;
        Measured measured = null;
        for (Attempt attempt : tried) {
            if (attempt.measured != null && (measured == null || attempt.measured.missing <= measured.missing)) {
                nearest = attempt.parameters;
                measured = attempt.measured;
            }
        }
        if (nearest != null && measured != null) {
            int logDegree = nearest.logDegree();
            found += "; at 2^%d the noise of the worst result comes from %s"
                    .formatted(
                            logDegree,
                            noise.breakdown(nearest, samples(logDegree), measured.predicted)
                                    .bySourceLine(schedule.nodes()));
            int reached = (int) Math.floor(schedule.program().precisionBits() - log2(measured.missing));
            wayOut = (reached > 0
                            ? "%d bits of precision are within reach at 2^%d; for more, ".formatted(reached, logDegree)
                            : "No precision is within reach: ")
                    + "make values at the lines with most noise smaller, or use functions of lower degree, as each"
                    + " level fewer leaves "
                    + "%.1f more bits for the scale."
                            .formatted(nearest.spec().scaleBits() / Math.max(1, schedule.depth() + 1));
        }
        return new Diagnostic(
                Code.NO_SECURE_PARAMETERS,
                location(),
                found,
                "a circuit that fits 128-bit security at a ring degree of at most 2^" + MAX_LOG_DEGREE,
                wayOut,
                List.of());
    }

    /** The choice itself, or that of a larger ring if it costs less: fewer digits may fit there. */
    private Choice cheaper(Choice choice, int logDegree) {
        if (logDegree > MAX_LOG_DEGREE) {
            return choice;
        }
        CkksParameters bound = best(logDegree, CkksParameters.MIN_PRIME_BITS);
        if (bound == null || cost(bound) >= cost(choice.parameters())) {
            return choice;
        }
        Choice larger = choose(logDegree, new ArrayList<>());
        return larger != null && cost(larger.parameters()) < cost(choice.parameters()) ? larger : choice;
    }

    private double cost(CkksParameters parameters) {
        return objective.cost(parameters, schedule, samples(parameters.logDegree()));
    }

    private SourceLocation location() {
        return schedule.outputs().isEmpty()
                ? SourceLocation.UNKNOWN
                : schedule.nodes().get(schedule.outputs().getFirst()).location();
    }

    private @Nullable Choice choose(int logDegree, List<Attempt> tried) {
        int scaleBits =
                Math.max(CkksParameters.MIN_PRIME_BITS, objective.forced().scaleBits());
        CkksParameters least = best(logDegree, scaleBits);
        if (least == null) {
            tried.add(new Attempt(
                    "2^%d: log2(QP) at least %d, secure up to %.0f"
                            .formatted(
                                    logDegree,
                                    (schedule.depth() + 2) * scaleBits,
                                    SecurityTable.maxLogModulus(logDegree)),
                    null,
                    null));
            return null;
        }
        CkksParameters parameters = least;
        while (true) {
            Measured measured = measure(parameters);
            if (measured.missing <= 1) {
                return new Choice(
                        parameters,
                        samples(logDegree),
                        measured.noise,
                        noise.breakdown(parameters, samples(logDegree), measured.predicted),
                        Objective.keyBytes(parameters, schedule, samples(logDegree)),
                        objective.seconds(parameters, schedule, samples(logDegree)));
            }
            // Noise falls by half with each bit of the scale; undershoot by one and step, as other terms change with
            // it.
            scaleBits += Math.max(1, (int) Math.ceil(log2(measured.missing)) - 1);
            if (scaleBits > MAX_SINGLE_SCALE_BITS) {
                scaleBits = Math.max(scaleBits, MIN_DOUBLE_SCALE_BITS);
            }
            CkksParameters next = objective.forced().scaleBits() != 0 ? null : larger(parameters, scaleBits);
            if (next == null) {
                tried.add(new Attempt(
                        "2^%d: predicted noise 2^%.1f at a scale of 2^%.0f, allowed 2^%.1f, and no secure larger scale"
                                .formatted(
                                        logDegree,
                                        log2(measured.noise),
                                        parameters.spec().scaleBits(),
                                        log2(budget / SAFETY)),
                        parameters,
                        measured));
                return null;
            }
            parameters = next;
            scaleBits = (int) next.spec().scaleBits();
        }
    }

    /** The largest secure scale up to some bits, or null if there is none above the current one. */
    private @Nullable CkksParameters larger(CkksParameters current, int mostBits) {
        for (int bits = Math.min(mostBits, MAX_SCALE_BITS);
                bits > current.spec().scaleBits();
                bits--) {
            boolean usable = bits <= MAX_SINGLE_SCALE_BITS || bits >= MIN_DOUBLE_SCALE_BITS;
            CkksParameters found = usable ? best(current.logDegree(), bits) : null;
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /**
     * The noise under some parameters.
     *
     * @param missing by what factor it is too great; at most 1 if it is not
     */
    private record Measured(NoisePrediction.Predicted predicted, double noise, double missing) {}

    /** Predicts the noise; where it would do, at the worst input that a search finds, and against a simulation. */
    private Measured measure(CkksParameters parameters) {
        int width = samples(parameters.logDegree());
        NoisePrediction.Predicted predicted = noise.greatest(parameters, width);
        double simulated = 0;
        if (predicted.noise() * SAFETY <= budget) {
            noise.searchWorst(parameters, width);
            simulated = noise.verify(parameters, width, noise.greatest(parameters, width));
            predicted = noise.greatest(parameters, width);
        }
        return new Measured(
                predicted,
                Math.max(predicted.noise(), simulated),
                Math.max(predicted.noise() * SAFETY, simulated) / budget);
    }

    /** Parameters that do not serve; without them, not even the smallest scale is secure. */
    private record Attempt(
            String text,
            @Nullable CkksParameters parameters,
            @Nullable Measured measured) {}

    private int samples(int logDegree) {
        return packing == Packing.LATENCY
                ? 1
                : (1 << (logDegree - 1)) / schedule.program().slots();
    }

    /** The secure parameters of least cost with this degree and scale, or null if there are none. */
    private @Nullable CkksParameters best(int logDegree, int scaleBits) {
        List<List<Integer>> levels = levels(scaleBits);
        if (levels == null) {
            return null;
        }
        List<Integer> limbs = levels.stream().flatMap(List::stream).toList();
        CkksParameters best = null;
        double bestCost = Double.POSITIVE_INFINITY;
        int asked = objective.forced().digits();
        for (int digitLimbs = 1; digitLimbs <= limbs.size(); digitLimbs++) {
            int digits = Math.ceilDiv(limbs.size(), digitLimbs);
            CkksParameters candidate =
                    asked == 0 || digits == asked ? candidate(logDegree, scaleBits, levels, limbs, digitLimbs) : null;
            if (candidate != null) {
                double total = cost(candidate);
                if (total < bestCost) {
                    best = candidate;
                    bestCost = total;
                }
            }
        }
        return best;
    }

    private @Nullable CkksParameters candidate(
            int logDegree, int scaleBits, List<List<Integer>> levels, List<Integer> limbs, int digitLimbs) {
        int digits = Math.ceilDiv(limbs.size(), digitLimbs);
        int largest = 0;
        for (int from = 0; from < limbs.size(); from += digitLimbs) {
            largest = Math.max(largest, sum(limbs.subList(from, Math.min(limbs.size(), from + digitLimbs))));
        }
        for (int margin : new int[] {SPECIAL_MARGIN, 0}) {
            List<Integer> special = split(largest + margin);
            if (sum(limbs) + sum(special) <= SecurityTable.maxLogModulus(logDegree)
                    && limbs.size() + special.size() <= CkksParameters.MAX_PRIMES) {
                try {
                    return CkksParameters.of(new ParameterSpec(logDegree, levels, special, digits, scaleBits, false));
                } catch (IllegalArgumentException e) {
                    // There are not enough primes of these sizes.
                    return null;
                }
            }
        }
        return null;
    }

    /** Sizes of the primes of each level, or null if values do not fit level 0 at this scale. */
    private @Nullable List<List<Integer>> levels(int scaleBits) {
        double first = scaleBits + 1;
        for (CircuitIr.Node node : schedule.nodes()) {
            int above = node.type().pending() - node.type().level();
            if (node.magnitude() > 0) {
                first = Math.max(first, log2(node.magnitude()) + (double) above * scaleBits + 1 + HEADROOM);
            }
        }
        List<Integer> firstLevel = split((int) Math.ceil(first));
        if (firstLevel.size() > 2) {
            return null;
        }
        List<List<Integer>> levels = new ArrayList<>();
        levels.add(firstLevel);
        for (int level = 1; level <= schedule.depth(); level++) {
            levels.add(split(scaleBits));
        }
        return levels;
    }

    /** The fewest primes of these bits together, of equal size but for one bit, none below the least size. */
    private static List<Integer> split(int bits) {
        int count = Math.ceilDiv(bits, Ring.MAX_PRIME_BITS);
        List<Integer> sizes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int left = bits - sum(sizes);
            sizes.add(Math.max(CkksParameters.MIN_PRIME_BITS, Math.ceilDiv(left, count - i)));
        }
        return sizes;
    }

    private static int sum(List<Integer> bits) {
        return bits.stream().mapToInt(Integer::intValue).sum();
    }

    private static double log2(double x) {
        return Math.log(x) / Math.log(2);
    }
}
