package dev.glovebox.runtime.ckks;

import dev.glovebox.runtime.ckks.PlaintextCache.Request;
import dev.glovebox.runtime.ring.RnsPolynomial;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Encoded constants up to a number of bytes; drops the one used longest ago that is not in use. */
final class PlaintextStore {
    private static final int INITIAL = 64;
    private static final float LOAD = 0.75f;

    private final long maxBytes;
    private final long limbBytes;
    private final Map<Request, Entry> entries = new LinkedHashMap<>(INITIAL, LOAD, true);
    private long bytes;

    /** @param limbBytes the bytes of one limb */
    PlaintextStore(long maxBytes, long limbBytes) {
        if (maxBytes < 0) {
            throw new IllegalArgumentException(maxBytes + " bytes of plaintexts, expected 0 or more");
        }
        this.maxBytes = maxBytes;
        this.limbBytes = limbBytes;
    }

    /** The constant, encoded by this thread or another one that began earlier. */
    PlaintextCache.Use use(Request request, Function<Request, RnsPolynomial> encode) {
        Entry entry;
        boolean mine = false;
        synchronized (this) {
            entry = entries.get(request);
            if (entry == null) {
                entry = new Entry();
                entries.put(request, entry);
                mine = true;
            }
            entry.users++;
        }
        if (mine) {
            fill(request, entry, encode);
        }
        entry.await();
        return entry;
    }

    private void fill(Request request, Entry entry, Function<Request, RnsPolynomial> encode) {
        try {
            RnsPolynomial polynomial = encode.apply(request);
            synchronized (this) {
                entry.polynomial = polynomial;
                if (!entry.orphaned) {
                    bytes += entry.bytes();
                    trim();
                }
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

    /** Drops what is not in use until the rest fits. */
    private void trim() {
        Iterator<Entry> oldest = entries.values().iterator();
        while (bytes > maxBytes && oldest.hasNext()) {
            Entry entry = oldest.next();
            if (entry.users == 0) {
                oldest.remove();
                bytes -= entry.bytes();
                entry.drop();
            }
        }
    }

    /** Drops everything, what is in use when its use ends. */
    synchronized void close() {
        for (Entry entry : entries.values()) {
            entry.orphaned = true;
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
        private int users;
        private boolean orphaned;

        long bytes() {
            return (long) polynomial().basis().size() * limbBytes;
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
                if (orphaned && users == 0) {
                    drop();
                } else {
                    trim();
                }
            }
        }
    }
}
