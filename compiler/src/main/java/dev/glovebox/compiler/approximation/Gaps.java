package dev.glovebox.compiler.approximation;

import dev.glovebox.compiler.ir.Expression;
import dev.glovebox.compiler.ir.Interval;
import dev.glovebox.compiler.ir.tensor.TensorOp.Apply;
import dev.glovebox.compiler.ir.tensor.TensorProgram;
import dev.glovebox.compiler.ir.tensor.TensorProgram.Node;

/**
 * How near the arguments of comparisons come to 0. Nothing is known of them unless told: then a part of the argument's range is
 * left undecided, 2⁻⁽ᵖᐟ²⁺²⁾ of its greatest magnitude for p precision bits (1/256 for 12).
 */
final class Gaps {
    private final TensorProgram program;

    /**
     * Where one comparison jumps.
     *
     * @param threshold the argument at which it is put
     * @param gap how near to the threshold the argument comes at most; positive
     * @param proven whether no argument comes nearer, rather than that nearer ones are left undecided
     */
    record Gap(double threshold, double gap, boolean proven) {}

    /** @param program with ranges; its comparisons stand alone */
    Gaps(TensorProgram program) {
        this.program = program;
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
        return decided > 0
                ? new Gap(0, decided, true)
                : new Gap(0, undecided(program.precisionBits()) * range.magnitude(), false);
    }

    static boolean isComparison(Expression function) {
        return SplitFunctions.isJump(function);
    }
}
