package dev.glovebox.compiler.report;

import dev.glovebox.compiler.CompiledModel;
import dev.glovebox.compiler.CompilerOptions;
import dev.glovebox.compiler.Stages;
import dev.glovebox.compiler.approximation.Approximate.Approximated;
import dev.glovebox.compiler.approximation.PrecisionBudget;
import dev.glovebox.compiler.cost.CostModel;
import dev.glovebox.compiler.ir.slot.CircuitIr;
import dev.glovebox.compiler.ir.tensor.TensorProgram;
import dev.glovebox.compiler.parameters.NoiseBreakdown;
import dev.glovebox.compiler.parameters.ParameterSearch;
import dev.glovebox.compiler.parameters.WorstInputCheck;
import dev.glovebox.compiler.report.Report.Measurement;
import dev.glovebox.compiler.report.Report.Precision;
import dev.glovebox.compiler.schedule.Schedule;
import dev.glovebox.runtime.circuit.CircuitManifest.KeyRequirement;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Collects a report while a circuit is compiled: give it to the compiler as listener, then ask for the report. */
public final class ReportBuilder implements Stages.Listener {
    private final CompilerOptions options;
    private @Nullable Approximated approximated;
    private @Nullable Schedule schedule;
    private ParameterSearch.@Nullable Choice choice;
    private @Nullable WorstInputCheck check;

    public ReportBuilder(CompilerOptions options) {
        this.options = options;
    }

    @Override
    public void approximated(Approximated result) {
        approximated = result;
    }

    @Override
    public void scheduled(Schedule schedule) {
        this.schedule = schedule;
    }

    @Override
    public void composed(Schedule composed) {
        this.schedule = composed;
    }

    @Override
    public void parameterized(ParameterSearch.Choice choice) {
        this.choice = choice;
    }

    @Override
    public void checked(WorstInputCheck check) {
        this.check = check;
    }

    /** The report of the compilation that was listened to. */
    public Report report(CompiledModel model, CostModel costs, @Nullable Measurement measured) {
        Approximated approximation = Objects.requireNonNull(approximated, "nothing was compiled");
        TensorProgram tensor = approximation.program();
        Schedule scheduled = Objects.requireNonNull(schedule, "nothing was compiled");
        ParameterSearch.Choice chosen = Objects.requireNonNull(choice, "nothing was compiled");
        PrecisionBudget budget = approximation.budget();
        CircuitIr circuit = scheduled.with(chosen.parameters().spec());
        CircuitFigures figures =
                new CircuitFigures(circuit, scheduled.keys(), chosen.samples(), costs, chosen.breakdown());
        return new Report(
                model.manifest().signature().model(),
                tensor.name(),
                model.manifest().circuitId(),
                options.rescale(),
                options.relinearize(),
                figures.parameters(),
                figures.totals(),
                new Precision(
                        tensor.precisionBits(),
                        model.manifest().summary().predictedPrecisionBits(),
                        budget.error(),
                        chosen.noise(),
                        Objects.requireNonNull(check, "nothing was compiled")
                                .worst()
                                .error()),
                figures.steps(),
                figures.lines(budget.entries()),
                figures.rotationKeys(),
                TensorFigures.approximations(tensor, budget),
                TensorFigures.graph(tensor),
                measured);
    }

    /** What can be said of a circuit that was read from its text: all but what led to it. */
    public static Report report(CircuitIr circuit, CostModel costs, @Nullable Measurement measured) {
        KeyRequirement keys = Schedule.keys(circuit.nodes(), circuit.slots(), circuit.constants());
        CircuitFigures figures = new CircuitFigures(circuit, keys, 1, costs, NoiseBreakdown.NONE);
        return new Report(
                "",
                circuit.name(),
                "",
                "as written",
                "as written",
                figures.parameters(),
                figures.totals(),
                new Precision(circuit.precisionBits(), Double.NaN, Double.NaN, Double.NaN, Double.NaN),
                figures.steps(),
                figures.lines(List.of()),
                figures.rotationKeys(),
                List.of(),
                List.of(),
                measured);
    }
}
