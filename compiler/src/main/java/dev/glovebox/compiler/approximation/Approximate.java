package dev.glovebox.compiler.approximation;

import dev.glovebox.compiler.CompilerOptions;
import dev.glovebox.compiler.approximation.Gaps.Gap;
import dev.glovebox.compiler.diagnostic.Code;
import dev.glovebox.compiler.diagnostic.CompilationException;
import dev.glovebox.compiler.diagnostic.Diagnostic;
import dev.glovebox.compiler.ir.tensor.TensorOp.Apply;
import dev.glovebox.compiler.ir.tensor.TensorProgram;
import dev.glovebox.compiler.ir.tensor.TensorProgram.Node;
import dev.glovebox.compiler.range.InferRanges;
import dev.glovebox.compiler.range.Infix;
import dev.glovebox.runtime.circuit.CircuitSignature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * Replaces every function by polynomials: exactly if it is one of small degree; by the minimax polynomial of the least degree, and
 * so the least depth, whose error fits the precision asked; or, where it jumps or has a kink, by a composite sign
 * ({@link CompositeSign}), if that costs less.
 *
 * <p>The errors of all results stay within 2⁻⁽ᵖ⁺¹⁾, worst case. Each approximation gets an equal share of that at the results it
 * reaches, divided by the gain with which its error arrives there ({@link ErrorPropagation}). Domains are found in order of
 * evaluation, from ranges that earlier approximations have widened, with a margin for encryption noise ({@link ApproximationDomain});
 * nearly symmetric domains of even and odd functions become symmetric, which halves the coefficients;
 * wider domains raise the gains a little, so the whole is measured and, if need be, repeated with smaller shares. Errors that
 * arrive at a comparison stay below a quarter of its gap.
 */
public final class Approximate {
    /** Part of the budget that is given out; the rest is for rounding and for the growth of gains by wider domains. */
    private static final double GIVEN = 0.97;

    /** Part of a comparison's gap that errors of its argument may take. */
    private static final double PART_OF_GAP = 0.25;

    private static final int MAX_ROUNDS = 10;

    private final int maxDegree;
    private final Fit fit;

    /** @throws IllegalArgumentException if the options name no way to approximate */
    public Approximate(CompilerOptions options) {
        this.maxDegree = options.maxDegree();
        this.fit = Fit.named(options.approximation());
    }

    /** Names of the ways to find polynomials, for {@link CompilerOptions#approximation()}. */
    public static Set<String> names() {
        return Fit.names();
    }

    /** Levels that a polynomial of a degree takes: ⌈log₂(degree + 1)⌉. */
    public static int depth(int degree) {
        return 32 - Integer.numberOfLeadingZeros(degree);
    }

    /**
     * What was made.
     *
     * @param program without {@link Apply}, with the ranges of what it computes
     * @param warnings what the results depend on beyond the ranges
     */
    public record Approximated(TensorProgram program, PrecisionBudget budget, List<Diagnostic> warnings) {
        public Approximated {
            warnings = List.copyOf(warnings);
        }
    }

    /** The program of {@link #approximate}. */
    public TensorProgram apply(TensorProgram program) {
        return approximate(program).program();
    }

    /**
     * Approximates all functions.
     *
     * @param program with ranges by {@link InferRanges}
     * @throws CompilationException {@link Code#PRECISION_UNREACHABLE}
     */
    public Approximated approximate(TensorProgram program) {
        return approximate(program, Grids.Inputs.NONE, List.of());
    }

    /**
     * As {@link #approximate(TensorProgram)}, with the grids of the inputs.
     *
     * @param rows calibration data, normalised; they widen the gaps of comparisons that they stay away from; may be empty
     */
    public Approximated approximate(TensorProgram program, CircuitSignature signature, List<double[]> rows) {
        return approximate(program, Grids.Inputs.of(signature), rows);
    }

    private Approximated approximate(TensorProgram program, Grids.Inputs inputs, List<double[]> rows) {
        double allowed = PrecisionBudget.allowed(program.precisionBits());
        TensorProgram jumpsSplit = SplitFunctions.apply(QuadraticProducts.apply(program), _ -> false);
        IntPredicate kinks =
                kinksToSplit(jumpsSplit, shares(jumpsSplit, new Gaps(jumpsSplit, inputs, rows), GIVEN * allowed));
        TensorProgram source = SplitFunctions.apply(jumpsSplit, kinks);
        Gaps gaps = new Gaps(source, inputs, rows);
        double[] shares = shares(source, gaps, GIVEN * allowed);
        for (int round = 1; ; round++) {
            ApproximationRound approximated = new ApproximationRound(source, shares, gaps, maxDegree, fit);
            PrecisionBudget budget = approximated.budget();
            double excess = Math.max(budget.error() / allowed, approximated.gapUse() / (2 * PART_OF_GAP));
            if (excess <= 1) {
                return new Approximated(
                        new ComposeAffine().apply(approximated.program()), budget, approximated.warnings());
            }
            if (round == MAX_ROUNDS) {
                throw new CompilationException(unreachable(budget));
            }
            for (int i = 0; i < shares.length; i++) {
                shares[i] *= Math.max(1e-3, 0.9 / excess);
            }
        }
    }

