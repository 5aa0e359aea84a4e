package dev.glovebox.compiler.approximation;

import dev.glovebox.compiler.ir.Reals;
import dev.glovebox.compiler.ir.SparseMatrix;
import dev.glovebox.compiler.ir.tensor.TensorOp.Affine;
import dev.glovebox.compiler.ir.tensor.TensorOp.Term;
import dev.glovebox.compiler.ir.tensor.TensorProgram.Node;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds vectors of a program that are multiples of each other. */
final class Proportion {
    private Proportion() {}

    /** The c with u = c·v, if both are one affine map but for that. */
    static @Nullable Reals of(List<Node> nodes, int u, int v) {
        int size = nodes.get(v).size();
        if (u == v) {
            return Reals.generate(size, _ -> 1);
        }
        Affine a = asAffine(nodes, u, v);
        Affine b = asAffine(nodes, v, u);
        if (a.terms().size() != b.terms().size()) {
            return null;
        }
        double[] ratio = new double[size];
        for (int t = 0; t < a.terms().size(); t++) {
            SparseMatrix x = a.terms().get(t).matrix();
            SparseMatrix y = b.terms().get(t).matrix();
            if (a.terms().get(t).operand() != b.terms().get(t).operand() || x.entries() != y.entries()) {
                return null;
            }
            for (int row = 0; row < size; row++) {
                if (x.rowStart(row) != y.rowStart(row)) {
                    return null;
                }
                for (int k = x.rowStart(row); k < x.rowStart(row + 1); k++) {
                    double c = x.value(k) / y.value(k);
                    ratio[row] = ratio[row] == 0 ? c : ratio[row];
                    if (x.column(k) != y.column(k) || !near(c, ratio[row])) {
                        return null;
                    }
                }
            }
        }
        for (int row = 0; row < size; row++) {
            if (!near(a.bias().get(row), ratio[row] * b.bias().get(row))) {
                return null;
            }
        }
        return Reals.of(ratio);
    }

    private static boolean near(double a, double b) {
        return Math.abs(a - b) <= 0x1p-48 * Math.abs(a);
    }

    /** A node as an affine map; of itself if it is none or if the other is a map of it. */
    private static Affine asAffine(List<Node> nodes, int node, int other) {
        boolean inner =
                nodes.get(other).op() instanceof Affine o && o.operands().contains(node);
        if (!inner && nodes.get(node).op() instanceof Affine affine) {
            return affine;
        }
        int size = nodes.get(node).size();
        return new Affine(List.of(new Term(SparseMatrix.identity(size), node)), Reals.zeros(size));
    }
}
