package dev.glovebox.compiler.layout;

import dev.glovebox.compiler.CompilerOptions;
import dev.glovebox.compiler.cost.CostModel;
import dev.glovebox.compiler.ir.Expression;
import dev.glovebox.compiler.ir.Interval;
import dev.glovebox.compiler.ir.Reals;
import dev.glovebox.compiler.ir.SourceLocation;
import dev.glovebox.compiler.ir.SparseMatrix;
import dev.glovebox.compiler.ir.tensor.TensorOp;
import dev.glovebox.compiler.ir.tensor.TensorProgram;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Writes tensor programs with ranges by interval arithmetic. */
final class Tensors {
    private final List<TensorProgram.Node> nodes = new ArrayList<>();
    private int elements;

    /** Latency packing in at most so many slots, weighed by the costs that ship. */
    static LatencyLayout layout(int maxSlots) {
        return new LatencyLayout(CostModel.of(CompilerOptions.DEFAULT.costs()), maxSlots);
    }

    /** Latency packing in as many slots as there are. */
    static LatencyLayout layout() {
        return layout(LatencyLayout.MAX_SLOTS);
    }

    int size(int node) {
        return nodes.get(node).size();
    }

    Interval hull(int node) {
        return nodes.get(node).hull();
    }

    int inputs() {
        return elements;
    }

    private int add(TensorOp op, int size, Interval[] ranges) {
        SourceLocation line = new SourceLocation("Model", "f", "Model.java", nodes.size() + 10);
        nodes.add(new TensorProgram.Node(
                op, Reals.generate(size, i -> ranges[i].lo()), Reals.generate(size, i -> ranges[i].hi()), line));
        return nodes.size() - 1;
    }

    int input(int size) {
        Interval[] ranges = new Interval[size];
        Arrays.fill(ranges, new Interval(-1, 1));
        elements += size;
        return add(new TensorOp.Input("x" + nodes.size(), elements - size, true), size, ranges);
    }

    static TensorOp.Term term(SparseMatrix matrix, int operand) {
        return new TensorOp.Term(matrix, operand);
    }

    int affine(double[] bias, TensorOp.Term... terms) {
        Interval[] ranges = new Interval[bias.length];
        for (int r = 0; r < bias.length; r++) {
            double lo = bias[r];
            double hi = bias[r];
            for (TensorOp.Term term : terms) {
                SparseMatrix m = term.matrix();
                for (int k = m.rowStart(r); k < m.rowStart(r + 1); k++) {
                    Interval x = nodes.get(term.operand()).range(m.column(k));
                    lo += Math.min(m.value(k) * x.lo(), m.value(k) * x.hi());
                    hi += Math.max(m.value(k) * x.lo(), m.value(k) * x.hi());
                }
            }
            ranges[r] = new Interval(lo, hi);
        }
        return add(new TensorOp.Affine(List.of(terms), Reals.of(bias)), bias.length, ranges);
    }

    int multiply(int left, int right) {
        Interval[] ranges = new Interval[size(left)];
        for (int i = 0; i < ranges.length; i++) {
            Interval a = nodes.get(left).range(i);
            Interval b = nodes.get(right).range(i);
            double[] corners = {a.lo() * b.lo(), a.lo() * b.hi(), a.hi() * b.lo(), a.hi() * b.hi()};
            Arrays.sort(corners);
            ranges[i] = new Interval(corners[0], corners[3]);
        }
        return add(new TensorOp.Multiply(left, right), ranges.length, ranges);
    }

    int polynomial(int operand, Interval domain, double... coefficients) {
        double bound = Arrays.stream(coefficients).map(Math::abs).sum();
        Interval[] ranges = new Interval[size(operand)];
        Arrays.fill(ranges, new Interval(-bound, bound));
        return add(
                new TensorOp.Polynomial(operand, domain, Reals.of(coefficients), new Expression.Variable(), 0),
                ranges.length,
                ranges);
    }

    /** A program whose result is all elements of these nodes. */
    TensorProgram program(int... results) {
        return new TensorProgram(
                "Model.f",
                10,
                nodes,
                Arrays.stream(results)
                        .boxed()
                        .flatMap(node -> IntStream.range(0, size(node))
                                .<TensorProgram.Result>mapToObj(i -> new TensorProgram.Result.Element(node, i)))
                        .toList());
    }

    static SparseMatrix matrix(int rows, int columns, double density, Random random) {
        SparseMatrix.Builder builder = new SparseMatrix.Builder(columns);
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                builder.add(c, random.nextDouble() < density ? random.nextDouble(-1, 1) : 0);
            }
            builder.endRow();
        }
        return builder.build();
    }

    static SparseMatrix dense(int rows, int columns) {
        return matrix(rows, columns, 2, new Random(rows * 1000L + columns));
    }

    /** rows x columns with {@code value} where column = row + shift. */
    static SparseMatrix shift(int rows, int columns, int shift, double value) {
        SparseMatrix.Builder builder = new SparseMatrix.Builder(columns);
        for (int r = 0; r < rows; r++) {
            builder.add(r + shift, value).endRow();
        }
        return builder.build();
    }
}
