package dev.glovebox.compiler.layout;

import dev.glovebox.compiler.ir.Expression;
import dev.glovebox.compiler.ir.Interval;
import dev.glovebox.compiler.ir.SparseMatrix;
import dev.glovebox.compiler.ir.tensor.TensorOp;
import dev.glovebox.compiler.ir.tensor.TensorProgram;
import dev.glovebox.runtime.circuit.PublicProgram;
import dev.glovebox.runtime.circuit.PublicProgram.Binary;
import dev.glovebox.runtime.circuit.PublicProgram.Input;
import dev.glovebox.runtime.circuit.PublicProgram.Step;
import dev.glovebox.runtime.circuit.PublicProgram.Sum;
import dev.glovebox.runtime.circuit.PublicProgram.Unary;
import dev.glovebox.runtime.circuit.RealOperator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The numbers that public inputs alone determine: the elements of public nodes, and what public terms contribute to encrypted sums.
 * They become steps of a {@link PublicProgram} as they are asked for, so a layout may ask for each in the slot that suits it.
 */
final class PublicNumbers {
    private final TensorProgram program;
    private final boolean[] isPublic;
    private final List<Step> steps = new ArrayList<>();
    private final Map<Step, Integer> known = new HashMap<>();
    private final Map<Element, Integer> elements = new HashMap<>();

    private record Element(int node, int index) {}

    PublicNumbers(TensorProgram program) {
        this.program = program;
        isPublic = program.publicNodes();
    }

    boolean contains(int node) {
        return isPublic[node];
    }

    List<Step> steps() {
        return steps;
    }

    /** Element {@code index} of a public node. */
    int number(int node, int index) {
        Integer number = elements.get(new Element(node, index));
        if (number == null) {
            number = make(program.nodes().get(node), index);
            elements.put(new Element(node, index), number);
        }
        return number;
    }

    private int make(TensorProgram.Node node, int index) {
        return switch (node.op()) {
            case TensorOp.PublicInput in -> {
                Interval range = node.range(index);
                yield step(new Input(in.firstElement() + index, range.lo(), range.hi()));
            }
            case TensorOp.Affine a -> addend(a, index);
            case TensorOp.Multiply m ->
                step(new Binary(RealOperator.MULTIPLY, number(m.left(), index), number(m.right(), index)));
            case TensorOp.PublicApply a -> expression(a.function(), number(a.operand(), index));
            case TensorOp.Apply a -> expression(a.function(), number(a.operand(), index));
            case TensorOp.Polynomial p -> expression(p.function(), number(p.operand(), index));
            case TensorOp.Input input -> throw new IllegalArgumentException("encrypted input " + input.name());
        };
    }

    /** What the public terms and the bias contribute to a row of an affine map. */
    int addend(TensorOp.Affine affine, int row) {
        List<Integer> operands = new ArrayList<>();
        List<Double> factors = new ArrayList<>();
        for (TensorOp.Term term : affine.terms()) {
            SparseMatrix matrix = term.matrix();
            for (int k = matrix.rowStart(row); isPublic[term.operand()] && k < matrix.rowStart(row + 1); k++) {
                operands.add(number(term.operand(), matrix.column(k)));
                factors.add(matrix.value(k));
            }
        }
        double constant = affine.bias().get(row);
        return constant == 0 && factors.equals(List.of(1.0))
                ? operands.getFirst()
                : step(new Sum(operands, factors, constant));
    }

    /** A bound of {@link #addend}. */
    double magnitude(TensorOp.Affine affine, int row) {
        double bound = Math.abs(affine.bias().get(row));
        for (TensorOp.Term term : affine.terms()) {
            SparseMatrix matrix = term.matrix();
            for (int k = matrix.rowStart(row); isPublic[term.operand()] && k < matrix.rowStart(row + 1); k++) {
                bound += Math.abs(matrix.value(k))
                        * program.nodes()
                                .get(term.operand())
                                .range(matrix.column(k))
                                .magnitude();
            }
        }
        return bound;
    }

    private int expression(Expression e, int t) {
        return switch (e) {
            case Expression.Variable _ -> t;
            case Expression.Constant(double value) -> step(new Sum(List.of(), List.of(), value));
            case Expression.Unary(var function, var argument) ->
                step(new Unary(function.real(), expression(argument, t)));
            case Expression.Binary(var operator, var left, var right) ->
                step(new Binary(operator.real(), expression(left, t), expression(right, t)));
        };
    }

    private int step(Step step) {
        Integer number = known.putIfAbsent(step, steps.size());
        if (number != null) {
            return number;
        }
        steps.add(step);
        return steps.size() - 1;
    }
}
