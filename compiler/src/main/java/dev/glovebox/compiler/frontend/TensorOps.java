package dev.glovebox.compiler.frontend;

import dev.glovebox.compiler.diagnostic.Code;
import dev.glovebox.compiler.diagnostic.CompilationException;
import dev.glovebox.compiler.ir.Expression;
import dev.glovebox.compiler.ir.Interval;
import dev.glovebox.dsl.Tensor;
import java.lang.invoke.MethodHandleInfo;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.BinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Methods of {@link Tensor} on encrypted numbers, each as one operation. What only moves elements is run on a tensor of their
 * indices, counted from 1; so shapes, their errors and the order of elements are those of {@link Tensor} itself.
 */
final class TensorOps {
    private static final MethodRef FUNCTION =
            new MethodRef(DoubleUnaryOperator.class, "applyAsDouble", "(D)D", MethodHandleInfo.REF_invokeInterface);

    /** By how many bits a function that is known by its values only is more precise than the results. */
    private static final int SAMPLE_BITS = 3;

    private final Trace trace;
    private final Algebra algebra;
    private final Heap heap;
    private final ArrayOps arrays;
    private final double sampleError;

    TensorOps(Trace trace, Algebra algebra, Heap heap, ArrayOps arrays, int precisionBits) {
        this.sampleError = Math.scalb(1.0, -precisionBits - SAMPLE_BITS);
        this.trace = trace;
        this.algebra = algebra;
        this.heap = heap;
        this.arrays = arrays;
    }

    /** Calls a method of a tensor, or returns null if it is none. */
    Virtual.@Nullable Slot call(MethodRef ref, Arguments a, Class<?> caller, Calls calls) {
        Object result = ref.owner == Tensor.class ? result(ref, new Call(a, ref.isStatic()), caller, calls) : null;
        return switch (result) {
            case null -> null;
            case Scalar.Public p -> new Virtual.Slot(Double.doubleToRawLongBits(p.value()), null);
            case Integer i -> new Virtual.Slot(i, null);
            default -> new Virtual.Slot(0, result);
        };
    }

    private @Nullable Object result(MethodRef ref, Call c, Class<?> caller, Calls calls) {
        if (ref.isStatic()) {
            return switch (ref.name) {
                case "of" -> of(c);
                case "fromArray" -> fromArray(c.ref(0));
                case "concat" -> concat(c.number(0), (Object[]) c.ref(1));
                default -> null;
            };
        }
        Virtual.EncryptedTensor x = tensor(c.ref(-1));
        return switch (ref.name) {
            case "shape" -> heap.own(x.shape.clone());
            case "rank" -> x.shape.length;
            case "size" -> x.elements.length;
            case "get" -> x.elements[checked(() -> index(x).get(c.ints(0))).intValue() - 1];
            case "toArray" -> array(x);
            case "reshape" -> gather(x, t -> t.reshape(c.ints(0)));
            case "flatten" -> gather(x, Tensor::flatten);
            case "transpose" -> gather(x, t -> t.transpose(c.ints(0)));
            case "broadcastTo" -> gather(x, t -> t.broadcastTo(c.ints(0)));
            case "slice" ->
                gather(x, t -> t.slice(c.number(0), c.number(1), c.number(2), c.size() < 4 ? 1 : c.number(3)));
            case "pad" -> gather(x, t -> t.pad(c.number(0), c.number(1), c.number(2)), c.size() < 4 ? 0 : c.real(3));
            case "unfold" -> gather(x, t -> t.unfold(c.number(0), c.number(1), c.number(2), c.number(3), c.number(4)));
            case "plus" -> elementwise(x, c.operand(), this::add);
            case "minus" -> elementwise(x, c.operand(), this::subtract);
            case "times" -> elementwise(x, c.operand(), this::multiply);
            case "negate" -> each(x, algebra::negate, v -> -v);
            case "matmul" -> matmul(x, tensor(c.ref(0)));
            case "sum" -> sum(x, 1, c.ints(0));
            case "mean" -> mean(x, c.ints(0));
            case "conv2d", "avgPool2d", "adaptiveAvgPool2d", "batchNorm" -> image(ref.name, x, c);
            case "map" -> map(x, c, caller, calls);
            case "equals", "hashCode", "toString" -> throw inspection(ref);
            default -> activation(ref.name, x, c);
        };
    }

