package dev.glovebox.compiler.schedule;

import dev.glovebox.compiler.ir.SourceLocation;
import dev.glovebox.compiler.ir.slot.SlotOp;
import dev.glovebox.compiler.ir.slot.SlotProgram;
import dev.glovebox.compiler.ir.text.IrParser;
import dev.glovebox.runtime.circuit.CircuitManifest.ResultElement;
import dev.glovebox.runtime.circuit.Constants;
import dev.glovebox.runtime.circuit.DiagonalMatrix;
import dev.glovebox.runtime.circuit.SlotVector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Slot programs to schedule: small ones as text, and random ones. */
public final class SlotPrograms {
    /** x·y + y·z - x·z + 1: three products in one sum. */
    public static final SlotProgram SUM_OF_PRODUCTS = IrParser.parseSlot("""
        slot "sumOfProducts" precision 10 slots 4 {
          input 0 period 4 elements [0..3]
          input 1 period 4 elements [4..7]
          input 2 period 4 elements [8..11]
          %0 = input 0 : period 4 magnitude 1
          %1 = input 1 : period 4 magnitude 1
          %2 = input 2 : period 4 magnitude 1
          %3 = multiply %0, %1 : period 4 magnitude 1
          %4 = multiply %1, %2 : period 4 magnitude 1
          %5 = add %3, %4 : period 4 magnitude 2
          %6 = multiply %0, %2 : period 4 magnitude 1
          %7 = subtract %5, %6 : period 4 magnitude 3
          %8 = addScalar %7, 1 : period 4 magnitude 4
          outputs %8
          results 0[0..3]
        }
        """);

    /** (y - x²) + 0.5·y, then squared: terms of both pendings, a negative product first, a factor that is a sum. */
    public static final SlotProgram MIXED_SUM = IrParser.parseSlot("""
        slot "mixedSum" precision 10 slots 2 {
          input 0 period 2 elements [0..1]
          input 1 period 2 elements [2..3]
          %0 = input 0 : period 2 magnitude 1
          %1 = input 1 : period 2 magnitude 1
          %2 = multiply %0, %0 : period 2 magnitude 1
          %3 = subtract %1, %2 : period 2 magnitude 2
          %4 = multiplyScalar %1, 0.5 : period 2 magnitude 0.5
          %5 = add %3, %4 : period 2 magnitude 2.5
          %6 = multiply %5, %5 : period 2 magnitude 6.25
          outputs %6
          results 0[0..1]
        }
        """);

    /** T₃ = 2·x·T₂ - x, 0.3·T₃ + 0.2·T₂ + 0.1·x: Chebyshev powers at several levels. */
    public static final SlotProgram CHEBYSHEV = IrParser.parseSlot("""
        slot "chebyshev" precision 10 slots 2 {
          input 0 period 2 elements [0..1]
          %0 = input 0 : period 2 magnitude 1
          %1 = multiply %0, %0 : period 2 magnitude 1
          %2 = multiplyInteger %1, 2 : period 2 magnitude 2
          %3 = addScalar %2, -1.0 : period 2 magnitude 1
          %4 = multiply %0, %3 : period 2 magnitude 1
          %5 = multiplyInteger %4, 2 : period 2 magnitude 2
          %6 = subtract %5, %0 : period 2 magnitude 1
          %7 = multiplyScalar %6, 0.3 : period 2 magnitude 0.3
          %8 = multiplyScalar %3, 0.2 : period 2 magnitude 0.2
          %9 = multiplyScalar %0, 0.1 : period 2 magnitude 0.1
          %10 = add %7, %8 : period 2 magnitude 0.5
          %11 = add %10, %9 : period 2 magnitude 0.6
          outputs %11
          results 0[0..1]
        }
        """);

