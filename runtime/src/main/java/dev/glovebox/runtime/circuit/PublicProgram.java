package dev.glovebox.runtime.circuit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a circuit computes of its public inputs alone: in the clear, by the server, before each evaluation. Straight-line operations
 * on numbers, and the vectors that they fill, which the circuit then adds to ciphertexts or multiplies them by.
 *
 * @param steps each defines a number, which its index in the list names; operands come earlier
 * @param vectors the public vectors of the circuit
 */
public record PublicProgram(List<Step> steps, List<Vector> vectors) {
    /** Of a circuit without public inputs. */
    public static final PublicProgram EMPTY = new PublicProgram(List.of(), List.of());

    /** What a vector may exceed its bound by, relatively: rounding. */
    private static final double ROUNDING = 1e-6;

    public PublicProgram {
        steps = List.copyOf(steps);
        vectors = List.copyOf(vectors);
    }

    /** Defines one number. */
    public sealed interface Step {}

    /**
     * Element {@code element} of the parameters, in flat order.
     *
     * @param min least value that the signature allows
     * @param max greatest value that the signature allows
     */
    public record Input(int element, double min, double max) implements Step {}

    /** Σ factorᵢ·numberᵢ + constant. */
    public record Sum(List<Integer> operands, List<Double> factors, double constant) implements Step {
        public Sum {
            operands = List.copyOf(operands);
            factors = List.copyOf(factors);
        }
    }

    /** A function of a number. */
    public record Unary(RealFunction function, int operand) implements Step {}

    /** An operation on two numbers. */
    public record Binary(RealOperator operator, int left, int right) implements Step {}

    /**
     * One period of a vector.
     *
     * @param numbers for each slot the number it holds, or -1 for 0; a power of two of them
     * @param magnitude bound of |value| over all slots and inputs in range
     */
    public record Vector(List<Integer> numbers, double magnitude) {
        public Vector {
            numbers = List.copyOf(numbers);
        }

        public int period() {
            return numbers.size();
        }
    }

    /**
     * The vectors for given inputs.
     *
     * @param elements of all parameters in flat order; those of encrypted ones are not looked at
     * @throws CircuitException {@link ErrorCode#OUTSIDE_RANGE} if a vector is not finite or leaves its bound
     */
    public List<SlotVector> evaluate(double[] elements) {
        return evaluate(elements, false);
    }

    /** As {@link #evaluate}, for inputs normalised to [-1, 1]: (x - middle)/radius of their ranges. */
    public List<SlotVector> evaluateNormalized(double[] elements) {
        return evaluate(elements, true);
    }

    private List<SlotVector> evaluate(double[] elements, boolean normalized) {
        double[] numbers = new double[steps.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = switch (steps.get(i)) {
                case Input(int element, double min, double max) -> {
                    double x = elements[element];
                    yield normalized ? (min / 2 + max / 2) + (max / 2 - min / 2) * x : x;
                }
                case Sum(List<Integer> operands, List<Double> factors, double constant) -> {
                    double sum = constant;
                    for (int k = 0; k < operands.size(); k++) {
                        sum += factors.get(k) * numbers[operands.get(k)];
                    }
                    yield sum;
                }
                case Unary(RealFunction function, int operand) -> function.apply(numbers[operand]);
                case Binary(RealOperator operator, int left, int right) ->
                    operator.apply(numbers[left], numbers[right]);
            };
        }
        List<SlotVector> result = new ArrayList<>();
        for (Vector vector : vectors) {
            double[] values = new double[vector.period()];
            Arrays.setAll(values, i -> {
                int number = vector.numbers.get(i);
                return number < 0 ? 0 : checked(numbers[number], vector.magnitude);
            });
            result.add(SlotVector.of(values));
        }
        return result;
    }

    private static double checked(double value, double bound) {
        if (!(Math.abs(value) <= bound * (1 + ROUNDING) + Double.MIN_NORMAL)) {
            throw ErrorCode.OUTSIDE_RANGE.error(
                    "the public values lead to " + value + " inside the circuit",
                    "at most " + bound + " in magnitude, which follows from the declared ranges",
                    "Check the public values, or declare the ranges they can have: @Public(min = ..., max = ...).");
        }
        return value;
    }

    /** Vectors of the right periods that hold zeros: enough to see what a circuit does with them. */
    public List<SlotVector> zeros() {
        return vectors.stream().map(v -> SlotVector.of(new double[v.period()])).toList();
    }
}