    /** The values of a call, the receiver at -1. */
    private record Call(Arguments arguments, boolean isStatic) {
        private int at(int i) {
            return isStatic ? i : i + 1;
        }

        int size() {
            return arguments.size() - at(0);
        }

        Object ref(int i) {
            return Objects.requireNonNull(arguments.refs()[at(i)], "an argument is null");
        }

        int number(int i) {
            return (int) arguments.bits()[at(i)];
        }

        int[] ints(int i) {
            return (int[]) ref(i);
        }

        double real(int i) {
            return Double.longBitsToDouble(arguments.bits()[at(i)]);
        }

        /** A tensor, or a number as a tensor of shape []. */
        Object operand() {
            return arguments.types().get(at(0)) == double.class
                    ? new Virtual.EncryptedTensor(new int[0], new Scalar[] {arguments.scalar(at(0))})
                    : ref(0);
        }
    }

    private RuntimeException inspection(MethodRef ref) {
        return trace.failure(
                Code.UNSUPPORTED_OPERATION,
                ref.display() + " looks at encrypted values",
                "operations of Tensor on encrypted values",
                "Compare or print the tensor on the client, after decryption.");
    }

    /** What a method of Tensor gives; its complaints are exceptions of the user's program. */
    private <T> T checked(Supplier<T> operation) {
        try {
            return operation.get();
        } catch (IllegalArgumentException | IndexOutOfBoundsException | NullPointerException e) {
            throw trace.thrown(e);
        }
    }

    static Virtual.EncryptedTensor tensor(Object value) {
        return value instanceof Tensor t
                ? new Virtual.EncryptedTensor(
                        t.shape(),
                        Arrays.stream(t.toArray()).mapToObj(Scalar::of).toArray(Scalar[]::new))
                : (Virtual.EncryptedTensor) value;
    }

    /** The real tensor if nothing in it is encrypted. */
    private static @Nullable Tensor real(Object value) {
        return value instanceof Tensor t ? t : null;
    }

    private static Tensor index(Virtual.EncryptedTensor x) {
        return index(x.shape);
    }

    private static Tensor index(int[] shape) {
        int size = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        return Tensor.of(shape, IntStream.rangeClosed(1, size).asDoubleStream().toArray());
    }

    private Virtual.EncryptedTensor gather(Virtual.EncryptedTensor x, UnaryOperator<Tensor> operation) {
        return gather(x, operation, 0);
    }

    /** The elements where the operation moves their indices, and a number where it puts 0. */
    private Virtual.EncryptedTensor gather(Virtual.EncryptedTensor x, UnaryOperator<Tensor> operation, double filling) {
        Tensor moved = checked(() -> operation.apply(index(x)));
        Scalar zero = Scalar.of(filling);
        return new Virtual.EncryptedTensor(
                moved.shape(),
                Arrays.stream(moved.toArray())
                        .mapToObj(i -> i == 0 ? zero : x.elements[(int) i - 1])
                        .toArray(Scalar[]::new));
    }

    private Virtual.EncryptedTensor of(Call c) {
        int[] shape = c.ints(0);
        double[] values = (double[]) c.ref(1);
        return withElements(checked(() -> Tensor.of(shape, values)), values);
    }

    private Object fromArray(Object array) {
        Tensor real = checked(() -> switch (array) {
            case double[] a -> Tensor.fromArray(a);
            case double[][] a -> Tensor.fromArray(a);
            case double[][][] a -> Tensor.fromArray(a);
            default -> Tensor.fromArray((double[][][][]) array);
        });
        return withElements(real, array);
    }

