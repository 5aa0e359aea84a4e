package dev.glovebox.compiler.schedule;

import dev.glovebox.compiler.ir.slot.SlotProgram;

/**
 * Decides where vectors go from size 3 to size 2.
 *
 * <p>Afterwards every factor of a product of vectors, every operand of a rotation or linear transform and every output has
 * size 2.
 */
@FunctionalInterface
public interface RelinearizePolicy {

    /** The program with {@link dev.glovebox.compiler.ir.slot.SlotOp.Relinearize} in it. */
    SlotProgram apply(SlotProgram program);
}
