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
import java.util.List;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;

/**
 * What the approximations of a program cost in precision. Half of the absolute error asked of a result, 2⁻⁽ᵖ⁺¹⁾ of 2⁻ᵖ, is for
 * approximation; the rest is for encryption noise and encoding.
 *
 * @param allowed 2⁻⁽ᵖ⁺¹⁾
 * @param error bound of the approximation error of every result, worst case
 */
public record PrecisionBudget(double allowed, double error, List<Entry> entries) {
    public PrecisionBudget {
        entries = List.copyOf(entries);
    }

    /**
     * An approximated operation.
     *
     * @param node its index in the program
     * @param error greatest error on the domain
     * @param share bound of what this error alone makes at a result
     */
    public record Entry(
            int node,
            SourceLocation location,
            Expression function,
            int degree,
            Interval domain,
            double error,
            double share) {
        /** Levels the polynomial takes: ⌈log₂(degree + 1)⌉. */
        public int depth() {
            return Approximate.depth(degree);
        }

        /** {@code line 12: 1/(1 + exp(-t)) on [-32.0313, 32.0313]: degree 83, error 1.1e-04, at the results 1.1e-04}. */
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "line %d: %s on %s: degree %d, error %.1e, at the results %.1e",
                    location.line(),
                    Infix.of(function),
                    Infix.rounded(domain),
                    degree,
                    error,
                    share);
        }
    }

    /** 2⁻⁽ᵖ⁺¹⁾ for p precision bits. */
    public static double allowed(int precisionBits) {
        return Math.scalb(1.0, -precisionBits - 1);
    }

    /**
     * The budget of a program without {@link TensorOp.Apply}, before or after {@link FoldNormalization}; before, domains and functions
     * are the model's.
     */
    public static PrecisionBudget of(TensorProgram program) {
        ErrorPropagation propagation = new ErrorPropagation(program, 0);
        List<Node> nodes = program.nodes();
        double total = greatest(propagation, i -> nodes.get(i).op() instanceof TensorOp.Polynomial p ? p.error() : 0);
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            if (nodes.get(i).op() instanceof TensorOp.Polynomial p) {
                int index = i;
                double share = greatest(propagation, k -> k == index ? p.error() : 0);
                entries.add(
                        new Entry(i, nodes.get(i).location(), p.function(), p.degree(), p.domain(), p.error(), share));
            }
        }
        return new PrecisionBudget(allowed(program.precisionBits()), total, entries);
    }

    private static double greatest(ErrorPropagation propagation, IntToDoubleFunction own) {
        return Arrays.stream(propagation.resultErrors(propagation.errors(own)))
                .max()
                .orElse(0);
    }
}
