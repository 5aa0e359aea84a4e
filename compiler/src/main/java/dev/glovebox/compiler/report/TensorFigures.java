package dev.glovebox.compiler.report;

import dev.glovebox.compiler.approximation.Approximate;
import dev.glovebox.compiler.approximation.Chebyshev;
import dev.glovebox.compiler.approximation.PrecisionBudget;
import dev.glovebox.compiler.ir.Expression;
import dev.glovebox.compiler.ir.Interval;
import dev.glovebox.compiler.ir.SourceLocation;
import dev.glovebox.compiler.ir.tensor.TensorOp;
import dev.glovebox.compiler.ir.tensor.TensorOp.Polynomial;
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

    /**
     * A plot of each approximation: a polynomial, or a chain of them that makes a sign.
     *
     * @param budget tells how each was made and what its error does
     */
    static List<Approximation> approximations(TensorProgram program, PrecisionBudget budget) {
        List<Approximation> plots = new ArrayList<>();
        for (int i = 0; i < program.nodes().size(); i++) {
            if (program.nodes().get(i).op() instanceof Polynomial polynomial && !isInner(program, i)) {
                plots.add(plot(program, polynomial, program.nodes().get(i).location(), budget));
            }
        }
        return plots;
    }

    /** Whether the node is a link of a chain that goes on. */
    private static boolean isInner(TensorProgram program, int node) {
        return program.nodes().stream()
                .anyMatch(user -> user.op() instanceof Polynomial p && p.operand() == node && isLink(program, p));
    }

    /** Whether a polynomial goes on with what another began for the same function. */
    private static boolean isLink(TensorProgram program, Polynomial p) {
        return jumps(p.function()) && program.nodes().get(p.operand()).op() instanceof Polynomial;
    }

    private static boolean jumps(Expression function) {
        return function instanceof Expression.Unary unary
                && (unary.function() == Expression.Function.SIGN || unary.function() == Expression.Function.STEP);
    }

    private static Approximation plot(
            TensorProgram program, Polynomial last, SourceLocation location, PrecisionBudget budget) {
        List<Polynomial> chain = new ArrayList<>(List.of(last));
        while (isLink(program, chain.getFirst())) {
            chain.addFirst(
                    (Polynomial) program.nodes().get(chain.getFirst().operand()).op());
        }
        Polynomial first = chain.getFirst();
        Interval domain = first.domain();
        Interval range = program.nodes().get(first.operand()).hull();
        Expression function = last.function();
        double[] x = new double[SAMPLES];
        double[] exact = new double[SAMPLES];
        double[] values = new double[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            x[i] = domain.lo() + (domain.hi() - domain.lo()) * i / (SAMPLES - 1);
            exact[i] = function.evaluate(x[i]);
            values[i] = x[i];
            for (Polynomial link : chain) {
                values[i] = Chebyshev.evaluate(link.coefficients().toArray(), link.domain(), values[i]);
            }
        }
        PrecisionBudget.Entry entry = budget.entries().stream()
                .filter(e -> e.location().equals(location) && e.function().equals(function))
                .findFirst()
                .orElse(null);
        return new Approximation(
                at(location),
                Infix.of(function),
                entry == null
                        ? "exact, degree " + last.degree()
                        : entry.method().toString(),
                chain.stream()
                        .mapToInt(link -> Approximate.depth(link.degree()))
                        .sum(),
                last.error(),
                entry == null ? last.error() : entry.share(),
                domain.lo(),
                domain.hi(),
                range.lo(),
                range.hi(),
                x,
                exact,
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
            case TensorOp.PublicInput input -> input.name();
            case TensorOp.PublicApply apply -> Infix.of(apply.function());
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
