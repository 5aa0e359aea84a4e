package dev.glovebox.backends.java;

import dev.glovebox.runtime.ring.Ring;
import dev.glovebox.runtime.ring.RingBackend;
import dev.glovebox.runtime.ring.RingKernels;

/** Computes with kernels that answer at once, waits until the background thread has ended, and computes again. */
final class WarmUpProbe {
    private static final long LIMIT_MILLIS = 600_000;

    private WarmUpProbe() {}

    public static void main(String[] args) throws InterruptedException {
        RingBackend backend = new AtOnce();
        System.out.println(RandomOperations.digest(backend, 6, 1));
        System.out.println("done: " + VectorWarmUp.isDone());
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals("glovebox-warm-up")) {
                System.out.println("daemon: " + thread.isDaemon());
                thread.join(LIMIT_MILLIS);
                System.out.println("ended: " + !thread.isAlive());
            }
        }
        System.out.println("done: " + VectorWarmUp.isDone());
        System.out.println(RandomOperations.digest(backend, 6, 2));
    }

    private static final class AtOnce implements RingBackend {
        private final VectorBackend backend = new VectorBackend();

        @Override
        public String name() {
            return backend.name();
        }

        @Override
        public int priority() {
            return backend.priority();
        }

        @Override
        public Availability availability() {
            return backend.availability();
        }

        @Override
        public RingKernels open(Ring ring) {
            return backend.openAtOnce(ring);
        }
    }
}