    /** A tensor made of an array, with the array's encrypted elements. */
    private Virtual.EncryptedTensor withElements(Tensor real, Object array) {
        Virtual.EncryptedTensor tensor = tensor(real);
        fill(tensor.elements, 0, array);
        return tensor;
    }

    private int fill(Scalar[] elements, int start, Object array) {
        int at = start;
        if (array instanceof Object[] rows) {
            for (Object row : rows) {
                at = fill(elements, at, row);
            }
            return at;
        }
        for (int i = 0; i < Array.getLength(array); i++, at++) {
            if (heap.element(array, i) instanceof Symbol s) {
                elements[at] = s;
            }
        }
        return at;
    }

    private Object array(Virtual.EncryptedTensor x) {
        Object array = arrays.create(double.class, x.elements.length);
        for (int i = 0; i < x.elements.length; i++) {
            switch (x.elements[i]) {
                case Scalar.Public p -> arrays.store(array, i, Double.doubleToRawLongBits(p.value()), null);
                case Symbol s -> arrays.store(array, i, 0, s);
            }
        }
        return array;
    }

    private Virtual.EncryptedTensor concat(int axis, Object[] array) {
        Virtual.EncryptedTensor[] parts = new Virtual.EncryptedTensor[array.length];
        Tensor[] indices = new Tensor[array.length];
        Scalar[] all = {};
        for (int i = 0; i < parts.length; i++) {
            Object hidden = heap.element(array, i);
            parts[i] = tensor(Objects.requireNonNull(hidden == null ? array[i] : hidden));
            indices[i] = index(parts[i]).plus(all.length);
            int start = all.length;
            all = Arrays.copyOf(all, start + parts[i].elements.length);
            System.arraycopy(parts[i].elements, 0, all, start, parts[i].elements.length);
        }
        Scalar[] elements = all;
        Tensor joined = checked(() -> Tensor.concat(axis, indices));
        return new Virtual.EncryptedTensor(
                joined.shape(),
                Arrays.stream(joined.toArray())
                        .mapToObj(i -> elements[(int) i - 1])
                        .toArray(Scalar[]::new));
    }

    private Scalar add(Scalar a, Scalar b) {
        return a instanceof Scalar.Public x && b instanceof Scalar.Public y
                ? Scalar.of(x.value() + y.value())
                : algebra.add(a, b);
    }

    private Scalar subtract(Scalar a, Scalar b) {
        return a instanceof Scalar.Public x && b instanceof Scalar.Public y
                ? Scalar.of(x.value() - y.value())
                : algebra.subtract(a, b);
    }

    private Scalar multiply(Scalar a, Scalar b) {
        return a instanceof Scalar.Public x && b instanceof Scalar.Public y
                ? Scalar.of(x.value() * y.value())
                : algebra.multiply(a, b);
    }

    private Virtual.EncryptedTensor elementwise(
            Virtual.EncryptedTensor x, Object operand, BinaryOperator<Scalar> operator) {
        Virtual.EncryptedTensor y = tensor(operand);
        Tensor shape = checked(() -> Tensor.zeros(x.shape).plus(Tensor.zeros(y.shape)));
        Virtual.EncryptedTensor a = gather(x, t -> t.broadcastTo(shape.shape()));
        Virtual.EncryptedTensor b = gather(y, t -> t.broadcastTo(shape.shape()));
        Scalar[] elements = new Scalar[shape.size()];
        Arrays.setAll(elements, i -> operator.apply(a.elements[i], b.elements[i]));
        return new Virtual.EncryptedTensor(shape.shape(), elements);
    }

    private Virtual.EncryptedTensor each(
            Virtual.EncryptedTensor x, UnaryOperator<Scalar> encrypted, DoubleUnaryOperator clear) {
        return new Virtual.EncryptedTensor(
                x.shape,
                Arrays.stream(x.elements)
                        .map(e -> e instanceof Scalar.Public p
                                ? Scalar.of(clear.applyAsDouble(p.value()))
                                : encrypted.apply(e))
                        .toArray(Scalar[]::new));
    }

