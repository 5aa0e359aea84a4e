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
        return new RnsKernels<>(ring, AutovectorBackend::limbs);
    }

    static DoubleLimbs limbs(Ring ring, Modulus[] moduli) {
        return new DoubleLimbs(ring.degree(), moduli, new FourStepNtt(ring, moduli));
    }
}
