package dev.glovebox.compiler.cost;

import dev.glovebox.compiler.cost.NonNegativeFit.Point;
import dev.glovebox.compiler.cost.OperationTimes.Measured;
import dev.glovebox.compiler.schedule.Schedule;
import dev.glovebox.runtime.ckks.CkksParameters;
import dev.glovebox.runtime.ckks.ParameterSpec;
import dev.glovebox.runtime.ring.RingBackend;
import dev.glovebox.runtime.ring.RingBackends;
import dev.glovebox.runtime.ring.RingKernels;
import dev.glovebox.runtime.ring.Workers;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Measures the operations of the chosen backend on this machine and fits the table that {@link CostModel} reads. Every point is
 * measured in rounds, between which everything else is measured, and is the median of its rounds: what else the machine does for a
 * while does not decide. Takes some minutes.
 */
public final class CalibrateCosts {
    private static final long WARM_UP_NANOS = 10_000_000_000L;
    /** In rings above, where each operation is slow, low levels are left out. */
    private static final int LARGE_LOG_DEGREE = 15;

    private static final long BUDGET_NANOS = 6_000_000;
    private static final long WARM_UP_BUDGET_NANOS = 2_000_000;

    /** Threads meet at random: so many times longer do they run beside each other. */
    private static final int OVERLAP_BUDGETS = 8;

    /** Operations that are made of the same passes. */
    private static final List<Set<OperationKind>> FAMILIES = families();

    /** Chains that are secure for their rings, so what is measured is what can be chosen. */
    private static final List<Setting> SETTINGS = List.of(
            new Setting(12, 2, 33, 2),
            new Setting(13, 4, 34, 2),
            new Setting(13, 4, 40, 4),
            new Setting(14, 9, 40, 9),
            new Setting(14, 7, 40, 3),
            new Setting(14, 6, 40, 2),
            new Setting(15, 10, 40, 10),
            new Setting(15, 14, 40, 3),
            new Setting(15, 12, 40, 2),
            new Setting(16, 20, 40, 4));

    private final PrintWriter log;
    private final List<Setting> settings;
    private final int rounds;
    private final long warmUpNanos;
    private final Map<Place, Measured> operations = new LinkedHashMap<>();
    private final Map<Place, Rounds> times = new LinkedHashMap<>();

    /** @param rounds how often everything is measured, at least 1 */
    public CalibrateCosts(PrintWriter log, int rounds) {
        this(log, SETTINGS, rounds, WARM_UP_NANOS);
    }

    CalibrateCosts(PrintWriter log, List<Setting> settings, int rounds, long warmUpNanos) {
        this.log = log;
        this.settings = settings;
        this.rounds = rounds;
        this.warmUpNanos = warmUpNanos;
    }

    /**
     * A chain of equal levels to measure in.
     *
     * @param limbs data limbs, one a level, at least 2
     */
    record Setting(int logDegree, int limbs, int bits, int digits) {
        ParameterSpec spec() {
            List<List<Integer>> levels = new ArrayList<>(Collections.nCopies(limbs, List.of(bits)));
            levels.set(0, List.of(bits + 2));
            int digitLimbs = Math.ceilDiv(limbs, digits);
            return new ParameterSpec(
                    logDegree, levels, Collections.nCopies(digitLimbs, Math.min(bits + 2, 49)), digits, bits, false);
        }
    }

    /** What was measured where. */
    private record Place(int threads, Setting setting, int index) {
        /** The index of rotations that overlap; operations count from 0. */
        static final int OVERLAPPING = -1;
        /** The index of the mixed circuit. */
        static final int MIXED = -2;
    }

    /** The times of the rounds. */
    private static final class Rounds {
        private final List<Double> nanos = new ArrayList<>();

        /** Their median. */
        double typical() {
            double[] sorted =
                    nanos.stream().mapToDouble(Double::doubleValue).sorted().toArray();
            return sorted[sorted.length / 2];
        }
    }

