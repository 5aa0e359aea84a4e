package dev.glovebox.backends.java;

import java.util.ArrayDeque;

/** Limbs for reuse, at most a share of the heap. Safe for use by many threads. */
final class LimbPool<A> {
    private static final int HEAP_SHARE = 8;

    private final LimbKernels<A> kernels;
    private final long capacity;
    private final ArrayDeque<A> limbs = new ArrayDeque<>();
    private boolean closed;

    LimbPool(LimbKernels<A> kernels, int degree) {
        this.kernels = kernels;
        this.capacity = Runtime.getRuntime().maxMemory() / HEAP_SHARE / (8L * degree);
    }

    /** A limb of anything. */
    A take() {
        synchronized (limbs) {
            A limb = limbs.pollLast();
            if (limb != null) {
                return limb;
            }
        }
        return kernels.newLimb();
    }

    /** {@code count} limbs of anything. */
    A[] take(int count) {
        A[] taken = kernels.newLimbs(count);
        for (int i = 0; i < count; i++) {
            taken[i] = take();
        }
        return taken;
    }

    void give(A limb) {
        synchronized (limbs) {
            if (!closed && limbs.size() < capacity) {
                limbs.addLast(limb);
            }
        }
    }

    void give(A[] given) {
        for (A limb : given) {
            give(limb);
        }
    }

    void close() {
        synchronized (limbs) {
            closed = true;
            limbs.clear();
        }
    }
}
