package dev.glovebox.compiler.range;

import dev.glovebox.compiler.diagnostic.Code;
import dev.glovebox.compiler.diagnostic.Diagnostic;
import dev.glovebox.compiler.ir.Interval;
import dev.glovebox.compiler.ir.Reals;
import dev.glovebox.compiler.ir.tensor.TensorInterpreter;
import dev.glovebox.compiler.ir.tensor.TensorOp;
import dev.glovebox.compiler.ir.tensor.TensorProgram;
import dev.glovebox.compiler.ir.tensor.TensorProgram.Node;
import dev.glovebox.runtime.circuit.CircuitSignature;
import dev.glovebox.runtime.circuit.CircuitSignature.ElementRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Narrows inferred ranges to what representative inputs show. Each element keeps what its own values span, widened at both ends by a
 * quarter of that and by a sixteenth of what the whole vector spans; never more than was inferred.
 */
public final class Calibrate {
    /** Part of an element's span that is added at each end. */
    private static final double MARGIN = 0.25;

    /** Part of the vector's span that is added at each end: other elements show what one may do that has few rows. */
    private static final double COMMON_MARGIN = 1.0 / 16;

    /** Part of the greatest value by which clear results may miss exact ranges. */
    private static final double ROUNDING = 1e-12;

    private final CircuitSignature signature;

    public Calibrate(CircuitSignature signature) {
        this.signature = signature;
    }

    /**
     * @param warnings one for each function whose argument is narrowed
     */
    public record Calibrated(TensorProgram program, List<Diagnostic> warnings) {}

    /** A row as normalised inputs. */
    public double[] normalized(double[] row) {
        List<ElementRange> elements = signature.parameters().stream()
                .flatMap(p -> p.elements().stream())
                .toList();
        double[] normalized = new double[row.length];
        for (int i = 0; i < row.length; i++) {
            ElementRange range = elements.get(i);
            normalized[i] = range.radius() == 0 ? 0 : (row[i] - range.middle()) / range.radius();
        }
        return normalized;
    }

    /**
     * @param program with ranges and normalised inputs
     * @param rows at least one, else nothing changes
     */
    public Calibrated apply(TensorProgram program, List<double[]> rows) {
        if (rows.isEmpty()) {
            return new Calibrated(program, List.of());
        }
        List<Node> nodes = new ArrayList<>(program.nodes());
        double[][] lo = new double[nodes.size()][];
        double[][] hi = new double[nodes.size()][];
        TensorInterpreter interpreter = new TensorInterpreter(program);
        for (double[] row : rows) {
            List<double[]> values = interpreter.values(normalized(row));
            for (int n = 0; n < values.size(); n++) {
                double[] value = values.get(n);
                if (lo[n] == null) {
                    lo[n] = value.clone();
                    hi[n] = value.clone();
                }
                for (int k = 0; k < value.length; k++) {
                    lo[n][k] = Math.min(lo[n][k], value[k]);
                    hi[n][k] = Math.max(hi[n][k], value[k]);
                }
            }
        }
        for (int n = 0; n < lo.length; n++) {
            if (!nodes.get(n).op().operands().isEmpty()) {
                nodes.set(n, narrowed(nodes.get(n), lo[n], hi[n]));
            }
        }
        TensorProgram narrowed = new InferRanges()
                .apply(new TensorProgram(program.name(), program.precisionBits(), nodes, program.results()));
        return new Calibrated(narrowed, warnings(program, narrowed, rows.size()));
    }

    private static Node narrowed(Node node, double[] lo, double[] hi) {
        double magnitude = Math.max(
                Math.abs(Arrays.stream(hi).max().orElse(0)),
                Math.abs(Arrays.stream(lo).min().orElse(0)));
        double common = ROUNDING * magnitude
                + COMMON_MARGIN
                        * (Arrays.stream(hi).max().orElse(0)
                                - Arrays.stream(lo).min().orElse(0));
        return new Node(
                node.op(),
                Reals.generate(lo.length, k -> Math.max(node.lo().get(k), lo[k] - common - MARGIN * (hi[k] - lo[k]))),
                Reals.generate(lo.length, k -> Math.min(node.hi().get(k), hi[k] + common + MARGIN * (hi[k] - lo[k]))),
                node.location());
    }

    private static List<Diagnostic> warnings(TensorProgram before, TensorProgram after, int rows) {
        List<Diagnostic> warnings = new ArrayList<>();
        for (Node node : before.nodes()) {
            if (node.op() instanceof TensorOp.Apply apply) {
                Interval wide = before.nodes().get(apply.operand()).hull();
                Interval narrow = after.nodes().get(apply.operand()).hull();
                if (narrow.radius() < wide.radius()) {
                    warnings.add(new Diagnostic(
                            Code.CALIBRATED_RANGE,
                            node.location(),
                            String.format(
                                    Locale.ROOT,
                                    "%s is computed for t in %s, from %d rows of calibration data, where the declared"
                                            + " ranges allow %s",
                                    Infix.of(apply.function()),
                                    Infix.rounded(narrow),
                                    rows,
                                    Infix.rounded(wide)),
                            "inputs that keep it there",
                            "Inputs that go further get a wrong answer: calibrate with rows that reach the extremes,"
                                    + " or narrow the declared min and max.",
                            List.of()));
                }
            }
        }
        return warnings.stream().distinct().toList();
    }
}