    private static List<Set<OperationKind>> families() {
        Set<OperationKind> switching = EnumSet.of(
                OperationKind.RELINEARIZE,
                OperationKind.RELINEARIZE_RESCALE,
                OperationKind.ROTATE,
                OperationKind.HOIST,
                OperationKind.HOISTED_ROTATE,
                OperationKind.LINEAR_TRANSFORM);
        Set<OperationKind> rescaling = EnumSet.of(OperationKind.RESCALE, OperationKind.ADJUST);
        Stream<Set<OperationKind>> others = Arrays.stream(OperationKind.values())
                .filter(kind -> !switching.contains(kind) && !rescaling.contains(kind))
                .map(EnumSet::of);
        return Stream.concat(Stream.of(switching, rescaling), others).toList();
    }

    /** 1, and all processors. */
    public static List<Integer> defaultThreads() {
        return Stream.of(1, Runtime.getRuntime().availableProcessors())
                .distinct()
                .toList();
    }

    /**
     * Measures with each of these numbers of threads.
     *
     * @param threads beside 1, which is always measured
     */
    public CostTable run(List<Integer> threads) {
        return run(threads, () -> {});
    }

    /** @param between what else to do after each ring, again and again, with as many threads as before */
    CostTable run(List<Integer> others, Runnable between) {
        List<Integer> threads =
                Stream.concat(Stream.of(1), others.stream()).distinct().toList();
        RingBackend backend = RingBackends.choose();
        String before = System.getProperty(Workers.PROPERTY);
        try {
            for (int count : threads) {
                warmUp(backend, count);
            }
            times.clear();
            for (int round = 1; round <= rounds; round++) {
                for (Setting setting : settings) {
                    log.printf(
                            "%s, round %d of %d: 2^%d, %d limbs, %d digits%n",
                            backend.name(), round, rounds, setting.logDegree, setting.limbs, setting.digits);
                    log.flush();
                    for (int count : threads) {
                        measure(backend, setting, count, BUDGET_NANOS);
                    }
                    restore(before);
                    between.run();
                }
            }
        } finally {
            restore(before);
        }
        String machine = "%s, %d processors, Java %s"
                .formatted(
                        System.getProperty("os.arch"),
                        Runtime.getRuntime().availableProcessors(),
                        System.getProperty("java.version"));
        CostTable apart = new CostTable(backend.name(), machine, fits(threads), overlaps(), List.of());
        return new CostTable(backend.name(), machine, apart.fits(), apart.overlaps(), companies(apart));
    }

    private static void restore(@Nullable String threads) {
        if (threads == null) {
            System.clearProperty(Workers.PROPERTY);
        } else {
            System.setProperty(Workers.PROPERTY, threads);
        }
    }

    /** Until the compiled code is there. */
    private void warmUp(RingBackend backend, int threads) {
        long end = System.nanoTime() + warmUpNanos;
        for (int i = 0; System.nanoTime() < end; i++) {
            Setting setting = settings.get(i % Math.min(settings.size(), 6));
            measure(backend, setting, threads, WARM_UP_BUDGET_NANOS);
        }
    }

    private void measure(RingBackend backend, Setting setting, int threads, long budgetNanos) {
        System.setProperty(Workers.PROPERTY, Integer.toString(threads));
        CkksParameters parameters = CkksParameters.of(setting.spec());
        try (RingKernels kernels = backend.open(parameters.ring());
                OperationTimes operations =
                        new OperationTimes(parameters, kernels, new Stopwatch(threads, budgetNanos))) {
            List<Measured> measured = new ArrayList<>();
            int top = parameters.maxLevel();
            int low = parameters.logDegree() > LARGE_LOG_DEGREE ? (top + 1) / 2 : Math.min(2, top);
            for (int level : IntStream.of(low, (top + 1) / 2, top).distinct().toArray()) {
                measured.addAll(operations.at(level));
            }
            for (int i = 0; i < measured.size(); i++) {
                Place place = new Place(threads, setting, i);
                this.operations.putIfAbsent(place, measured.get(i));
                add(place, measured.get(i).nanos());
            }
        }
        try (RingKernels kernels = backend.open(parameters.ring());
                OperationTimes operations = new OperationTimes(
                        parameters, kernels, new Stopwatch(threads, OVERLAP_BUDGETS * budgetNanos))) {
            add(new Place(threads, setting, Place.OVERLAPPING), operations.overlapping(threads));
            add(new Place(threads, setting, Place.MIXED), operations.nanos(MixedCircuit.of(parameters)));
        }
    }

