package dev.glovebox.compiler.cost;

import dev.glovebox.compiler.cost.NonNegativeFit.Point;
import dev.glovebox.compiler.cost.OperationTimes.Measured;
import dev.glovebox.runtime.ckks.CkksParameters;
import dev.glovebox.runtime.ckks.ParameterSpec;
import dev.glovebox.runtime.ring.RingBackend;
import dev.glovebox.runtime.ring.RingBackends;
import dev.glovebox.runtime.ring.RingKernels;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Measures the operations of the chosen backend on this machine and writes the table that {@link CostModel} reads. Takes some
 * minutes.
 */
public final class CalibrateCosts {
    /** Every thread count is measured with kernels that were opened under this property. */
    private static final String THREADS = "glovebox.threads";

    private static final long WARM_UP_NANOS = 6_000_000_000L;
    private static final long SECOND_WARM_UP_NANOS = 2_000_000_000L;
    private static final long BUDGET_NANOS = 50_000_000;

    /** Operations that are made of the same passes. */
    private static final List<Set<OperationKind>> FAMILIES = families();

    private final PrintStream log;

    public CalibrateCosts(PrintStream log) {
        this.log = log;
    }

    /**
     * A chain of equal levels to measure in: secure for its ring, so what is measured is what can be chosen.
     *
     * @param limbs data limbs, one a level
     */
    private record Setting(int logDegree, int limbs, int bits, int digits) {
        ParameterSpec spec() {
            List<List<Integer>> levels = new ArrayList<>(Collections.nCopies(limbs, List.of(bits)));
            levels.set(0, List.of(bits + 2));
            int digitLimbs = Math.ceilDiv(limbs, digits);
            return new ParameterSpec(
                    logDegree, levels, Collections.nCopies(digitLimbs, Math.min(bits + 2, 49)), digits, bits, false);
        }
    }

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
            new Setting(16, 24, 40, 3),
            new Setting(16, 12, 40, 6));

    private static List<Set<OperationKind>> families() {
        Set<OperationKind> switching = EnumSet.of(
                OperationKind.RELINEARIZE,
                OperationKind.ROTATE,
                OperationKind.HOIST,
                OperationKind.HOISTED_ROTATE,
                OperationKind.LINEAR_TRANSFORM);
        Set<OperationKind> rescaling = EnumSet.of(OperationKind.RESCALE, OperationKind.ADJUST);
        List<Set<OperationKind>> families = new ArrayList<>(List.of(switching, rescaling));
        for (OperationKind kind : OperationKind.values()) {
            if (!switching.contains(kind) && !rescaling.contains(kind)) {
                families.add(EnumSet.of(kind));
            }
        }
        return families;
    }

    /**
     * @param args the file to write, then numbers of threads to measure with; 1 and all processors without
     */
    public static void main(String[] args) {
        if (args.length == 0) {
            System.err.println("usage: CalibrateCosts FILE [THREADS]...");
            System.exit(2);
        }
        int processors = Runtime.getRuntime().availableProcessors();
        int[] threads = args.length > 1
                ? Arrays.stream(args).skip(1).mapToInt(Integer::parseInt).toArray()
                : processors == 1 ? new int[] {1} : new int[] {1, processors};
        new CalibrateCosts(System.out).run(threads).write(Path.of(args[0]));
    }

    /** Measures with each of these numbers of threads. */
    public CostTable run(int... threads) {
        RingBackend backend = RingBackends.choose();
        String before = System.getProperty(THREADS);
        List<CostTable.Fit> fits = new ArrayList<>();
        try {
            for (int count : threads) {
                System.setProperty(THREADS, Integer.toString(count));
                fits.addAll(run(backend, count));
            }
        } finally {
            if (before == null) {
                System.clearProperty(THREADS);
            } else {
                System.setProperty(THREADS, before);
            }
        }
        String machine = "%s, %d processors, Java %s"
                .formatted(
                        System.getProperty("os.arch"),
                        Runtime.getRuntime().availableProcessors(),
                        System.getProperty("java.version"));
        return new CostTable(backend.name(), machine, fits);
    }

    private List<CostTable.Fit> run(RingBackend backend, int threads) {
        warmUp(backend, SETTINGS.get(1), threads, WARM_UP_NANOS);
        warmUp(backend, SETTINGS.get(4), threads, SECOND_WARM_UP_NANOS);
        SortedMap<Integer, Map<OperationKind, List<Point>>> points = new TreeMap<>();
        for (Setting setting : SETTINGS) {
            log.printf(
                    "%s, %d threads: 2^%d, %d limbs, %d digits%n",
                    backend.name(), threads, setting.logDegree, setting.limbs, setting.digits);
            Map<OperationKind, List<Point>> ofRing =
                    points.computeIfAbsent(setting.logDegree, _ -> new EnumMap<>(OperationKind.class));
            for (Measured m : measure(backend, setting, new Stopwatch(threads, BUDGET_NANOS))) {
                ofRing.computeIfAbsent(m.operation(), _ -> new ArrayList<>())
                        .add(new Point(m.work().steps(setting.logDegree), m.nanos()));
            }
        }
        List<CostTable.Fit> fits = new ArrayList<>();
        points.forEach((logDegree, byKind) -> {
            for (Set<OperationKind> family : FAMILIES) {
                fits.addAll(fit(family, byKind, threads, logDegree));
            }
        });
        return fits;
    }

    /** One fit for a family, and a factor for each of its operations. */
    private static List<CostTable.Fit> fit(
            Set<OperationKind> family, Map<OperationKind, List<Point>> points, int threads, int logDegree) {
        double[] shared = NonNegativeFit.of(family.stream()
                .flatMap(kind -> Objects.requireNonNull(points.get(kind)).stream())
                .toList());
        return family.stream()
                .map(kind -> {
                    List<Point> own = Objects.requireNonNull(points.get(kind));
                    double[] fit = NonNegativeFit.scaled(own, shared);
                    return new CostTable.Fit(kind, threads, logDegree, fit, NonNegativeFit.error(own, fit));
                })
                .toList();
    }

    private static void warmUp(RingBackend backend, Setting setting, int threads, long nanos) {
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() < end) {
            measure(backend, setting, new Stopwatch(threads, BUDGET_NANOS / 2));
        }
    }

    private static List<Measured> measure(RingBackend backend, Setting setting, Stopwatch stopwatch) {
        CkksParameters parameters = CkksParameters.of(setting.spec());
        List<Measured> measured = new ArrayList<>();
        try (RingKernels kernels = backend.open(parameters.ring());
                OperationTimes times = new OperationTimes(parameters, kernels, stopwatch)) {
            int top = parameters.maxLevel();
            for (int level : IntStream.of(Math.min(2, top), (top + 1) / 2, top)
                    .distinct()
                    .toArray()) {
                measured.addAll(times.at(level));
            }
        }
        return measured;
    }
}
