package dev.glovebox.runtime.ckks;

import dev.glovebox.runtime.circuit.CircuitProgram;
import dev.glovebox.runtime.circuit.Constants;
import dev.glovebox.runtime.circuit.Evaluator;
import dev.glovebox.runtime.ring.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Computes the operations of one run of a program on several threads, each as soon as its operands are there, those that come
 * first in the program first: so about as many values are alive as in a run on one thread. The results do not depend on the threads.
 *
 * <p>A value has holders: the program until it releases or marks it, the operation that computes it, and every operation that
 * will read it. It ends with the last of them; an operation that is the only holder left may reuse its storage.
 */
public final class DataflowEvaluator extends DeferringEvaluator {
    /** Below so many residues in a polynomial, an operation takes less than handing it to another thread. */
    private static final int WORTHWHILE = 1 << 14;

    private final Evaluator evaluator;
    private final int helpers;
    private final Thread caller = Thread.currentThread();
    private final Object lock = new Object();
    private final PriorityQueue<Task> ready = new PriorityQueue<>((a, b) -> Integer.compare(a.number, b.number));
    private int tasks;
    private int active;
    /** Whether the caller found nothing to do. */
    private boolean assisting;

    // Written under the lock only.
    /** Operations that are ready. */
    private volatile int available;
    /** Operations that are not done. */
    private volatile int open;

    private @Nullable Throwable failure;

    private DataflowEvaluator(Evaluator evaluator, int threads) {
        this.evaluator = evaluator;
        this.helpers = threads - 1;
    }

    /**
     * What the program computes, on as many threads as {@link Workers#PROPERTY} says and the size of the parameters is worth.
     *
     * @param inputs stay the caller's
     */
    public static Evaluator.Value[] evaluate(
            CircuitProgram program,
            Evaluator evaluator,
            CkksParameters parameters,
            Constants constants,
            Evaluator.Value[] inputs) {
        int threads = Workers.configured().threads();
        boolean worthwhile = (long) parameters.degree() * parameters.limbs(parameters.maxLevel()) >= WORTHWHILE;
        return threads > 1 && worthwhile
                ? evaluate(program, evaluator, threads, constants, inputs)
                : program.evaluate(evaluator, constants, inputs);
    }

    /** As {@link #evaluate(CircuitProgram, Evaluator, CkksParameters, Constants, Evaluator.Value[])}, on so many threads. */
    public static Evaluator.Value[] evaluate(
            CircuitProgram program, Evaluator evaluator, int threads, Constants constants, Evaluator.Value[] inputs) {
        DataflowEvaluator dataflow = new DataflowEvaluator(evaluator, threads);
        Value[] outputs = {};
        try {
            outputs = program.evaluate(dataflow, constants, inputs);
        } catch (RuntimeException | Error e) {
            dataflow.fail(e);
        }
        dataflow.await();
        return dataflow.results(outputs);
    }

    @Override
    public int slots() {
        return evaluator.slots();
    }

    @Override
    Hoisted defer(Type type, Operation operation, Value... operands) {
        Task task = new Task(type, operation, operands);
        synchronized (lock) {
            task.number = tasks++;
            open++;
            for (int i = 0; i < operands.length; i++) {
                boolean last = operands[i] instanceof Last;
                if (operands[i] instanceof Last(Task marked)) {
                    operands[i] = marked;
                }
                if (operands[i] instanceof Task operand) {
                    operand.holders.incrementAndGet();
                    if (!operand.done) {
                        operand.dependents.add(task);
                        task.missing++;
                    }
                    if (last) {
                        operand.holders.decrementAndGet();
                    }
                }
            }
            if (task.missing == 0) {
                ready.add(task);
                share(false);
            }
        }
        return task;
    }

    /**
     * Finds threads for the operations that are ready, but for one that the current thread may take. Under the lock.
     *
     * @param takes whether it does
     */
    private void share(boolean takes) {
        available = ready.size();
        int others = available - (takes ? 1 : 0);
        if (others > 0 && assisting) {
            Workers.wake(caller);
            others--;
        }
        for (; others > 0 && active < helpers; others--) {
            active++;
            ForkJoinPool.commonPool().execute(this::help);
        }
    }

    private boolean mayContinue() {
        return available > 0 || open == 0;
    }

    private @Nullable Task next() {
        Task task = ready.poll();
        available = ready.size();
        return task;
    }

