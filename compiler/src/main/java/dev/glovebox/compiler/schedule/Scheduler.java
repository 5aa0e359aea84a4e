package dev.glovebox.compiler.schedule;

import dev.glovebox.compiler.CompilerOptions;
import dev.glovebox.compiler.ir.slot.SlotProgram;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Schedules slot programs: tidies them, places rescalings, then relinearizations, then assigns levels. */
public final class Scheduler {
    private static final SortedMap<String, RescalePolicy> RESCALE = new TreeMap<>(Map.of(
            "eager", new EagerRescale(),
            "lazy", new LazyRescale(),
            "after-sum", new AfterSumRescale(),
            "waterline", new WaterlineRescale()));
    private static final SortedMap<String, RelinearizePolicy> RELINEARIZE = new TreeMap<>(Map.of(
            "eager", new EagerRelinearize(),
            "lazy", new LazyRelinearize(),
            "minimum", new MinimumRelinearize()));

    /** What happens to every program first. */
    private static final List<SlotPass> TIDY = List.of(
            new FoldConstants(),
            new EliminateCommonSubexpressions(),
            Balance.products(),
            Balance.sums(),
            new EliminateCommonSubexpressions(),
            new Prune());

    /** Names of the rescale policies. */
    public static final Set<String> RESCALE_POLICIES = Collections.unmodifiableSet(RESCALE.keySet());

    /** Names of the relinearization policies. */
    public static final Set<String> RELINEARIZE_POLICIES = Collections.unmodifiableSet(RELINEARIZE.keySet());

    private final RescalePolicy rescale;
    private final RelinearizePolicy relinearize;

    public Scheduler(RescalePolicy rescale, RelinearizePolicy relinearize) {
        this.rescale = rescale;
        this.relinearize = relinearize;
    }

    /**
     * The scheduler with the policies that the options name.
     *
     * @throws IllegalArgumentException if there is no policy of that name
     */
    public Scheduler(CompilerOptions options) {
        this(
                named("rescale", RESCALE, options.rescale()),
                named("relinearization", RELINEARIZE, options.relinearize()));
    }

    private static <P> P named(String kind, SortedMap<String, P> policies, String name) {
        P policy = policies.get(name);
        if (policy == null) {
            throw new IllegalArgumentException(
                    "no " + kind + " policy is named '" + name + "', expected one of " + policies.keySet());
        }
        return policy;
    }

    /** Is shown what each step made. */
    public interface Listener {
        /** Shows nothing. */
        Listener NONE = new Listener() {};

        /** Constants folded, common parts once, balanced, pruned. */
        default void tidied(SlotProgram program) {}

        default void rescaled(SlotProgram program) {}

        /** Rescaled and relinearized; what levels are assigned to. */
        default void relinearized(SlotProgram program) {}
    }

    public Schedule schedule(SlotProgram program) {
        return schedule(program, Listener.NONE);
    }

    public Schedule schedule(SlotProgram program, Listener listener) {
        SlotProgram tidy = program;
        for (SlotPass pass : TIDY) {
            tidy = pass.apply(tidy);
        }
        listener.tidied(tidy);
        SlotProgram rescaled = rescale.apply(tidy);
        listener.rescaled(rescaled);
        SlotProgram relinearized = relinearize.apply(rescaled);
        listener.relinearized(relinearized);
        Schedule levelled = new AssignLevels().apply(relinearized);
        Schedule summed = new FuseSums().apply(levelled);
        Schedule schedule = new FuseKeySwitches().apply(summed);
        new CircuitVerifier().verify(schedule);
        return schedule;
    }
}
