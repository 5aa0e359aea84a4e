package dev.glovebox.compiler.cli;

import dev.glovebox.compiler.cli.Rows.Range;
import dev.glovebox.compiler.ir.slot.CircuitIr;
import dev.glovebox.compiler.ir.tensor.TensorInterpreter;
import dev.glovebox.compiler.simulator.FirstOrderSimulation;
import dev.glovebox.compiler.simulator.SimulatedCircuit;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code glovebox simulate}. */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        description = {
            "Runs a circuit on clear numbers, with the noise that encryption would add.",
            "For a model, each answer stands beside the model's own. A textual circuit takes its inputs as clients"
                    + " send them: moved and scaled to [-1, 1]."
        })
final class SimulateCommand extends ModelCommand {
    @Mixin
    Rows rows = new Rows();

    @Option(
            names = {"-q", "--quiet"},
            description = "Print the summary alone.")
    boolean quiet;

    @Override
    public Integer call() throws IOException {
        if (options.isText()) {
            simulate(options.text());
        } else {
            for (ModelOptions.Target target : options.targets()) {
                simulate(Compilation.of(options.compilerOptions(), target));
            }
        }
        return 0;
    }

    private void simulate(Compilation compilation) throws IOException {
        PrintWriter out = out();
        TensorInterpreter clear = new TensorInterpreter(compilation.lifted());
        List<Range> ranges = compilation.model().manifest().signature().parameters().stream()
                .flatMap(p -> p.elements().stream())
                .map(e -> new Range(e.min(), e.max()))
                .toList();
        List<double[]> inputs = rows.readAll(ranges);
        List<FirstOrderSimulation.Row> simulated = new FirstOrderSimulation(
                        compilation.schedule(),
                        compilation.choice().parameters(),
                        compilation.choice().samples(),
                        compilation.model().manifest().signature())
                .run(inputs);
        double approximation = 0;
        int noisiest = 0;
        for (int i = 0; i < inputs.size(); i++) {
            FirstOrderSimulation.Row row = simulated.get(i);
            double[] expected = clear.evaluate(inputs.get(i));
            double off = difference(row.values(), expected);
            if (!quiet) {
                out.printf(
                        Locale.ROOT,
                        "%s  clear %s  off by %.1e, noise up to %.1e%n",
                        numbers(row.values()),
                        numbers(expected),
                        off,
                        row.noise());
            }
            approximation = Math.max(approximation, off);
            noisiest = row.noise() > simulated.get(noisiest).noise() ? i : noisiest;
        }
        double noise = 0;
        double worst = 0;
        if (!inputs.isEmpty()) {
            SimulatedCircuit.Result result =
                    SimulatedCircuit.of(compilation.model()).run(inputs.get(noisiest));
            noise = Math.max(simulated.get(noisiest).noise(), max(result.predictedErrors()));
            worst = max(result.worstCaseErrors());
        }
        out.printf(
                Locale.ROOT,
                "%s: %d samples, approximation error %.2e, noise %.2e typical, %.2e at worst: %.1f bits, %d asked%n",
                compilation.lifted().name(),
                inputs.size(),
                approximation,
                noise,
                worst,
                bits(approximation + noise),
                compilation.lifted().precisionBits());
    }

    private static double difference(double[] a, double[] b) {
        double greatest = 0;
        for (int i = 0; i < a.length; i++) {
            greatest = Math.max(greatest, Math.abs(a[i] - b[i]));
        }
        return greatest;
    }

    private void simulate(CircuitIr text) throws IOException {
        PrintWriter out = out();
        TextualCircuit circuit = new TextualCircuit(text);
        double noise = 0;
        List<double[]> inputs = rows.read(circuit.ranges());
        for (double[] row : inputs) {
            TextualCircuit.Result result = circuit.simulate(row);
            if (!quiet) {
                out.printf("%s  noise up to %.1e%n", numbers(result.values()), max(result.errors()));
            }
            noise = Math.max(noise, max(result.errors()));
        }
        out.printf(
                Locale.ROOT,
                "%s: %d samples, noise %.2e: %.1f bits, %d asked%n",
                text.name(),
                inputs.size(),
                noise,
                bits(noise),
                text.precisionBits());
    }

    private static String numbers(double[] values) {
        return Arrays.stream(values)
                .limit(8)
                .mapToObj(v -> String.format(Locale.ROOT, "%.6g", v))
                .collect(Collectors.joining(", ", "[", values.length > 8 ? ", …]" : "]"));
    }

    private static double max(double[] values) {
        return Arrays.stream(values).max().orElse(0);
    }

    private static double bits(double error) {
        return error == 0 ? 53 : -Math.log(error) / Math.log(2);
    }
}
