package dev.glovebox.compiler.ir.text;

import dev.glovebox.compiler.ir.Expression;
import dev.glovebox.compiler.ir.Expression.Binary;
import dev.glovebox.compiler.ir.Expression.Constant;
import dev.glovebox.compiler.ir.Expression.Function;
import dev.glovebox.compiler.ir.Expression.Operator;
import dev.glovebox.compiler.ir.Expression.Unary;
import dev.glovebox.compiler.ir.Expression.Variable;
import dev.glovebox.compiler.ir.Interval;
import dev.glovebox.compiler.ir.Reals;
import dev.glovebox.compiler.ir.SourceLocation;
import dev.glovebox.compiler.ir.SparseMatrix;
import dev.glovebox.compiler.ir.slot.CircuitIr;
import dev.glovebox.compiler.ir.slot.SlotOp;
import dev.glovebox.compiler.ir.slot.SlotProgram;
import dev.glovebox.compiler.ir.tensor.TensorOp;
import dev.glovebox.compiler.ir.tensor.TensorProgram;
import dev.glovebox.runtime.circuit.CircuitManifest.ResultElement;
import dev.glovebox.runtime.circuit.Constants;
import dev.glovebox.runtime.circuit.DiagonalMatrix;
import dev.glovebox.runtime.circuit.PublicProgram;
import dev.glovebox.runtime.circuit.RealFunction;
import dev.glovebox.runtime.circuit.RealOperator;
import dev.glovebox.runtime.circuit.SlotVector;
import dev.glovebox.runtime.ckks.ParameterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Programs of every operation with awkward names and numbers: well-formed as text, meaningless as circuits. */
final class RandomPrograms {
    private static final double[] AWKWARD = {
        0, -0.0, 1, -1, 0.1, 1e7, 1e300, Double.MIN_VALUE, Double.MAX_VALUE, -Double.MIN_NORMAL, 123456789
    };
    private static final String[] NAMES = {
        "",
        "cell",
        "TumorModel.malignancy",
        "a \"quoted\" \\ name",
        "line\nbreak\ttab",
        "\u0000\ud800",
        "größe",
        "input"
    };

    private final Random random;

    RandomPrograms(long seed) {
        this.random = new Random(seed);
    }

    TensorProgram tensor() {
        List<TensorProgram.Node> nodes = new ArrayList<>();
        for (int count = random.nextInt(12), i = 0; i < count; i++) {
            TensorOp op = tensorOp(nodes);
            int size = size(op, nodes);
            boolean uniform = random.nextBoolean();
            Interval all = interval();
            List<Interval> ranges = IntStream.range(0, size)
                    .mapToObj(e -> uniform || random.nextInt(3) > 0 ? all : interval())
                    .toList();
            nodes.add(new TensorProgram.Node(
                    op,
                    Reals.generate(size, e -> ranges.get(e).lo()),
                    Reals.generate(size, e -> ranges.get(e).hi()),
                    location()));
        }
        List<TensorProgram.Result> results = new ArrayList<>();
        for (int count = random.nextInt(8), i = 0; i < count; i++) {
            int node = nodes.isEmpty() ? 0 : random.nextInt(nodes.size());
            if (nodes.isEmpty() || nodes.get(node).size() == 0 || random.nextInt(4) == 0) {
                results.add(new TensorProgram.Result.Constant(number()));
            } else {
                int size = nodes.get(node).size();
                for (int first = random.nextInt(size), e = first; e < size; e++) {
                    results.add(new TensorProgram.Result.Element(node, e));
                }
            }
        }
        return new TensorProgram(name(), random.nextInt(40), nodes, results);
    }

    private TensorOp tensorOp(List<TensorProgram.Node> nodes) {
        if (nodes.isEmpty()) {
            return new TensorOp.Input(name(), random.nextInt(100), random.nextBoolean());
        }
        int operand = random.nextInt(nodes.size());
        int size = nodes.get(operand).size();
        return switch (random.nextInt(7)) {
            case 0 -> new TensorOp.Input(name(), random.nextInt(100), random.nextBoolean());
            case 5 -> new TensorOp.PublicInput(name(), random.nextInt(100), random.nextBoolean());
            case 6 -> new TensorOp.PublicApply(expression(5), operand);
            case 1 -> {
                int other = IntStream.range(0, nodes.size())
                        .filter(i -> nodes.get(i).size() == size)
                        .findAny()
                        .orElseThrow();
                yield new TensorOp.Multiply(operand, other);
            }
            case 2 -> new TensorOp.Apply(expression(5), operand);
            case 3 ->
                new TensorOp.Polynomial(
                        operand,
                        interval(),
                        reals(1 + random.nextInt(9)),
                        expression(4),
                        number(),
                        random.nextBoolean() ? 0 : 0.25);
            default -> {
                int rows = random.nextInt(3) == 0 ? size : random.nextInt(6);
                List<TensorOp.Term> terms = new ArrayList<>();
                for (int i = operand; i < nodes.size() && terms.size() < 3; i++) {
                    terms.add(new TensorOp.Term(matrix(rows, nodes.get(i).size()), i));
                }
                Reals bias = random.nextBoolean() ? Reals.zeros(rows) : reals(rows);
                yield new TensorOp.Affine(terms, bias);
            }
        };
    }

