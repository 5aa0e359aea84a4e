package dev.glovebox.compiler.approximation;

import dev.glovebox.compiler.approximation.Gaps.Gap;
import dev.glovebox.compiler.approximation.PrecisionBudget.Part;
import dev.glovebox.compiler.diagnostic.Code;
import dev.glovebox.compiler.diagnostic.CompilationException;
import dev.glovebox.compiler.diagnostic.Diagnostic;
import dev.glovebox.compiler.ir.Expression;
import dev.glovebox.compiler.ir.Expression.Binary;
import dev.glovebox.compiler.ir.Expression.Constant;
import dev.glovebox.compiler.ir.Expression.Function;
import dev.glovebox.compiler.ir.Expression.Operator;
import dev.glovebox.compiler.ir.Expression.Unary;
import dev.glovebox.compiler.ir.Expression.Variable;
import dev.glovebox.compiler.ir.Interval;
import dev.glovebox.compiler.ir.Reals;
import dev.glovebox.compiler.ir.SparseMatrix;
import dev.glovebox.compiler.ir.tensor.TensorOp;
import dev.glovebox.compiler.ir.tensor.TensorOp.Affine;
import dev.glovebox.compiler.ir.tensor.TensorOp.Apply;
import dev.glovebox.compiler.ir.tensor.TensorOp.Multiply;
import dev.glovebox.compiler.ir.tensor.TensorOp.Polynomial;
import dev.glovebox.compiler.ir.tensor.TensorOp.Term;
import dev.glovebox.compiler.ir.tensor.TensorProgram;
import dev.glovebox.compiler.ir.tensor.TensorProgram.Node;
import dev.glovebox.compiler.ir.tensor.TensorProgram.Result;
import dev.glovebox.compiler.range.InferRanges;
import dev.glovebox.compiler.range.Infix;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One pass over a program that gives every function polynomials within its share of the error. A second list of nodes, one for each
 * of the source, with single polynomials in place of functions where there is one, carries the errors.
 */
final class ApproximationRound {
    /** Error of a comparison whose result nothing depends on. */
    private static final double GREATEST_SIGN_ERROR = 0.25;

    /** Part of a gap that is left for encryption noise. */
    private static final double NOISE_PART_OF_GAP = 1.0 / 16;

    /** Part by which the domain of a sign exceeds the range of its argument, for encryption noise. */
    private static final double MARGIN = 0x1p-10;

    /** Polynomials up to this degree cost too little to look for another way. */
    private static final int LEAST_TO_EXTEND = 63;

    private static final Expression T = new Variable();

    private final TensorProgram source;
    private final double[] shares;
    private final Gaps gaps;
    private final int maxDegree;
    private final Fit fit;
    private final List<Node> nodes = new ArrayList<>();
    private final List<Node> shadow = new ArrayList<>();
    private final int[] renamed;
    private final ErrorPropagation propagation = new ErrorPropagation(shadow, 0);
    private final List<double[]> errors = new ArrayList<>();
    private final List<Part> parts = new ArrayList<>();
    private final List<Diagnostic> diagnostics = new ArrayList<>();
    private final List<Diagnostic> warnings = new ArrayList<>();
    private double gapUse;

    /**
     * @param shares the error that each function may have
     * @throws CompilationException {@link Code#PRECISION_UNREACHABLE} if a function cannot be that near
     */
    ApproximationRound(TensorProgram source, double[] shares, Gaps gaps, int maxDegree, Fit fit) {
        this.source = source;
        this.shares = shares;
        this.gaps = gaps;
        this.maxDegree = maxDegree;
        this.fit = fit;
        renamed = new int[source.nodes().size()];
        for (int i = 0; i < renamed.length; i++) {
            run(i);
        }
        if (!diagnostics.isEmpty()) {
            throw new CompilationException(diagnostics);
        }
    }

    TensorProgram program() {
        List<Result> results = source.results().stream()
                .map(r -> r instanceof Result.Element e ? new Result.Element(renamed[e.node()], e.index()) : r)
                .toList();
        return new TensorProgram(source.name(), source.precisionBits(), nodes, results);
    }

    PrecisionBudget budget() {
        return PrecisionBudget.of(
                new TensorProgram(source.name(), source.precisionBits(), shadow, source.results()), parts, propagation);
    }

    /** The greatest part of a comparison's gap that errors of its argument take. */
    double gapUse() {
        return gapUse;
    }

    /** What the results depend on beyond the ranges; one for each comparison. */
    List<Diagnostic> warnings() {
        return warnings.stream().distinct().toList();
    }

