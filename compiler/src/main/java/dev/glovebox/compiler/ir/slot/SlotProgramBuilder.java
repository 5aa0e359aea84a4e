package dev.glovebox.compiler.ir.slot;

import dev.glovebox.compiler.ir.SourceLocation;
import dev.glovebox.compiler.ir.slot.SlotProgram.InputLayout;
import dev.glovebox.compiler.ir.slot.SlotProgram.Node;
import dev.glovebox.runtime.circuit.CircuitManifest.ResultElement;
import dev.glovebox.runtime.circuit.Constants;
import dev.glovebox.runtime.circuit.DiagonalMatrix;
import dev.glovebox.runtime.circuit.PublicProgram;
import dev.glovebox.runtime.circuit.SlotVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects the nodes of a slot program. An operation that is already there is not added again, operations that change nothing
 * are left out, and constants are stored once, with their least period.
 */
public final class SlotProgramBuilder {
    /** Whole factors up to here are exact products that cost no level. */
    private static final int GREATEST_INTEGER_FACTOR = 1 << 10;

    private final List<InputLayout> inputs = new ArrayList<>();
    private final List<Node> nodes = new ArrayList<>();
    private final Map<SlotOp, Integer> known = new HashMap<>();
    private final Map<SlotVector, Integer> vectors = new LinkedHashMap<>();
    private final Map<DiagonalMatrix, Integer> matrices = new LinkedHashMap<>();
    private final Map<PublicProgram.Vector, Integer> supplied = new LinkedHashMap<>();
    private List<PublicProgram.Step> steps = List.of();
    private SourceLocation location = SourceLocation.UNKNOWN;

    /** The line that the following nodes come from. */
    public void at(SourceLocation line) {
        location = line;
    }

    public int period(int node) {
        return nodes.get(node).period();
    }

    public double magnitude(int node) {
        return nodes.get(node).magnitude();
    }

    /** States a bound of a node's magnitude; the least bound stays. */
    public int bound(int node, double magnitude) {
        Node old = nodes.get(node);
        nodes.set(node, new Node(old.op(), old.period(), Math.min(old.magnitude(), magnitude), old.location()));
        return node;
    }

    /** Adds an input ciphertext and its node. */
    public int input(InputLayout layout, double magnitude) {
        inputs.add(layout);
        return node(new SlotOp.Input(inputs.size() - 1), layout.period(), magnitude);
    }

    public int add(int a, int b) {
        SlotOp op = new SlotOp.Add(Math.min(a, b), Math.max(a, b));
        return node(op, Math.max(period(a), period(b)), magnitude(a) + magnitude(b));
    }

    public int subtract(int a, int b) {
        return node(new SlotOp.Subtract(a, b), Math.max(period(a), period(b)), magnitude(a) + magnitude(b));
    }

    public int negate(int a) {
        return nodes.get(a).op() instanceof SlotOp.Negate negate
                ? negate.operand()
                : node(new SlotOp.Negate(a), period(a), magnitude(a));
    }

    public int addPlain(int a, SlotVector v) {
        SlotVector reduced = reduced(v);
        SlotOp op = new SlotOp.AddPlain(a, vector(reduced));
        return node(op, Math.max(period(a), reduced.period()), magnitude(a) + reduced.magnitude());
    }

    public int addScalar(int a, double c) {
        return c == 0 ? a : node(new SlotOp.AddScalar(a, c), period(a), magnitude(a) + Math.abs(c));
    }

    public int multiplyPlain(int a, SlotVector v) {
        SlotVector reduced = reduced(v);
        SlotOp op = new SlotOp.MultiplyPlain(a, vector(reduced));
        return node(op, Math.max(period(a), reduced.period()), magnitude(a) * reduced.magnitude());
    }

    /**
     * a + v for a public vector.
     *
     * @param v the numbers of {@link #steps} that fill its slots
     */
    public int addPublic(int a, PublicProgram.Vector v) {
        SlotOp op = new SlotOp.AddPlain(a, supplied(v));
        return node(op, Math.max(period(a), v.period()), magnitude(a) + v.magnitude());
    }