    private Virtual.EncryptedTensor matmul(Virtual.EncryptedTensor x, Virtual.EncryptedTensor y) {
        int[] shape = checked(() -> Tensor.zeros(x.shape).matmul(Tensor.zeros(y.shape)))
                .shape();
        int[] s = x.shape.length == 1 ? new int[] {1, x.shape[0]} : x.shape;
        int[] t = y.shape.length == 1 ? new int[] {y.shape[0], 1} : y.shape;
        int n = s[s.length - 2];
        int k = s[s.length - 1];
        int m = t[t.length - 1];
        int[] front = Tensor.zeros(front(s)).plus(Tensor.zeros(front(t))).shape();
        double[] left = index(s).broadcastTo(join(front, n, k)).toArray();
        double[] right = index(t).broadcastTo(join(front, k, m)).toArray();
        Scalar[] elements = new Scalar[left.length / k * m];
        for (int o = 0; o < elements.length; o++) {
            int row = o / m;
            LinearSum sum = new LinearSum(algebra, k);
            for (int l = 0; l < k; l++) {
                int r = (row / n * k + l) * m + o % m;
                sum.addProduct(x.elements[(int) left[row * k + l] - 1], y.elements[(int) right[r] - 1]);
            }
            elements[o] = sum.build();
        }
        return new Virtual.EncryptedTensor(shape, elements);
    }

    private static int[] front(int[] shape) {
        return Arrays.copyOf(shape, shape.length - 2);
    }

    private static int[] join(int[] front, int... back) {
        return IntStream.concat(Arrays.stream(front), Arrays.stream(back)).toArray();
    }

    private Virtual.EncryptedTensor mean(Virtual.EncryptedTensor x, int... axes) {
        Tensor shape = checked(() -> Tensor.zeros(x.shape).sum(axes));
        return sum(x, (double) shape.size() / x.elements.length, axes);
    }

    /** Sums along axes, each element with one weight. */
    private Virtual.EncryptedTensor sum(Virtual.EncryptedTensor x, double weight, int... axes) {
        int[] shape = checked(() -> Tensor.zeros(x.shape).sum(axes)).shape();
        int[] kept = x.shape.clone();
        for (int axis = 0; axis < kept.length; axis++) {
            int a = axis;
            if (axes.length == 0 || Arrays.stream(axes).anyMatch(b -> b == a || b + kept.length == a)) {
                kept[axis] = 1;
            }
        }
        double[] target = index(kept).broadcastTo(x.shape).toArray();
        LinearSum[] sums = new LinearSum[Arrays.stream(kept).reduce(1, (a, b) -> a * b)];
        Arrays.setAll(sums, i -> new LinearSum(algebra, target.length / sums.length));
        for (int i = 0; i < target.length; i++) {
            sums[(int) target[i] - 1].add(x.elements[i], weight);
        }
        return new Virtual.EncryptedTensor(
                shape, Arrays.stream(sums).map(LinearSum::build).toArray(Scalar[]::new));
    }

