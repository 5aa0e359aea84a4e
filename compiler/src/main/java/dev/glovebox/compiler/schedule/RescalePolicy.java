package dev.glovebox.compiler.schedule;

import dev.glovebox.compiler.ir.slot.SlotProgram;

/**
 * Decides where vectors go from pending 2 to pending 1.
 *
 * <p>Afterwards both operands of every sum agree in pending, every product and rotation has operands with pending 1, and so
 * does every output. A vector with pending 2 has one use.
 */
@FunctionalInterface
public interface RescalePolicy {

    /** The program with {@link dev.glovebox.compiler.ir.slot.SlotOp.Rescale} in it. */
    SlotProgram apply(SlotProgram program);
}
