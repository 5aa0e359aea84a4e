package dev.glovebox.compiler;

import dev.glovebox.compiler.approximation.Approximate;
import dev.glovebox.compiler.approximation.Approximate.Approximated;
import dev.glovebox.compiler.approximation.ComposeAffine;
import dev.glovebox.compiler.approximation.DecidedInputs;
import dev.glovebox.compiler.approximation.FoldNormalization;
import dev.glovebox.compiler.approximation.NormalizeInputs;
import dev.glovebox.compiler.approximation.PrecisionBudget;
import dev.glovebox.compiler.diagnostic.CompilationException;
import dev.glovebox.compiler.emit.CircuitEmitter;
import dev.glovebox.compiler.emit.CircuitEmitter.Emitted;
import dev.glovebox.compiler.frontend.ClassSource;
import dev.glovebox.compiler.frontend.LiftedModel;
import dev.glovebox.compiler.frontend.Lifter;
import dev.glovebox.compiler.ir.slot.SlotProgram;
import dev.glovebox.compiler.ir.tensor.TensorProgram;
import dev.glovebox.compiler.layout.LatencyLayout;
import dev.glovebox.compiler.layout.SeparateProducts;
import dev.glovebox.compiler.layout.ThroughputLayout;
import dev.glovebox.compiler.parameters.KeyBudget;
import dev.glovebox.compiler.parameters.Objective;
import dev.glovebox.compiler.parameters.ParameterSearch;
import dev.glovebox.compiler.parameters.WorstInputCheck;
import dev.glovebox.compiler.range.Calibrate;
import dev.glovebox.compiler.range.InferRanges;
import dev.glovebox.compiler.schedule.Schedule;
import dev.glovebox.compiler.schedule.Scheduler;
import dev.glovebox.compiler.simulator.DataSetSimulation;
import dev.glovebox.dsl.Packing;
import dev.glovebox.runtime.circuit.CircuitManifest.Summary;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Compiles circuit methods. Stateless; the same bytes read, options and version give the same files. */
public final class Compiler {
    /** More bits than results of doubles have: what is predicted if nothing adds an error. */
    private static final double MAX_PRECISION_BITS = 53;

    private final CompilerOptions options;

    public Compiler(CompilerOptions options) {
        this.options = options;
    }

    /** As {@link #compile(Class, String, ClassSource)}, with what the model's class loader finds. */
    public CompiledModel compile(Class<?> model, String method) {
        return compile(model, method, ClassSource.of(model.getClassLoader()));
    }

    /**
     * Compiles one circuit method.
     *
     * @param method name of the one method of the class with that name and a {@link dev.glovebox.dsl.Circuit} annotation
     * @param source where the bytes of the model's classes and resources come from
     * @throws CompilationException with the reasons if it cannot be compiled
     */
    public CompiledModel compile(Class<?> model, String method, ClassSource source) {
        return compile(model, method, source, Stages.Listener.NONE);
    }

    /** As {@link #compile(Class, String, ClassSource)}; the listener is shown every stage as soon as it exists. */
    public CompiledModel compile(Class<?> model, String method, ClassSource source, Stages.Listener listener) {
        return compile(() -> new Lifter(options).lift(model, method, source), new Stages(listener));
    }

    /**
     * Compiles a circuit method of a live object: its fields are the constants.
     *
     * @param method as in {@link #compile(Class, String, ClassSource)}
     * @throws CompilationException with the reasons if it cannot be compiled
     */
    public CompiledModel compileLive(Object model, String method) {
        return compileLive(model, method, Stages.Listener.NONE);
    }

    /** As {@link #compileLive(Object, String)}; the listener is shown every stage as soon as it exists. */
    public CompiledModel compileLive(Object model, String method, Stages.Listener listener) {
        ClassSource source = ClassSource.of(model.getClass().getClassLoader());
        return compile(() -> new Lifter(options).lift(model, method, source), new Stages(listener));
    }