    /** Works while there is something to do. */
    private void help() {
        while (true) {
            Task task;
            synchronized (lock) {
                task = next();
            }
            if (task != null) {
                run(task);
                continue;
            }
            boolean more = Workers.linger(this::mayContinue);
            synchronized (lock) {
                if (open == 0 || !more && ready.isEmpty()) {
                    active--;
                    return;
                }
            }
        }
    }

    /** Works until every operation is done. */
    private void await() {
        while (true) {
            Task task;
            synchronized (lock) {
                if (open == 0) {
                    return;
                }
                task = next();
                assisting = task == null;
            }
            if (task != null) {
                run(task);
            } else {
                Workers.assist(this::mayContinue);
            }
        }
    }

    private void fail(Throwable e) {
        synchronized (lock) {
            if (failure == null) {
                failure = e;
            }
        }
    }

    private boolean hasFailed() {
        synchronized (lock) {
            return failure != null;
        }
    }

    private void run(Task task) {
        Value[] operands = task.operands;
        boolean[] consumed = new boolean[operands.length];
        Value result = null;
        try {
            if (!hasFailed()) {
                Value[] x = new Value[operands.length];
                for (int i = 0; i < x.length; i++) {
                    x[i] = operands[i];
                    if (operands[i] instanceof Task operand) {
                        Value value = operand.value();
                        consumed[i] = operand.holders.get() == 1;
                        x[i] = consumed[i] ? evaluator.last(value) : value;
                    }
                }
                result = task.operation.apply(evaluator, x);
            }
        } catch (RuntimeException | Error e) {
            fail(e);
        }
        for (int i = 0; i < operands.length; i++) {
            if (operands[i] instanceof Task operand && (!consumed[i] || result == null)) {
                operand.drop();
            }
        }
        finish(task, result);
    }

    private void finish(Task task, @Nullable Value result) {
        synchronized (lock) {
            task.result = result;
            task.done = true;
            open--;
            task.drop();
            for (Task dependent : task.dependents) {
                if (--dependent.missing == 0) {
                    ready.add(dependent);
                }
            }
            task.dependents.clear();
            share(true);
            if (open == 0 && assisting) {
                Workers.wake(caller);
            }
        }
    }

    private Value[] results(Value[] outputs) {
        Throwable failed = failure;
        if (failed == null) {
            Value[] results = new Value[outputs.length];
            for (int i = 0; i < results.length; i++) {
                results[i] = outputs[i] instanceof Task task ? task.value() : outputs[i];
            }
            return results;
        }
        for (Value output : outputs) {
            if (output instanceof Task task) {
                task.drop();
            }
        }
        if (failed instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) failed;
    }

    @Override
    public Value last(Value a) {
        return a instanceof Task task ? new Last(task) : evaluator.last(a);
    }

    @Override
    public void release(Value a) {
        if (a instanceof Task task) {
            task.drop();
        } else {
            evaluator.release(a);
        }
    }

    /** A mark of the program's last use of a value. */
    private record Last(Task task) implements Value {
        @Override
        public int level() {
            return task.level();
        }

        @Override
        public int pending() {
            return task.pending();
        }

        @Override
        public int size() {
            return task.size();
        }
    }

    /** An operation and its result to be. */
    private final class Task implements Hoisted {
        private final Type type;
        private final Operation operation;
        private final Value[] operands;
        private final List<Task> dependents = new ArrayList<>();
        /** The program and the operation itself, at first. */
        private final AtomicInteger holders = new AtomicInteger(2);

        private int number;
        private int missing;
        private boolean done;
        private volatile @Nullable Value result;

        Task(Type type, Operation operation, Value[] operands) {
            this.type = type;
            this.operation = operation;
            this.operands = operands;
        }

        Value value() {
            Value computed = result;
            if (computed == null) {
                throw new IllegalStateException("an operand that was not computed");
            }
            return computed;
        }

        /** One holder less. */
        void drop() {
            Value computed = result;
            if (holders.decrementAndGet() == 0 && computed != null) {
                try {
                    evaluator.release(computed);
                } catch (IllegalStateException e) {
                    // An operation that failed had ended it before.
                    fail(e);
                }
            }
        }

        @Override
        public int level() {
            return type.level();
        }

        @Override
        public int pending() {
            return type.pending();
        }

        @Override
        public int size() {
            return type.size();
        }

        @Override
        public Value rotate(int steps) {
            return DataflowEvaluator.this.rotate(this, steps);
        }

        @Override
        public void close() {
            release(this);
        }
    }
}
