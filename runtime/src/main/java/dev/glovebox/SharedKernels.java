package dev.glovebox;

import dev.glovebox.runtime.ring.Ring;
import dev.glovebox.runtime.ring.RingBackend;
import dev.glovebox.runtime.ring.RingBackends;
import dev.glovebox.runtime.ring.RingKernels;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;

/** One set of kernels for each ring in use, of the chosen backend; the tables go when nothing uses them any more. */
final class SharedKernels {
    private static final Map<Ring, WeakReference<RingKernels>> OPEN = new HashMap<>();

    private SharedKernels() {}

    static synchronized RingKernels of(Ring ring) {
        OPEN.values().removeIf(kernels -> kernels.refersTo(null));
        WeakReference<RingKernels> open = OPEN.get(ring);
        RingKernels kernels = open == null ? null : open.get();
        if (kernels == null) {
            kernels = Backend.CHOSEN.open(ring);
            OPEN.put(ring, new WeakReference<>(kernels));
        }
        return kernels;
    }

    /** Chosen once, at first use. */
    private static final class Backend {
        static final RingBackend CHOSEN = RingBackends.choose();
    }
}
