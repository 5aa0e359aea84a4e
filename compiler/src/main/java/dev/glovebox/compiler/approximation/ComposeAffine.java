package dev.glovebox.compiler.approximation;

import dev.glovebox.compiler.ir.Reals;
import dev.glovebox.compiler.ir.SparseMatrix;
import dev.glovebox.compiler.ir.tensor.TensorOp;
import dev.glovebox.compiler.ir.tensor.TensorOp.Affine;
import dev.glovebox.compiler.ir.tensor.TensorOp.Term;
import dev.glovebox.compiler.ir.tensor.TensorProgram;
import dev.glovebox.compiler.ir.tensor.TensorProgram.Node;
import dev.glovebox.compiler.ir.tensor.TensorProgram.Result;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Merges affine maps of affine maps, so that a chain of them takes one level; drops identities and nodes that no result needs, and
 * makes results that depend on no input public constants.
 *
 * <p>A(Bx + b) + a becomes (AB)x + (Ab + a) unless that has more than twice the diagonals of A and B together: a level is worth
 * that much, but a product of two thin matrices would be dense.
 */
public final class ComposeAffine {
    /** Scalar products beyond which a matrix product is not tried. */
    private static final long MOST_WORK = 1L << 28;

    public TensorProgram apply(TensorProgram program) {
        List<Node> nodes = new ArrayList<>();
        int[] renamed = new int[program.nodes().size()];
        for (int i = 0; i < renamed.length; i++) {
            Node node = program.nodes().get(i);
            TensorOp op = node.op()
                    .withOperands(node.op().operandStream().map(o -> renamed[o]).toList());
            if (op instanceof Affine affine) {
                op = compose(affine, nodes);
            }
            renamed[i] = op instanceof Affine a && isIdentity(a)
                    ? a.terms().getFirst().operand()
                    : nodes.size();
            if (renamed[i] == nodes.size()) {
                nodes.add(new Node(op, node.lo(), node.hi(), node.location()));
            }
        }
        List<Result> results = program.results().stream()
                .map(r -> r instanceof Result.Element e ? result(renamed[e.node()], e.index(), nodes) : r)
                .toList();
        return withoutDeadNodes(new TensorProgram(program.name(), program.precisionBits(), nodes, results));
    }

    private static boolean isIdentity(Affine affine) {
        return affine.terms().size() == 1
                && affine.bias().equals(Reals.zeros(affine.bias().size()))
                && affine.terms().getFirst().matrix().isIdentity();
    }

    private static Result result(int node, int index, List<Node> nodes) {
        if (nodes.get(node).op() instanceof Affine affine) {
            boolean constant = affine.terms().stream()
                    .allMatch(t -> t.matrix().rowStart(index) == t.matrix().rowStart(index + 1));
            if (constant) {
                return new Result.Constant(affine.bias().get(index));
            }
        }
        return new Result.Element(node, index);
    }

    /** Merges operands that are affine, as far as it pays. */
    private static Affine compose(Affine outer, List<Node> nodes) {
        Affine affine = merged(outer.terms(), outer.bias());
        for (int i = 0; i < affine.terms().size(); ) {
            Affine merged = nodes.get(affine.terms().get(i).operand()).op() instanceof Affine inner
                    ? merge(affine, i, inner)
                    : null;
            if (merged == null) {
                i++;
            } else {
                affine = merged;
                i = 0;
            }
        }
        return affine;
    }

    private static @Nullable Affine merge(Affine outer, int index, Affine inner) {
        Term term = outer.terms().get(index);
        long work = inner.terms().stream()
                .mapToLong(t -> Matrices.work(term.matrix(), t.matrix()))
                .sum();
        if (work > MOST_WORK) {
            return null;
        }
        List<Term> terms = new ArrayList<>(outer.terms());
        terms.remove(index);
        for (Term t : inner.terms()) {
            terms.add(new Term(Matrices.multiply(term.matrix(), t.matrix()), t.operand()));
        }
        Affine merged = merged(terms, Matrices.multiplyAdd(term.matrix(), inner.bias(), outer.bias()));
        return diagonals(merged) <= 2 * (diagonals(outer) + diagonals(inner)) ? merged : null;
    }

    /** With one term for each operand, and none that is zero if there is another. */
    private static Affine merged(List<Term> terms, Reals bias) {
        Map<Integer, SparseMatrix> matrices = new LinkedHashMap<>();
        for (Term term : terms) {
            matrices.merge(term.operand(), term.matrix(), Matrices::add);
        }
        List<Term> distinct = matrices.entrySet().stream()
                .map(e -> new Term(e.getValue(), e.getKey()))
                .toList();
        List<Term> present =
                distinct.stream().filter(t -> t.matrix().entries() > 0).toList();
        return new Affine(present.isEmpty() ? distinct.subList(0, 1) : present, bias);
    }

    private static int diagonals(Affine affine) {
        return affine.terms().stream()
                .mapToInt(t -> Matrices.diagonals(t.matrix()))
                .sum();
    }

    private static TensorProgram withoutDeadNodes(TensorProgram program) {
        List<Node> nodes = program.nodes();
        boolean[] live = new boolean[nodes.size()];
        boolean[] isPublic = program.publicNodes();
        boolean publicResult = false;
        for (Result result : program.results()) {
            if (result instanceof Result.Element e) {
                live[e.node()] = true;
                publicResult |= isPublic[e.node()];
            }
        }
        // A public result leaves in a ciphertext, which is made of an input.
        for (int i = 0; i < nodes.size() && publicResult; i++) {
            live[i] |= nodes.get(i).op() instanceof TensorOp.Input;
        }
        for (int i = nodes.size() - 1; i >= 0; i--) {
            if (live[i]) {
                nodes.get(i).op().operands().forEach(o -> live[o] = true);
            }
        }
        List<Node> kept = new ArrayList<>();
        int[] renamed = new int[nodes.size()];
        for (int i = 0; i < renamed.length; i++) {
            renamed[i] = kept.size();
            if (live[i]) {
                Node node = nodes.get(i);
                TensorOp op = node.op()
                        .withOperands(
                                node.op().operandStream().map(o -> renamed[o]).toList());
                kept.add(new Node(op, node.lo(), node.hi(), node.location()));
            }
        }
        List<Result> results = program.results().stream()
                .map(r -> r instanceof Result.Element e ? new Result.Element(renamed[e.node()], e.index()) : r)
                .toList();
        return new TensorProgram(program.name(), program.precisionBits(), kept, results);
    }
}
