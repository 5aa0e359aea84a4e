package dev.glovebox.backends.nativecode;

import com.sun.management.OperatingSystemMXBean;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;

/**
 * The limbs of one ring's polynomials, outside the Java heap: taken, given back and kept for reuse, at most as much as a share of
 * the heap. Limbs start at multiples of 64 bytes, at varying distances from a page's start, so that those at equal places of
 * many limbs do not all fall into one set of a cache. Safe for use by many threads.
 */
final class Memory {
    private static final int HEAP_SHARE = 8;
    private static final int PAGE = 4096;
    private static final int ALIGNMENT = 64;
    /** Between the starts of one limb and the next, relative to a page. */
    private static final int STAGGER = 5 * ALIGNMENT;

    /** The least bytes of a limb whose place in a page is chosen; for smaller ones two more pages would be much. */
    private static final int STAGGERED = 8 * PAGE;

    /** Every address, to read and write numbers at. */
    private static final MemorySegment EVERYWHERE = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private final long limbBytes;
    private final long capacity;
    private final ArrayDeque<Long> limbs = new ArrayDeque<>();
    private int stagger;
    private boolean closed;

    /** @param fullDegree of the limbs of which the share of the heap is filled at most with as many */
    Memory(int degree, int fullDegree) {
        this.limbBytes = (long) Double.BYTES * degree;
        this.capacity = Runtime.getRuntime().maxMemory() / HEAP_SHARE / ((long) Double.BYTES * fullDegree);
    }

    /**
     * Memory of the library.
     *
     * @throws OutOfMemoryError if there is none
     */
    static long allocate(long bytes) {
        long address = Functions.ALLOCATE.call(bytes);
        if (address == 0) {
            throw new OutOfMemoryError("no " + bytes + " bytes outside the Java heap");
        }
        return address;
    }

    /** What the machine, or its container, has. */
    static long physicalBytes() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? system.getTotalMemorySize()
                : Runtime.getRuntime().maxMemory();
    }

    static void free(long address) {
        Functions.FREE.call(address);
    }

    static void putLong(long address, long index, long value) {
        EVERYWHERE.set(ValueLayout.JAVA_LONG, address + Long.BYTES * index, value);
    }

    static long getLong(long address, long index) {
        return EVERYWHERE.get(ValueLayout.JAVA_LONG, address + Long.BYTES * index);
    }

    static void putInts(long address, int[] values) {
        MemorySegment.copy(values, 0, EVERYWHERE, ValueLayout.JAVA_INT, address, values.length);
    }

    static void putLongs(long address, long[] values) {
        MemorySegment.copy(values, 0, EVERYWHERE, ValueLayout.JAVA_LONG, address, values.length);
    }

    static void getLongs(long address, long[] values) {
        MemorySegment.copy(EVERYWHERE, ValueLayout.JAVA_LONG, address, values, 0, values.length);
    }

    static void clear(long address, long bytes) {
        EVERYWHERE.asSlice(address, bytes).fill((byte) 0);
    }

    /** Where a limb of anything starts. */
    long takeLimb() {
        int offset;
        synchronized (limbs) {
            Long limb = limbs.pollLast();
            if (limb != null) {
                return limb;
            }
            offset = stagger;
            stagger = (stagger + STAGGER) % PAGE;
        }
        // The word before a limb says where its memory starts.
        if (limbBytes < STAGGERED) {
            long memory = allocate(limbBytes + Long.BYTES + ALIGNMENT);
            long limb = (memory + Long.BYTES + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
            putLong(limb, -1, memory);
            return limb;
        }
        long memory = allocate(limbBytes + 2 * PAGE);
        long page = (memory + Long.BYTES + PAGE - 1) / PAGE * PAGE;
        long limb = page + offset < memory + Long.BYTES ? page + offset + PAGE : page + offset;
        putLong(limb, -1, memory);
        return limb;
    }

    void giveLimb(long limb, boolean secret) {
        if (secret) {
            clear(limb, limbBytes);
        }
        synchronized (limbs) {
            if (!closed && limbs.size() < capacity) {
                limbs.addLast(limb);
                return;
            }
        }
        free(getLong(limb, -1));
    }

    /** Keeps nothing from now on. */
    void close() {
        synchronized (limbs) {
            closed = true;
            for (long limb : limbs) {
                free(getLong(limb, -1));
            }
            limbs.clear();
        }
    }

    /** How many limbs wait for reuse. */
    int kept() {
        synchronized (limbs) {
            return limbs.size();
        }
    }
}
