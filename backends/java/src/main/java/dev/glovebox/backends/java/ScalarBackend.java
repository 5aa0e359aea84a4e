package dev.glovebox.backends.java;

import dev.glovebox.runtime.ring.Ring;
import dev.glovebox.runtime.ring.RingBackend;
import dev.glovebox.runtime.ring.RingKernels;

/** The reference: integer arithmetic, one coefficient at a time. */
public final class ScalarBackend implements RingBackend {
    @Override
    public String name() {
        return "java-scalar";
    }

    @Override
    public int priority() {
        return 0;
    }

    @Override
    public Availability availability() {
        return new Availability(true, "runs everywhere");
    }

    @Override
    public RingKernels open(Ring ring) {
        return new RnsKernels<>(ring, ScalarLimbs::new);
    }
}
