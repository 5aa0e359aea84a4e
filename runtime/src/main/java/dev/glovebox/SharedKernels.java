package dev.glovebox;

import dev.glovebox.runtime.circuit.CircuitException;
import dev.glovebox.runtime.circuit.ErrorCode;
import dev.glovebox.runtime.ring.Ring;
import dev.glovebox.runtime.ring.RingBackend;
import dev.glovebox.runtime.ring.RingBackends;
import dev.glovebox.runtime.ring.RingKernels;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One set of kernels for each ring in use, of the chosen backend; the tables go when nothing uses them any more. */
final class SharedKernels {
    private static final Map<Ring, WeakReference<RingKernels>> OPEN = new HashMap<>();

    /** Chosen once, at first use. */
    private static @Nullable RingBackend backend;

    private SharedKernels() {}

    static synchronized RingKernels of(Ring ring) {
        OPEN.values().removeIf(kernels -> kernels.refersTo(null));
        WeakReference<RingKernels> open = OPEN.get(ring);
        RingKernels kernels = open == null ? null : open.get();
        if (kernels == null) {
            kernels = backend().openAtOnce(ring);
            OPEN.put(ring, new WeakReference<>(kernels));
        }
        return kernels;
    }

    private static RingBackend backend() {
        if (backend == null) {
            try {
                backend = RingBackends.choose();
            } catch (IllegalStateException e) {
                throw new CircuitException(ErrorCode.NO_BACKEND.id(), String.valueOf(e.getMessage()), e);
            }
        }
        return backend;
    }
}
