package dev.glovebox.compiler;

import dev.glovebox.compiler.approximation.Approximate.Approximated;
import dev.glovebox.compiler.frontend.LiftedModel;
import dev.glovebox.compiler.ir.slot.SlotProgram;
import dev.glovebox.compiler.ir.tensor.TensorProgram;
import dev.glovebox.compiler.parameters.ParameterSearch;
import dev.glovebox.compiler.parameters.WorstInputCheck;
import dev.glovebox.compiler.schedule.Schedule;

/** Shows what each stage of a compilation made, for reports and dumps. */
public final class Stages {
    private final Listener listener;

    Stages(Listener listener) {
        this.listener = listener;
    }

    /** Is called in the order of the methods, each at most once; stages behind a failure are not shown. */
    public interface Listener {
        /** Shows nothing. */
        Listener NONE = new Listener() {};

        /** What the method computes; ranges are not known yet. */
        default void lifted(LiftedModel model) {}

        /** With a range for every element. */
        default void ranged(TensorProgram program) {}

        /** With polynomials for functions. */
        default void approximated(Approximated approximated) {}

        default void laidOut(SlotProgram program) {}

        default void scheduled(Schedule schedule) {}

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

    SlotProgram laidOut(SlotProgram program) {
        listener.laidOut(program);
        return program;
    }

    Schedule scheduled(Schedule schedule) {
        listener.scheduled(schedule);
        return schedule;
    }

    ParameterSearch.Choice parameterized(ParameterSearch.Choice choice) {
        listener.parameterized(choice);
        return choice;
    }

    WorstInputCheck checked(WorstInputCheck check) {
        listener.checked(check);
        return check;
    }
}
