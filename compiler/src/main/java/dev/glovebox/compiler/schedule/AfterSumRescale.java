package dev.glovebox.compiler.schedule;

import dev.glovebox.compiler.ir.slot.SlotProgram;

/**
 * Rescales products after the sums that they are terms of, as the sums are written: a sum of two vectors with pending 2 has
 * pending 2. A term with pending 1 makes the other one be rescaled. A vector with several uses is rescaled at once.
 */
public final class AfterSumRescale implements RescalePolicy {

    @Override
    public SlotProgram apply(SlotProgram program) {
        return new DeferredRescale(program) {
            @Override
            void matchTerms(int older, int newer) {
                settle(pendingOf(older) == 2 ? older : newer);
            }
        }.run();
    }
}
