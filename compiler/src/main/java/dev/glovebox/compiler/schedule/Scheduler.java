package dev.glovebox.compiler.schedule;

import dev.glovebox.compiler.CompilerOptions;
import dev.glovebox.compiler.ir.slot.SlotProgram;

/** Schedules slot programs: places rescalings, then relinearizations, then assigns levels. */
public final class Scheduler {
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
                switch (options.rescale()) {
                    case "eager" -> new EagerRescale();
                    case "lazy" -> new LazyRescale();
                    default -> throw unknown("rescale", options.rescale());
                },
                switch (options.relinearize()) {
                    case "eager" -> new EagerRelinearize();
                    case "lazy" -> new LazyRelinearize();
                    default -> throw unknown("relinearization", options.relinearize());
                });
    }

    private static IllegalArgumentException unknown(String policy, String name) {
        return new IllegalArgumentException("no " + policy + " policy is named '" + name + "', expected eager or lazy");
    }

    public Schedule schedule(SlotProgram program) {
        SlotProgram live = new Prune().apply(program);
        SlotProgram rescaled = rescale.apply(live);
        SlotProgram relinearized = relinearize.apply(rescaled);
        Schedule schedule = new AssignLevels().apply(relinearized);
        new CircuitVerifier().verify(schedule);
        return schedule;
    }
}
