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
 * Gives every polynomial the domain [-1, 1]: t = (x - middle)/radius is composed into what computes x, so that it takes no level. An
 * affine map is scaled, as a copy if it has other uses; a polynomial with no other use gets scaled coefficients; otherwise an affine
 * map is inserted. Arguments lie in [-1, 1]; whoever pads vectors gives 0 there.
 */
public final class FoldNormalization {
    private static final Interval UNIT = new Interval(-1, 1);

    /** A scaled map this close to the identity is the identity: the rest is rounding of the declared ranges. */
    private static final double ROUNDING = 0x1p-46;

    public TensorProgram apply(TensorProgram program) {
        List<Node> nodes = new ArrayList<>();
        int[] renamed = new int[program.nodes().size()];
        int[] uses = uses(program);
        Map<Scaled, Integer> known = new HashMap<>();
        for (int i = 0; i < renamed.length; i++) {
            Node node = program.nodes().get(i);
            TensorOp op = node.op()
                    .withOperands(node.op().operandStream().map(o -> renamed[o]).toList());
            if (op instanceof Polynomial p && !p.domain().equals(UNIT)) {
                boolean onlyUse = uses[node.op().operands().getFirst()] == 1;
                int argument = known.computeIfAbsent(
                        new Scaled(p.operand(), p.domain()), key -> addNormalized(key, onlyUse, nodes));
                Expression function = Substitution.of(p.function(), restored(p.domain()));
                double gap = p.gap() / p.domain().radius();
                op = new Polynomial(argument, UNIT, p.coefficients(), function, p.error(), gap);
            }
            renamed[i] = nodes.size();
            nodes.add(new Node(op, node.lo(), node.hi(), node.location()));
        }
        List<Result> results = program.results().stream()
                .map(r -> r instanceof Result.Element e ? new Result.Element(renamed[e.node()], e.index()) : r)
                .toList();
        return new ComposeAffine().apply(new TensorProgram(program.name(), program.precisionBits(), nodes, results));
    }

    /** A node normalised from a domain. */
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

    private static int addNormalized(Scaled scaled, boolean onlyUse, List<Node> nodes) {
        Node node = nodes.get(scaled.node());
        double middle = scaled.domain().middle();
        double radius = scaled.domain().radius();
        TensorOp op;
        if (node.op() instanceof Affine affine) {
            op = normalized(affine, middle, radius);
        } else if (node.op() instanceof Polynomial p && onlyUse) {
            op = normalized(p, middle, radius);
        } else {
            SparseMatrix identity = SparseMatrix.identity(node.size());
            op = normalized(
                    new Affine(List.of(new Term(identity, scaled.node())), Reals.zeros(node.size())), middle, radius);
        }
        Node inferred = InferRanges.infer(op, nodes, node.location());
        Reals lo = Reals.generate(node.size(), i -> Math.clamp(inferred.lo().get(i), -1, 1));
        Reals hi = Reals.generate(node.size(), i -> Math.clamp(inferred.hi().get(i), -1, 1));
        nodes.add(new Node(op, lo, hi, node.location()));
        return nodes.size() - 1;
    }

    private static Affine normalized(Affine affine, double middle, double radius) {
        List<Term> terms = affine.terms().stream()
                .map(t -> new Term(Matrices.scaleRows(t.matrix(), _ -> 1 / radius), t.operand()))
                .toList();
        Reals bias = Reals.generate(affine.bias().size(), i -> (affine.bias().get(i) - middle) / radius);
        return isNearlyIdentity(terms, bias)
                ? new Affine(
                        List.of(new Term(
                                SparseMatrix.identity(bias.size()),
                                terms.getFirst().operand())),
                        Reals.zeros(bias.size()))
                : new Affine(terms, bias);
    }

    private static boolean isNearlyIdentity(List<Term> terms, Reals bias) {
        SparseMatrix matrix = terms.getFirst().matrix();
        boolean identity = terms.size() == 1 && matrix.rows() == matrix.columns() && matrix.entries() == matrix.rows();
        for (int i = 0; identity && i < matrix.rows(); i++) {
            identity = Math.abs(matrix.get(i, i) - 1) <= ROUNDING && Math.abs(bias.get(i)) <= ROUNDING;
        }
        return identity;
    }

    private static Polynomial normalized(Polynomial p, double middle, double radius) {
        double[] c = p.coefficients().toArray();
        c[0] -= middle;
        Expression function = new Binary(
                Operator.DIVIDE,
                new Binary(Operator.SUBTRACT, p.function(), new Constant(middle)),
                new Constant(radius));
        Reals coefficients = Reals.of(Arrays.stream(c).map(x -> x / radius).toArray());
        return new Polynomial(p.operand(), p.domain(), coefficients, function, p.error() / radius, p.gap());
    }

    /** middle + radius·t. */
    private static Expression restored(Interval domain) {
        Expression scaled = new Binary(Operator.MULTIPLY, new Constant(domain.radius()), new Variable());
        return domain.middle() == 0 ? scaled : new Binary(Operator.ADD, new Constant(domain.middle()), scaled);
    }
}
