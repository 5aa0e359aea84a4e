package dev.glovebox.compiler;

import dev.glovebox.compiler.approximation.Approximate.Approximated;
import dev.glovebox.compiler.frontend.LiftedModel;
import dev.glovebox.compiler.ir.slot.SlotProgram;
import dev.glovebox.compiler.ir.tensor.TensorProgram;
import dev.glovebox.compiler.parameters.KeyBudget;
import dev.glovebox.compiler.parameters.ParameterSearch;
import dev.glovebox.compiler.parameters.WorstInputCheck;
import dev.glovebox.compiler.schedule.Schedule;
import dev.glovebox.compiler.schedule.Scheduler;

/** Shows what each stage of a compilation made, for reports and dumps. */
public final class Stages {
    private final Listener listener;

    Stages(Listener listener) {
        this.listener = listener;
    }

    /** Is called in the order of the methods, each at most once; stages behind a failure are not shown. */
    public interface Listener extends Scheduler.Listener {
        /** Shows nothing. */
        Listener NONE = new Listener() {};

        /** What the method computes; ranges are not known yet. */
        default void lifted(LiftedModel model) {}

        /** With a range for every element. */
        default void ranged(TensorProgram program) {}

        /** With polynomials for functions. */
        default void approximated(Approximated approximated) {}

        /** With scales of inputs and of arguments taken into the affine maps beside them. */
        default void folded(TensorProgram program) {}

        default void laidOut(SlotProgram program) {}

        default void scheduled(Schedule schedule) {}

        /** With rotations from fewer keys, if the keys' bytes are limited and that takes it; it replaces the scheduled stage. */
        default void composed(Schedule schedule) {}

        default void parameterized(ParameterSearch.Choice choice) {}

        /** The last: at the worst input that was found. */
        default void checked(WorstInputCheck check) {}
    }

    LiftedModel lifted(LiftedModel model) {
        listener.lifted(model);
        return model;
    }

    TensorProgram ranged(TensorProgram program) {
        listener.ranged(program);
        return program;
    }

    Approximated approximated(Approximated approximated) {
        listener.approximated(approximated);
        return approximated;
    }

    TensorProgram folded(TensorProgram program) {
        listener.folded(program);
        return program;
    }

    SlotProgram laidOut(SlotProgram program) {
        listener.laidOut(program);
        return program;
    }

    Schedule scheduled(Scheduler scheduler, SlotProgram slots) {
        Schedule schedule = scheduler.schedule(slots, listener);
        listener.scheduled(schedule);
        return schedule;
    }

    /** @param scheduled what parameters were searched for */
    KeyBudget.Plan parameterized(KeyBudget.Plan plan, Schedule scheduled) {
        if (!plan.schedule().equals(scheduled)) {
            listener.composed(plan.schedule());
        }
        listener.parameterized(plan.choice());
        return plan;
    }

    WorstInputCheck checked(WorstInputCheck check) {
        listener.checked(check);
        return check;
    }
}
