package dev.glovebox.backends.nativecode;

import dev.glovebox.runtime.ring.Basis;
import dev.glovebox.runtime.ring.RnsPolynomial;
import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A polynomial outside the Java heap: limbs, and a header that the library reads: their number, addresses and primes, and log₂ of their
 * length. Its memory goes back when it is closed, at the latest when nothing refers to it, and never while an operation uses it:
 * operations hold what they use.
 */
final class NativePolynomial implements RnsPolynomial {
    private static final Cleaner CLEANER = Cleaner.create();

    final NativeKernels owner;
    final boolean secret;
    private final Basis basis;
    private final Block block;
    private final Cleaner.Cleanable cleanable;

    NativePolynomial(NativeKernels owner, Memory memory, Basis basis, boolean secret) {
        this.owner = owner;
        this.secret = secret;
        this.basis = basis;
        this.block = new Block(memory, basis, owner.ring().logDegree(), secret);
        this.cleanable = CLEANER.register(this, block);
    }

    /** Registers what frees the tables of kernels. */
    static void onUnreachable(Object owner, Runnable action) {
        CLEANER.register(owner, action);
    }

    @Override
    public Basis basis() {
        return basis;
    }

    /**
     * The address of the header, which stays valid until {@link #release}.
     *
     * @throws IllegalStateException if it is closed
     */
    long hold() {
        if (!block.hold()) {
            throw new IllegalStateException("the polynomial over limbs " + basis + " is closed");
        }
        return block.header;
    }

    void release() {
        block.release();
    }

    @Override
    public void close() {
        cleanable.clean();
    }

    @Override
    public String toString() {
        return "RnsPolynomial" + basis;
    }

    /** The memory of a polynomial, which never refers to the polynomial. */
    private static final class Block implements Runnable {
        /** Set when it is closed; the rest of the number counts operations under way. */
        private static final int CLOSED = 1 << 30;

        final long header;
        private final Memory memory;
        private final int size;
        private final boolean secret;
        private final AtomicInteger state = new AtomicInteger();

        Block(Memory memory, Basis basis, int logDegree, boolean secret) {
            this.memory = memory;
            this.size = basis.size();
            this.secret = secret;
            this.header = Memory.allocate((2 + 2L * size) * Long.BYTES);
            Memory.putLong(header, 0, size);
            Memory.putLong(header, 1 + 2L * size, logDegree);
            int taken = 0;
            try {
                for (; taken < size; taken++) {
                    Memory.putLong(header, 1 + taken, memory.takeLimb());
                    Memory.putLong(header, 1L + size + taken, basis.prime(taken));
                }
            } catch (OutOfMemoryError e) {
                free(taken);
                throw e;
            }
        }

        boolean hold() {
            while (true) {
                int uses = state.get();
                if (uses >= CLOSED) {
                    return false;
                }
                if (state.compareAndSet(uses, uses + 1)) {
                    return true;
                }
            }
        }

        void release() {
            if (state.decrementAndGet() == CLOSED) {
                free(size);
            }
        }

        /** Runs once: what frees is this, or the last operation under way. */
        @Override
        public void run() {
            if (state.addAndGet(CLOSED) == CLOSED) {
                free(size);
            }
        }

        private void free(int limbs) {
            for (int i = 0; i < limbs; i++) {
                memory.giveLimb(Memory.getLong(header, 1 + i), secret);
            }
            Memory.free(header);
        }
    }
}
