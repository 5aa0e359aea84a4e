package dev.glovebox.compiler.cost;

import dev.glovebox.compiler.CompilerOptions;
import dev.glovebox.compiler.ir.slot.SlotProgram.InputLayout;
import dev.glovebox.compiler.ir.slot.SlotProgramBuilder;
import dev.glovebox.compiler.schedule.Schedule;
import dev.glovebox.compiler.schedule.Scheduler;
import dev.glovebox.runtime.circuit.DiagonalMatrix;
import dev.glovebox.runtime.ckks.CkksParameters;
import java.util.List;

/**
 * A circuit of the operations that most circuits are made of, each with others before it and beside it: rotations and sums of two
 * inputs, a linear transform, products in three chains that read each other, a weighted sum.
 */
final class MixedCircuit {
    private static final int DEEPEST = 6;
    private static final DiagonalMatrix MATRIX = new OperationTimes.Steps(4, 4).matrix(1 << 6);

    private MixedCircuit() {}

    /** As deep as the parameters allow, up to {@value #DEEPEST} levels; rotates as linear transforms that are measured do. */
    static Schedule of(CkksParameters parameters) {
        int depth = Math.min(DEEPEST, parameters.maxLevel());
        int slots = parameters.maxSlots();
        SlotProgramBuilder out = new SlotProgramBuilder();
        int a = out.input(new InputLayout(slots, List.of()), 1);
        int b = out.input(new InputLayout(slots, List.of()), 1);
        int c = out.add(out.rotate(a, 1), out.rotate(b, 2));
        a = out.add(out.add(a, out.rotate(a, 2)), out.add(out.rotate(a, 4), out.rotate(a, 8)));
        b = out.subtract(b, out.rotate(b, 4));
        if (depth > 2) {
            b = out.linearTransform(b, MATRIX);
        }
        for (int level = depth > 2 ? 2 : 1; level < depth; level++) {
            int product = out.add(out.multiply(a, b), c);
            b = out.addScalar(out.multiply(b, b), 0.5);
            c = out.subtract(out.multiply(c, a), out.multiply(c, c));
            a = product;
        }
        int sum = depth > 1
                ? out.weightedSum(List.of(a, b, c), List.of(0.3, 0.7, 0.2))
                : out.multiply(a, out.subtract(b, c));
        return new Scheduler(CompilerOptions.DEFAULT).schedule(out.build("mixed", 0, List.of(sum), List.of()));
    }
}
