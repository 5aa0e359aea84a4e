package dev.glovebox.runtime.ckks;

import dev.glovebox.runtime.ckks.PlaintextCache.Request;
import dev.glovebox.runtime.ring.RnsPolynomial;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Encoded constants up to a number of bytes. Those that come first stay; once there is no room, a constant is kept as long as it is
 * in use. A circuit uses its constants in turn, each once in an evaluation, so dropping those used longest ago would drop each one
 * just before its use.
 */
final class PlaintextStore {
    private final long maxBytes;
    private final Map<Request, Entry> entries = new HashMap<>();
    private long bytes;

    PlaintextStore(long maxBytes) {
        if (maxBytes < 0) {
            throw new IllegalArgumentException(maxBytes + " bytes of plaintexts, expected 0 or more");
        }
        this.maxBytes = maxBytes;
    }

    /**
     * The constant, encoded by this thread or another one that began earlier.
     *
     * @param bytes of what {@code encode} makes
     */
    PlaintextCache.Use use(Request request, ToLongFunction<Request> bytes, Function<Request, RnsPolynomial> encode) {
        Entry entry;
        boolean mine = false;
        synchronized (this) {
            entry = entries.get(request);
            if (entry == null) {
                entry = new Entry(request);
                entries.put(request, entry);
                mine = true;
            }
            entry.users++;
        }
        if (mine) {
            fill(request, bytes.applyAsLong(request), entry, encode);
        }
        entry.await();
        return entry;
    }

    private void fill(Request request, long size, Entry entry, Function<Request, RnsPolynomial> encode) {
        try {
            RnsPolynomial polynomial = encode.apply(request);
            synchronized (this) {
                entry.polynomial = polynomial;
                entry.kept = !entry.orphaned && bytes + size <= maxBytes;
                bytes += entry.kept ? size : 0;
            }
        } finally {
            synchronized (this) {
                if (entry.polynomial == null && !entry.orphaned) {
                    entries.remove(request);
                }
            }
            entry.ready.countDown();
        }
    }

    synchronized long bytes() {
        return bytes;
    }

    synchronized long free() {
        return maxBytes - bytes;
    }

    /** Drops everything, what is in use when its use ends. */
    synchronized void close() {
        for (Entry entry : entries.values()) {
            entry.orphaned = true;
            entry.kept = false;
            if (entry.users == 0) {
                entry.drop();
            }
        }
        entries.clear();
        bytes = 0;
    }

    private final class Entry implements PlaintextCache.Use {
        private final CountDownLatch ready = new CountDownLatch(1);
        private volatile @Nullable RnsPolynomial polynomial;
        private final Request request;
        private int users;
        private boolean kept;
        private boolean orphaned;

        Entry(Request request) {
            this.request = request;
        }

        @Override
        public RnsPolynomial polynomial() {
            RnsPolynomial made = polynomial;
            if (made == null) {
                throw new IllegalStateException("a constant that could not be encoded");
            }
            return made;
        }

        void await() {
            boolean interrupted = false;
            while (true) {
                try {
                    ready.await();
                    break;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            polynomial();
        }

        void drop() {
            RnsPolynomial made = polynomial;
            if (made != null) {
                made.close();
            }
        }

        @Override
        public void close() {
            synchronized (PlaintextStore.this) {
                users--;
                if (users == 0 && !kept) {
                    entries.remove(request, this);
                    drop();
                }
            }
        }
    }
}
