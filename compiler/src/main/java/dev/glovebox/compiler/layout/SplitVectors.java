package dev.glovebox.compiler.layout;

import dev.glovebox.compiler.ir.Reals;
import dev.glovebox.compiler.ir.SparseMatrix;
import dev.glovebox.compiler.ir.tensor.TensorOp;
import dev.glovebox.compiler.ir.tensor.TensorProgram;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Splits vectors that are longer than the slots into blocks, which lie in ciphertexts of their own. Operations on elements act on
 * each block; a matrix falls into blocks of rows and columns, of which those without an entry cost nothing. Each block keeps
 * its generalised diagonals that are not zero, as any matrix does.
 */
public final class SplitVectors {
    private final int slots;

    /** @param slots most elements of a block */
    public SplitVectors(int slots) {
        this.slots = slots;
    }

    /** The same program with no vector longer than the slots. */
    public TensorProgram apply(TensorProgram program) {
        return program.nodes().stream().allMatch(node -> node.size() <= slots) ? program : new Pass(program).run();
    }

    private final class Pass {
        private final TensorProgram program;
        private final List<TensorProgram.Node> nodes = new ArrayList<>();

        /** For each node of the program, the first of its blocks. */
        private final int[] first;

        Pass(TensorProgram program) {
            this.program = program;
            first = new int[program.nodes().size()];
        }

        TensorProgram run() {
            for (int i = 0; i < first.length; i++) {
                TensorProgram.Node node = program.nodes().get(i);
                first[i] = nodes.size();
                for (int from = 0; from < node.size(); from += slots) {
                    int to = Math.min(node.size(), from + slots);
                    nodes.add(new TensorProgram.Node(
                            block(node.op(), from, to),
                            part(node.lo(), from, to),
                            part(node.hi(), from, to),
                            node.location()));
                }
            }
            List<TensorProgram.Result> results = program.results().stream()
                    .<TensorProgram.Result>map(result -> switch (result) {
                        case TensorProgram.Result.Element(int node, int index) ->
                            new TensorProgram.Result.Element(first[node] + index / slots, index % slots);
                        case TensorProgram.Result.Constant constant -> constant;
                    })
                    .toList();
            return new TensorProgram(program.name(), program.precisionBits(), nodes, results);
        }

        private TensorOp block(TensorOp op, int from, int to) {
            return switch (op) {
                case TensorOp.Input input ->
                    new TensorOp.Input(input.name(), input.firstElement() + from, input.normalized());
                case TensorOp.PublicInput input ->
                    new TensorOp.PublicInput(input.name(), input.firstElement() + from, input.normalized());
                case TensorOp.Affine affine -> affine(affine, from, to);
                case TensorOp.Multiply _, TensorOp.Apply _, TensorOp.PublicApply _, TensorOp.Polynomial _ ->
                    op.withOperands(op.operandStream()
                            .map(operand -> first[operand] + from / slots)
                            .toList());
            };
        }

        private TensorOp affine(TensorOp.Affine affine, int from, int to) {
            List<TensorOp.Term> terms = new ArrayList<>();
            for (TensorOp.Term term : affine.terms()) {
                SparseMatrix[] blocks = columnBlocks(term.matrix(), from, to);
                for (int block = 0; block < blocks.length; block++) {
                    if (blocks[block].entries() > 0) {
                        terms.add(new TensorOp.Term(blocks[block], first[term.operand()] + block));
                    }
                }
            }
            if (terms.isEmpty()) {
                TensorOp.Term any = affine.terms().getFirst();
                terms.add(new TensorOp.Term(columnBlocks(any.matrix(), from, to)[0], first[any.operand()]));
            }
            return new TensorOp.Affine(terms, part(affine.bias(), from, to));
        }

        /** Some rows of a matrix, split by columns. */
        private SparseMatrix[] columnBlocks(SparseMatrix matrix, int from, int to) {
            SparseMatrix.Builder[] builders = new SparseMatrix.Builder[Math.ceilDiv(matrix.columns(), slots)];
            Arrays.setAll(builders, b -> new SparseMatrix.Builder(Math.min(slots, matrix.columns() - b * slots)));
            for (int row = from; row < to; row++) {
                for (int k = matrix.rowStart(row); k < matrix.rowStart(row + 1); k++) {
                    builders[matrix.column(k) / slots].add(matrix.column(k) % slots, matrix.value(k));
                }
                for (SparseMatrix.Builder builder : builders) {
                    builder.endRow();
                }
            }
            return Arrays.stream(builders).map(SparseMatrix.Builder::build).toArray(SparseMatrix[]::new);
        }

        private static Reals part(Reals values, int from, int to) {
            return Reals.generate(to - from, i -> values.get(from + i));
        }
    }
}
