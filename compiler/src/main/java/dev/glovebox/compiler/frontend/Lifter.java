package dev.glovebox.compiler.frontend;

import dev.glovebox.compiler.CompilerOptions;
import dev.glovebox.compiler.diagnostic.CompilationException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Turns an annotated method into a tensor program by running it on partly unknown data. */
public final class Lifter {
    /** Interpreted calls nest, and so do the interpreter's. */
    private static final long STACK_BYTES = 512L << 20;

    private final CompilerOptions options;

    public Lifter(CompilerOptions options) {
        this.options = options;
    }

    /** As {@link #lift(Class, String, ClassSource)}, with what the model's class loader finds. */
    public LiftedModel lift(Class<?> model, String method) {
        return lift(model, method, ClassSource.of(model.getClassLoader()));
    }

    /**
     * Lifts one circuit method. The model class is loaded again from {@code source} and initialised there; {@code model} itself
     * is neither initialised nor changed.
     *
     * @param method name of the one method of the class with that name and a {@link dev.glovebox.dsl.Circuit} annotation
     * @throws CompilationException with codes 1xx if the method cannot be lifted
     */
    public LiftedModel lift(Class<?> model, String method, ClassSource source) {
        return onLargeStack(() -> new Lifting(options, model, source, null).lift(method));
    }

    /**
     * As {@link #lift(Class, String, ClassSource)} of the model's class, with the fields of this very object as the constants. It
     * is copied; code that is lifted does not change it.
     *
     * @throws CompilationException also with {@link dev.glovebox.compiler.diagnostic.Code#LIVE_STATE} if it cannot be copied
     */
    public LiftedModel lift(Object model, String method, ClassSource source) {
        return onLargeStack(() -> new Lifting(options, model.getClass(), source, model).lift(method));
    }

    private static LiftedModel onLargeStack(Callable<LiftedModel> work) {
        FutureTask<LiftedModel> task = new FutureTask<>(work);
        Thread thread = new Thread(null, task, "glovebox-lift", STACK_BYTES);
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while lifting", e);
        }
    }
}