    private CompiledModel compile(Supplier<LiftedModel> model, Stages stages) {
        // The first use of a cost table takes longer than lifting a small model. What is wrong with it is reported
        // where it is needed.
        CompletableFuture<?> _ = CompletableFuture.runAsync(() -> Objective.of(options));
        LiftedModel lifted = stages.lifted(model.get().with(options.forced()));
        TensorProgram normalized = new NormalizeInputs(lifted.signature()).apply(lifted.program());
        Calibrate calibrate = new Calibrate(lifted.signature());
        Calibrate.Calibrated calibrated = calibrate.apply(new InferRanges().apply(normalized), lifted.calibration());
        TensorProgram ranged = stages.ranged(calibrated.program());
        List<double[]> rows =
                lifted.calibration().stream().map(calibrate::normalized).toList();
        Approximated approximated =
                stages.approximated(new Approximate(options).approximate(ranged, lifted.signature(), rows));
        TensorProgram folded = stages.folded(new FoldNormalization().apply(approximated.program()));
        SlotProgram slots = stages.laidOut(layOut(folded, lifted.packing()));
        CircuitEmitter.Texts texts = CircuitEmitter.texts(lifted.program(), slots);
        Schedule scheduled = stages.scheduled(new Scheduler(options), slots);
        DecidedInputs decided = new DecidedInputs(folded, lifted.signature()).among(rows);
        KeyBudget.Plan plan =
                stages.parameterized(choose(scheduled, lifted.packing(), decided, approximated.budget()), scheduled);
        Schedule schedule = plan.schedule();
        ParameterSearch.Choice choice = plan.choice();
        WorstInputCheck check = stages.checked(
                WorstInputCheck.of(lifted.program(), approximated.program(), lifted.signature(), choice.noise()));
        Emitted emitted = new CircuitEmitter(lifted.signature(), lifted.classFileMajor(), lifted.sources(), version())
                .emit(
                        texts,
                        schedule,
                        choice.parameters().spec(),
                        choice.samples(),
                        summary(approximated.budget(), schedule, choice));
        return new CompiledModel(
                emitted.manifest(),
                emitted.files(),
                Stream.of(calibrated.warnings(), approximated.warnings(), check.warnings())
                        .flatMap(List::stream)
                        .toList());
    }

    /**
     * A circuit method with its approximations, for whole data sets and for the worst input: no noise, and no parameters needed.
     *
     * @throws CompilationException if it cannot be lifted or approximated
     */
    public DataSetSimulation simulation(Class<?> model, String method) {
        LiftedModel lifted = new Lifter(options).lift(model, method).with(options.forced());
        TensorProgram normalized = new NormalizeInputs(lifted.signature()).apply(lifted.program());
        Calibrate calibrate = new Calibrate(lifted.signature());
        TensorProgram ranged = calibrate
                .apply(new InferRanges().apply(normalized), lifted.calibration())
                .program();
        Approximated approximated = new Approximate(options)
                .approximate(
                        ranged,
                        lifted.signature(),
                        lifted.calibration().stream().map(calibrate::normalized).toList());
        return new DataSetSimulation(lifted.program(), approximated.program(), lifted.signature());
    }

    /** The parameters; if there are none, the diagnostic says which lines take the levels and the precision. */
    private KeyBudget.Plan choose(Schedule schedule, Packing packing, DecidedInputs decided, PrecisionBudget budget) {
        try {
            return new KeyBudget(packing, Objective.of(options), decided::near).choose(schedule);
        } catch (CompilationException e) {
            throw budget.entries().isEmpty()
                    ? e
                    : new CompilationException(e.diagnostics().stream()
                            .map(d -> d.withFound(
                                    d.found() + "; of the precision, approximation takes " + budget.bySourceLine()))
                            .toList());
        }
    }

    /** Of the numbers of slots and the forms of the program that latency packing may use, those with the least predicted time. */
    private SlotProgram layOut(TensorProgram program, Packing packing) {
        if (packing == Packing.THROUGHPUT) {
            return new ThroughputLayout().layOut(program);
        }
        TensorProgram separate = new SeparateProducts().apply(program);
        List<TensorProgram> forms =
                separate == program ? List.of(program) : List.of(program, new ComposeAffine().apply(separate));
        int logDegree = options.forced().logDegree();
        int most = logDegree == 0 ? LatencyLayout.MAX_SLOTS : Math.min(LatencyLayout.MAX_SLOTS, 1 << (logDegree - 1));
        Objective objective = Objective.of(options);
        List<SlotProgram> layouts = forms.stream()
                .flatMap(form -> LatencyLayout.slotCounts(form, most).stream()
                        .map(slots -> new LatencyLayout(objective.model(), slots).layOut(form)))
                .toList();
        Scheduler scheduler = new Scheduler(options);
        return layouts.size() == 1
                ? layouts.getFirst()
                : layouts.stream()
                        .min(Comparator.comparingDouble(slots -> objective.typicalSeconds(scheduler.schedule(slots))))
                        .orElseThrow();
    }

    private static Summary summary(PrecisionBudget budget, Schedule schedule, ParameterSearch.Choice choice) {
        return new Summary(
                schedule.depth(),
                CircuitEmitter.multiplications(schedule),
                CircuitEmitter.rotations(schedule),
                choice.evaluationKeyBytes(),
                Math.min(MAX_PRECISION_BITS, -log2(budget.error() + choice.noise())),
                budget.entries().stream()
                        .map(PrecisionBudget.Entry::summary)
                        .distinct()
                        .toList());
    }

    private static double log2(double x) {
        return Math.log(x) / Math.log(2);
    }

    private static String version() {
        return Objects.requireNonNullElse(Compiler.class.getPackage().getImplementationVersion(), "development");
    }
}
