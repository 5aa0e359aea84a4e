package dev.glovebox.backends.java;

import dev.glovebox.runtime.ring.Ring;
import dev.glovebox.runtime.ring.RingBackend;
import dev.glovebox.runtime.ring.RingKernels;

/** Doubles in loops that the JIT compiler vectorises: fast on any JVM, without flags. */
public final class AutovectorBackend implements RingBackend {
    @Override
    public String name() {
        return "java-autovec";
    }

    @Override
    public int priority() {
        return 10;
    }

    @Override
    public Availability availability() {
        return new Availability(true, "runs everywhere, without flags");
    }

    @Override
    public RingKernels open(Ring ring) {
        return new RnsKernels<>(ring, (r, moduli) -> new DoubleLimbs(r.degree(), moduli, new FourStepNtt(r, moduli)));
    }
}
