package dev.glovebox.compiler.cost;

import dev.glovebox.compiler.CompilerOptions;
import dev.glovebox.compiler.cost.AcceptanceCosts.Compiled;
import dev.glovebox.compiler.simulator.CircuitInterpreter;
import dev.glovebox.compiler.simulator.EncryptedRun;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/** Runs the acceptance programs encrypted and prints predicted and measured time; arguments select programs by name. */
public final class MeasureAcceptance {
    private MeasureAcceptance() {}

    public static void main(String[] args) {
        CompilerOptions options = CompilerOptions.DEFAULT.withCosts(System.getProperty("costs", "java-vector"));
        System.out.printf("%-24s %10s %10s %6s%n", "program", "predicted", "measured", "ratio");
        for (AcceptanceCosts.Program program : AcceptanceCosts.PROGRAMS) {
            if (args.length > 0 && !java.util.List.of(args).contains(program.name())) {
                continue;
            }
            Compiled compiled = AcceptanceCosts.compile(program, options);
            CostModel model = CostModel.of(options.costs()).withThreads(Integer.getInteger("glovebox.threads", 1));
            double predicted = compiled.predict(model).seconds() * 1e3;
            double measured = measure(compiled);
            System.out.printf(
                    Locale.ROOT,
                    "%-24s %7.2f ms %7.2f ms %6.2f  %s%n",
                    program.name(),
                    predicted,
                    measured,
                    measured / predicted,
                    shares(compiled, model));
        }
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

    /** Milliseconds of one evaluation, warm: the lower quartile. */
    static double measure(Compiled compiled) {
        var circuit = compiled.schedule().with(compiled.parameters().spec());
        Random random = new Random(1);
        double[][] inputs = circuit.inputs().stream()
                .map(i -> random.doubles(i.period(), -1, 1).toArray())
                .toArray(double[][]::new);
        try (EncryptedRun run = new EncryptedRun(
                compiled.parameters(), circuit.slots(), compiled.schedule().keys())) {
            CircuitInterpreter program = new CircuitInterpreter(circuit);
            return run.nanos(
                            program,
                            circuit.constants(),
                            inputs,
                            compiled.schedule().inputLevels(),
                            new Stopwatch(Integer.getInteger("glovebox.threads", 1), 1_500_000_000L)::nanos)
                    / 1e6;
        }
    }
}
