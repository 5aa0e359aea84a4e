package dev.glovebox.backends.java;

import dev.glovebox.runtime.ring.Ring;
import dev.glovebox.runtime.ring.RingBackend;
import dev.glovebox.runtime.ring.RingKernels;
import java.util.concurrent.atomic.AtomicBoolean;

/** Doubles in explicit vectors; needs the module {@code jdk.incubator.vector}. */
public final class VectorBackend implements RingBackend {
    private static final String MODULE = "jdk.incubator.vector";
    private static final String FLAG = "--add-modules " + MODULE;
    private static final System.Logger LOG = System.getLogger(VectorBackend.class.getName());
    private static final AtomicBoolean LOGGED = new AtomicBoolean();

    @Override
    public String name() {
        return "java-vector";
    }

    @Override
    public int priority() {
        return 20;
    }

    /** Logs once how to make it available, when it is not. */
    @Override
    public Availability availability() {
        if (present()) {
            return new Availability(true, "the module " + MODULE + " is present");
        }
        if (!LOGGED.getAndSet(true)) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "a faster backend, {0}, is available with the JVM option {1}",
                    name(),
                    FLAG);
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

    /** Apart, so that no class of the module is looked for before it is known to be there. */
    private static final class Kernels {
        static RingKernels open(Ring ring) {
            return new RnsKernels<>(ring, (r, moduli) -> new VectorLimbs(r.degree(), moduli, new VectorNtt(r, moduli)));
        }
    }
}
