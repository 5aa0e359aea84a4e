package dev.glovebox.runtime.ring;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs independent pieces of an operation on the caller and on idle threads: those that {@link #assist} and those of the common
 * pool. The caller takes pieces too and waits only for pieces that others have begun, so calls may nest and never wait for a busy
 * pool.
 */
public final class Workers {
    /** The system property with the most threads that one operation uses; the default is the number of processors. */
    public static final String PROPERTY = "glovebox.threads";

    /** Below this many steps (about a nanosecond each) waking another thread costs more than it brings. */
    private static final long WORTHWHILE = 100_000;

    /** How long a thread looks for work before it sleeps, in nanoseconds: waking it can take longer than that. */
    private static final long PATIENCE = 200_000;

    /** Operations with pieces that nobody has begun, perhaps. */
    private static final Queue<Job> OPEN = new ConcurrentLinkedQueue<>();

    /** How many threads look for them. */
    private static final AtomicInteger LOOKING = new AtomicInteger();

    /** Threads that assist, and sleep. */
    private static final Queue<Thread> ASLEEP = new ConcurrentLinkedQueue<>();

    private final int threads;

    public Workers(int threads) {
        this.threads = threads;
    }

    /** The most threads that one operation uses, the caller's included. */
    public int threads() {
        return threads;
    }

    /**
     * As {@value #PROPERTY} says.
     *
     * @throws IllegalArgumentException if it is not a positive number
     */
    public static Workers configured() {
        String value = System.getProperty(PROPERTY);
        if (value == null) {
            return new Workers(Runtime.getRuntime().availableProcessors());
        }
        try {
            int threads = Integer.parseInt(value.strip());
            if (threads > 0) {
                return new Workers(threads);
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new IllegalArgumentException("-D" + PROPERTY + "=" + value + ", expected a number of threads from 1");
    }

    /**
     * Runs a task on 0 … count-1, in any order.
     *
     * @param stepsEach about how long a piece takes, in nanoseconds
     */
    public void run(int count, long stepsEach, IntConsumer task) {
        int helpers = Math.min(threads, count) - 1;
        if (helpers < 1 || count * stepsEach < WORTHWHILE) {
            for (int i = 0; i < count; i++) {
                task.accept(i);
            }
            return;
        }
        Job job = new Job(count, task);
        OPEN.add(job);
        for (int i = LOOKING.get(); i < helpers; i++) {
            Thread idle = ASLEEP.poll();
            if (idle != null) {
                LockSupport.unpark(idle);
            } else {
                ForkJoinPool.commonPool().execute(job);
            }
        }
        job.run();
        OPEN.remove(job);
        job.await();
    }

    /**
     * Takes pieces of any operations until something is true: for a thread that has nothing else to do.
     *
     * @param enough asked between pieces; whoever makes it true then calls {@link #wake}
     */
    public static void assist(BooleanSupplier enough) {
        Thread self = Thread.currentThread();
        boolean interrupted = false;
        while (!linger(enough)) {
            ASLEEP.add(self);
            if (OPEN.isEmpty() && !enough.getAsBoolean()) {
                LockSupport.park();
            }
            ASLEEP.remove(self);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            self.interrupt();
        }
    }

    /**
     * Takes pieces of any operations until something is true or for a while there were none: for a thread that others may need.
     *
     * @return whether it is true
     */
    public static boolean linger(BooleanSupplier enough) {
        LOOKING.incrementAndGet();
        try {
            long idleSince = System.nanoTime();
            while (!enough.getAsBoolean()) {
                Job job = OPEN.peek();
                if (job != null) {
                    LOOKING.decrementAndGet();
                    job.run();
                    OPEN.remove(job);
                    LOOKING.incrementAndGet();
                    idleSince = System.nanoTime();
                } else if (System.nanoTime() - idleSince > PATIENCE) {
                    return false;
                } else {
                    Thread.onSpinWait();
                }
            }
            return true;
        } finally {
            LOOKING.decrementAndGet();
        }
    }

    /** Makes a thread that assists look whether it has done enough. */
    public static void wake(Thread assistant) {
        LockSupport.unpark(assistant);
    }

    /**
     * Runs a task on all of 0 … count-1 in one piece, or in pieces of neighbours where that pays.
     *
     * @param stepsEach about how long one of them takes, in nanoseconds
     */
    public void runRanges(int count, long stepsEach, RangeTask task) {
        if (Math.min(threads, count) < 2 || count * stepsEach < WORTHWHILE) {
            task.accept(0, count);
            return;
        }
        int pieces = Math.min(count, 2 * threads);
        run(
                pieces,
                Math.max(1, WORTHWHILE / pieces + 1),
                i -> task.accept((int) ((long) count * i / pieces), (int) ((long) count * (i + 1) / pieces)));
    }

    /** Work on from, …, to - 1. */
    @FunctionalInterface
    public interface RangeTask {
        void accept(int from, int to);
    }

    private static final class Job implements Runnable {
        private final int count;
        private final IntConsumer task;
        private final AtomicInteger next = new AtomicInteger();
        private final CountDownLatch done;
        private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

        Job(int count, IntConsumer task) {
            this.count = count;
            this.task = task;
            this.done = new CountDownLatch(count);
        }

        @Override
        public void run() {
            for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                try {
                    task.accept(i);
                } catch (RuntimeException | Error e) {
                    failure.compareAndSet(null, e);
                } finally {
                    done.countDown();
                }
            }
        }

        void await() {
            boolean interrupted = false;
            while (true) {
                try {
                    done.await();
                    break;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            switch (failure.get()) {
                case null -> {}
                case RuntimeException e -> throw e;
                case Throwable e -> throw (Error) e;
            }
        }
    }
}
