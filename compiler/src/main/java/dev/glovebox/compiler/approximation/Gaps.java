package dev.glovebox.compiler.approximation;

import dev.glovebox.compiler.approximation.Grids.Grid;
import dev.glovebox.compiler.ir.Expression;
import dev.glovebox.compiler.ir.Expression.Function;
import dev.glovebox.compiler.ir.Expression.Unary;
import dev.glovebox.compiler.ir.Interval;
import dev.glovebox.compiler.ir.tensor.TensorOp.Apply;
import dev.glovebox.compiler.ir.tensor.TensorProgram;
import dev.glovebox.compiler.ir.tensor.TensorProgram.Node;
import java.util.Optional;

/**
 * How near the arguments of comparisons come to 0. If the data lie on grids ({@link Grids}), so do arguments, and the threshold moves
 * to the middle between two values: then every input is decided. Otherwise a part of the argument's range is left undecided,
 * 2⁻⁽ᵖᐟ²⁺²⁾ of its greatest magnitude for p precision bits (1/256 for 12).
 */
final class Gaps {
    /** Part of a step within which a value on the grid is equal to 0. */
    private static final double EQUAL = 1e-6;

    private final TensorProgram program;
    private final Grids grids;

    /**
     * Where one comparison jumps.
     *
     * @param threshold the argument at which it is put
     * @param second the same, or the higher of two: a sign that can be 0 is the mean of two
     * @param gap how near to a threshold the argument comes at most; positive
     * @param proven whether no argument comes nearer, rather than that nearer ones are left undecided
     */
    record Gap(double threshold, double second, double gap, boolean proven) {}

    /** @param program with ranges; its comparisons stand alone */
    Gaps(TensorProgram program, Grids.Inputs inputs) {
        this.program = program;
        this.grids = new Grids(program, inputs);
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
        return decided > 0
                ? new Gap(0, 0, decided, true)
                : new Gap(
                        0,
                        0,
                        Math.max(Double.MIN_NORMAL, undecided(program.precisionBits()) * range.magnitude()),
                        false);
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
