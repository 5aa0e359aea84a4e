package dev.glovebox.compiler.range;

import dev.glovebox.compiler.ir.Expression;
import dev.glovebox.compiler.ir.Expression.Binary;
import dev.glovebox.compiler.ir.Expression.Constant;
import dev.glovebox.compiler.ir.Expression.Function;
import dev.glovebox.compiler.ir.Expression.Operator;
import dev.glovebox.compiler.ir.Expression.Unary;
import dev.glovebox.compiler.ir.Expression.Variable;
import dev.glovebox.compiler.ir.Interval;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An expression as a list of instructions in which equal subexpressions appear once. Evaluates without recursion, in time linear
 * in the number of different subexpressions, over doubles and over intervals with slopes.
 */
public final class Tape {
    private final List<Instruction> instructions;

    private Tape(List<Instruction> instructions) {
        this.instructions = List.copyOf(instructions);
    }

    /** What computes one value; operands are indices of earlier instructions. The last one is the expression. */
    public sealed interface Instruction {
        record Input() implements Instruction {}

        record Number(double value) implements Instruction {}

        record One(Function function, int operand) implements Instruction {}

        record Two(Operator operator, int left, int right) implements Instruction {}
    }

    public static Tape of(Expression expression) {
        List<Instruction> instructions = new ArrayList<>();
        Map<Instruction, Integer> numbers = new HashMap<>();
        Map<Expression, Integer> done = new IdentityHashMap<>();
        Deque<Expression> pending = new ArrayDeque<>();
        pending.push(expression);
        while (!pending.isEmpty()) {
            Expression next = pending.peek();
            Instruction instruction = done.containsKey(next) ? null : instruction(next, done, pending);
            if (instruction != null) {
                done.put(next, numbers.computeIfAbsent(instruction, key -> {
                    instructions.add(key);
                    return instructions.size() - 1;
                }));
            }
            if (done.containsKey(next)) {
                pending.pop();
            }
        }
        return new Tape(instructions);
    }

    /** The instruction, or null after pushing operands that must come first. */
    private static @Nullable Instruction instruction(
            Expression expression, Map<Expression, Integer> done, Deque<Expression> pending) {
        return switch (expression) {
            case Variable _ -> new Instruction.Input();
            case Constant c -> new Instruction.Number(c.value());
            case Unary u -> {
                Integer operand = done.get(u.argument());
                if (operand == null) {
                    pending.push(u.argument());
                    yield null;
                }
                yield new Instruction.One(u.function(), operand);
            }
            case Binary b -> {
                Integer left = done.get(b.left());
                Integer right = done.get(b.right());
                if (left == null || right == null) {
                    if (right == null) {
                        pending.push(b.right());
                    }
                    if (left == null) {
                        pending.push(b.left());
                    }
                    yield null;
                }
                yield new Instruction.Two(b.operator(), left, right);
            }
        };
    }

    public List<Instruction> instructions() {
        return instructions;
    }

    /** The function's value; may be NaN or infinite outside its domain. */
    public double evaluate(double x) {
        double[] value = new double[instructions.size()];
        for (int i = 0; i < value.length; i++) {
            value[i] = switch (instructions.get(i)) {
                case Instruction.Input _ -> x;
                case Instruction.Number n -> n.value();
                case Instruction.One one -> one.function().apply(value[one.operand()]);
                case Instruction.Two two -> operate(two.operator(), value[two.left()], value[two.right()]);
            };
        }
        return value[value.length - 1];
    }

    private static double operate(Operator operator, double a, double b) {
        return switch (operator) {
            case ADD -> a + b;
            case SUBTRACT -> a - b;
            case MULTIPLY -> a * b;
            case DIVIDE -> a / b;
            case MAX -> Math.max(a, b);
            case MIN -> Math.min(a, b);
            case POW -> StrictMath.pow(a, b);
        };
    }

    /** Bounds of the function and of its slope on an interval; throws {@link OutsideDomainException}. */
    Jet evaluate(Interval x) {
        Jet[] value = new Jet[instructions.size()];
        for (int i = 0; i < value.length; i++) {
            value[i] = switch (instructions.get(i)) {
                case Instruction.Input _ -> Jet.variable(x);
                case Instruction.Number n -> Jet.constant(n.value());
                case Instruction.One one -> value[one.operand()].apply(one.function());
                case Instruction.Two two when isSquare(two) -> value[two.left()].squared();
                case Instruction.Two two -> value[two.left()].operate(two.operator(), value[two.right()]);
            };
        }
        return value[value.length - 1];
    }

    /** Bounds of the function on an interval, as {@link #evaluate(Interval)} finds them, without those of its slope. */
    Interval range(Interval x) {
        Interval[] value = new Interval[instructions.size()];
        for (int i = 0; i < value.length; i++) {
            value[i] = switch (instructions.get(i)) {
                case Instruction.Input _ -> x;
                case Instruction.Number n -> Jet.constant(n.value()).value();
                case Instruction.One one -> Intervals.apply(one.function(), value[one.operand()]);
                case Instruction.Two two when isSquare(two) -> Intervals.square(value[two.left()]);
                case Instruction.Two two -> Intervals.operate(two.operator(), value[two.left()], value[two.right()]);
            };
        }
        return value[value.length - 1];
    }

    private static boolean isSquare(Instruction.Two two) {
        return two.operator() == Operator.MULTIPLY && two.left() == two.right();
    }
}
