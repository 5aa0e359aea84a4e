package dev.glovebox.runtime.ckks;

import dev.glovebox.runtime.circuit.DiagonalMatrix;
import dev.glovebox.runtime.circuit.Evaluator;
import dev.glovebox.runtime.circuit.SlotVector;
import java.util.Arrays;

/**
 * An evaluator that knows the level, pending and size of every result, and leaves it to {@link #defer} when, and whether, to
 * compute it. It checks nothing: whoever computes does.
 */
abstract class DeferringEvaluator implements Evaluator {

    /** The type of a result. */
    record Type(int level, int pending, int size) {
        static Type of(Value value) {
            return new Type(value.level(), value.pending(), value.size());
        }
    }

    /** An operation on computed operands. */
    interface Operation {
        Value apply(Evaluator evaluator, Value[] operands);
    }

    /** The result of an operation; the array is the callee's. */
    abstract Hoisted defer(Type type, Operation operation, Value... operands);

    private Value sum(Operation operation, Value a, Value b) {
        return defer(new Type(a.level(), a.pending(), Math.max(a.size(), b.size())), operation, a, b);
    }

    private Value same(Operation operation, Value a) {
        return defer(Type.of(a), operation, a);
    }

    private Value product(Operation operation, Value a) {
        return defer(new Type(a.level(), 2, a.size()), operation, a);
    }

    private static int size(Value[] a) {
        return Arrays.stream(a).mapToInt(Value::size).max().orElse(2);
    }

    @Override
    public Value add(Value a, Value b) {
        return sum((e, x) -> e.add(x[0], x[1]), a, b);
    }

    @Override
    public Value subtract(Value a, Value b) {
        return sum((e, x) -> e.subtract(x[0], x[1]), a, b);
    }

    @Override
    public Value negate(Value a) {
        return same((e, x) -> e.negate(x[0]), a);
    }

    @Override
    public Value addPlain(Value a, SlotVector v) {
        return same((e, x) -> e.addPlain(x[0], v), a);
    }

    @Override
    public Value addScalar(Value a, double c) {
        return same((e, x) -> e.addScalar(x[0], c), a);
    }

    @Override
    public Value multiplyPlain(Value a, SlotVector v) {
        return product((e, x) -> e.multiplyPlain(x[0], v), a);
    }

    @Override
    public Value multiplyScalar(Value a, double c) {
        return product((e, x) -> e.multiplyScalar(x[0], c), a);
    }

    @Override
    public Value multiplyInteger(Value a, int k) {
        return same((e, x) -> e.multiplyInteger(x[0], k), a);
    }

    @Override
    public Value multiply(Value a, Value b) {
        return defer(new Type(a.level(), 2, 3), (e, x) -> e.multiply(x[0], x[1]), a, b);
    }

    @Override
    public Value sumOfProducts(Value[] a, Value[] b) {
        int terms = a.length;
        if (terms == 0 || b.length != terms) {
            throw new IllegalArgumentException("sumOfProducts of " + terms + " by " + b.length + " values");
        }
        Value[] all = Arrays.copyOf(a, 2 * terms);
        System.arraycopy(b, 0, all, terms, terms);
        Operation operation =
                (e, x) -> e.sumOfProducts(Arrays.copyOf(x, terms), Arrays.copyOfRange(x, terms, 2 * terms));
        return defer(new Type(a[0].level(), 2, 3), operation, all);
    }

    @Override
    public Value sumOfScalarProducts(Value[] a, double[] c, int level) {
        return defer(new Type(level, 2, size(a)), (e, x) -> e.sumOfScalarProducts(x, c, level), a.clone());
    }

    @Override
    public Value sumOfPlainProducts(Value[] a, SlotVector[] v, int level) {
        return defer(new Type(level, 2, size(a)), (e, x) -> e.sumOfPlainProducts(x, v, level), a.clone());
    }

    @Override
    public Value relinearize(Value a) {
        return defer(new Type(a.level(), a.pending(), 2), (e, x) -> e.relinearize(x[0]), a);
    }

    @Override
    public Value rescale(Value a) {
        return defer(new Type(a.level() - 1, 1, a.size()), (e, x) -> e.rescale(x[0]), a);
    }

    @Override
    public Value relinearizeRescale(Value a) {
        return defer(new Type(a.level() - 1, 1, 2), (e, x) -> e.relinearizeRescale(x[0]), a);
    }

    @Override
    public Value adjust(Value a, int level) {
        return defer(new Type(level, 1, a.size()), (e, x) -> e.adjust(x[0], level), a);
    }

    @Override
    public Value rotate(Value a, int steps) {
        return same((e, x) -> e.rotate(x[0], steps), a);
    }

    @Override
    public Value conjugate(Value a) {
        return same((e, x) -> e.conjugate(x[0]), a);
    }

    @Override
    public Value multiplyByI(Value a) {
        return same((e, x) -> e.multiplyByI(x[0]), a);
    }

    @Override
    public Hoisted hoist(Value a) {
        return defer(Type.of(a), (e, x) -> e.hoist(x[0]), a);
    }

    @Override
    public Value linearTransform(Value a, DiagonalMatrix matrix) {
        return product((e, x) -> e.linearTransform(x[0], matrix), a);
    }
}