    private Virtual.EncryptedTensor image(String name, Virtual.EncryptedTensor x, Call c) {
        ImageOps ops = new ImageOps(algebra);
        boolean bias =
                name.equals("conv2d") && c.size() > 1 && c.arguments.types().get(2) == Tensor.class;
        int first = bias ? 2 : 1;
        return switch (name) {
            case "conv2d" -> {
                int stride = c.size() > first ? c.number(first) : 1;
                int padding = c.size() > first ? c.number(first + 1) : 0;
                int dilation = c.size() > first + 2 ? c.number(first + 2) : 1;
                int groups = c.size() > first + 2 ? c.number(first + 3) : 1;
                Virtual.EncryptedTensor weight = tensor(c.ref(0));
                Virtual.EncryptedTensor b = bias ? tensor(c.ref(1)) : null;
                int[] shape = checked(() -> b == null
                                ? zeros(x).conv2d(zeros(weight), stride, padding, dilation, groups)
                                : zeros(x).conv2d(zeros(weight), zeros(b), stride, padding, dilation, groups))
                        .shape();
                yield ops.convolution(x, weight, b, new ImageOps.Grid(stride, padding, dilation), groups, shape);
            }
            case "avgPool2d" -> {
                int kernel = c.number(0);
                int stride = c.size() > 1 ? c.number(1) : kernel;
                int padding = c.size() > 1 ? c.number(2) : 0;
                int[] shape = checked(() -> zeros(x).avgPool2d(kernel, stride, padding))
                        .shape();
                yield ops.averages(x, kernel, new ImageOps.Grid(stride, padding, 1), shape);
            }
            case "adaptiveAvgPool2d" ->
                ops.adaptive(
                        x,
                        checked(() -> zeros(x).adaptiveAvgPool2d(c.number(0), c.number(1)))
                                .shape());
            default -> batchNorm(x, c);
        };
    }

    private static Tensor zeros(Virtual.EncryptedTensor x) {
        return Tensor.zeros(x.shape);
    }

    private Virtual.EncryptedTensor batchNorm(Virtual.EncryptedTensor x, Call c) {
        Tensor[] p = new Tensor[4];
        for (int i = 0; i < 4; i++) {
            Tensor parameter = real(c.ref(i));
            if (parameter == null) {
                throw trace.failure(
                        Code.UNSUPPORTED_OPERATION,
                        "batchNorm has encrypted statistics",
                        "public mean, variance, scale and shift",
                        "Write the normalisation with minus and times.");
            }
            p[i] = parameter;
        }
        double epsilon = c.real(4);
        int axis = x.shape.length == 1 || x.shape.length == 3 ? 0 : 1;
        checked(() -> zeros(x).batchNorm(p[0], p[1], p[2], p[3], epsilon));
        int[] column = new int[x.shape.length - axis];
        Arrays.fill(column, 1);
        column[0] = x.shape[axis];
        double[] scale = p[2].toArray();
        double[] variance = p[1].toArray();
        Arrays.setAll(scale, i -> scale[i] / Math.sqrt(variance[i] + epsilon));
        Tensor factor = Tensor.fromArray(scale);
        Tensor offset = p[3].minus(p[0].times(factor));
        return elementwise(elementwise(x, factor.reshape(column), this::multiply), offset.reshape(column), this::add);
    }

    private Virtual.@Nullable EncryptedTensor activation(String name, Virtual.EncryptedTensor x, Call c) {
        UnaryOperator<Scalar> encrypted = switch (name) {
            case "relu" -> e -> algebra.max(e, Scalar.of(0));
            case "leakyRelu" -> e -> algebra.max(e, algebra.multiply(e, Scalar.of(c.real(0))));
            case "sigmoid" -> e -> algebra.divide(Scalar.of(1), onePlusExpMinus(e));
            case "tanh" -> e -> algebra.function(Expression.Function.TANH, (Symbol) e);
            case "gelu" -> this::gelu;
            case "silu" -> e -> algebra.divide(e, onePlusExpMinus(e));
            case "softplus" ->
                e -> algebra.function(Expression.Function.LOG1P, algebra.function(Expression.Function.EXP, (Symbol) e));
            case "square" -> e -> algebra.multiply(e, e);
            case "polynomial" -> e -> horner(e, (double[]) c.ref(0));
            default -> null;
        };
        if (encrypted == null) {
            return null;
        }
        Tensor point = Tensor.of(new int[0], 0);
        return each(
                x, encrypted, v -> checked(() -> clear(name, point.plus(v), c)).get());
    }

    private static Tensor clear(String name, Tensor x, Call c) {
        return switch (name) {
            case "relu" -> x.relu();
            case "leakyRelu" -> x.leakyRelu(c.real(0));
            case "sigmoid" -> x.sigmoid();
            case "tanh" -> x.tanh();
            case "gelu" -> x.gelu();
            case "silu" -> x.silu();
            case "softplus" -> x.softplus();
            case "square" -> x.square();
            default -> x.polynomial((double[]) c.ref(0));
        };
    }

