package dev.glovebox.compiler.ir.tensor;

import dev.glovebox.compiler.ir.Interval;
import dev.glovebox.compiler.ir.Reals;
import dev.glovebox.compiler.ir.SourceLocation;
import java.util.List;

/**
 * A circuit as operations on vectors of encrypted and public numbers, in order of evaluation.
 *
 * @param name such as {@code TumorModel.malignancy}
 * @param precisionBits absolute precision asked of every result
 * @param results for each element of the method's result, in flat order, where it comes from
 */
public record TensorProgram(String name, int precisionBits, List<Node> nodes, List<Result> results) {
    public TensorProgram {
        nodes = List.copyOf(nodes);
        results = List.copyOf(results);
    }

    /** For each node whether public inputs alone determine it, so that it is computed in the clear. */
    public boolean[] publicNodes() {
        boolean[] isPublic = new boolean[nodes.size()];
        for (int i = 0; i < isPublic.length; i++) {
            TensorOp op = nodes.get(i).op();
            isPublic[i] = !(op instanceof TensorOp.Input) && op.operandStream().allMatch(o -> isPublic[o]);
        }
        return isPublic;
    }

    /**
     * A vector of the program; its index in the list names it.
     *
     * @param lo least value of each element
     * @param hi greatest value of each element
     */
    public record Node(TensorOp op, Reals lo, Reals hi, SourceLocation location) {
        /** Length of the vector. */
        public int size() {
            return lo.size();
        }

        public Interval range(int element) {
            return new Interval(lo.get(element), hi.get(element));
        }

        /** The smallest interval that holds every element. */
        public Interval hull() {
            Interval hull = range(0);
            for (int i = 1; i < size(); i++) {
                hull = hull.hull(range(i));
            }
            return hull;
        }
    }

    /** An element of the result. */
    public sealed interface Result {
        /** Element {@code index} of a node. */
        record Element(int node, int index) implements Result {}

        /** A public constant. */
        record Constant(double value) implements Result {}
    }
}