    /** a·v for a public vector, as in {@link #addPublic}. */
    public int multiplyPublic(int a, PublicProgram.Vector v) {
        SlotOp op = new SlotOp.MultiplyPlain(a, supplied(v));
        return node(op, Math.max(period(a), v.period()), magnitude(a) * v.magnitude());
    }

    private int supplied(PublicProgram.Vector v) {
        return ~supplied.computeIfAbsent(v, k -> supplied.size());
    }

    /** What is computed of public inputs. */
    public void steps(List<PublicProgram.Step> publicSteps) {
        steps = publicSteps;
    }

    /** a·c by the cheapest operation: nothing, a negation, an integer factor or a scalar product. */
    public int scale(int a, double c) {
        if (c == 1) {
            return a;
        }
        if (c == -1) {
            return negate(a);
        }
        double magnitude = magnitude(a) * Math.abs(c);
        return isLevelFree(c)
                ? node(new SlotOp.MultiplyInteger(a, (int) c), period(a), magnitude)
                : node(new SlotOp.MultiplyScalar(a, c), period(a), magnitude);
    }

    /** Σ factorᵢ·nodeᵢ; at least one term. Whole factors cost no level if all are whole. */
    public int weightedSum(List<Integer> operands, List<Double> factors) {
        int sum = scale(operands.getFirst(), factors.getFirst());
        for (int i = 1; i < operands.size(); i++) {
            sum = add(sum, scale(operands.get(i), factors.get(i)));
        }
        return sum;
    }

    /** Whether {@link #scale} by this factor costs no level. */
    public static boolean isLevelFree(double c) {
        return c == Math.rint(c) && Math.abs(c) <= GREATEST_INTEGER_FACTOR;
    }

    public int multiply(int a, int b) {
        SlotOp op = new SlotOp.Multiply(Math.min(a, b), Math.max(a, b));
        return node(op, Math.max(period(a), period(b)), magnitude(a) * magnitude(b));
    }

    /** Slot i of the result is slot i + steps of the operand; steps are reduced by its period. */
    public int rotate(int a, int steps) {
        int reduced = Math.floorMod(steps, period(a));
        return reduced == 0 ? a : node(new SlotOp.Rotate(a, reduced), period(a), magnitude(a));
    }

    /**
     * The sums of the slots of one period {@code from} that agree modulo {@code to}, by rotations and additions; they repeat with
     * {@code to}.
     *
     * @param bound a bound of the magnitude of every partial sum
     */
    public int fold(int a, int from, int to, double bound) {
        int sum = a;
        for (int step = from / 2; step >= to; step /= 2) {
            int rotated = rotate(sum, step);
            if (rotated == sum) {
                sum = scale(sum, 2);
            } else {
                SlotOp op = new SlotOp.Add(Math.min(sum, rotated), Math.max(sum, rotated));
                sum = node(op, step, magnitude(sum) + magnitude(rotated));
            }
            bound(sum, bound);
        }
        return sum;
    }

    public int linearTransform(int a, DiagonalMatrix matrix) {
        Map<Integer, SlotVector> diagonals = new HashMap<>();
        matrix.diagonals().forEach((offset, diagonal) -> diagonals.put(offset, reduced(diagonal)));
        DiagonalMatrix reduced = DiagonalMatrix.of(diagonals, matrix.babySteps());
        int period =
                diagonals.values().stream().mapToInt(SlotVector::period).max().orElseThrow();
        double[] rowSums = new double[period];
        for (SlotVector diagonal : diagonals.values()) {
            diagonal.forEachSpan((from, to) -> {
                for (int start = 0; start < period; start += diagonal.period()) {
                    for (int i = start + from; i < start + to; i++) {
                        rowSums[i] += Math.abs(diagonal.get(i));
                    }
                }
            });
        }
        double factor = Arrays.stream(rowSums).max().orElseThrow();
        int index = matrices.computeIfAbsent(reduced, m -> matrices.size());
        return node(new SlotOp.LinearTransform(a, index), Math.max(period(a), period), magnitude(a) * factor);
    }

