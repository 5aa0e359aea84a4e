package dev.glovebox.compiler.approximation;

import static dev.glovebox.compiler.range.Expressions.T;
import static dev.glovebox.compiler.range.Expressions.add;
import static dev.glovebox.compiler.range.Expressions.apply;
import static dev.glovebox.compiler.range.Expressions.divide;
import static dev.glovebox.compiler.range.Expressions.multiply;
import static dev.glovebox.compiler.range.Expressions.number;
import static dev.glovebox.compiler.range.Expressions.power;
import static dev.glovebox.compiler.range.Expressions.sigmoid;

import dev.glovebox.compiler.ir.Expression;
import dev.glovebox.compiler.ir.Expression.Function;
import dev.glovebox.compiler.ir.Reals;
import dev.glovebox.compiler.ir.SourceLocation;
import dev.glovebox.compiler.ir.SparseMatrix;
import dev.glovebox.compiler.ir.tensor.TensorOp;
import dev.glovebox.compiler.ir.tensor.TensorOp.Affine;
import dev.glovebox.compiler.ir.tensor.TensorOp.Apply;
import dev.glovebox.compiler.ir.tensor.TensorOp.Input;
import dev.glovebox.compiler.ir.tensor.TensorOp.Multiply;
import dev.glovebox.compiler.ir.tensor.TensorOp.Term;
import dev.glovebox.compiler.ir.tensor.TensorProgram;
import dev.glovebox.compiler.ir.tensor.TensorProgram.Node;
import dev.glovebox.compiler.ir.tensor.TensorProgram.Result;
import dev.glovebox.dsl.Outside;
import dev.glovebox.runtime.circuit.CircuitSignature;
import dev.glovebox.runtime.circuit.CircuitSignature.ElementRange;
import dev.glovebox.runtime.circuit.CircuitSignature.Parameter;
import dev.glovebox.runtime.circuit.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A program as lifting makes it, with the signature of its inputs. */
record RandomPrograms(TensorProgram program, CircuitSignature signature) {

    /** One to three layers of an affine map and functions or products, on one parameter; every third program on two. */
    static RandomPrograms of(Random random) {
        RandomPrograms.Builder builder = new RandomPrograms.Builder(random);
        int inputs = random.nextInt(3) == 0 ? 2 : 1;
        for (int i = 0; i < inputs; i++) {
            builder.input("x" + i, 1 + random.nextInt(5));
        }
        int layers = 1 + random.nextInt(3);
        for (int i = 0; i < layers; i++) {
            builder.layer(1 + random.nextInt(4));
        }
        return builder.build(4 + random.nextInt(13));
    }

    /** Smooth everywhere. */
    static final List<Expression> FUNCTIONS = List.of(
            sigmoid(T),
            multiply(T, sigmoid(T)),
            apply(Function.TANH, T),
            apply(Function.SIN, T),
            apply(Function.COS, T),
            apply(Function.ATAN, T),
            multiply(T, T),
            add(power(T, 3), multiply(number(-2), T)),
            add(multiply(number(0.5), T), number(1)),
            divide(number(1), add(number(1), multiply(T, T))),
            apply(Function.SQRT, add(number(1), multiply(T, T))),
            apply(Function.LOG, add(number(2), multiply(T, T))),
            apply(Function.EXP, apply(Function.NEGATE, multiply(T, T))));

    static final class Builder {
        private final Random random;
        private final List<Node> nodes = new ArrayList<>();
        private final List<Parameter> parameters = new ArrayList<>();
        private final List<Integer> available = new ArrayList<>();
        private int elements;

        Builder(Random random) {
            this.random = random;
        }

        void input(String name, int size) {
            List<ElementRange> ranges = new ArrayList<>();
            boolean same = random.nextBoolean();
            for (int i = 0; i < size; i++) {
                double min = same ? -1.5 : random.nextGaussian();
                double max = same ? 1.5 : min + (random.nextInt(8) == 0 ? 0 : Math.abs(random.nextGaussian()) * 2);
                ranges.add(new ElementRange(name + "[" + i + "]", min, max, Outside.REFUSE));
            }
            parameters.add(new Parameter(name, new DataType.Vector(size), ranges));
            Reals lo = Reals.generate(size, i -> ranges.get(i).min());
            Reals hi = Reals.generate(size, i -> ranges.get(i).max());
            available.add(add(new Input(name, elements, false), lo, hi));
            elements += size;
        }

        private int add(TensorOp op, Reals lo, Reals hi) {
            nodes.add(new Node(op, lo, hi, new SourceLocation("Model", "predict", "Model.java", nodes.size() + 1)));
            return nodes.size() - 1;
        }

        private int add(TensorOp op, int size) {
            return add(
                    op,
                    Reals.generate(size, i -> Double.NEGATIVE_INFINITY),
                    Reals.generate(size, i -> Double.POSITIVE_INFINITY));
        }

        /** An affine map of one or two earlier vectors, then a function of it, or a product of two of them. */
        void layer(int size) {
            int first = affine(size);
            int result;
            if (random.nextInt(4) == 0) {
                result = add(new Multiply(first, affine(size)), size);
            } else {
                Expression function = FUNCTIONS.get(random.nextInt(FUNCTIONS.size()));
                result = add(new Apply(function, first), size);
            }
            available.add(result);
        }

        private int affine(int size) {
            List<Term> terms = new ArrayList<>();
            terms.add(term(available.getLast(), size));
            int other = available.get(random.nextInt(available.size()));
            if (other != available.getLast()) {
                terms.add(term(other, size));
            }
            return add(new Affine(terms, Reals.generate(size, _ -> random.nextGaussian())), size);
        }

        private Term term(int operand, int rows) {
            int columns = nodes.get(operand).size();
            double[][] dense = new double[rows][columns];
            for (double[] row : dense) {
                for (int j = 0; j < columns; j++) {
                    row[j] = random.nextInt(4) == 0 ? 0 : random.nextGaussian();
                }
            }
            return new Term(SparseMatrix.ofDense(dense, columns), operand);
        }

        RandomPrograms build(int precisionBits) {
            List<Result> results = new ArrayList<>();
            int last = affine(1 + random.nextInt(3));
            for (int i = 0; i < nodes.get(last).size(); i++) {
                results.add(new Result.Element(last, i));
            }
            results.add(new Result.Element(available.getLast(), 0));
            results.add(new Result.Constant(0.25));
            results.add(new Result.Element(available.getFirst(), 0));
            return new RandomPrograms(
                    new TensorProgram("Model.predict", precisionBits, nodes, results),
                    new CircuitSignature("Model", "predict", parameters, new DataType.Vector(results.size())));
        }
    }

    /** Input number {@code i}: corners of the box first, then random points. */
    double[] input(Random random, int i) {
        return signature.parameters().stream()
                .flatMap(p -> p.elements().stream())
                .mapToDouble(e -> {
                    double t = i == 0 ? -1 : i == 1 ? 1 : i < 40 ? random.nextInt(3) - 1 : 2 * random.nextDouble() - 1;
                    return Math.clamp(e.middle() + t * e.radius(), e.min(), e.max());
                })
                .toArray();
    }

    /** As clients send it. */
    double[] normalized(double[] input) {
        List<ElementRange> ranges = signature.parameters().stream()
                .flatMap(p -> p.elements().stream())
                .toList();
        double[] t = new double[input.length];
        for (int i = 0; i < t.length; i++) {
            double radius = ranges.get(i).radius();
            t[i] = radius == 0 ? 0 : Math.clamp((input[i] - ranges.get(i).middle()) / radius, -1, 1);
        }
        return t;
    }
}
