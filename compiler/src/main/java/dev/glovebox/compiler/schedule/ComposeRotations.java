package dev.glovebox.compiler.schedule;

import dev.glovebox.compiler.ir.slot.CircuitIr;
import dev.glovebox.compiler.ir.slot.SlotOp;
import dev.glovebox.compiler.ir.slot.SlotProgram;
import dev.glovebox.runtime.circuit.Constants;
import dev.glovebox.runtime.circuit.DiagonalMatrix;
import dev.glovebox.runtime.circuit.SlotVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Makes every rotation from those of given keys: fewer keys, more rotations. A linear transform that lacks a key becomes sums of
 * plaintext products: each baby step is rotated on from the nearest one before it, and the giant steps are added up from the farthest,
 * each sum rotated on to the next (Horner's rule), so that equal distances take one key.
 */
public final class ComposeRotations {
    /** Terms of one sum. */
    private static final int MAX_TERMS = 128;

    private final SortedSet<Integer> keys;

    /** @param keys steps modulo the slots; every rotation of a schedule must be a sum of them */
    public ComposeRotations(SortedSet<Integer> keys) {
        this.keys = Collections.unmodifiableSortedSet(new TreeSet<>(keys));
    }

    /** The steps that a schedule rotates by, each with how many operations need it; those of transforms by their distances. */
    public static NavigableMap<Integer, Integer> distances(Schedule schedule) {
        NavigableMap<Integer, Integer> uses = new TreeMap<>();
        int slots = schedule.program().slots();
        for (CircuitIr.Node node : schedule.nodes()) {
            switch (node.op()) {
                case SlotOp.Rotate rotate -> count(uses, rotate.steps(), slots);
                case SlotOp.LinearTransform transform -> {
                    DiagonalMatrix matrix = schedule.program().constants().matrix(transform.matrix());
                    TreeSet<Integer> babies = new TreeSet<>();
                    TreeSet<Integer> giants = new TreeSet<>();
                    for (int offset : matrix.diagonals().keySet()) {
                        babies.add(matrix.baby(offset));
                        giants.add(matrix.giant(offset));
                    }
                    steps(babies).forEach(step -> count(uses, step, slots));
                    steps(giants).forEach(step -> count(uses, step, slots));
                }
                default -> {}
            }
        }
        return uses;
    }

    /** From 0 to the first, and from each to the next. */
    private static List<Integer> steps(TreeSet<Integer> ascending) {
        List<Integer> steps = new ArrayList<>();
        int before = 0;
        for (int step : ascending) {
            steps.add(step - before);
            before = step;
        }
        return steps;
    }

    private static void count(Map<Integer, Integer> uses, int steps, int slots) {
        int cyclic = steps & (slots - 1);
        if (cyclic != 0) {
            uses.merge(cyclic, 1, Integer::sum);
        }
    }

    public Schedule apply(Schedule schedule) {
        return new FuseKeySwitches().apply(new Pass(schedule).run());
    }

    /** A node and the steps it is rotated by. */
    private record Rotated(int node, int steps) {}

    private final class Pass {
        private final Schedule schedule;
        private final CircuitRewrite rewrite;
        private final int slots;
        private final RotationPaths paths;
        private final Map<Rotated, Integer> rotated = new HashMap<>();
        private final Map<SlotVector, Integer> vectors = new LinkedHashMap<>();
        private final Map<Integer, Integer> matrices = new LinkedHashMap<>();

        Pass(Schedule schedule) {
            this.schedule = schedule;
            rewrite = new CircuitRewrite(schedule);
            slots = schedule.program().slots();
            paths = new RotationPaths(slots, keys);
        }

        Schedule run() {
            schedule.program().constants().vectors().forEach(v -> vectors.putIfAbsent(v, vectors.size()));
            for (int i = 0; i < rewrite.size(); i++) {
                CircuitIr.Node node = rewrite.old(i);
                switch (node.op()) {
                    // Rotations may be no longer of the vector itself; what still shares a decomposition is found
                    // again.
                    case SlotOp.Hoist hoist -> rewrite.replace(i, rewrite.of(hoist.operand()));
                    case SlotOp.Rotate rotate ->
                        rewrite.replace(i, rotate(rewrite.of(rotate.operand()), rotate.steps(), node));
                    case SlotOp.LinearTransform transform -> rewrite.replace(i, transform(transform, node));
                    case SlotOp.AddPlain add ->
                        rewrite.replace(
                                i,
                                rewrite.add(
                                        new SlotOp.AddPlain(rewrite.of(add.operand()), number(add.vector())), node));
                    case SlotOp.MultiplyPlain product ->
                        rewrite.replace(
                                i,
                                rewrite.add(
                                        new SlotOp.MultiplyPlain(
                                                rewrite.of(product.operand()), number(product.vector())),
                                        node));
                    case SlotOp.SumOfPlainProducts sum ->
                        rewrite.replace(
                                i,
                                rewrite.add(
                                        new SlotOp.SumOfPlainProducts(
                                                rewrite.of(sum.operands()),
                                                sum.vectors().stream()
                                                        .map(this::number)
                                                        .toList(),
                                                sum.level()),
                                        node));
                    default -> rewrite.copy(i);
                }
            }
            Schedule composed = rewrite.finish();
            return new Schedule(withConstants(schedule.program()), composed.nodes(), composed.outputs());
        }

        private int number(int vector) {
            return vector < 0 ? vector : number(schedule.program().constants().vector(vector));
        }

        private int number(SlotVector vector) {
            return vectors.computeIfAbsent(vector, v -> vectors.size());
        }

        private SlotProgram withConstants(SlotProgram p) {
            Constants constants = new Constants(
                    List.copyOf(vectors.keySet()),
                    matrices.keySet().stream().map(p.constants()::matrix).toList(),
                    p.constants().publics());
            return new SlotProgram(
                    p.name(), p.precisionBits(), p.slots(), p.inputs(), p.nodes(), p.outputs(), p.results(), constants);
        }

        private int rotate(int made, int steps, CircuitIr.Node origin) {
            int at = made;
            int sum = 0;
            for (int step : paths.path(steps)) {
                int from = at;
                CircuitIr.Node node = rewrite.node(made);
                sum = (sum + step) & (slots - 1);
                at = rotated.computeIfAbsent(
                        new Rotated(made, sum),
                        r -> rewrite.add(new SlotOp.Rotate(from, step), node.period(), node.magnitude(), origin));
            }
            return at;
        }

        private int transform(SlotOp.LinearTransform transform, CircuitIr.Node node) {
            DiagonalMatrix matrix = schedule.program().constants().matrix(transform.matrix());
            int operand = rewrite.of(transform.operand());
            if (matrix.rotations().stream().allMatch(steps -> paths.length(steps) <= 1)) {
                int number = matrices.computeIfAbsent(transform.matrix(), m -> matrices.size());
                return rewrite.add(new SlotOp.LinearTransform(operand, number), node);
            }
            NavigableMap<Integer, List<Integer>> rows = new TreeMap<>();
            NavigableMap<Integer, Integer> babies = new TreeMap<>();
            for (int offset : matrix.diagonals().keySet()) {
                rows.computeIfAbsent(matrix.giant(offset), g -> new ArrayList<>())
                        .add(offset);
                babies.put(matrix.baby(offset), -1);
            }
            babies.put(0, operand);
            for (Map.Entry<Integer, Integer> baby : babies.entrySet()) {
                if (baby.getKey() > 0) {
                    int base = nearest(babies, baby.getKey());
                    baby.setValue(rotate(at(babies, base), baby.getKey() - base, node));
                }
            }
            double magnitude = rewrite.node(operand).magnitude() * rowSum(matrix);
            int sum = -1;
            int above = 0;
            for (Map.Entry<Integer, List<Integer>> giant : rows.descendingMap().entrySet()) {
                int row = row(matrix, giant.getValue(), babies, magnitude, node);
                sum = sum < 0 ? row : add(rotate(sum, above - giant.getKey(), node), row, magnitude, node);
                above = giant.getKey();
            }
            return rotate(sum, above, node);
        }

        private static int at(Map<Integer, Integer> babies, int step) {
            return Objects.requireNonNull(babies.get(step));
        }

        /** Of the baby steps before one, that with the shortest way to it. */
        private int nearest(NavigableMap<Integer, Integer> babies, int baby) {
            int best = 0;
            for (int other : babies.headMap(baby).keySet()) {
                best = paths.length(baby - other) < paths.length(baby - best) ? other : best;
            }
            return best;
        }

        private int add(int a, int b, double magnitude, CircuitIr.Node origin) {
            int period = Math.max(rewrite.node(a).period(), rewrite.node(b).period());
            return rewrite.add(new SlotOp.Add(a, b), period, magnitude, origin);
        }

        /** Σ over one giant step of its diagonals, moved right by the giant step, times baby steps. */
        private int row(
                DiagonalMatrix matrix,
                List<Integer> offsets,
                Map<Integer, Integer> babies,
                double magnitude,
                CircuitIr.Node node) {
            int sum = -1;
            for (int from = 0; from < offsets.size(); from += MAX_TERMS) {
                List<Integer> part = offsets.subList(from, Math.min(offsets.size(), from + MAX_TERMS));
                List<Integer> operands =
                        part.stream().map(d -> at(babies, matrix.baby(d))).toList();
                List<Integer> factors = part.stream()
                        .map(d -> number(
                                moved(Objects.requireNonNull(matrix.diagonals().get(d)), matrix.giant(d))))
                        .toList();
                SlotOp op = part.size() == 1
                        ? new SlotOp.MultiplyPlain(operands.getFirst(), factors.getFirst())
                        : new SlotOp.SumOfPlainProducts(
                                operands, factors, node.type().level());
                int product = rewrite.add(op, node.period(), magnitude, node);
                sum = sum < 0 ? product : add(sum, product, magnitude, node);
            }
            return sum;
        }

        private static SlotVector moved(SlotVector v, int right) {
            double[] values = new double[v.period()];
            Arrays.setAll(values, i -> v.get(i - right));
            return right == 0 ? v : SlotVector.of(values);
        }

        /** The greatest Σ |u_d| over the slots: no partial sum exceeds it times the operand. */
        private static double rowSum(DiagonalMatrix matrix) {
            int period = matrix.diagonals().values().stream()
                    .mapToInt(SlotVector::period)
                    .max()
                    .orElseThrow();
            double[] sums = new double[period];
            matrix.diagonals().values().forEach(v -> Arrays.setAll(sums, i -> sums[i] + Math.abs(v.get(i))));
            return Arrays.stream(sums).max().orElseThrow();
        }
    }
}