    private int size(TensorOp op, List<TensorProgram.Node> nodes) {
        return switch (op) {
            case TensorOp.Input i -> random.nextInt(10);
            case TensorOp.PublicInput i -> random.nextInt(10);
            case TensorOp.Affine a -> a.bias().size();
            default -> nodes.get(op.operands().getFirst()).size();
        };
    }

    private SparseMatrix matrix(int rows, int columns) {
        if (rows == columns && random.nextInt(4) == 0) {
            return SparseMatrix.identity(rows);
        }
        double density = random.nextDouble();
        SparseMatrix.Builder builder = new SparseMatrix.Builder(columns);
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                builder.add(c, random.nextDouble() < density ? number() : 0);
            }
            builder.endRow();
        }
        return builder.build();
    }

    Expression expression(int depth) {
        Supplier<Expression> operand = () -> expression(depth - 1);
        return switch (depth == 0 ? random.nextInt(2) : random.nextInt(6)) {
            case 0 -> new Variable();
            case 1 -> new Constant(random.nextInt(20) == 0 ? Double.NEGATIVE_INFINITY : number());
            case 2 -> new Unary(Function.values()[random.nextInt(Function.values().length)], operand.get());
            case 3 -> new Unary(Function.NEGATE, operand.get());
            default ->
                new Binary(Operator.values()[random.nextInt(Operator.values().length)], operand.get(), operand.get());
        };
    }

    SlotProgram slot() {
        List<SlotProgram.InputLayout> inputs = inputs();
        Constants constants = constants();
        List<SlotProgram.Node> nodes = new ArrayList<>();
        for (SlotOp op : slotOps(inputs, constants)) {
            nodes.add(new SlotProgram.Node(op, 1 << random.nextInt(10), number(), location()));
        }
        List<Integer> outputs = outputs(nodes.size());
        return new SlotProgram(
                name(),
                random.nextInt(40),
                1 << random.nextInt(15),
                inputs,
                nodes,
                outputs,
                results(outputs.size()),
                constants);
    }

    CircuitIr circuit() {
        List<SlotProgram.InputLayout> inputs = inputs();
        Constants constants = constants();
        List<CircuitIr.Node> nodes = new ArrayList<>();
        for (SlotOp op : slotOps(inputs, constants)) {
            CircuitIr.CipherType type =
                    new CircuitIr.CipherType(random.nextInt(20), 1 + random.nextInt(2), 2 + random.nextInt(2));
            nodes.add(new CircuitIr.Node(op, type, 1 << random.nextInt(10), number(), location()));
        }
        List<Integer> outputs = outputs(nodes.size());
        List<List<Integer>> levels = Stream.generate(() -> integers(random.nextInt(3)))
                .limit(random.nextInt(6))
                .toList();
        ParameterSpec spec = new ParameterSpec(
                random.nextInt(17),
                levels,
                integers(random.nextInt(4)),
                random.nextInt(4),
                number(),
                random.nextBoolean());
        return new CircuitIr(
                name(),
                random.nextInt(40),
                1 << random.nextInt(15),
                spec,
                inputs,
                nodes,
                outputs,
                results(outputs.size()),
                constants);
    }

    private List<SlotProgram.InputLayout> inputs() {
        return Stream.generate(() -> new SlotProgram.InputLayout(
                        1 << random.nextInt(8),
                        random.nextBoolean() ? IntStream.range(3, 12).boxed().toList() : integers(random.nextInt(6))))
                .limit(1 + random.nextInt(3))
                .toList();
    }

    private Constants constants() {
        return new Constants(
                Stream.generate(this::vector).limit(1 + random.nextInt(4)).toList(),
                Stream.generate(this::diagonals).limit(1 + random.nextInt(3)).toList(),
                publics());
    }

    private PublicProgram publics() {
        List<PublicProgram.Step> steps = new ArrayList<>();
        for (int count = random.nextInt(12), i = 0; i < count; i++) {
            steps.add(step(i));
        }
        List<PublicProgram.Vector> vectors = new ArrayList<>();
        for (int count = random.nextInt(3), i = 0; i < count; i++) {
            int period = 1 << random.nextInt(5);
            boolean repeat = random.nextBoolean();
            vectors.add(new PublicProgram.Vector(
                    Stream.generate(() -> repeat ? -1 : random.nextInt(steps.size() + 1) - 1)
                            .limit(period)
                            .toList(),
                    number()));
        }
        return new PublicProgram(steps, vectors);
    }

    private PublicProgram.Step step(int index) {
        return switch (index == 0 ? 0 : random.nextInt(4)) {
            case 0 -> {
                Interval range = interval();
                yield new PublicProgram.Input(random.nextInt(100), range.lo(), range.hi());
            }
            case 1 -> {
                int terms = random.nextInt(4);
                yield new PublicProgram.Sum(
                        Stream.generate(() -> random.nextInt(index))
                                .limit(terms)
                                .toList(),
                        Stream.generate(this::number).limit(terms).toList(),
                        number());
            }
            case 2 ->
                new PublicProgram.Unary(
                        RealFunction.values()[random.nextInt(RealFunction.values().length)], random.nextInt(index));
            default ->
                new PublicProgram.Binary(
                        RealOperator.values()[random.nextInt(RealOperator.values().length)],
                        random.nextInt(index),
                        random.nextInt(index));
        };
    }

    /** A constant vector or a public one. */
    private int anyVector(Constants constants) {
        int publics = constants.publics().vectors().size();
        return random.nextInt(constants.vectors().size() + publics) - publics;
    }

    private SlotVector vector() {
        return SlotVector.of(reals(1 << random.nextInt(5)).toArray());
    }

    private DiagonalMatrix diagonals() {
        Map<Integer, SlotVector> diagonals = new TreeMap<>();
        for (int count = 1 + random.nextInt(4), i = 0; i < count; i++) {
            diagonals.put(random.nextInt(64), vector());
        }
        return DiagonalMatrix.of(diagonals, 1 << random.nextInt(6));
    }

    private List<SlotOp> slotOps(List<SlotProgram.InputLayout> inputs, Constants constants) {
        List<SlotOp> ops = new ArrayList<>(List.of(new SlotOp.Input(random.nextInt(inputs.size()))));
        for (int count = random.nextInt(30), i = 0; i < count; i++) {
            int a = random.nextInt(ops.size());
            int b = random.nextInt(ops.size());
            ops.add(
                    switch (random.nextInt(15)) {
                        case 0 -> new SlotOp.Input(random.nextInt(inputs.size()));
                        case 1 -> new SlotOp.Add(a, b);
                        case 2 -> new SlotOp.Subtract(a, b);
                        case 3 -> new SlotOp.Negate(a);
                        case 4 -> new SlotOp.AddPlain(a, anyVector(constants));
                        case 5 -> new SlotOp.AddScalar(a, number());
                        case 6 -> new SlotOp.MultiplyPlain(a, anyVector(constants));
                        case 7 -> new SlotOp.MultiplyScalar(a, number());
                        case 8 -> new SlotOp.MultiplyInteger(a, random.nextInt());
                        case 9 -> new SlotOp.Multiply(a, b);
                        case 10 -> new SlotOp.Rotate(a, random.nextInt(64) - 32);
                        case 11 ->
                            new SlotOp.LinearTransform(
                                    a, random.nextInt(constants.matrices().size()));
                        case 12 -> new SlotOp.Relinearize(a);
                        case 13 -> new SlotOp.Rescale(a);
                        default -> new SlotOp.Adjust(a, random.nextInt(20));
                    });
        }
        return ops;
    }

    private List<Integer> outputs(int nodes) {
        return Stream.generate(() -> random.nextInt(nodes))
                .limit(random.nextInt(4))
                .toList();
    }

    private List<ResultElement> results(int outputs) {
        List<ResultElement> results = new ArrayList<>();
        for (int count = random.nextInt(8), i = 0; i < count; i++) {
            if (outputs == 0 || random.nextInt(4) == 0) {
                results.add(new ResultElement.Public(number()));
            } else {
                int ciphertext = random.nextInt(outputs);
                for (int slot = random.nextInt(5); slot < 5; slot++) {
                    results.add(new ResultElement.InSlot(ciphertext, slot));
                }
            }
        }
        return results;
    }

    private List<Integer> integers(int count) {
        return Stream.generate(() -> random.nextInt(60) - 5).limit(count).toList();
    }

    private Reals reals(int size) {
        double repeated = number();
        boolean repeat = random.nextBoolean();
        return Reals.generate(size, i -> repeat && random.nextInt(4) > 0 ? repeated : number());
    }

    private Interval interval() {
        double a = number();
        double b = random.nextInt(10) == 0 ? Double.POSITIVE_INFINITY : number();
        return new Interval(Math.min(a, b), Math.max(a, b));
    }

    private double number() {
        return switch (random.nextInt(4)) {
            case 0 -> AWKWARD[random.nextInt(AWKWARD.length)];
            case 1 -> random.nextInt(100) - 50;
            case 2 -> finite();
            default -> random.nextGaussian();
        };
    }

    private double finite() {
        double x = Double.longBitsToDouble(random.nextLong());
        return Double.isFinite(x) ? x : 0.5;
    }

    private String name() {
        return NAMES[random.nextInt(NAMES.length)];
    }

    private SourceLocation location() {
        return switch (random.nextInt(5)) {
            case 0 -> SourceLocation.UNKNOWN;
            case 1 -> new SourceLocation(name(), name(), name(), random.nextInt());
            case 2 -> new SourceLocation("Outer$Inner", "<init>", "Model With Space.java", 3);
            case 3 -> new SourceLocation("Unnamed", "lambda$f$0", "Größe.kt", 0);
            default -> new SourceLocation("com.example.input.TumorModel", "malignancy", "TumorModel.java", 12);
        };
    }
}
