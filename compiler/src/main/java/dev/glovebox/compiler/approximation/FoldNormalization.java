package dev.glovebox.compiler.approximation;

import dev.glovebox.compiler.ir.Expression;
import dev.glovebox.compiler.ir.Expression.Binary;
import dev.glovebox.compiler.ir.Expression.Constant;
import dev.glovebox.compiler.ir.Expression.Operator;
import dev.glovebox.compiler.ir.Expression.Variable;
import dev.glovebox.compiler.ir.Interval;
import dev.glovebox.compiler.ir.Reals;
import dev.glovebox.compiler.ir.SparseMatrix;
import dev.glovebox.compiler.ir.tensor.TensorOp;
import dev.glovebox.compiler.ir.tensor.TensorOp.Affine;
import dev.glovebox.compiler.ir.tensor.TensorOp.Polynomial;
import dev.glovebox.compiler.ir.tensor.TensorOp.Term;
import dev.glovebox.compiler.ir.tensor.TensorProgram;
import dev.glovebox.compiler.ir.tensor.TensorProgram.Node;
import dev.glovebox.compiler.ir.tensor.TensorProgram.Result;
import dev.glovebox.compiler.range.InferRanges;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Gives every polynomial the domain [-2, 2] or [-1, 1], so that its argument takes no level. The former is that of the basis
 * polynomials are expanded in: 2·(x - middle)/radius is composed into what computes x. An affine map is scaled, as a copy if it has
 * other uses; a polynomial with no other use gets scaled coefficients; otherwise an affine map is inserted. An argument that is in
 * [-1, 1] already and has other uses, or nothing to compose with, stays as it is: doubling it is cheaper. Whoever pads vectors gives
 * 0 there.
 */
public final class FoldNormalization {
    private static final Interval UNIT = new Interval(-1, 1);
    private static final Interval MONIC = new Interval(-2, 2);

    /** A scaled map this close to the identity is the identity: the rest is rounding of the declared ranges. */
    private static final double ROUNDING = 0x1p-46;

    public TensorProgram apply(TensorProgram program) {
        List<Node> nodes = new ArrayList<>();
        int[] renamed = new int[program.nodes().size()];
        int[] uses = uses(program);
        Map<Scaled, Scaled> known = new HashMap<>();
        for (int i = 0; i < renamed.length; i++) {
            Node node = program.nodes().get(i);
            TensorOp op = node.op()
                    .withOperands(node.op().operandStream().map(o -> renamed[o]).toList());
            if (op instanceof Polynomial p) {
                boolean onlyUse = uses[node.op().operands().getFirst()] == 1;
                op = moved(
                        p,
                        known.computeIfAbsent(
                                new Scaled(p.operand(), p.domain()), key -> normalized(key, onlyUse, nodes)));
            }
            renamed[i] = nodes.size();
            nodes.add(new Node(op, node.lo(), node.hi(), node.location()));
        }
        List<Result> results = program.results().stream()
                .map(r -> r instanceof Result.Element e ? new Result.Element(renamed[e.node()], e.index()) : r)
                .toList();
        return new ComposeAffine().apply(new TensorProgram(program.name(), program.precisionBits(), nodes, results));
    }

    /** A node and the domain of polynomials of it. */
    private record Scaled(int node, Interval domain) {}

    private static int[] uses(TensorProgram program) {
        int[] uses = new int[program.nodes().size()];
        program.nodes().forEach(n -> n.op().operands().forEach(o -> uses[o]++));
        program.results().forEach(r -> {
            if (r instanceof Result.Element e) {
                uses[e.node()]++;
            }
        });
        return uses;
    }

    /** What takes the place of an argument: a new node, or one there is. */
    private static Scaled normalized(Scaled argument, boolean onlyUse, List<Node> nodes) {
        Node node = nodes.get(argument.node());
        double middle = argument.domain().middle();
        double radius = argument.domain().radius();
        TensorOp op;
        if (onlyUse && node.op() instanceof Polynomial p) {
            op = normalized(p, middle, radius / MONIC.radius());
        } else {
            boolean composes = onlyUse || !argument.domain().equals(UNIT);
            Affine affine = composes && node.op() instanceof Affine a
                    ? a
                    : new Affine(
                            List.of(new Term(SparseMatrix.identity(node.size()), argument.node())),
                            Reals.zeros(node.size()));
            for (Interval target : List.of(UNIT, MONIC)) {
                if (isNearlyIdentity(affine, middle, radius / target.radius())) {
                    return new Scaled(affine.terms().getFirst().operand(), target);
                }
            }
            op = normalized(affine, middle, radius / MONIC.radius());
        }
        Node inferred = InferRanges.infer(op, nodes, node.location());
        Reals lo = Reals.generate(node.size(), i -> Math.clamp(inferred.lo().get(i), MONIC.lo(), MONIC.hi()));
        Reals hi = Reals.generate(node.size(), i -> Math.clamp(inferred.hi().get(i), MONIC.lo(), MONIC.hi()));
        nodes.add(new Node(op, lo, hi, node.location()));
        return new Scaled(nodes.size() - 1, MONIC);
    }

    /** (a - middle)/factor. */
    private static Affine normalized(Affine a, double middle, double factor) {
        List<Term> terms = a.terms().stream()
                .map(t -> new Term(t.matrix().times(1 / factor), t.operand()))
                .toList();
        return new Affine(terms, Reals.generate(a.bias().size(), i -> (a.bias().get(i) - middle) / factor));
    }

    /** Whether that is the identity, but for rounding. */
    private static boolean isNearlyIdentity(Affine a, double middle, double factor) {
        SparseMatrix matrix = a.terms().getFirst().matrix();
        boolean identity =
                a.terms().size() == 1 && matrix.rows() == matrix.columns() && matrix.entries() == matrix.rows();
        for (int i = 0; identity && i < matrix.rows(); i++) {
            identity = Math.abs(matrix.get(i, i) * (1 / factor) - 1) <= ROUNDING
                    && Math.abs((a.bias().get(i) - middle) / factor) <= ROUNDING;
        }
        return identity;
    }

    /** (p - middle)/factor. */
    private static Polynomial normalized(Polynomial p, double middle, double factor) {
        double[] c = p.coefficients().toArray();
        c[0] -= middle;
        Expression function = new Binary(
                Operator.DIVIDE,
                new Binary(Operator.SUBTRACT, p.function(), new Constant(middle)),
                new Constant(factor));
        Reals coefficients = Reals.of(Arrays.stream(c).map(x -> x / factor).toArray());
        return new Polynomial(p.operand(), p.domain(), coefficients, function, p.error() / factor, p.gap());
    }

    /** The polynomial of an argument that was normalised. */
    private static Polynomial moved(Polynomial p, Scaled argument) {
        Interval domain = argument.domain();
        if (domain.equals(p.domain())) {
            return new Polynomial(argument.node(), domain, p.coefficients(), p.function(), p.error(), p.gap());
        }
        double factor = p.domain().radius() / domain.radius();
        double middle = p.domain().middle();
        Expression scaled = new Binary(Operator.MULTIPLY, new Constant(factor), new Variable());
        Expression restored = middle == 0 ? scaled : new Binary(Operator.ADD, new Constant(middle), scaled);
        Expression function = Substitution.of(p.function(), restored);
        return new Polynomial(argument.node(), domain, p.coefficients(), function, p.error(), p.gap() / factor);
    }
}
