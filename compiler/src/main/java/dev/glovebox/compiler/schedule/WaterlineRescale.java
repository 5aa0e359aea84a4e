package dev.glovebox.compiler.schedule;

import dev.glovebox.compiler.ir.slot.SlotProgram;

/**
 * EVA's way with scales, in terms of pending: the waterline is one scale, so a vector is rescaled when it would have pending 2 in
 * a product; until then sums keep pending 2, and a term with pending 1 is multiplied by 1 to match. The last only where the term
 * is no deeper than the other, which is where it costs no level; else the other one is rescaled.
 *
 * <p>Source: Dathathri, Kostova, Saarikivi, Dai, Laine, Musuvathi, "EVA: an encrypted vector arithmetic language and compiler for
 * efficient homomorphic computation", PLDI 2020, section 5.3 (waterline rescaling, match-scale).
 */
public final class WaterlineRescale implements RescalePolicy {

    @Override
    public SlotProgram apply(SlotProgram program) {
        return new DeferredRescale(program) {
            @Override
            void matchTerms(int older, int newer) {
                int large = pendingOf(older) == 2 ? older : newer;
                int small = large == older ? newer : older;
                if (depthOf(small) <= depthOf(large)) {
                    raise(small);
                } else {
                    settle(large);
                }
            }
        }.run();
    }
}