    private int vector(SlotVector v) {
        return vectors.computeIfAbsent(v, k -> vectors.size());
    }

    private int node(SlotOp op, int period, double magnitude) {
        Integer old = known.get(op);
        if (old != null) {
            return old;
        }
        nodes.add(new Node(op, period, magnitude, location));
        known.put(op, nodes.size() - 1);
        return nodes.size() - 1;
    }

    private static SlotVector reduced(SlotVector v) {
        int period = v.period();
        while (period > 1 && repeats(v, period / 2)) {
            period /= 2;
        }
        return period == v.period() ? v : SlotVector.of(Arrays.copyOf(v.toArray(), period));
    }

    private static boolean repeats(SlotVector v, int period) {
        for (int i = 0; i < period; i++) {
            if (Double.compare(v.get(i), v.get(i + period)) != 0) {
                return false;
            }
        }
        return true;
    }

    /** The program of the nodes that the outputs need, with the constants that those need; all inputs stay. */
    public SlotProgram build(String name, int precisionBits, List<Integer> outputs, List<ResultElement> results) {
        return new Selection(outputs).program(name, precisionBits, outputs, results);
    }

    /** Live nodes and constants under their new numbers. */
    private final class Selection {
        private final List<SlotVector> allVectors = List.copyOf(vectors.keySet());
        private final List<DiagonalMatrix> allMatrices = List.copyOf(matrices.keySet());
        private final Map<Integer, Integer> vectorNumbers = new LinkedHashMap<>();
        private final Map<Integer, Integer> matrixNumbers = new LinkedHashMap<>();
        private final int[] numbers = new int[nodes.size()];
        private final List<Node> live = new ArrayList<>();

        Selection(List<Integer> outputs) {
            boolean[] needed = new boolean[nodes.size()];
            outputs.forEach(o -> needed[o] = true);
            for (int i = needed.length - 1; i >= 0; i--) {
                SlotOp op = nodes.get(i).op();
                needed[i] |= op instanceof SlotOp.Input;
                if (needed[i]) {
                    op.operands().forEach(o -> needed[o] = true);
                }
            }
            for (int i = 0; i < needed.length; i++) {
                if (needed[i]) {
                    Node node = nodes.get(i);
                    numbers[i] = live.size();
                    live.add(new Node(renumbered(node.op()), node.period(), node.magnitude(), node.location()));
                }
            }
        }

        private SlotOp renumbered(SlotOp op) {
            SlotOp moved = op.mapOperands(o -> numbers[o]);
            return switch (moved) {
                case SlotOp.AddPlain o -> new SlotOp.AddPlain(o.operand(), number(vectorNumbers, o.vector()));
                case SlotOp.MultiplyPlain o -> new SlotOp.MultiplyPlain(o.operand(), number(vectorNumbers, o.vector()));
                case SlotOp.LinearTransform o ->
                    new SlotOp.LinearTransform(o.operand(), number(matrixNumbers, o.matrix()));
                default -> moved;
            };
        }

        private static int number(Map<Integer, Integer> known, int old) {
            return old < 0 ? old : known.computeIfAbsent(old, k -> known.size());
        }

        SlotProgram program(String name, int precisionBits, List<Integer> outputs, List<ResultElement> results) {
            Constants constants = new Constants(
                    vectorNumbers.keySet().stream().map(allVectors::get).toList(),
                    matrixNumbers.keySet().stream().map(allMatrices::get).toList(),
                    new PublicProgram(steps, List.copyOf(supplied.keySet())));
            int slots = live.stream().mapToInt(Node::period).max().orElse(1);
            List<Integer> moved = outputs.stream().map(o -> numbers[o]).toList();
            return new SlotProgram(name, precisionBits, slots, inputs, live, moved, results, constants);
        }
    }
}