    /** A row of weights, rotate and add, bias, square; a node that nothing uses; an output that is an input. */
    public static final SlotProgram AFFINE = IrParser.parseSlot("""
        slot "affine" precision 10 slots 4 {
          input 0 period 4 elements [0..3]
          %0 = input 0 : period 4 magnitude 1
          %1 = linearTransform %0, #m0 : period 4 magnitude 2.0
          %2 = rotate %1, 2 : period 4 magnitude 2.0
          %3 = add %1, %2 : period 2 magnitude 4.0
          %4 = addPlain %3, #v0 : period 2 magnitude 4.5
          %5 = multiply %4, %4 : period 2 magnitude 20.25
          %6 = negate %5 : period 2 magnitude 20.25
          outputs %5, %0
          results 0[0..1], 1[0..3]
          #v0 = [0.5, -0.5]
          #m0 = diagonals { 0: [1.5 * 4], 1: [0.5, 0.25, 0.5, 0.25] } baby 2
        }
        """);

    public static final List<SlotProgram> ALL = List.of(SUM_OF_PRODUCTS, MIXED_SUM, CHEBYSHEV, AFFINE);

    private SlotPrograms() {}

    /**
     * A program of random operations, of bounded values and at most {@code depth} products on a path, with every node an output or
     * used by one.
     */
    public static SlotProgram random(long seed, int slots, int depth) {
        Random random = new Random(seed);
        Constants constants = new Constants(
                List.of(vector(random, slots), vector(random, Math.max(1, slots / 2))), List.of(matrix(random, slots)));
        List<SlotProgram.Node> nodes = new ArrayList<>();
        List<Integer> depths = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            nodes.add(new SlotProgram.Node(new SlotOp.Input(i), slots, 1, SourceLocation.UNKNOWN));
            depths.add(0);
        }
        int count = 8 + random.nextInt(16);
        while (nodes.size() < count) {
            int a = random.nextInt(nodes.size());
            int b = random.nextInt(nodes.size());
            SlotOp op = switch (random.nextInt(12)) {
                case 0, 1 -> new SlotOp.Add(a, b);
                case 2 -> new SlotOp.Subtract(a, b);
                case 3 -> new SlotOp.Negate(a);
                case 4 -> new SlotOp.AddPlain(a, random.nextInt(2));
                case 5 -> new SlotOp.AddScalar(a, random.nextGaussian());
                case 6 -> new SlotOp.MultiplyPlain(a, random.nextInt(2));
                case 7 -> new SlotOp.MultiplyScalar(a, random.nextGaussian() / 2);
                case 8 -> new SlotOp.MultiplyInteger(a, random.nextInt(7) - 3);
                case 9 -> new SlotOp.Rotate(a, random.nextInt(slots));
                case 10 -> new SlotOp.LinearTransform(a, 0);
                default -> new SlotOp.Multiply(a, b);
            };
            double magnitude = magnitude(op, nodes, constants);
            int deep = op.operands().stream().mapToInt(depths::get).max().orElse(0) + (TypeRules.isProduct(op) ? 1 : 0);
            if (magnitude <= 64 && deep <= depth) {
                nodes.add(new SlotProgram.Node(op, slots, magnitude, SourceLocation.UNKNOWN));
                depths.add(deep);
            }
        }
        boolean[] used = new boolean[nodes.size()];
        nodes.forEach(n -> n.op().operands().forEach(o -> used[o] = true));
        List<Integer> outputs = IntStream.range(0, nodes.size())
                .filter(i -> !used[i] || random.nextInt(8) == 0)
                .boxed()
                .toList();
        List<ResultElement> results = new ArrayList<>();
        for (int output = 0; output < outputs.size(); output++) {
            for (int slot = 0; slot < slots; slot++) {
                results.add(new ResultElement.InSlot(output, slot));
            }
        }
        List<Integer> first = IntStream.range(0, slots).boxed().toList();
        List<Integer> second = IntStream.range(slots, 2 * slots).boxed().toList();
        return new SlotProgram(
                "random " + seed,
                8,
                slots,
                List.of(new SlotProgram.InputLayout(slots, first), new SlotProgram.InputLayout(slots, second)),
                nodes,
                outputs,
                results,
                constants);
    }

    private static double magnitude(SlotOp op, List<SlotProgram.Node> nodes, Constants constants) {
        List<Double> m =
                op.operands().stream().map(o -> nodes.get(o).magnitude()).toList();
        return switch (op) {
            case SlotOp.Add _, SlotOp.Subtract _ -> m.get(0) + m.get(1);
            case SlotOp.Multiply _ -> m.get(0) * m.get(1);
            case SlotOp.AddPlain add ->
                m.get(0) + constants.vector(add.vector()).magnitude();
            case SlotOp.AddScalar add -> m.get(0) + Math.abs(add.scalar());
            case SlotOp.MultiplyPlain product ->
                m.get(0) * constants.vector(product.vector()).magnitude();
            case SlotOp.MultiplyScalar product -> m.get(0) * Math.abs(product.scalar());
            case SlotOp.MultiplyInteger product -> m.get(0) * Math.abs(product.factor());
            case SlotOp.LinearTransform transform ->
                m.get(0)
                        * constants.matrix(transform.matrix()).diagonals().values().stream()
                                .mapToDouble(SlotVector::magnitude)
                                .sum();
            default -> m.get(0);
        };
    }

    private static SlotVector vector(Random random, int period) {
        return SlotVector.of(random.doubles(period, -1, 1).toArray());
    }

    private static DiagonalMatrix matrix(Random random, int slots) {
        Map<Integer, SlotVector> diagonals = new TreeMap<>();
        for (int offset = 0; offset < slots; offset++) {
            if (offset == 0 || random.nextInt(3) == 0) {
                diagonals.put(
                        offset, SlotVector.of(random.doubles(slots, -0.5, 0.5).toArray()));
            }
        }
        return DiagonalMatrix.of(diagonals, Math.min(slots, 2));
    }

    /** The outputs of a slot program on clear numbers, straight from the meaning of its operations. */
    public static List<double[]> evaluate(SlotProgram program, double[][] inputs) {
        List<double[]> values = new ArrayList<>();
        int n = program.slots();
        for (SlotProgram.Node node : program.nodes()) {
            double[] out = new double[n];
            for (int i = 0; i < n; i++) {
                out[i] = at(node.op(), program, values, inputs, i);
            }
            values.add(out);
        }
        return program.outputs().stream().map(values::get).toList();
    }

    private static double at(SlotOp op, SlotProgram program, List<double[]> v, double[][] inputs, int i) {
        Constants constants = program.constants();
        int mask = program.slots() - 1;
        return switch (op) {
            case SlotOp.Input o -> inputs[o.index()][i % inputs[o.index()].length];
            case SlotOp.Add o -> v.get(o.left())[i] + v.get(o.right())[i];
            case SlotOp.Subtract o -> v.get(o.left())[i] - v.get(o.right())[i];
            case SlotOp.Multiply o -> v.get(o.left())[i] * v.get(o.right())[i];
            case SlotOp.Negate o -> -v.get(o.operand())[i];
            case SlotOp.AddPlain o ->
                v.get(o.operand())[i] + constants.vector(o.vector()).get(i);
            case SlotOp.AddScalar o -> v.get(o.operand())[i] + o.scalar();
            case SlotOp.MultiplyPlain o ->
                v.get(o.operand())[i] * constants.vector(o.vector()).get(i);
            case SlotOp.MultiplyScalar o -> v.get(o.operand())[i] * o.scalar();
            case SlotOp.MultiplyInteger o -> v.get(o.operand())[i] * o.factor();
            case SlotOp.Rotate o -> v.get(o.operand())[(i + o.steps()) & mask];
            case SlotOp.LinearTransform o -> {
                double sum = 0;
                for (var diagonal : constants.matrix(o.matrix()).diagonals().entrySet()) {
                    sum += diagonal.getValue().get(i) * v.get(o.operand())[(i + diagonal.getKey()) & mask];
                }
                yield sum;
            }
            default -> throw new IllegalArgumentException("scheduled: " + op);
        };
    }
}