    private void run(int i) {
        Node node = source.nodes().get(i);
        double own = 0;
        TensorOp shadowOp = node.op();
        switch (node.op()) {
            case TensorOp.Input _, TensorOp.PublicInput _ -> renamed[i] = add(node);
            case Apply apply -> {
                Applied applied = apply(i, apply, node);
                renamed[i] = applied.node;
                shadowOp = applied.shadow;
                own = applied.error;
                if (!(shadowOp instanceof Affine)) {
                    parts.add(new Part(i, applied.function, applied.method, applied.domain, own));
                }
            }
            default -> {
                TensorOp op = node.op()
                        .withOperands(
                                node.op().operandStream().map(o -> renamed[o]).toList());
                Node inferred = InferRanges.infer(op, nodes, node.location());
                renamed[i] = add(InferRanges.keepDeclared(inferred, node, source.nodes()));
            }
        }
        Node made = nodes.get(renamed[i]);
        shadow.add(new Node(shadowOp, made.lo(), made.hi(), node.location()));
        propagation.addError(errors, own);
    }

    private int add(Node node) {
        nodes.add(node);
        return nodes.size() - 1;
    }

    private int add(TensorOp op, Node origin) {
        return add(InferRanges.infer(op, nodes, origin.location()));
    }

    /**
     * A function that was replaced.
     *
     * @param node of its value
     * @param shadow the polynomial or affine map, of the source's operand, if it is one; else the function
     */
    private record Applied(
            int node, TensorOp shadow, Expression function, Method method, Interval domain, double error) {}

    private Applied apply(int i, Apply apply, Node node) {
        if (SplitFunctions.isJump(apply.function())) {
            return jump(i, apply, node);
        }
        ApproximationDomain domain =
                ApproximationDomain.of(apply, source.nodes().get(apply.operand()), shadow, fit);
        double share = shares[i];
        if (domain.exact().isEmpty() && SplitFunctions.isKink(apply.function())) {
            double magnitude = domain.domain().radius();
            double cost = ApproximationCost.ofAbsolute(share / magnitude);
            if (cost == Double.POSITIVE_INFINITY) {
                Candidate best = Candidate.of(domain, maxDegree, share);
                if (!best.meets(share)) {
                    diagnostics.add(unreachable(node, best, share));
                }
                return polynomial(apply, best, node);
            }
            int most = Math.min(maxDegree, ApproximationCost.greatestDegree(cost));
            if (!domain.search(most, share).mayMeet(share)) {
                return kink(i, apply, node);
            }
            Candidate single = Candidate.of(domain, most, share);
            return single.meets(share) ? polynomial(apply, single, node) : kink(i, apply, node);
        }
        if (domain.exact().isEmpty()) {
            Optional<Iterations> iterations = Iterations.of(domain.function(), domain.domain(), share);
            Optional<RootSteps> roots = RootSteps.of(apply.function(), domain.domain(), share);
            if (iterations.isPresent() || roots.isPresent()) {
                double cost = iterations
                        .map(Iterations::cost)
                        .or(() -> roots.map(RootSteps::cost))
                        .orElseThrow();
                int most = Math.min(maxDegree, ApproximationCost.greatestDegree(cost));
                if (domain.search(most, share).mayMeet(share)) {
                    Candidate single = Candidate.of(domain, most, share);
                    if (single.meets(share)) {
                        return polynomial(apply, single, node);
                    }
                }
                return iterations
                        .map(it -> iterated(apply, it, node))
                        .or(() -> roots.map(steps -> root(apply, steps, node)))
                        .orElseThrow();
            }
        }
        Candidate best = Candidate.of(domain, maxDegree, share);
        if (domain.exact().isEmpty() && best.found().degree() > LEAST_TO_EXTEND) {
            double cost =
                    best.meets(share) ? ApproximationCost.ofOdd(best.found().degree()) : Double.POSITIVE_INFINITY;
            Optional<DomainExtension> extension = DomainExtension.of(domain, maxDegree, share, cost);
            if (extension.isPresent()) {
                return extended(apply, extension.get(), node);
            }
        }
        if (!best.meets(share)) {
            diagnostics.add(unreachable(node, best, share));
        }
        return polynomial(apply, best, node);
    }

