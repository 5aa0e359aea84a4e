package dev.glovebox.compiler.cost;

import dev.glovebox.compiler.CompilerOptions;
import dev.glovebox.compiler.cost.AcceptanceCosts.Compiled;
import dev.glovebox.compiler.simulator.CircuitInterpreter;
import dev.glovebox.compiler.simulator.EncryptedRun;
import dev.glovebox.runtime.ring.RingBackends;
import dev.glovebox.runtime.ring.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * Runs programs encrypted and prints predicted and measured time and memory. Arguments are names of acceptance programs, or circuits on
 * the class path as {@code package.Class#method}; all acceptance programs without. {@code -Dcosts=} names the cost table (that of the
 * backend without), {@code -Dglovebox.threads=} the threads.
 */
public final class MeasureAcceptance {
    private static final long WARM_UP_NANOS = 2_000_000_000L;

    private MeasureAcceptance() {}

    public static void main(String[] args) throws ClassNotFoundException {
        String backend = RingBackends.choose().name();
        int threads = Workers.configured().threads();
        CostModel model = CostModel.of(System.getProperty("costs", backend)).withThreads(threads);
        System.out.printf(
                Locale.ROOT,
                "%s, %d threads%n%-24s %12s %12s %6s %11s %11s %6s%n",
                backend,
                threads,
                "program",
                "predicted",
                "measured",
                "ratio",
                "predicted",
                "measured",
                "ratio");
        for (AcceptanceCosts.Program program : programs(args)) {
            Compiled compiled = AcceptanceCosts.compile(program, CompilerOptions.DEFAULT);
            Prediction prediction = compiled.predict(model);
            double predicted = prediction.seconds() * 1e3;
            double measured = measure(compiled);
            MeasuredMemory memory = MeasuredMemory.of(compiled);
            System.out.printf(
                    Locale.ROOT,
                    "%-24s %9.2f ms %9.2f ms %6.2f %8.2f MB %8.2f MB %6.2f %s%n",
                    program.name(),
                    predicted,
                    measured,
                    measured / predicted,
                    prediction.bytes() / 1e6,
                    memory.bytes() / 1e6,
                    (double) memory.bytes() / prediction.bytes(),
                    Boolean.getBoolean("shares") ? shares(compiled, model) : "");
        }
    }

    private static List<AcceptanceCosts.Program> programs(String[] args) throws ClassNotFoundException {
        List<String> names = List.of(args);
        List<AcceptanceCosts.Program> programs = new ArrayList<>(AcceptanceCosts.PROGRAMS.stream()
                .filter(p -> names.isEmpty() || names.contains(p.name()))
                .toList());
        for (String name : names) {
            int hash = name.indexOf('#');
            if (hash > 0) {
                Class<?> model = Class.forName(name.substring(0, hash));
                programs.add(new AcceptanceCosts.Program(model.getSimpleName(), model, name.substring(hash + 1)));
            }
        }
        return programs;
    }

    private static String shares(Compiled compiled, CostModel model) {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, Double> e : model.byOperation(
                        RingShape.of(compiled.parameters()),
                        compiled.schedule().nodes(),
                        compiled.schedule().program().constants())
                .entrySet()) {
            if (e.getValue() > 1e-5) {
                text.append(String.format(Locale.ROOT, " %s %.2f", e.getKey(), e.getValue() * 1e3));
            }
        }
        return text.toString();
    }

    /** Milliseconds of one evaluation, warm, from the request's bytes to the answer's: the lower quartile. */
    static double measure(Compiled compiled) {
        var circuit = compiled.schedule().with(compiled.parameters().spec());
        Random random = new Random(1);
        double[][] inputs = circuit.inputs().stream()
                .map(i -> random.doubles(i.period(), -1, 1).toArray())
                .toArray(double[][]::new);
        try (EncryptedRun run = new EncryptedRun(
                compiled.parameters(), circuit.slots(), compiled.schedule().keys())) {
            CircuitInterpreter program = new CircuitInterpreter(circuit);
            double nanos = 0;
            // The first is for the virtual machine to compile.
            for (long budget : new long[] {WARM_UP_NANOS, 1_000_000_000L}) {
                Stopwatch stopwatch = new Stopwatch(Workers.configured().threads(), budget, 400);
                nanos = run.nanos(
                        program,
                        circuit.constants(),
                        inputs,
                        compiled.schedule().inputLevels(),
                        stopwatch::nanos);
            }
            return nanos / 1e6;
        }
    }
}