    private void add(Place place, double nanos) {
        times.computeIfAbsent(place, _ -> new Rounds()).nanos.add(nanos);
    }

    private double typical(Place place) {
        return Objects.requireNonNull(times.get(place)).typical();
    }

    private List<CostTable.Fit> fits(List<Integer> threads) {
        List<CostTable.Fit> fits = new ArrayList<>();
        for (int count : threads) {
            for (Set<OperationKind> family : FAMILIES) {
                double[] larger = null;
                for (int logDegree : settings.stream()
                        .map(Setting::logDegree)
                        .distinct()
                        .sorted(Comparator.reverseOrder())
                        .toList()) {
                    Map<OperationKind, List<Point>> points = points(count, logDegree, family);
                    double[] shared = shared(points, larger);
                    points.forEach((kind, own) -> {
                        double[] fit = NonNegativeFit.scaled(own, shared);
                        fits.add(new CostTable.Fit(kind, count, logDegree, fit, NonNegativeFit.error(own, fit)));
                    });
                    larger = shared;
                }
            }
        }
        fits.sort(Comparator.comparingInt(CostTable.Fit::threads)
                .thenComparingInt(CostTable.Fit::logDegree)
                .thenComparing(CostTable.Fit::operation));
        return fits;
    }

    private Map<OperationKind, List<Point>> points(int threads, int logDegree, Set<OperationKind> family) {
        Map<OperationKind, List<Point>> points = new EnumMap<>(OperationKind.class);
        operations.forEach((place, measured) -> {
            if (place.threads == threads
                    && place.setting.logDegree == logDegree
                    && family.contains(measured.operation())) {
                double[] steps = measured.work().steps(logDegree);
                points.computeIfAbsent(measured.operation(), _ -> new ArrayList<>())
                        .add(new Point(steps, typical(place)));
            }
        });
        return points;
    }

    /**
     * One fit for a family, of which each operation takes a multiple. Small rings have few secure chains: too few points to tell the
     * kinds of work apart, so theirs is a multiple of the fit of the next larger ring.
     */
    private static double[] shared(Map<OperationKind, List<Point>> points, double @Nullable [] larger) {
        List<Point> all = points.values().stream().flatMap(List::stream).toList();
        return larger != null && all.size() < Work.KINDS + 3
                ? NonNegativeFit.scaled(all, larger)
                : NonNegativeFit.of(all);
    }

    /** What a rotation takes beside others, over what it takes where one follows another. */
    private List<CostTable.Ratio> overlaps() {
        return byRing(
                Place.OVERLAPPING,
                2,
                place -> typical(place) / typical(new Place(1, place.setting, Place.OVERLAPPING)));
    }

    /** What the mixed circuit takes, over what the table predicts of it. */
    private List<CostTable.Ratio> companies(CostTable table) {
        return byRing(Place.MIXED, 1, place -> {
            CkksParameters parameters = CkksParameters.of(place.setting.spec());
            Schedule circuit = MixedCircuit.of(parameters);
            double predicted = new CostModel(table, place.threads)
                    .elapsed(
                            RingShape.of(parameters),
                            circuit.nodes(),
                            circuit.outputs(),
                            circuit.program().constants(),
                            1);
            return typical(place) / 1e9 / predicted;
        });
    }

    /** For each number of threads and ring the mean of a ratio over the settings. */
    private List<CostTable.Ratio> byRing(int index, int leastThreads, ToDoubleFunction<Place> ratio) {
        SortedMap<Integer, SortedMap<Integer, List<Double>>> ratios = new TreeMap<>();
        for (Place place : times.keySet()) {
            if (place.index == index && place.threads >= leastThreads) {
                ratios.computeIfAbsent(place.threads, _ -> new TreeMap<>())
                        .computeIfAbsent(place.setting.logDegree, _ -> new ArrayList<>())
                        .add(ratio.applyAsDouble(place));
            }
        }
        List<CostTable.Ratio> means = new ArrayList<>();
        ratios.forEach((threads, byDegree) -> byDegree.forEach((logDegree, values) -> means.add(new CostTable.Ratio(
                threads,
                logDegree,
                values.stream().mapToDouble(Double::doubleValue).average().orElseThrow()))));
        return means;
    }
}
