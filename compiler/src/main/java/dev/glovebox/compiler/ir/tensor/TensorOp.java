package dev.glovebox.compiler.ir.tensor;

import dev.glovebox.compiler.ir.Expression;
import dev.glovebox.compiler.ir.Interval;
import dev.glovebox.compiler.ir.Reals;
import dev.glovebox.compiler.ir.SparseMatrix;
import java.util.List;
import java.util.stream.Stream;

/**
 * An operation of the tensor stage. It defines one vector of numbers; operands are indices of earlier nodes of the program. What
 * depends on an {@link Input} is encrypted; what depends on {@link PublicInput}s only is public, and computed in the clear
 * ({@link TensorProgram#publicNodes()}).
 */
public sealed interface TensorOp {

    /** The operands' node indices. */
    List<Integer> operands();

    /**
     * The encrypted data of one parameter or record component.
     *
     * @param name how the user names it, such as {@code cell} or {@code patient.age}
     * @param firstElement flat index of its first element in {@link dev.glovebox.runtime.circuit.CircuitSignature}
     * @param normalized false: the node is the data itself; true: it is (x - middle)/radius of the declared ranges, as clients
     *     send it
     */
    record Input(String name, int firstElement, boolean normalized) implements TensorOp {
        @Override
        public List<Integer> operands() {
            return List.of();
        }
    }

    /**
     * The data of one public parameter, which the server supplies with an evaluation.
     *
     * @param name as in {@link Input}
     * @param firstElement as in {@link Input}
     * @param normalized whether interpreters are given (x - middle)/radius of the node's range in place of the data x; servers have x
     */
    record PublicInput(String name, int firstElement, boolean normalized) implements TensorOp {
        @Override
        public List<Integer> operands() {
            return List.of();
        }
    }

    /** Σ matrixᵢ·operandᵢ + bias. At least one term; no operand twice. */
    record Affine(List<Term> terms, Reals bias) implements TensorOp {
        public Affine {
            terms = List.copyOf(terms);
        }

        @Override
        public List<Integer> operands() {
            return terms.stream().map(Term::operand).toList();
        }
    }

    /** A matrix and the vector it is applied to. */
    record Term(SparseMatrix matrix, int operand) {}

    /** The product of two vectors of one length, element by element. */
    record Multiply(int left, int right) implements TensorOp {
        @Override
        public List<Integer> operands() {
            return List.of(left, right);
        }
    }

    /** A function of each element, not yet approximated. */
    record Apply(Expression function, int operand) implements TensorOp {
        @Override
        public List<Integer> operands() {
            return List.of(operand);
        }
    }

    /** A function of each element of a vector that public inputs alone determine: computed as it is, never approximated. */
    record PublicApply(Expression function, int operand) implements TensorOp {
        @Override
        public List<Integer> operands() {
            return List.of(operand);
        }
    }

    /**
     * A polynomial of each element: Σ cₖ·Tₖ(t), t = (x - middle)/radius of the domain.
     *
     * @param domain where it stands for the function; finite, of positive radius
     * @param coefficients Chebyshev coefficients, c₀ first; the last is not zero
     * @param function what it approximates
     * @param error greatest |polynomial - function| on the domain, measured on a dense grid; about 0 if it is exact
     * @param gap for a function that jumps at 0: the error is that of arguments with |x| ≥ gap, and nearer to 0 the value lies
     *     between those on both sides; 0 for a continuous function
     */
    record Polynomial(int operand, Interval domain, Reals coefficients, Expression function, double error, double gap)
            implements TensorOp {
        /** Of a continuous function. */
        public Polynomial(int operand, Interval domain, Reals coefficients, Expression function, double error) {
            this(operand, domain, coefficients, function, error, 0);
        }

        @Override
        public List<Integer> operands() {
            return List.of(operand);
        }

        public int degree() {
            return coefficients.size() - 1;
        }
    }

    /** This operation with other operands, in the order of {@link #operands()}. */
    default TensorOp withOperands(List<Integer> operands) {
        return switch (this) {
            case Input input -> input;
            case PublicInput input -> input;
            case Affine a ->
                new Affine(
                        java.util.stream.IntStream.range(0, operands.size())
                                .mapToObj(i -> new Term(a.terms().get(i).matrix(), operands.get(i)))
                                .toList(),
                        a.bias());
            case Multiply m -> new Multiply(operands.get(0), operands.get(1));
            case Apply a -> new Apply(a.function(), operands.get(0));
            case PublicApply a -> new PublicApply(a.function(), operands.get(0));
            case Polynomial p ->
                new Polynomial(operands.get(0), p.domain(), p.coefficients(), p.function(), p.error(), p.gap());
        };
    }

    /** The operands as a stream. */
    default Stream<Integer> operandStream() {
        return operands().stream();
    }
}
