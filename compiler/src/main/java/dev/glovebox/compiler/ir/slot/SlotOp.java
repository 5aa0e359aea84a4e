package dev.glovebox.compiler.ir.slot;

import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * An operation on encrypted slot vectors. It defines one vector; operands are indices of earlier nodes. Constants are
 * indices into the program's {@link dev.glovebox.runtime.circuit.Constants}, negative for public vectors. Operations mean what the methods of the same
 * name of {@link dev.glovebox.runtime.circuit.Evaluator} mean; those from {@link Relinearize} on appear only once a program
 * is scheduled.
 */
public sealed interface SlotOp {
    List<Integer> operands();

    /** This operation with other operands, in the order of {@link #operands()}. */
    SlotOp withOperands(List<Integer> o);

    /** This operation with each operand replaced. */
    default SlotOp mapOperands(IntUnaryOperator replacement) {
        List<Integer> old = operands();
        Integer[] mapped = new Integer[old.size()];
        for (int i = 0; i < mapped.length; i++) {
            mapped[i] = replacement.applyAsInt(old.get(i));
        }
        return withOperands(List.of(mapped));
    }

    /** How many products of encrypted vectors it computes, equal ones once. */
    default int products() {
        return switch (this) {
            case Multiply _ -> 1;
            case SumOfProducts sum ->
                (int) IntStream.range(0, sum.left.size())
                        .mapToObj(i -> List.of(sum.left.get(i), sum.right.get(i)))
                        .distinct()
                        .count();
            default -> 0;
        };
    }

    /** Input ciphertext {@code index}. */
    record Input(int index) implements SlotOp {
        @Override
        public List<Integer> operands() {
            return List.of();
        }

        @Override
        public SlotOp withOperands(List<Integer> o) {
            return this;
        }
    }

    record Add(int left, int right) implements SlotOp {
        @Override
        public List<Integer> operands() {
            return List.of(left, right);
        }

        @Override
        public SlotOp withOperands(List<Integer> o) {
            return new Add(o.get(0), o.get(1));
        }
    }

    record Subtract(int left, int right) implements SlotOp {
        @Override
        public List<Integer> operands() {
            return List.of(left, right);
        }

        @Override
        public SlotOp withOperands(List<Integer> o) {
            return new Subtract(o.get(0), o.get(1));
        }
    }

    record Negate(int operand) implements SlotOp {
        @Override
        public List<Integer> operands() {
            return List.of(operand);
        }

        @Override
        public SlotOp withOperands(List<Integer> o) {
            return new Negate(o.get(0));
        }
    }

    record AddPlain(int operand, int vector) implements SlotOp {
        @Override
        public List<Integer> operands() {
            return List.of(operand);
        }

        @Override
        public SlotOp withOperands(List<Integer> o) {
            return new AddPlain(o.get(0), vector);
        }
    }

    record AddScalar(int operand, double scalar) implements SlotOp {
        @Override
        public List<Integer> operands() {
            return List.of(operand);
        }

        @Override
        public SlotOp withOperands(List<Integer> o) {
            return new AddScalar(o.get(0), scalar);
        }
    }

    record MultiplyPlain(int operand, int vector) implements SlotOp {
        @Override
        public List<Integer> operands() {
            return List.of(operand);
        }

        @Override
        public SlotOp withOperands(List<Integer> o) {
            return new MultiplyPlain(o.get(0), vector);
        }
    }

    record MultiplyScalar(int operand, double scalar) implements SlotOp {
        @Override
        public List<Integer> operands() {
            return List.of(operand);
        }

        @Override
        public SlotOp withOperands(List<Integer> o) {
            return new MultiplyScalar(o.get(0), scalar);
        }
    }

    record MultiplyInteger(int operand, int factor) implements SlotOp {
        @Override
        public List<Integer> operands() {
            return List.of(operand);
        }

        @Override
        public SlotOp withOperands(List<Integer> o) {
            return new MultiplyInteger(o.get(0), factor);
        }
    }

    record Multiply(int left, int right) implements SlotOp {
        @Override
        public List<Integer> operands() {
            return List.of(left, right);
        }

        @Override
        public SlotOp withOperands(List<Integer> o) {
            return new Multiply(o.get(0), o.get(1));
        }
    }

    record Rotate(int operand, int steps) implements SlotOp {
        @Override
        public List<Integer> operands() {
            return List.of(operand);
        }

        @Override
        public SlotOp withOperands(List<Integer> o) {
            return new Rotate(o.get(0), steps);
        }
    }

    record LinearTransform(int operand, int matrix) implements SlotOp {
        @Override
        public List<Integer> operands() {
            return List.of(operand);
        }

        @Override
        public SlotOp withOperands(List<Integer> o) {
            return new LinearTransform(o.get(0), matrix);
        }
    }

    record Relinearize(int operand) implements SlotOp {
        @Override
        public List<Integer> operands() {
            return List.of(operand);
        }

        @Override
        public SlotOp withOperands(List<Integer> o) {
            return new Relinearize(o.get(0));
        }
    }

    record Rescale(int operand) implements SlotOp {
        @Override
        public List<Integer> operands() {
            return List.of(operand);
        }

        @Override
        public SlotOp withOperands(List<Integer> o) {
            return new Rescale(o.get(0));
        }
    }

    record Adjust(int operand, int level) implements SlotOp {
        @Override
        public List<Integer> operands() {
            return List.of(operand);
        }

        @Override
        public SlotOp withOperands(List<Integer> o) {
            return new Adjust(o.get(0), level);
        }
    }

    /** Σ cᵢ·xᵢ of vectors at a level or above. */
    record SumOfScalarProducts(List<Integer> operands, List<Double> factors, int level) implements SlotOp {
        public SumOfScalarProducts {
            operands = List.copyOf(operands);
            factors = List.copyOf(factors);
        }

        @Override
        public SlotOp withOperands(List<Integer> o) {
            return new SumOfScalarProducts(o, factors, level);
        }
    }

    /** Σ vᵢ·xᵢ of vectors at a level or above with public vectors. */
    record SumOfPlainProducts(List<Integer> operands, List<Integer> vectors, int level) implements SlotOp {
        public SumOfPlainProducts {
            operands = List.copyOf(operands);
            vectors = List.copyOf(vectors);
        }

        @Override
        public SlotOp withOperands(List<Integer> o) {
            return new SumOfPlainProducts(o, vectors, level);
        }
    }

    /** Σ aᵢ·bᵢ; its operands are the left factors, then the right ones. */
    record SumOfProducts(List<Integer> left, List<Integer> right) implements SlotOp {
        public SumOfProducts {
            left = List.copyOf(left);
            right = List.copyOf(right);
        }

        @Override
        public List<Integer> operands() {
            return Stream.concat(left.stream(), right.stream()).toList();
        }

        @Override
        public SlotOp withOperands(List<Integer> o) {
            return new SumOfProducts(o.subList(0, left.size()), o.subList(left.size(), o.size()));
        }
    }

    record RelinearizeRescale(int operand) implements SlotOp {
        @Override
        public List<Integer> operands() {
            return List.of(operand);
        }

        @Override
        public SlotOp withOperands(List<Integer> o) {
            return new RelinearizeRescale(o.get(0));
        }
    }

    record Hoist(int operand) implements SlotOp {
        @Override
        public List<Integer> operands() {
            return List.of(operand);
        }

        @Override
        public SlotOp withOperands(List<Integer> o) {
            return new Hoist(o.get(0));
        }
    }
}