    /** A polynomial; or an affine map for one of degree 0 or 1 that is exact. */
    private Applied polynomial(Apply apply, Candidate candidate, Node node) {
        ApproximationDomain domain = candidate.domain();
        DegreeSearch.Approximation found = candidate.found();
        double[] c = found.coefficients();
        TensorOp op;
        if (c.length <= 2 && domain.exact().isPresent()) {
            double slope = c.length == 2 ? c[1] / domain.domain().radius() : 0;
            double value = c[0] - slope * domain.domain().middle();
            op = new Affine(
                    List.of(new Term(Matrices.diagonal(Reals.generate(node.size(), _ -> slope)), apply.operand())),
                    Reals.generate(node.size(), _ -> value));
        } else {
            op = new Polynomial(apply.operand(), domain.domain(), Reals.of(c), domain.function(), found.error());
        }
        int made = add(op.withOperands(List.of(renamed[apply.operand()])), node);
        Method method = domain.exact().isPresent() || domain.fit() == Fit.MINIMAX
                ? new Method.Minimax(found.degree())
                : new Method.Fitted(domain.fit().description(), found.degree());
        return new Applied(made, op, domain.function(), method, domain.domain(), found.error());
    }

    private Applied iterated(Apply apply, Iterations it, Node node) {
        int y = FunctionChains.iterated(new NodeBuilder(nodes, node), renamed[apply.operand()], it);
        String name = it.kind() == Iterations.Kind.EXPONENTIAL ? "repeated squaring" : "Goldschmidt division";
        Method method = new Method.Iterated(name, it.degree(), it.rounds(), it.depth());
        return replaced(apply, y, method, it.domain(), it.error(), node);
    }

    private Applied extended(Apply apply, DomainExtension extension, Node node) {
        int y = FunctionChains.extended(new NodeBuilder(nodes, node), renamed[apply.operand()], extension);
        Method method = new Method.Extended(
                extension.cubics().size(), extension.polynomial().degree());
        double radius = extension.cubics().getFirst().radius();
        return replaced(apply, y, method, new Interval(-radius, radius), extension.error(), node);
    }

    private Applied root(Apply apply, RootSteps root, Node node) {
        int y = FunctionChains.root(new NodeBuilder(nodes, node), renamed[apply.operand()], root);
        double gap = root.sign().gap();
        Method method = new Method.Roots(root.degrees(), gap * gap, root.depth());
        return replaced(apply, y, method, root.domain(), root.error(), node);
    }

    /** A function with nodes in its place that end in one within an error of it. */
    private Applied replaced(Apply apply, int made, Method method, Interval domain, double error, Node node) {
        Node exact = InferRanges.infer(apply, shadow, node.location());
        NodeBuilder builder = new NodeBuilder(nodes, node);
        for (int k = 0; k < node.size(); k++) {
            builder.within(made, k, exact.lo().get(k) - error, exact.hi().get(k) + error);
        }
        return new Applied(made, apply, apply.function(), method, domain, error);
    }

    /** A comparison: a composite sign whose gap leaves room for the errors and the noise of the argument. */
    private Applied jump(int i, Apply apply, Node node) {
        Node argument = shadow.get(apply.operand());
        double[] carried = errors.get(apply.operand());
        boolean step = ((Unary) apply.function()).function() == Function.STEP;
        double[] threshold = new double[node.size()];
        double[] second = new double[node.size()];
        double[] magnitude = new double[node.size()];
        double least = 1;
        double gapOfAll = Double.POSITIVE_INFINITY;
        boolean proven = true;
        for (int k = 0; k < node.size(); k++) {
            Gap gap = gaps.of(apply, k);
            Interval range = argument.range(k);
            threshold[k] = gap.threshold();
            second[k] = gap.second();
            double below = Math.max(second[k] - range.lo(), gap.gap());
            double above = Math.max(range.hi() - threshold[k], gap.gap());
            magnitude[k] = (1 + MARGIN) * Math.max(below, above);
            double used = carried[k] / gap.gap();
            gapUse = Math.max(gapUse, used);
            double left = gap.gap() * (1 - Math.min(used, 0.5)) * (1 - NOISE_PART_OF_GAP);
            least = Math.min(least, left / magnitude[k]);
            gapOfAll = Math.min(gapOfAll, gap.gap());
            proven &= gap.proven();
        }
        boolean twice = !java.util.Arrays.equals(threshold, second);
        double error = Math.min(GREATEST_SIGN_ERROR, (step ? 2 : 1) * shares[i]);
        Optional<CompositeSign> found = CompositeSign.of(Math.min(least, 0.99), error);
        if (found.isEmpty()) {
            diagnostics.add(tooNear(node, apply, argument.hull(), gapOfAll));
        }
        CompositeSign sign = found.orElse(CompositeSign.PLACEHOLDER);
        int x = renamed[apply.operand()];
        int made;
        if (twice) {
            int lower = sign(sign, x, threshold, magnitude, 0.5, 0, node);
            int upper = sign(sign, x, second, magnitude, 0.5, 0, node);
            SparseMatrix identity = SparseMatrix.identity(node.size());
            made = add(
                    new Affine(List.of(new Term(identity, lower), new Term(identity, upper)), Reals.zeros(node.size())),
                    node);
        } else {
            made = sign(sign, x, threshold, magnitude, step ? 0.5 : 1, step ? 0.5 : 0, node);
        }
        if (!proven) {
            warnings.add(undecided(node, apply, argument.hull(), gapOfAll, gaps.shown(apply)));
        }
        Method method = new Method.Sign(sign.degrees(), gapOfAll, false);
        double greatest = step ? sign.error() / 2 : sign.error();
        return new Applied(made, apply, apply.function(), method, argument.hull(), greatest);
    }

