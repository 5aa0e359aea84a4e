package dev.glovebox.compiler.cli;

import dev.glovebox.compiler.cost.CostModel;
import dev.glovebox.compiler.cost.Prediction;
import dev.glovebox.compiler.cost.RingShape;
import dev.glovebox.compiler.ir.slot.CircuitIr;
import dev.glovebox.compiler.report.Report.Measurement;
import dev.glovebox.compiler.schedule.Schedule;
import dev.glovebox.runtime.circuit.CircuitManifest.KeyRequirement;
import dev.glovebox.runtime.ckks.CkksParameters;
import dev.glovebox.runtime.wire.EvaluationKeysFormat;
import dev.glovebox.runtime.wire.KeyPlan;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code glovebox cost}. */
@Command(
        name = "cost",
        mixinStandardHelpOptions = true,
        description = "Tells what a circuit takes: operations, predicted time by operation, keys and memory; with --run"
                + " also what it took on this machine.")
final class CostCommand extends ModelCommand {
    @Mixin
    CostOptions costs = new CostOptions();

    @Mixin
    TrialOptions trial = new TrialOptions();

    @Override
    public Integer call() throws IOException {
        CostModel model = costs.model();
        if (options.isText()) {
            CircuitIr circuit = options.text();
            print(circuit, 1, model);
            print(trial.measure(new TextualCircuit(circuit)));
        } else {
            for (ModelOptions.Target target : options.targets()) {
                Compilation compilation = Compilation.of(options.compilerOptions(), target);
                print(compilation.circuit(), compilation.choice().samples(), model);
                print(trial.measure(target, compilation));
            }
        }
        return 0;
    }

    private void print(@Nullable Measurement m) {
        if (m == null) {
            return;
        }
        out().printf(
                        Locale.ROOT,
                        "measured with %s, %d thread%s: %.2f ms an evaluation (median), %s; %.1f bits on %d samples%n",
                        m.backend(),
                        m.threads(),
                        m.threads() == 1 ? "" : "s",
                        m.seconds() * 1e3,
                        Double.isNaN(m.predictedSeconds())
                                ? "no cost table ships for it"
                                : String.format(Locale.ROOT, "%.2f ms predicted", m.predictedSeconds() * 1e3),
                        m.errorBits(),
                        m.samples());
    }

    private void print(CircuitIr circuit, int samples, CostModel model) {
        PrintWriter out = out();
        CkksParameters parameters = CkksParameters.of(circuit.parameters());
        RingShape ring = RingShape.of(parameters);
        KeyRequirement keys = Schedule.keys(circuit.nodes(), circuit.slots(), circuit.constants());
        Prediction prediction =
                Prediction.of(model, ring, circuit.nodes(), circuit.outputs(), circuit.constants(), keys, samples);
        out.printf(
                Locale.ROOT,
                "%s: ring 2^%d, depth %d, %d rotation keys, evaluation keys %.1f MB sent%n",
                circuit.name(),
                parameters.logDegree(),
                parameters.maxLevel(),
                keys.rotations().size(),
                EvaluationKeysFormat.size(parameters.rlwe(), KeyPlan.of(parameters, keys, 1)) / 1e6);
        out.printf(
                Locale.ROOT,
                "predicted with %s, %d thread%s: %.2f ms an evaluation; constants encoded once in %.0f ms%n",
                model.table().backend(),
                model.threads(),
                model.threads() == 1 ? "" : "s",
                prediction.seconds() * 1e3,
                prediction.encodeSeconds() * 1e3);
        out.printf(
                Locale.ROOT,
                "memory: keys %.1f MB, constants %.1f MB, buffers %.1f MB%n",
                prediction.keyBytes() / 1e6,
                prediction.constantBytes() / 1e6,
                prediction.poolBytes() / 1e6);
        for (Map.Entry<String, Double> entry : model.byOperation(ring, circuit.nodes(), circuit.constants(), samples)
                .entrySet()) {
            long times = circuit.nodes().stream()
                    .filter(n -> n.op().getClass().getSimpleName().equals(entry.getKey()))
                    .count();
            out.printf(
                    Locale.ROOT, "  %-22s %6d × %10.3f ms together%n", entry.getKey(), times, entry.getValue() * 1e3);
        }
    }
}
