package dev.glovebox.compiler.schedule;

import dev.glovebox.compiler.ir.slot.CircuitIr.CipherType;
import dev.glovebox.compiler.ir.slot.SlotOp;
import java.util.List;

/** The rules of {@link dev.glovebox.runtime.circuit.Evaluator} about levels, pending and sizes. */
public final class TypeRules {
    private TypeRules() {}

    /** Whether the operation takes pending 1 to pending 2. */
    public static boolean isProduct(SlotOp op) {
        return switch (op) {
            case SlotOp.Multiply _,
                    SlotOp.MultiplyPlain _,
                    SlotOp.MultiplyScalar _,
                    SlotOp.LinearTransform _,
                    SlotOp.SumOfScalarProducts _,
                    SlotOp.SumOfPlainProducts _,
                    SlotOp.SumOfProducts _ -> true;
            case SlotOp.Input _,
                    SlotOp.Add _,
                    SlotOp.Subtract _,
                    SlotOp.Negate _,
                    SlotOp.AddPlain _,
                    SlotOp.AddScalar _,
                    SlotOp.MultiplyInteger _,
                    SlotOp.Rotate _,
                    SlotOp.Relinearize _,
                    SlotOp.Rescale _,
                    SlotOp.RelinearizeRescale _,
                    SlotOp.Hoist _,
                    SlotOp.Adjust _ -> false;
        };
    }

    /** Whether the operation switches keys and so takes a vector of size 2. */
    public static boolean needsSizeTwo(SlotOp op) {
        return op instanceof SlotOp.Multiply
                || op instanceof SlotOp.SumOfProducts
                || op instanceof SlotOp.Rotate
                || op instanceof SlotOp.Hoist
                || op instanceof SlotOp.LinearTransform;
    }

    /**
     * The type of an operation's result; not for inputs.
     *
     * @param operands the types of its operands
     * @throws IllegalArgumentException if the operands break a rule; the message names it
     */
    public static CipherType result(SlotOp op, List<CipherType> operands) {
        require(!operands.isEmpty(), op, "operands", operands);
        CipherType a = operands.get(0);
        return switch (op) {
            case SlotOp.Input _ -> throw new IllegalArgumentException("an input has no operands");
            case SlotOp.Add _, SlotOp.Subtract _ -> {
                CipherType b = operands.get(1);
                require(a.level() == b.level(), op, "operands at one level", operands);
                require(a.pending() == b.pending(), op, "operands that agree in pending", operands);
                yield new CipherType(a.level(), a.pending(), Math.max(a.size(), b.size()));
            }
            case SlotOp.Multiply _ -> {
                CipherType b = operands.get(1);
                require(a.level() == b.level(), op, "operands at one level", operands);
                require(a.pending() == 1 && b.pending() == 1, op, "operands with pending 1", operands);
                require(a.size() == 2 && b.size() == 2, op, "operands of size 2", operands);
                yield product(op, a, 3);
            }
            case SlotOp.MultiplyPlain _, SlotOp.MultiplyScalar _ -> {
                require(a.pending() == 1, op, "an operand with pending 1", operands);
                yield product(op, a, a.size());
            }
            case SlotOp.LinearTransform _ -> {
                require(a.pending() == 1 && a.size() == 2, op, "an operand with pending 1, size 2", operands);
                yield product(op, a, 2);
            }
            case SlotOp.SumOfProducts o -> {
                require(o.left().size() == o.right().size(), op, "as many left as right factors", operands);
                require(operands.stream().allMatch(x -> x.level() == a.level()), op, "operands at one level", operands);
                require(operands.stream().allMatch(x -> x.pending() == 1), op, "operands with pending 1", operands);
                require(operands.stream().allMatch(x -> x.size() == 2), op, "operands of size 2", operands);
                yield product(op, a, 3);
            }
            case SlotOp.SumOfScalarProducts o -> sum(op, o.factors().size(), o.level(), operands);
            case SlotOp.SumOfPlainProducts o -> sum(op, o.vectors().size(), o.level(), operands);
            case SlotOp.Rotate _, SlotOp.Hoist _ -> {
                require(a.size() == 2, op, "an operand of size 2", operands);
                yield a;
            }
            case SlotOp.Relinearize _ -> new CipherType(a.level(), a.pending(), 2);
            case SlotOp.Rescale _ -> {
                require(a.pending() == 2 && a.level() >= 1, op, "an operand with pending 2 above level 0", operands);
                yield new CipherType(a.level() - 1, 1, a.size());
            }
            case SlotOp.RelinearizeRescale _ -> {
                require(a.pending() == 2 && a.level() >= 1, op, "an operand with pending 2 above level 0", operands);
                yield new CipherType(a.level() - 1, 1, 2);
            }
            case SlotOp.Adjust adjust -> {
                require(
                        a.pending() == 1 && adjust.level() >= 0 && adjust.level() < a.level(),
                        op,
                        "an operand with pending 1 above the level asked",
                        operands);
                yield new CipherType(adjust.level(), 1, a.size());
            }
            case SlotOp.Negate _, SlotOp.AddPlain _, SlotOp.AddScalar _, SlotOp.MultiplyInteger _ -> a;
        };
    }

    /** A sum of public factors times vectors that are brought down to a level. */
    private static CipherType sum(SlotOp op, int factors, int level, List<CipherType> operands) {
        require(factors == operands.size(), op, "as many factors as operands", operands);
        require(operands.stream().allMatch(x -> x.pending() == 1), op, "operands with pending 1", operands);
        require(operands.stream().allMatch(x -> x.level() >= level), op, "operands at its level or above", operands);
        int size = operands.stream().mapToInt(CipherType::size).max().orElse(2);
        return product(op, new CipherType(level, 1, 2), size);
    }

    private static CipherType product(SlotOp op, CipherType a, int size) {
        require(a.level() >= 1, op, "an operand above level 0", List.of(a));
        return new CipherType(a.level(), 2, size);
    }

    private static void require(boolean holds, SlotOp op, String rule, List<CipherType> found) {
        if (!holds) {
            throw new IllegalArgumentException(op + " needs " + rule + ", found " + found);
        }
    }
}
