package dev.glovebox.compiler.layout;

import dev.glovebox.compiler.ir.Reals;
import dev.glovebox.compiler.ir.SparseMatrix;
import dev.glovebox.compiler.ir.tensor.TensorOp;
import dev.glovebox.compiler.ir.tensor.TensorOp.Affine;
import dev.glovebox.compiler.ir.tensor.TensorOp.Term;
import dev.glovebox.compiler.ir.tensor.TensorProgram;
import dev.glovebox.compiler.ir.tensor.TensorProgram.Node;
import dev.glovebox.compiler.ir.tensor.TensorProgram.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Gives each kind of product a vector of its own, where kinds take turns within one: the squares of both gradients at each pixel of an
 * image, say. One vector of all takes the fewest products. But each kind alone is gathered by fewer diagonals, often multiples of
 * rotations that take no level, and kinds that are summed lie in the same slots. Which is cheaper is for the costs of both programs
 * to say.
 *
 * <p>Elements are of one kind if their operands are the same combinations of neighbours, elsewhere.
 */
public final class SeparateProducts {
    private static final int MOST_KINDS = 4;

    /** The same program if no product has kinds. Leaves nodes that nothing uses. */
    public TensorProgram apply(TensorProgram program) {
        Pass pass = new Pass(program);
        return IntStream.range(0, program.nodes().size()).anyMatch(i -> pass.kinds[i] > 1) ? pass.run() : program;
    }

    private static final class Pass {
        private final TensorProgram program;

        /** For each node the vectors it becomes; element e lies in the vector e mod kinds. */
        private final int[] kinds;

        private final List<Node> nodes = new ArrayList<>();

        /** For each node of the program, the first of the vectors it became. */
        private final int[] first;

        Pass(TensorProgram program) {
            this.program = program;
            kinds = new int[program.nodes().size()];
            first = new int[kinds.length];
            boolean[] isPublic = program.publicNodes();
            for (int i = 0; i < kinds.length; i++) {
                kinds[i] = program.nodes().get(i).op() instanceof TensorOp.Multiply m
                                && !isPublic[m.left()]
                                && !isPublic[m.right()]
                        ? kinds(m)
                        : 1;
            }
            // Whoever takes a product element by element needs it whole.
            for (Node node : program.nodes()) {
                if (!(node.op() instanceof Affine)) {
                    node.op().operands().forEach(operand -> kinds[operand] = 1);
                }
            }
        }

        /** The length of the turn of kinds; 1 if there is none. */
        private int kinds(TensorOp.Multiply product) {
            if (!(program.nodes().get(product.left()).op() instanceof Affine left)
                    || !(program.nodes().get(product.right()).op() instanceof Affine right)) {
                return 1;
            }
            int size = left.bias().size();
            for (int kinds = 1; kinds <= MOST_KINDS && 2 * kinds <= size; kinds++) {
                int distance = kinds;
                long alike = IntStream.range(0, size - distance)
                        .filter(e -> areAlike(left, e, e + distance) && areAlike(right, e, e + distance))
                        .count();
                if (2 * alike > size) {
                    return size % kinds == 0 ? kinds : 1;
                }
            }
            return 1;
        }

        /** Whether two rows have the same entries, shifted. */
        private static boolean areAlike(Affine affine, int a, int b) {
            return affine.terms().stream().allMatch(term -> areAlike(term.matrix(), a, b));
        }

        private static boolean areAlike(SparseMatrix matrix, int a, int b) {
            int i = matrix.rowStart(a);
            int j = matrix.rowStart(b);
            int length = matrix.rowStart(a + 1) - i;
            if (matrix.rowStart(b + 1) - j != length) {
                return false;
            }
            for (int k = 0; k < length; k++) {
                if (matrix.value(i + k) != matrix.value(j + k)
                        || matrix.column(i + k) - matrix.column(i) != matrix.column(j + k) - matrix.column(j)) {
                    return false;
                }
            }
            return true;
        }

