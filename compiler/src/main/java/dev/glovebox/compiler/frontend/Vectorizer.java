package dev.glovebox.compiler.frontend;

import dev.glovebox.compiler.ir.Expression;
import dev.glovebox.compiler.ir.Interval;
import dev.glovebox.compiler.ir.Reals;
import dev.glovebox.compiler.ir.SourceLocation;
import dev.glovebox.compiler.ir.SparseMatrix;
import dev.glovebox.compiler.ir.tensor.TensorOp;
import dev.glovebox.compiler.ir.tensor.TensorProgram;
import dev.glovebox.compiler.ir.tensor.TensorProgram.Node;
import dev.glovebox.compiler.ir.tensor.TensorProgram.Result;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes vector nodes of atoms: nonlinear operations of one depth and one kind are the elements of one node, in program order,
 * and one affine node gathers their operands. So a scalar loop becomes a matrix.
 */
final class Vectorizer {
    private final List<Node> nodes;
    private final Map<List<Form>, Integer> gathered = new HashMap<>();
    private final Map<Form, Interval> ranges;

    /** What the members of a group have in common; the function is null for products. */
    private record GroupKey(int depth, @Nullable Expression function, int publicOperands) {
        @Override
        public boolean equals(@Nullable Object o) {
            return o instanceof GroupKey k
                    && depth == k.depth
                    && publicOperands == k.publicOperands
                    && Objects.equals(function, k.function);
        }

        @Override
        public int hashCode() {
            return 31 * depth + Objects.hashCode(function);
        }
    }

    /**
     * @param inputs the input nodes; the others are appended
     * @param ranges what the user says of forms that functions are applied to
     */
    Vectorizer(List<Node> inputs, Map<Form, Interval> ranges) {
        this.ranges = ranges;
        this.nodes = new ArrayList<>(inputs);
    }

    /** The program whose results are the given forms. */
    TensorProgram program(String name, int precisionBits, List<Atom> atoms, List<Form> results) {
        markNeeded(atoms, results);
        Map<GroupKey, List<Atom>> groups = new LinkedHashMap<>();
        for (Atom atom : atoms) {
            if (atom.needed && !(atom instanceof Atom.Input)) {
                Expression function = atom instanceof Atom.Apply a ? a.function : null;
                groups.computeIfAbsent(
                                new GroupKey(atom.depth, function, publicOperands(atom)), key -> new ArrayList<>())
                        .add(atom);
            }
        }
        List<List<Atom>> order = new ArrayList<>(groups.values());
        order.sort(Comparator.comparingInt((List<Atom> g) -> g.getFirst().depth)
                .thenComparingInt(g -> g.getFirst().number));
        order.forEach(this::place);
        return new TensorProgram(name, precisionBits, nodes, results(results));
    }

    private static void markNeeded(List<Atom> atoms, List<Form> results) {
        results.forEach(Vectorizer::need);
        for (Atom atom : atoms.reversed()) {
            if (atom.needed) {
                switch (atom) {
                    case Atom.Input input -> {}
                    case Atom.Apply a -> need(a.variable);
                    case Atom.Product p -> {
                        need(p.left);
                        need(p.right);
                    }
                }
            }
        }
    }

    private static void need(Form form) {
        for (Atom atom : form.atoms) {
            atom.needed = true;
        }
    }

    private static int publicOperands(Atom atom) {
        return switch (atom) {
            case Atom.Product p -> (p.left.isPublic() ? 1 : 0) + (p.right.isPublic() ? 1 : 0);
            default -> atom.isPublic ? 1 : 0;
        };
    }

    private void place(List<Atom> group) {
        SourceLocation at = group.getFirst().location;
        TensorOp op;
        if (group.getFirst() instanceof Atom.Apply first) {
            int operand =
                    gather(group.stream().map(a -> ((Atom.Apply) a).variable).toList());
            op = first.isPublic
                    ? new TensorOp.PublicApply(first.function, operand)
                    : new TensorOp.Apply(first.function, operand);
        } else {
            op = new TensorOp.Multiply(
                    gather(group.stream().map(a -> factor(a, true)).toList()),
                    gather(group.stream().map(a -> factor(a, false)).toList()));
        }
        int node = add(op, group.size(), at);
        for (int i = 0; i < group.size(); i++) {
            group.get(i).node = node;
            group.get(i).index = i;
        }
    }

    /** A factor of a product; of an encrypted and a public one, the encrypted one comes first. */
    private static Form factor(Atom atom, boolean first) {
        Atom.Product product = (Atom.Product) atom;
        boolean swapped = product.left.isPublic() && !product.right.isPublic();
        return first ^ swapped ? product.left : product.right;
    }

