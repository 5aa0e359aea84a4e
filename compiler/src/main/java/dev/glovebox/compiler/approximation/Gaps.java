package dev.glovebox.compiler.approximation;

import dev.glovebox.compiler.approximation.Grids.Grid;
import dev.glovebox.compiler.ir.Expression;
import dev.glovebox.compiler.ir.Expression.Function;
import dev.glovebox.compiler.ir.Expression.Unary;
import dev.glovebox.compiler.ir.Interval;
import dev.glovebox.compiler.ir.tensor.TensorInterpreter;
import dev.glovebox.compiler.ir.tensor.TensorOp.Apply;
import dev.glovebox.compiler.ir.tensor.TensorProgram;
import dev.glovebox.compiler.ir.tensor.TensorProgram.Node;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How near the arguments of comparisons come to 0. If the data lie on grids ({@link Grids}), so do arguments, and the threshold moves
 * to the middle between two values: then every input is decided. Otherwise a part of the argument's range is left undecided,
 * 2⁻⁽ᵖᐟ²⁺²⁾ of its greatest magnitude for p precision bits (1/256 for 12); or half the least distance that calibration data
 * keep, if that is more.
 */
final class Gaps {
    /** Part of a step within which a value on the grid is equal to 0. */
    private static final double EQUAL = 1e-6;

    /** Part of the distance that calibration data keep from a threshold: other inputs may come nearer. */
    private static final double PART_OF_DISTANCE = 0.5;

    private final TensorProgram program;
    private final Grids grids;
    private final Map<Integer, double[][]> distances = new HashMap<>();

    /**
     * Where one comparison jumps.
     *
     * @param threshold the argument at which it is put
     * @param second the same, or the higher of two: a sign that can be 0 is the mean of two
     * @param gap how near to a threshold the argument comes at most; positive
     * @param proven whether no argument comes nearer, rather than that nearer ones are left undecided
     */
    record Gap(double threshold, double second, double gap, boolean proven) {}

    /**
     * What calibration data show of a comparison.
     *
     * @param rows of the data
     * @param within rows that leave an element of it undecided
     * @param nearest the least distance of an argument from 0, of all rows
     */
    record Shown(int rows, int within, double nearest) {}

    /**
     * @param program with ranges; its comparisons stand alone
     * @param rows calibration data, normalised; may be empty
     */
    Gaps(TensorProgram program, Grids.Inputs inputs, List<double[]> rows) {
        this.program = program;
        this.grids = new Grids(program, inputs);
        int[] compared = program.nodes().stream()
                .filter(n -> n.op() instanceof Apply a && isComparison(a.function()))
                .mapToInt(n -> n.op().operands().getFirst())
                .distinct()
                .toArray();
        TensorInterpreter interpreter = new TensorInterpreter(program);
        for (int r = 0; r < rows.size() && compared.length > 0; r++) {
            List<double[]> values = interpreter.values(rows.get(r));
            for (int node : compared) {
                distances.computeIfAbsent(node, _ -> new double[rows.size()][])[r] =
                        Arrays.stream(values.get(node)).map(Math::abs).toArray();
            }
        }
    }

    /** What calibration data show of a comparison; empty without them. */
    Optional<Shown> shown(Apply apply) {
        double[][] rows = distances.get(apply.operand());
        if (rows == null) {
            return Optional.empty();
        }
        Gap[] gaps =
                IntStream.range(0, rows[0].length).mapToObj(k -> of(apply, k)).toArray(Gap[]::new);
        int within = 0;
        double nearest = Double.POSITIVE_INFINITY;
        for (double[] row : rows) {
            boolean undecided = false;
            for (int k = 0; k < row.length; k++) {
                undecided |= !gaps[k].proven && row[k] < gaps[k].gap;
                nearest = gaps[k].proven ? nearest : Math.min(nearest, row[k]);
            }
            within += undecided ? 1 : 0;
        }
        return Optional.of(new Shown(rows.length, within, nearest));
    }

    /** The part of a range that is undecided without better knowledge. */
    static double undecided(int precisionBits) {
        return StrictMath.pow(2, -precisionBits / 2.0 - 2);
    }

    /** Of an element of a comparison {@code apply}. */
    Gap of(Apply apply, int element) {
        Node operand = program.nodes().get(apply.operand());
        Interval range = operand.range(element);
        double decided = Math.max(range.lo(), -range.hi());
        Optional<Grid> grid = grids.of(apply.operand(), element);
        if (grid.isPresent() && grid.get().step() > 0) {
            return onGrid(grid.get(), ((Unary) apply.function()).function() == Function.SIGN);
        }
        if (grid.isPresent() && grid.get().offset() == 0) {
            // One value, 0: 1 above the threshold, or two thresholds around it.
            return ((Unary) apply.function()).function() == Function.SIGN
                    ? new Gap(-0.5, 0.5, 0.5, true)
                    : new Gap(0.5, 0.5, 0.5, true);
        }
        if (decided > 0) {
            return new Gap(0, 0, decided, true);
        }
        double gap = Math.max(Double.MIN_NORMAL, undecided(program.precisionBits()) * range.magnitude());
        return new Gap(0, 0, Math.max(gap, PART_OF_DISTANCE * nearest(apply.operand(), element)), false);
    }

    /** The least distance of an argument from 0 in the calibration data; 0 without them. */
    private double nearest(int node, int element) {
        double[][] rows = distances.get(node);
        return rows == null
                ? 0
                : Arrays.stream(rows).mapToDouble(row -> row[element]).min().orElse(0);
    }

    private static Gap onGrid(Grid grid, boolean sign) {
        double steps = -grid.offset() / grid.step();
        boolean equal = Math.abs(steps - Math.rint(steps)) <= EQUAL;
        double lower = equal ? 0 : grid.offset() + Math.floor(steps) * grid.step();
        double half = grid.step() / 2;
        if (equal && sign) {
            return new Gap(-half, half, half * (1 - EQUAL), true);
        }
        return new Gap(lower + half, lower + half, half * (1 - EQUAL), true);
    }

    static boolean isComparison(Expression function) {
        return SplitFunctions.isJump(function);
    }
}
