package dev.glovebox.compiler.approximation;

import dev.glovebox.compiler.CompilerOptions;
import dev.glovebox.compiler.diagnostic.Code;
import dev.glovebox.compiler.diagnostic.CompilationException;
import dev.glovebox.compiler.diagnostic.Diagnostic;
import dev.glovebox.compiler.ir.Reals;
import dev.glovebox.compiler.ir.tensor.TensorOp;
import dev.glovebox.compiler.ir.tensor.TensorOp.Affine;
import dev.glovebox.compiler.ir.tensor.TensorOp.Apply;
import dev.glovebox.compiler.ir.tensor.TensorOp.Polynomial;
import dev.glovebox.compiler.ir.tensor.TensorOp.Term;
import dev.glovebox.compiler.ir.tensor.TensorProgram;
import dev.glovebox.compiler.ir.tensor.TensorProgram.Node;
import dev.glovebox.compiler.range.InferRanges;
import dev.glovebox.compiler.range.Infix;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Replaces every function by a polynomial: exactly if it is one of small degree, else by the minimax polynomial of the least degree,
 * and so the least depth, whose error fits the precision asked.
 *
 * <p>The errors of all results stay within 2⁻⁽ᵖ⁺¹⁾, worst case. Each approximation gets an equal share of that at the results it
 * reaches, divided by the gain with which its error arrives there ({@link ErrorPropagation}). Domains are found in order of
 * evaluation, from ranges that earlier approximations have widened, with a margin for encryption noise ({@link ApproximationDomain});
 * nearly symmetric domains of even and odd functions become symmetric, which halves the coefficients;
 * wider domains raise the gains a little, so the whole is measured and, if need be, repeated with smaller shares.
 */
public final class Approximate {
    /** Part of the budget that is given out; the rest is for rounding and for the growth of gains by wider domains. */
    private static final double GIVEN = 0.97;

    private static final int MAX_ROUNDS = 10;

    private final int maxDegree;

    public Approximate(CompilerOptions options) {
        this.maxDegree = options.maxDegree();
    }

    /** Levels that a polynomial of a degree takes: ⌈log₂(degree + 1)⌉. */
    public static int depth(int degree) {
        return 32 - Integer.numberOfLeadingZeros(degree);
    }

    /**
     * The program without {@link Apply}, with the ranges of what it computes.
     *
     * @param program with ranges by {@link InferRanges}
     * @throws CompilationException {@link Code#PRECISION_UNREACHABLE}
     */
    public TensorProgram apply(TensorProgram program) {
        double allowed = PrecisionBudget.allowed(program.precisionBits());
        double[] shares = shares(program, GIVEN * allowed);
        for (int round = 1; ; round++) {
            TensorProgram approximated = approximate(program, shares);
            PrecisionBudget budget = PrecisionBudget.of(approximated);
            if (budget.error() <= allowed) {
                return new ComposeAffine().apply(approximated);
            }
            if (round == MAX_ROUNDS) {
                throw new CompilationException(unreachable(budget));
            }
            for (int i = 0; i < shares.length; i++) {
                shares[i] *= Math.max(1e-3, 0.9 * allowed / budget.error());
            }
        }
    }

    /** The greatest error each function may have. */
    private static double[] shares(TensorProgram program, double allowed) {
        List<Node> nodes = program.nodes();
        ErrorPropagation propagation = new ErrorPropagation(program, allowed);
        List<Integer> approximated = new ArrayList<>();
        List<double[]> gains = new ArrayList<>();
        int[] reached = new int[program.results().size()];
        for (int i = 0; i < nodes.size(); i++) {
            int source = i;
            if (nodes.get(i).op() instanceof Apply apply
                    && !ApproximationDomain.isExact(apply.function(), nodes.get(apply.operand()))) {
                double[] gain = propagation.resultErrors(propagation.errors(k -> k == source ? 1 : 0));
                approximated.add(i);
                gains.add(gain);
                for (int r = 0; r < reached.length; r++) {
                    reached[r] += gain[r] > 0 ? 1 : 0;
                }
            }
        }
        double[] shares = new double[nodes.size()];
        for (int k = 0; k < gains.size(); k++) {
            double share = Double.POSITIVE_INFINITY;
            for (int r = 0; r < reached.length; r++) {
                share = gains.get(k)[r] > 0 ? Math.min(share, allowed / (reached[r] * gains.get(k)[r])) : share;
            }
            shares[approximated.get(k)] = share;
        }
        return shares;
    }