    private static Diagnostic tooNear(Node node, Apply apply, Interval range, double gap) {
        return new Diagnostic(
                Code.PRECISION_UNREACHABLE,
                node.location(),
                String.format(
                        Locale.ROOT,
                        "%s for t in %s is to tell values apart that differ by %.2g",
                        Infix.of(apply.function()),
                        Infix.rounded(range),
                        gap),
                String.format(
                        Locale.ROOT, "a difference of at least %.2g", CompositeSign.LEAST_GAP * range.magnitude()),
                "Compare data of a coarser step, or of a tighter min and max.",
                List.of());
    }

    private Diagnostic tooExact(Node node, Apply apply, Interval range, double share, double factor) {
        return new Diagnostic(
                Code.PRECISION_UNREACHABLE,
                node.location(),
                String.format(
                        Locale.ROOT,
                        "%s for t in %s is to have an error of at most %.2e for results of %d precision bits",
                        Infix.of(apply.function()),
                        Infix.rounded(range),
                        share,
                        source.precisionBits()),
                String.format(Locale.ROOT, "an error of at least %.2e on this range", CompositeSign.LEAST_GAP * factor),
                "Ask for fewer precisionBits, give the @Encrypted values it depends on a tighter min and max, or use a"
                        + " polynomial of low degree in its place.",
                List.of());
    }

    private static Diagnostic undecided(Node node, Apply apply, Interval range, double gap, Optional<Gaps.Shown> data) {
        return new Diagnostic(
                Code.UNDECIDED_COMPARISON,
                node.location(),
                String.format(
                        Locale.ROOT,
                        "%s for t in %s is undecided for |t| below %s%s",
                        Infix.of(apply.function()),
                        Infix.rounded(range),
                        Infix.rounded(gap),
                        data.map(ApproximationRound::shown).orElse("")),
                "data on a known grid, or a comparison whose sides stay apart",
                "Declare the step of the @Encrypted values it depends on, give them a tighter min and max, or ask for"
                        + " more precisionBits; nearer values may answer either way, or in between.",
                List.of());
    }

    private static String shown(Gaps.Shown data) {
        String nearest = Infix.rounded(data.nearest());
        return data.within() == 0
                ? String.format(
                        Locale.ROOT, "; of %d rows of calibration data none comes nearer than %s", data.rows(), nearest)
                : String.format(
                        Locale.ROOT,
                        "; %d of %d rows of calibration data lie there, the nearest at %s",
                        data.within(),
                        data.rows(),
                        nearest);
    }