    private int add(TensorOp op, int size, SourceLocation at) {
        Reals lo = Reals.generate(size, i -> Double.NEGATIVE_INFINITY);
        Reals hi = Reals.generate(size, i -> Double.POSITIVE_INFINITY);
        nodes.add(new Node(op, lo, hi, at));
        return nodes.size() - 1;
    }

    /** The node whose elements are the given forms. */
    private int gather(List<Form> rows) {
        int whole = wholeNode(rows);
        boolean declared = rows.stream().anyMatch(row -> range(row) != null);
        if (whole >= 0 && !(declared && nodes.get(whole).op().operands().isEmpty())) {
            if (declared) {
                nodes.set(whole, within(nodes.get(whole), rows));
            }
            return whole;
        }
        Integer known = gathered.get(rows);
        if (known != null) {
            return known;
        }
        int node = add(affine(rows), rows.size(), rows.getFirst().location);
        if (declared) {
            nodes.set(node, within(nodes.get(node), rows));
        }
        gathered.put(rows, node);
        return node;
    }

    /** What is known of a form beyond interval arithmetic. */
    private @Nullable Interval range(Form form) {
        Interval declared = ranges.get(form);
        return declared == null ? form.range : declared;
    }

    /** The node in the ranges that the user declares, or that branches imply. */
    private Node within(Node node, List<Form> rows) {
        return new Node(
                node.op(),
                Reals.generate(rows.size(), i -> {
                    Interval range = range(rows.get(i));
                    return range == null ? node.lo().get(i) : Math.max(node.lo().get(i), range.lo());
                }),
                Reals.generate(rows.size(), i -> {
                    Interval range = range(rows.get(i));
                    return range == null ? node.hi().get(i) : Math.min(node.hi().get(i), range.hi());
                }),
                node.location());
    }

    /** The node whose elements, all and in order, are the forms; or -1. */
    private int wholeNode(List<Form> rows) {
        Form first = rows.getFirst();
        if (!first.isAtom() || nodes.get(first.atoms[0].node).size() != rows.size()) {
            return -1;
        }
        int node = first.atoms[0].node;
        for (int i = 0; i < rows.size(); i++) {
            Form row = rows.get(i);
            if (!row.isAtom() || row.atoms[0].node != node || row.atoms[0].index != i) {
                return -1;
            }
        }
        return node;
    }

    private TensorOp.Affine affine(List<Form> rows) {
        TreeMap<Integer, SparseMatrix.Builder> matrices = new TreeMap<>();
        for (Form row : rows) {
            int node = -1;
            for (Atom atom : row.atoms) {
                if (atom.node != node) {
                    node = atom.node;
                    matrices.computeIfAbsent(
                            node, n -> new SparseMatrix.Builder(nodes.get(n).size()));
                }
            }
        }
        for (Form row : rows) {
            int node = -1;
            SparseMatrix.Builder matrix = null;
            for (int i : byPlace(row)) {
                Atom atom = row.atoms[i];
                if (matrix == null || atom.node != node) {
                    node = atom.node;
                    matrix = Objects.requireNonNull(matrices.get(node));
                }
                matrix.add(atom.index, row.coefficients[i]);
            }
            matrices.values().forEach(SparseMatrix.Builder::endRow);
        }
        List<TensorOp.Term> terms = matrices.entrySet().stream()
                .map(e -> new TensorOp.Term(e.getValue().build(), e.getKey()))
                .toList();
        return new TensorOp.Affine(terms, Reals.generate(rows.size(), i -> rows.get(i).constant));
    }

    /** Indices of the form's entries, by index of their atom within its node. */
    private static int[] byPlace(Form row) {
        int[] order = new int[row.size()];
        boolean sorted = true;
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
            sorted &= i == 0 || row.atoms[i - 1].index < row.atoms[i].index;
        }
        return sorted
                ? order
                : java.util.Arrays.stream(order)
                        .boxed()
                        .sorted(Comparator.comparingInt(i -> row.atoms[i].index))
                        .mapToInt(Integer::intValue)
                        .toArray();
    }

    private List<Result> results(List<Form> forms) {
        List<Form> rows = forms.stream()
                .filter(f -> !f.isConstant() && !f.isAtom())
                .distinct()
                .toList();
        int affine = rows.isEmpty() ? -1 : gather(rows);
        Map<Form, Integer> rowOf = new HashMap<>();
        for (int i = 0; i < rows.size(); i++) {
            rowOf.put(rows.get(i), i);
        }
        List<Result> results = new ArrayList<>();
        for (Form form : forms) {
            if (form.isConstant()) {
                results.add(new Result.Constant(form.constant));
            } else if (form.isAtom()) {
                results.add(new Result.Element(form.atoms[0].node, form.atoms[0].index));
            } else {
                results.add(new Result.Element(affine, Objects.requireNonNull(rowOf.get(form))));
            }
        }
        return results;
    }
}