    /** The functions with kinks inside for which one polynomial costs more than a composite sign for one kink. */
    private IntPredicate kinksToSplit(TensorProgram program, double[] shares) {
        boolean[] split = new boolean[shares.length];
        for (int i = 0; i < split.length; i++) {
            if (program.nodes().get(i).op() instanceof Apply a && SplitFunctions.hasInnerKink(a.function())) {
                ApproximationDomain domain =
                        ApproximationDomain.of(a, program.nodes().get(a.operand()), program.nodes(), fit);
                double cost =
                        ApproximationCost.ofAbsolute(shares[i] / domain.domain().radius());
                int most = Math.min(maxDegree, ApproximationCost.greatestDegree(cost));
                split[i] = domain.exact().isEmpty()
                        && !(domain.search(most, shares[i]).mayMeet(shares[i])
                                && Candidate.of(domain, most, shares[i]).meets(shares[i]));
            }
        }
        return i -> split[i];
    }

    /** The greatest error each function may have. */
    private static double[] shares(TensorProgram program, Gaps gaps, double allowed) {
        List<Node> nodes = program.nodes();
        ErrorPropagation propagation = new ErrorPropagation(nodes, allowed);
        List<Integer> approximated = new ArrayList<>();
        List<double[]> uses = new ArrayList<>();
        int[] reached = new int[program.results().size() + nodes.size()];
        for (int i = 0; i < nodes.size(); i++) {
            int source = i;
            if (nodes.get(i).op() instanceof Apply apply
                    && !ApproximationDomain.isExact(apply.function(), nodes.get(apply.operand()))) {
                List<double[]> errors = propagation.errors(k -> k == source ? 1 : 0);
                double[] use = uses(program, gaps, errors, allowed);
                approximated.add(i);
                uses.add(use);
                for (int r = 0; r < reached.length; r++) {
                    reached[r] += use[r] > 0 ? 1 : 0;
                }
            }
        }
        double[] shares = new double[nodes.size()];
        for (int k = 0; k < uses.size(); k++) {
            double share = Double.POSITIVE_INFINITY;
            for (int r = 0; r < reached.length; r++) {
                share = uses.get(k)[r] > 0 ? Math.min(share, 1 / (reached[r] * uses.get(k)[r])) : share;
            }
            shares[approximated.get(k)] = share;
        }
        return shares;
    }

    /** The part of what is allowed that errors take, at every result and at the argument of every comparison. */
    private static double[] uses(TensorProgram program, Gaps gaps, List<double[]> errors, double allowed) {
        double[] results = ErrorPropagation.resultErrors(program, errors);
        double[] uses = Arrays.copyOf(results, results.length + program.nodes().size());
        for (int r = 0; r < results.length; r++) {
            uses[r] /= allowed;
        }
        for (int i = 0; i < program.nodes().size(); i++) {
            if (program.nodes().get(i).op() instanceof Apply a && Gaps.isComparison(a.function())) {
                double[] error = errors.get(a.operand());
                for (int k = 0; k < error.length; k++) {
                    if (error[k] > 0) {
                        Gap gap = gaps.of(a, k);
                        int target = results.length + i;
                        uses[target] = Math.max(uses[target], error[k] / (PART_OF_GAP * gap.gap()));
                    }
                }
            }
        }
        return uses;
    }

    private static Diagnostic unreachable(PrecisionBudget budget) {
        PrecisionBudget.Entry worst = budget.entries().stream()
                .max(Comparator.comparingDouble(PrecisionBudget.Entry::share))
                .orElseThrow();
        return new Diagnostic(
                Code.PRECISION_UNREACHABLE,
                worst.location(),
                String.format(
                        Locale.ROOT,
                        "the approximation errors of the model add up to %.2e at a result; the greatest part comes"
                                + " from %s (%s)",
                        budget.error(),
                        Infix.of(worst.function()),
                        budget.bySourceLine()),
                String.format(Locale.ROOT, "at most %.2e", budget.allowed()),
                "Give the @Encrypted values a tighter min and max, or ask for fewer precisionBits.",
                List.of());
    }
}
