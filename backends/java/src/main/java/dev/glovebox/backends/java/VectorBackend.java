package dev.glovebox.backends.java;

import dev.glovebox.runtime.ring.Ring;
import dev.glovebox.runtime.ring.RingBackend;
import dev.glovebox.runtime.ring.RingKernels;

/** Doubles in explicit vectors; needs the module {@code jdk.incubator.vector}. */
public final class VectorBackend implements RingBackend {
    private static final String MODULE = "jdk.incubator.vector";
    private static final String FLAG = "--add-modules " + MODULE;

    @Override
    public String name() {
        return "java-vector";
    }

    @Override
    public int priority() {
        return 20;
    }

    @Override
    public Availability availability() {
        if (present()) {
            return new Availability(true, "the module " + MODULE + " is present");
        }
        return new Availability(false, "needs the JVM option " + FLAG);
    }

    private static boolean present() {
        return ModuleLayer.boot().findModule(MODULE).isPresent();
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException if the module is missing
     */
    @Override
    public RingKernels open(Ring ring) {
        if (!present()) {
            throw new IllegalStateException("the backend " + name() + " needs the JVM option " + FLAG);
        }
        return Kernels.open(ring);
    }

    /**
     * {@inheritDoc} That is {@link AutovectorBackend}'s, until the vector kernels were compiled on a thread in the background.
     *
     * @throws IllegalStateException if the module is missing
     */
    @Override
    public RingKernels openAtOnce(Ring ring) {
        if (!present()) {
            return open(ring);
        }
        return Kernels.openAtOnce(ring);
    }

    /** Apart, so that no class of the module is looked for before it is known to be there. */
    private static final class Kernels {
        static RingKernels open(Ring ring) {
            return new RnsKernels<>(ring, Kernels::limbs);
        }

        static RingKernels openAtOnce(Ring ring) {
            VectorWarmUp.start();
            return new RnsKernels<>(
                    ring,
                    (r, moduli) -> SwitchingLimbs.of(
                            () -> AutovectorBackend.limbs(r, moduli), limbs(r, moduli), VectorWarmUp::isDone));
        }

        private static DoubleLimbs limbs(Ring ring, Modulus[] moduli) {
            return new VectorLimbs(ring.degree(), moduli, VectorNtt.of(ring, moduli));
        }
    }
}