    /** abs(t), max(t, c) or min(t, c) as c + v·s(v) with v = t - c and s the sign, or a step to either side. */
    private Applied kink(int i, Apply apply, Node node) {
        Node argument = shadow.get(apply.operand());
        double center = center(apply.function());
        double scale = 1;
        double offset = 0;
        if (apply.function() instanceof Binary b) {
            scale = b.operator() == Operator.MAX ? 0.5 : -0.5;
            offset = 0.5;
        }
        double[] threshold = new double[node.size()];
        double[] magnitude = new double[node.size()];
        double greatest = Double.MIN_NORMAL;
        for (int k = 0; k < node.size(); k++) {
            Interval range = argument.range(k);
            threshold[k] = center;
            magnitude[k] = (1 + MARGIN) * Math.max(Math.abs(range.hi() - center), Math.abs(center - range.lo()));
            greatest = Math.max(greatest, magnitude[k]);
        }
        for (int k = 0; k < magnitude.length; k++) {
            magnitude[k] = Math.max(magnitude[k], 0x1p-10 * greatest);
        }
        double relative = shares[i] / (greatest * Math.abs(scale));
        Optional<CompositeSign> found = CompositeSign.forAbsolute(Math.min(GREATEST_SIGN_ERROR, relative));
        if (found.isEmpty()) {
            diagnostics.add(tooExact(node, apply, argument.hull(), shares[i], greatest * Math.abs(scale)));
        }
        CompositeSign sign = found.orElse(CompositeSign.PLACEHOLDER);
        int x = renamed[apply.operand()];
        int s = sign(sign, x, threshold, magnitude, scale, offset, node);
        int made = shifted(add(new Multiply(shifted(x, -center, node), s), node), center, node);
        double error = sign.absoluteError() * greatest * Math.abs(scale);
        Node exact = InferRanges.infer(apply, shadow, node.location());
        Node loose = nodes.get(made);
        nodes.set(
                made,
                new Node(
                        loose.op(),
                        Reals.generate(node.size(), k -> exact.lo().get(k) - error),
                        Reals.generate(node.size(), k -> exact.hi().get(k) + error),
                        node.location()));
        Method method = new Method.Sign(sign.degrees(), 0, true);
        return new Applied(made, apply, apply.function(), method, argument.hull(), error);
    }

    private static double center(Expression kink) {
        return kink instanceof Binary(Operator _, Expression left, Expression right)
                ? (left instanceof Constant(double c) ? c : ((Constant) right).value())
                : 0;
    }

    private int shifted(int x, double by, Node node) {
        return by == 0
                ? x
                : add(
                        new Affine(
                                List.of(new Term(SparseMatrix.identity(node.size()), x)),
                                Reals.generate(node.size(), _ -> by)),
                        node);
    }

    /** scale·sign(x - threshold) + offset as a chain of polynomials. */
    private int sign(
            CompositeSign sign, int x, double[] threshold, double[] magnitude, double scale, double offset, Node node) {
        int argument = x;
        double radius = 1;
        Reals magnitudes = Reals.of(magnitude);
        Reals thresholds = Reals.of(threshold);
        boolean direct = thresholds.equals(Reals.zeros(threshold.length));
        if (direct && (magnitudes.isUniform() || !(nodes.get(x).op() instanceof Affine))) {
            radius = java.util.Arrays.stream(magnitude).max().orElseThrow();
        } else {
            argument = add(
                    new Affine(
                            List.of(new Term(
                                    Matrices.diagonal(Reals.generate(magnitude.length, k -> 1 / magnitude[k])), x)),
                            Reals.generate(magnitude.length, k -> -threshold[k] / magnitude[k])),
                    node);
        }
        for (int k = 0; k < sign.stages().size(); k++) {
            CompositeSign.Stage stage = sign.stages().get(k);
            boolean last = k == sign.stages().size() - 1;
            double[] c = stage.coefficients().clone();
            Expression function = new Unary(Function.SIGN, T);
            double error = stage.error();
            if (last) {
                c = Chebyshev.scale(c, scale);
                c[0] += offset;
                function = lastFunction(scale, offset);
                error *= Math.abs(scale);
            }
            double r = stage.radius() * (k == 0 ? radius : 1);
            double gap = stage.from() * (k == 0 ? radius : 1);
            argument = add(new Polynomial(argument, new Interval(-r, r), Reals.of(c), function, error, gap), node);
        }
        return argument;
    }

    private static Expression lastFunction(double scale, double offset) {
        if (offset == 0) {
            return new Unary(Function.SIGN, T);
        }
        Expression step = new Unary(Function.STEP, T);
        return scale > 0 ? step : new Binary(Operator.SUBTRACT, new Constant(1), step);
    }

    private Diagnostic unreachable(Node node, Candidate candidate, double share) {
        return new Diagnostic(
                Code.PRECISION_UNREACHABLE,
                node.location(),
                String.format(
                        Locale.ROOT,
                        "%s for t in %s differs by %.2e from the best polynomial of degree %d, the greatest allowed",
                        Infix.of(candidate.domain().function()),
                        Infix.rounded(candidate.domain().domain()),
                        candidate.found().error(),
                        maxDegree),
                String.format(
                        Locale.ROOT, "at most %.2e for results of %d precision bits", share, source.precisionBits()),
                "Give the @Encrypted values it depends on a tighter min and max, ask for fewer precisionBits, or use a"
                        + " smoother function.",
                List.of());
    }
}