    private TensorProgram approximate(TensorProgram program, double[] shares) {
        List<Node> nodes = new ArrayList<>();
        List<Diagnostic> diagnostics = new ArrayList<>();
        for (int i = 0; i < shares.length; i++) {
            Node node = program.nodes().get(i);
            TensorOp op = node.op();
            if (op instanceof Apply apply) {
                ApproximationDomain domain =
                        ApproximationDomain.of(apply, program.nodes().get(apply.operand()), nodes);
                Candidate best = Candidate.of(domain, maxDegree, shares[i]);
                if (best.found.error() > shares[i] && best.domain.exact().isEmpty()) {
                    diagnostics.add(unreachable(node, best, shares[i], program.precisionBits()));
                }
                op = operation(apply, best, node.size());
            }
            nodes.add(op instanceof TensorOp.Input ? node : InferRanges.infer(op, nodes, node.location()));
        }
        if (!diagnostics.isEmpty()) {
            throw new CompilationException(diagnostics);
        }
        return new TensorProgram(program.name(), program.precisionBits(), nodes, program.results());
    }

    /** A polynomial for a function on one of the domains it may have. */
    private record Candidate(ApproximationDomain domain, DegreeSearch.Approximation found) {

        /** On a symmetric domain if there is one, unless that takes a level more than the smaller domain. */
        static Candidate of(ApproximationDomain domain, int maxDegree, double share) {
            Optional<Candidate> symmetric = domain.exact().isPresent()
                    ? Optional.empty()
                    : domain.symmetric().map(s -> search(s, maxDegree, share));
            if (symmetric.isPresent() && symmetric.get().found.error() <= share) {
                int degree = symmetric.get().found.degree();
                double smaller = domain.domain().radius()
                        / symmetric.get().domain.domain().radius();
                if (depth((int) (0.95 * smaller * degree)) == depth(degree)) {
                    return symmetric.get();
                }
            }
            Candidate own = search(domain, maxDegree, share);
            return symmetric
                    .filter(s -> s.found.error() <= share && depth(s.found.degree()) <= depth(own.found.degree()))
                    .orElse(own);
        }

        private static Candidate search(ApproximationDomain domain, int maxDegree, double share) {
            return new Candidate(
                    domain,
                    domain.exact()
                            .orElseGet(() -> domain.search(maxDegree, share).find(share)));
        }
    }

    /** A polynomial; or an affine map for one of degree 0 or 1 that is exact. */
    private static TensorOp operation(Apply apply, Candidate candidate, int size) {
        ApproximationDomain domain = candidate.domain;
        DegreeSearch.Approximation found = candidate.found;
        double[] c = found.coefficients();
        if (c.length <= 2 && domain.exact().isPresent()) {
            double slope = c.length == 2 ? c[1] / domain.domain().radius() : 0;
            double value = c[0] - slope * domain.domain().middle();
            return new Affine(
                    List.of(new Term(Matrices.diagonal(Reals.generate(size, _ -> slope)), apply.operand())),
                    Reals.generate(size, _ -> value));
        }
        return new Polynomial(apply.operand(), domain.domain(), Reals.of(c), domain.function(), found.error());
    }

    private Diagnostic unreachable(Node node, Candidate candidate, double share, int precisionBits) {
        return new Diagnostic(
                Code.PRECISION_UNREACHABLE,
                node.location(),
                String.format(
                        Locale.ROOT,
                        "%s for t in %s differs by %.2e from the best polynomial of degree %d, the greatest allowed",
                        Infix.of(candidate.domain.function()),
                        Infix.rounded(candidate.domain.domain()),
                        candidate.found.error(),
                        maxDegree),
                String.format(Locale.ROOT, "at most %.2e for results of %d precision bits", share, precisionBits),
                "Give the @Encrypted values it depends on a tighter min and max, ask for fewer precisionBits, or use a"
                        + " smoother function.",
                List.of());
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
                        "the approximation errors of the model add up to %.2e at a result; the greatest part comes from %s",
                        budget.error(),
                        Infix.of(worst.function())),
                String.format(Locale.ROOT, "at most %.2e", budget.allowed()),
                "Give the @Encrypted values a tighter min and max, or ask for fewer precisionBits.",
                List.of());
    }
}
