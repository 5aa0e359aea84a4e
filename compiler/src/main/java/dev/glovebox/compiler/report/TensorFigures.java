package dev.glovebox.compiler.report;

import dev.glovebox.compiler.approximation.Chebyshev;
import dev.glovebox.compiler.approximation.PrecisionBudget;
import dev.glovebox.compiler.ir.Interval;
import dev.glovebox.compiler.ir.SourceLocation;
import dev.glovebox.compiler.ir.tensor.TensorOp;
import dev.glovebox.compiler.ir.tensor.TensorProgram;
import dev.glovebox.compiler.range.Infix;
import dev.glovebox.compiler.report.Report.Approximation;
import dev.glovebox.compiler.report.Report.Vertex;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What a report says of the tensor stage. */
final class TensorFigures {
    /** Points of each plot. */
    private static final int SAMPLES = 241;

    private TensorFigures() {}

    /** {@code Model.java:12}, or nothing if the line is unknown. */
    static String at(SourceLocation location) {
        return location.line() == 0 ? "" : location.file() + ":" + location.line();
    }

    static List<Approximation> approximations(TensorProgram program, PrecisionBudget budget) {
        List<Approximation> plots = new ArrayList<>();
        for (PrecisionBudget.Entry entry : budget.entries()) {
            if (program.nodes().get(entry.node()).op() instanceof TensorOp.Polynomial polynomial) {
                plots.add(plot(
                        entry,
                        polynomial,
                        program.nodes().get(polynomial.operand()).hull()));
            }
        }
        return plots;
    }

    private static Approximation plot(PrecisionBudget.Entry entry, TensorOp.Polynomial polynomial, Interval range) {
        Interval domain = polynomial.domain();
        double[] coefficients = polynomial.coefficients().toArray();
        double[] x = new double[SAMPLES];
        double[] function = new double[SAMPLES];
        double[] values = new double[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            x[i] = domain.lo() + (domain.hi() - domain.lo()) * i / (SAMPLES - 1);
            function[i] = polynomial.function().evaluate(x[i]);
            values[i] = Chebyshev.evaluate(coefficients, domain, x[i]);
        }
        return new Approximation(
                at(entry.location()),
                Infix.of(entry.function()),
                entry.degree(),
                entry.depth(),
                entry.error(),
                entry.share(),
                domain.lo(),
                domain.hi(),
                range.lo(),
                range.hi(),
                x,
                function,
                values);
    }

    static List<Vertex> graph(TensorProgram program) {
        List<Vertex> vertices = new ArrayList<>();
        for (TensorProgram.Node node : program.nodes()) {
            Interval hull = node.hull();
            String name = node.op().getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
            vertices.add(new Vertex(
                    name,
                    detail(node.op()),
                    node.size(),
                    hull.lo(),
                    hull.hi(),
                    at(node.location()),
                    node.op().operands()));
        }
        return vertices;
    }

    private static String detail(TensorOp op) {
        return switch (op) {
            case TensorOp.Input input -> input.name();
            case TensorOp.Affine affine -> {
                long entries = affine.terms().stream()
                        .mapToLong(term -> term.matrix().entries())
                        .sum();
                int[] columns = affine.terms().stream()
                        .mapToInt(term -> term.matrix().columns())
                        .toArray();
                yield affine.bias().size() + "×" + Arrays.stream(columns).sum() + ", " + entries + " weights";
            }
            case TensorOp.Polynomial polynomial ->
                "degree " + polynomial.degree() + " for " + Infix.of(polynomial.function());
            case TensorOp.Apply apply -> Infix.of(apply.function());
            default -> "";
        };
    }
}
