package dev.glovebox.compiler.cli;

import dev.glovebox.compiler.CompiledModel;
import dev.glovebox.compiler.Compiler;
import dev.glovebox.compiler.CompilerOptions;
import dev.glovebox.compiler.Stages;
import dev.glovebox.compiler.approximation.Approximate.Approximated;
import dev.glovebox.compiler.build.RecordingClassLoader;
import dev.glovebox.compiler.cli.GloveboxCommand.UserException;
import dev.glovebox.compiler.frontend.ClassSource;
import dev.glovebox.compiler.frontend.LiftedModel;
import dev.glovebox.compiler.ir.slot.CircuitIr;
import dev.glovebox.compiler.ir.slot.SlotProgram;
import dev.glovebox.compiler.ir.tensor.TensorProgram;
import dev.glovebox.compiler.parameters.ParameterSearch;
import dev.glovebox.compiler.parameters.WorstInputCheck;
import dev.glovebox.compiler.report.ReportBuilder;
import dev.glovebox.compiler.schedule.Schedule;
import dev.glovebox.dsl.Packing;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One circuit, compiled in this process, with all its stages. */
final class Compilation {
    private final Shown shown = new Shown();
    private final ReportBuilder report;
    private final CompiledModel model;

    private Compilation(CompilerOptions options, ModelOptions.Target target) throws IOException {
        report = new ReportBuilder(options);
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (RecordingClassLoader loader = target.loader()) {
            thread.setContextClassLoader(loader);
            Class<?> type = Class.forName(target.circuit().model(), false, loader);
            model = new Compiler(options).compile(type, target.circuit().method(), ClassSource.of(loader), shown);
        } catch (ClassNotFoundException e) {
            throw new UserException(
                    "the class " + e.getMessage() + " is missing; expected it on the class path. Add it with -cp.");
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    static Compilation of(CompilerOptions options, ModelOptions.Target target) throws IOException {
        return new Compilation(options, target);
    }

    CompiledModel model() {
        return model;
    }

    ReportBuilder report() {
        return report;
    }

    /** What the method computes, with exact functions, on inputs in the model's units. */
    TensorProgram lifted() {
        return Objects.requireNonNull(shown.lifted).program();
    }

    Packing packing() {
        return Objects.requireNonNull(shown.lifted).packing();
    }

    TensorProgram ranged() {
        return Objects.requireNonNull(shown.ranged);
    }

    TensorProgram approximated() {
        return Objects.requireNonNull(shown.approximated);
    }

    SlotProgram slots() {
        return Objects.requireNonNull(shown.slots);
    }

    TensorProgram folded() {
        return Objects.requireNonNull(shown.folded);
    }

    SlotProgram tidied() {
        return Objects.requireNonNull(shown.tidied);
    }

    SlotProgram rescaled() {
        return Objects.requireNonNull(shown.rescaled);
    }

    SlotProgram relinearized() {
        return Objects.requireNonNull(shown.relinearized);
    }

    Schedule schedule() {
        return Objects.requireNonNull(shown.schedule);
    }

    ParameterSearch.Choice choice() {
        return Objects.requireNonNull(shown.choice);
    }

    CircuitIr circuit() {
        return schedule().with(choice().parameters().spec());
    }

    /** Keeps each stage, and passes it on to the report. */
    private final class Shown implements Stages.Listener {
        private @Nullable LiftedModel lifted;
        private @Nullable TensorProgram ranged;
        private @Nullable TensorProgram approximated;
        private @Nullable SlotProgram slots;
        private @Nullable TensorProgram folded;
        private @Nullable SlotProgram tidied;
        private @Nullable SlotProgram rescaled;
        private @Nullable SlotProgram relinearized;
        private @Nullable Schedule schedule;
        private ParameterSearch.@Nullable Choice choice;

        @Override
        public void lifted(LiftedModel model) {
            lifted = model;
        }

        @Override
        public void ranged(TensorProgram program) {
            ranged = program;
        }

        @Override
        public void approximated(Approximated result) {
            approximated = result.program();
            report.approximated(result);
        }

        @Override
        public void laidOut(SlotProgram program) {
            slots = program;
        }

        @Override
        public void folded(TensorProgram program) {
            folded = program;
        }

        @Override
        public void tidied(SlotProgram program) {
            tidied = program;
        }

        @Override
        public void rescaled(SlotProgram program) {
            rescaled = program;
        }

        @Override
        public void relinearized(SlotProgram program) {
            relinearized = program;
        }

        @Override
        public void scheduled(Schedule scheduled) {
            schedule = scheduled;
            report.scheduled(scheduled);
        }

        @Override
        public void composed(Schedule composed) {
            scheduled(composed);
        }

        @Override
        public void parameterized(ParameterSearch.Choice chosen) {
            choice = chosen;
            report.parameterized(chosen);
        }

        @Override
        public void checked(WorstInputCheck check) {
            report.checked(check);
        }
    }
}
