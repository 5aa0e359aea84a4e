package dev.glovebox.compiler.report;

import dev.glovebox.compiler.approximation.PrecisionBudget;
import dev.glovebox.compiler.cost.CostModel;
import dev.glovebox.compiler.cost.Prediction;
import dev.glovebox.compiler.cost.RingShape;
import dev.glovebox.compiler.ir.slot.CircuitIr;
import dev.glovebox.compiler.ir.slot.SlotOp;
import dev.glovebox.compiler.parameters.NoiseBreakdown;
import dev.glovebox.compiler.report.Report.Line;
import dev.glovebox.compiler.report.Report.Parameters;
import dev.glovebox.compiler.report.Report.RotationKey;
import dev.glovebox.compiler.report.Report.Step;
import dev.glovebox.compiler.report.Report.Totals;
import dev.glovebox.runtime.circuit.CircuitManifest.KeyRequirement;
import dev.glovebox.runtime.ckks.CkksParameters;
import dev.glovebox.runtime.security.SecurityTable;
import dev.glovebox.runtime.wire.EvaluationKeysFormat;
import dev.glovebox.runtime.wire.KeyPlan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a report says of the scheduled circuit. */
final class CircuitFigures {
    private final CircuitIr circuit;
    private final CkksParameters parameters;
    private final KeyRequirement keys;
    private final int samples;
    private final CostModel costs;
    private final RingShape ring;
    private final double[] seconds;
    private final double[] noise;

    CircuitFigures(CircuitIr circuit, KeyRequirement keys, int samples, CostModel costs, NoiseBreakdown breakdown) {
        this.circuit = circuit;
        this.parameters = CkksParameters.of(circuit.parameters());
        this.keys = keys;
        this.samples = samples;
        this.costs = costs;
        this.ring = RingShape.of(parameters);
        this.seconds = costs.seconds(ring, circuit.nodes(), circuit.constants(), samples);
        this.noise = breakdown.byNode(circuit.nodes().size());
    }

    Parameters parameters() {
        return new Parameters(
                parameters.logDegree(),
                circuit.slots(),
                circuit.parameters().levelBits(),
                circuit.parameters().specialBits(),
                circuit.parameters().digits(),
                circuit.parameters().scaleBits(),
                parameters.logQP(),
                SecurityTable.maxLogModulus(parameters.logDegree()));
    }

    Totals totals() {
        Prediction prediction =
                Prediction.of(costs, ring, circuit.nodes(), circuit.outputs(), circuit.constants(), keys, samples);
        SortedMap<String, Integer> operations = new TreeMap<>();
        int products = 0;
        for (CircuitIr.Node node : circuit.nodes()) {
            operations.merge(name(node.op()), 1, Integer::sum);
            products += node.op().products();
        }
        int depth = circuit.nodes().stream()
                .filter(node -> node.op() instanceof SlotOp.Input)
                .mapToInt(node -> node.type().level())
                .max()
                .orElse(0);
        int rotations = rotationKeys().stream().mapToInt(RotationKey::uses).sum();
        return new Totals(
                depth,
                products,
                rotations,
                operations,
                costs.table().backend() + ", " + (costs.threads() == 1 ? "one thread" : costs.threads() + " threads"),
                prediction.seconds(),
                EvaluationKeysFormat.size(parameters.rlwe(), KeyPlan.of(parameters, keys, 1)),
                prediction.bytes(),
                circuit.inputs().size(),
                circuit.outputs().size());
    }

    /** {@code LinearTransform} as {@code linearTransform}, as in the textual form. */
    static String name(SlotOp op) {
        String name = op.getClass().getSimpleName();
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < seconds.length; i++) {
            CircuitIr.Node node = circuit.nodes().get(i);
            CircuitIr.CipherType type = node.type();
            double scale = parameters.scale(type.level(), type.pending());
            steps.add(new Step(
                    name(node.op()),
                    TensorFigures.at(node.location()),
                    type.level(),
                    type.pending(),
                    type.size(),
                    Math.log(scale) / Math.log(2),
                    seconds[i],
                    noise[i]));
        }
        return steps;
    }

    /** The lines of the source, the dearest first. */
    List<Line> lines(List<PrecisionBudget.Entry> approximations) {
        Map<String, LineTotal> totals = new LinkedHashMap<>();
        for (int i = 0; i < seconds.length; i++) {
            CircuitIr.Node node = circuit.nodes().get(i);
            LineTotal total = totals.computeIfAbsent(
                    TensorFigures.at(node.location()),
                    at -> new LineTotal(node.location().method()));
            total.operations.merge(name(node.op()), 1, Integer::sum);
            total.seconds += seconds[i];
            total.noise = Math.hypot(total.noise, noise[i]);
        }
        for (PrecisionBudget.Entry entry : approximations) {
            totals.computeIfAbsent(
                                    TensorFigures.at(entry.location()),
                                    at -> new LineTotal(entry.location().method()))
                            .approximation +=
                    entry.share();
        }
        return totals.entrySet().stream()
                .map(entry -> entry.getValue().line(entry.getKey()))
                .sorted(Comparator.comparingDouble(Line::seconds).reversed())
                .toList();
    }

    /** Sums of one line. */
    private static final class LineTotal {
        final String method;
        final SortedMap<String, Integer> operations = new TreeMap<>();
        double seconds;
        double approximation;
        double noise;

        LineTotal(String method) {
            this.method = method;
        }

        Line line(String at) {
            return new Line(at, method, operations, seconds, approximation, noise);
        }
    }

    List<RotationKey> rotationKeys() {
        SortedMap<Integer, Integer> uses = new TreeMap<>();
        for (CircuitIr.Node node : circuit.nodes()) {
            switch (node.op()) {
                case SlotOp.Rotate rotate -> count(uses, rotate.steps());
                case SlotOp.LinearTransform transform ->
                    circuit.constants().matrix(transform.matrix()).rotations().forEach(steps -> count(uses, steps));
                default -> {}
            }
        }
        return uses.entrySet().stream()
                .map(use ->
                        new RotationKey(use.getKey(), keys.rotations().getOrDefault(use.getKey(), -1), use.getValue()))
                .toList();
    }

    private void count(SortedMap<Integer, Integer> uses, int steps) {
        int cyclic = Math.floorMod(steps, circuit.slots());
        if (cyclic != 0) {
            uses.merge(cyclic, 1, Integer::sum);
        }
    }
}