        TensorProgram run() {
            for (int i = 0; i < kinds.length; i++) {
                Node node = program.nodes().get(i);
                if (kinds[i] > 1) {
                    separate(i, (TensorOp.Multiply) node.op());
                } else {
                    first[i] = nodes.size();
                    TensorOp op = node.op() instanceof Affine affine
                            ? withParts(affine)
                            : node.op()
                                    .withOperands(node.op()
                                            .operandStream()
                                            .map(o -> first[o])
                                            .toList());
                    nodes.add(new Node(op, node.lo(), node.hi(), node.location()));
                }
            }
            List<Result> results = program.results().stream()
                    .<Result>map(result -> switch (result) {
                        case Result.Element(int node, int index) ->
                            new Result.Element(first[node] + index % kinds[node], index / kinds[node]);
                        case Result.Constant constant -> constant;
                    })
                    .toList();
            return new TensorProgram(program.name(), program.precisionBits(), nodes, results);
        }

        private void separate(int i, TensorOp.Multiply product) {
            List<TensorOp> products = new ArrayList<>();
            for (int kind = 0; kind < kinds[i]; kind++) {
                int left = gathered(product.left(), kind, kinds[i]);
                int right = product.right() == product.left() ? left : gathered(product.right(), kind, kinds[i]);
                products.add(new TensorOp.Multiply(left, right));
            }
            first[i] = nodes.size();
            Node whole = program.nodes().get(i);
            for (int kind = 0; kind < kinds[i]; kind++) {
                nodes.add(new Node(
                        products.get(kind),
                        part(whole.lo(), kind, kinds[i]),
                        part(whole.hi(), kind, kinds[i]),
                        whole.location()));
            }
        }

        private int gathered(int operand, int kind, int kinds) {
            nodes.add(rows(nodes.get(first[operand]), kind, kinds));
            return nodes.size() - 1;
        }

        /** An affine map with parts for operands that were separated. */
        private Affine withParts(Affine affine) {
            List<Term> terms = new ArrayList<>();
            for (Term term : affine.terms()) {
                for (int kind = 0; kind < kinds[term.operand()]; kind++) {
                    SparseMatrix columns = columns(term.matrix(), kind, kinds[term.operand()]);
                    if (columns.entries() > 0 || kinds[term.operand()] == 1) {
                        terms.add(new Term(columns, first[term.operand()] + kind));
                    }
                }
            }
            return new Affine(terms, affine.bias());
        }

        private static Reals part(Reals values, int kind, int kinds) {
            return Reals.generate(values.size() / kinds, i -> values.get(i * kinds + kind));
        }

        private static Node rows(Node node, int kind, int kinds) {
            Affine affine = (Affine) node.op();
            return new Node(
                    new Affine(
                            affine.terms().stream()
                                    .map(term -> new Term(rows(term.matrix(), kind, kinds), term.operand()))
                                    .toList(),
                            part(affine.bias(), kind, kinds)),
                    part(node.lo(), kind, kinds),
                    part(node.hi(), kind, kinds),
                    node.location());
        }

        private static SparseMatrix rows(SparseMatrix matrix, int kind, int kinds) {
            SparseMatrix.Builder rows = new SparseMatrix.Builder(matrix.columns());
            for (int row = kind; row < matrix.rows(); row += kinds) {
                for (int k = matrix.rowStart(row); k < matrix.rowStart(row + 1); k++) {
                    rows.add(matrix.column(k), matrix.value(k));
                }
                rows.endRow();
            }
            return rows.build();
        }

        private static SparseMatrix columns(SparseMatrix matrix, int kind, int kinds) {
            SparseMatrix.Builder columns = new SparseMatrix.Builder(matrix.columns() / kinds);
            for (int row = 0; row < matrix.rows(); row++) {
                for (int k = matrix.rowStart(row); k < matrix.rowStart(row + 1); k++) {
                    if (matrix.column(k) % kinds == kind) {
                        columns.add(matrix.column(k) / kinds, matrix.value(k));
                    }
                }
                columns.endRow();
            }
            return columns.build();
        }
    }
}
