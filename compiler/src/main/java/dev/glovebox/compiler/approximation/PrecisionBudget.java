package dev.glovebox.compiler.approximation;

import dev.glovebox.compiler.ir.Expression;
import dev.glovebox.compiler.ir.Interval;
import dev.glovebox.compiler.ir.SourceLocation;
import dev.glovebox.compiler.ir.tensor.TensorOp;
import dev.glovebox.compiler.ir.tensor.TensorProgram;
import dev.glovebox.compiler.ir.tensor.TensorProgram.Node;
import dev.glovebox.compiler.range.Infix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;

/**
 * What the approximations of a program cost in precision. Half of the absolute error asked of a result, 2⁻⁽ᵖ⁺¹⁾ of 2⁻ᵖ, is for
 * approximation; the rest is for encryption noise and encoding.
 *
 * @param allowed 2⁻⁽ᵖ⁺¹⁾
 * @param error bound of the approximation error of every result, worst case, for inputs at which every comparison is decided
 */
public record PrecisionBudget(double allowed, double error, List<Entry> entries) {
    /** Approximations that a message lists. */
    private static final int MOST_LINES = 8;

    public PrecisionBudget {
        entries = List.copyOf(entries);
    }

    /**
     * An approximated operation.
     *
     * @param node its index in the program
     * @param method how the function is computed
     * @param error greatest error on the domain
     * @param share bound of what this error alone makes at a result
     */
    public record Entry(
            int node,
            SourceLocation location,
            Expression function,
            Method method,
            Interval domain,
            double error,
            double share) {
        /** Levels it takes. */
        public int depth() {
            return method.depth();
        }

        /** {@code 1/(1 + exp(-t)) on [-31.2, 30.8]: degree 95, error 2^-13.4}. */
        public String summary() {
            return String.format(
                    Locale.ROOT,
                    "%s on [%.4g, %.4g]: %s, error 2^%.1f",
                    Infix.of(function),
                    domain.lo(),
                    domain.hi(),
                    method,
                    Math.max(-53, Math.log(error) / Math.log(2)));
        }

        /** {@code line 12: 1/(1 + exp(-t)) on [-32.0313, 32.0313]: degree 83, error 1.1e-04, at the results 1.1e-04}. */
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "line %d: %s on %s: %s, error %.1e, at the results %.1e",
                    location.line(),
                    Infix.of(function),
                    Infix.rounded(domain),
                    method,
                    error,
                    share);
        }
    }

    /**
     * The budget by source line, for messages: the approximations that take most of it, each with its line, levels and error at the
     * results, as {@code line 12: exp(t), depth 7, error 1.1e-04}.
     */
    public String bySourceLine() {
        return entries.stream()
                .sorted(Comparator.comparingDouble(Entry::share).reversed())
                .map(e -> String.format(
                        Locale.ROOT,
                        "line %d: %s, depth %d, error %.1e",
                        e.location.line(),
                        Infix.of(e.function),
                        e.depth(),
                        e.share))
                .distinct()
                .limit(MOST_LINES)
                .collect(Collectors.joining("; "));
    }

    /** 2⁻⁽ᵖ⁺¹⁾ for p precision bits. */
    public static double allowed(int precisionBits) {
        return Math.scalb(1.0, -precisionBits - 1);
    }

    /**
     * The budget of a program in which every approximation is one polynomial, before or after {@link FoldNormalization}; before,
     * domains and functions are the model's.
     */
    public static PrecisionBudget of(TensorProgram program) {
        List<Node> nodes = program.nodes();
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            if (nodes.get(i).op() instanceof TensorOp.Polynomial p) {
                parts.add(new Part(i, p.function(), new Method.Minimax(p.degree()), p.domain(), p.error()));
            }
        }
        return of(program, parts, new ErrorPropagation(nodes, 0));
    }

    /** An approximation in a program that has one node for it. */
    record Part(int node, Expression function, Method method, Interval domain, double error) {}

    /** The budget of a program with these approximations. */
    static PrecisionBudget of(TensorProgram program, List<Part> parts, ErrorPropagation propagation) {
        double[] own = new double[program.nodes().size()];
        parts.forEach(p -> own[p.node] = p.error);
        double total = greatest(program, propagation, i -> own[i]);
        List<Entry> entries = new ArrayList<>();
        for (Part part : parts) {
            double share = greatest(program, propagation, k -> k == part.node ? part.error : 0);
            SourceLocation location = program.nodes().get(part.node).location();
            entries.add(new Entry(part.node, location, part.function, part.method, part.domain, part.error, share));
        }
        return new PrecisionBudget(allowed(program.precisionBits()), total, entries);
    }

    private static double greatest(TensorProgram program, ErrorPropagation propagation, IntToDoubleFunction own) {
        return Arrays.stream(ErrorPropagation.resultErrors(program, propagation.errors(own)))
                .max()
                .orElse(0);
    }
}