    private Scalar onePlusExpMinus(Scalar x) {
        return algebra.add(Scalar.of(1), algebra.function(Expression.Function.EXP, (Symbol) algebra.negate(x)));
    }

    private Scalar gelu(Scalar x) {
        Scalar cube = algebra.multiply(algebra.multiply(algebra.multiply(Scalar.of(0.044715), x), x), x);
        Scalar inner = algebra.multiply(Scalar.of(Math.sqrt(2 / Math.PI)), algebra.add(x, cube));
        Scalar factor = algebra.add(Scalar.of(1), algebra.function(Expression.Function.TANH, (Symbol) inner));
        return algebra.multiply(algebra.multiply(Scalar.of(0.5), x), factor);
    }

    private Scalar horner(Scalar x, double[] c) {
        Scalar sum = Scalar.of(c[c.length - 1]);
        for (int k = c.length - 2; k >= 0; k--) {
            sum = add(multiply(sum, x), Scalar.of(c[k]));
        }
        return sum;
    }

    private Virtual.EncryptedTensor map(Virtual.EncryptedTensor x, Call c, Class<?> caller, Calls calls) {
        Object function = c.ref(0);
        double min = c.real(1);
        double max = c.real(2);
        checked(() -> Tensor.of(new int[0], min).map(v -> v, min, max));
        Interval domain = new Interval(min, max);
        Function<Symbol, Scalar> encrypted = null;
        Scalar[] elements = new Scalar[x.elements.length];
        for (int i = 0; i < elements.length; i++) {
            switch (x.elements[i]) {
                case Scalar.Public p -> {
                    double v = checked(() -> Tensor.of(new int[0], p.value()).map(u -> u, min, max))
                            .get();
                    elements[i] = apply(function, Scalar.of(v), caller, calls);
                }
                case Symbol s -> {
                    if (encrypted == null) {
                        encrypted = lifted(function, s, domain, caller, calls);
                    }
                    elements[i] = encrypted.apply(algebra.within(s, domain));
                }
            }
        }
        return new Virtual.EncryptedTensor(x.shape, elements);
    }

    /** The function for any number in its domain; a polynomial if it cannot be lifted for an example. */
    private Function<Symbol, Scalar> lifted(
            Object function, Symbol example, Interval domain, Class<?> caller, Calls calls) {
        Symbol argument = algebra.within(example, domain);
        try {
            return new LiftedFunction(algebra, argument, apply(function, argument, caller, calls))::at;
        } catch (CompilationException e) {
            if (heap.contents(function) == Heap.Contents.ENCRYPTED) {
                throw e;
            }
            SampledFunction sampled = SampledFunction.of(
                    v -> ((Scalar.Public) apply(function, Scalar.of(v), caller, calls)).value(), domain, sampleError);
            if (sampled == null) {
                throw e;
            }
            return s -> horner(s, sampled);
        }
    }

    private Scalar horner(Symbol x, SampledFunction f) {
        Interval d = f.domain();
        Scalar u = algebra.multiply(algebra.subtract(x, Scalar.of(d.middle())), Scalar.of(1 / d.radius()));
        return horner(u, f.coefficients());
    }

    private static Scalar apply(Object function, Scalar argument, Class<?> caller, Calls calls) {
        Arguments number = argument instanceof Scalar.Public p
                ? new Arguments(
                        java.util.List.of(double.class),
                        new long[] {Double.doubleToRawLongBits(p.value())},
                        new Object[1])
                : Arguments.of(double.class, argument);
        Virtual.Slot value = calls.invoke(
                FUNCTION, Arguments.of(DoubleUnaryOperator.class, function).plus(number), caller);
        return value.ref() instanceof Symbol s ? s : Scalar.of(Double.longBitsToDouble(value.bits()));
    }
}
