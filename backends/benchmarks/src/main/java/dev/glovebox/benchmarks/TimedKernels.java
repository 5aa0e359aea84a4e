package dev.glovebox.benchmarks;

import dev.glovebox.runtime.ring.RingKernels;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.TreeMap;

/** Kernels that count the calls of each operation and the time in them. For use by one thread. */
final class TimedKernels {
    /** Calls and time of an operation. */
    static final class Account {
        long calls;
        long nanos;
    }

    private final Map<String, Account> accounts = new TreeMap<>();
    private final RingKernels timed;

    TimedKernels(RingKernels kernels) {
        timed = (RingKernels) Proxy.newProxyInstance(
                RingKernels.class.getClassLoader(), new Class<?>[] {RingKernels.class}, (proxy, method, arguments) -> {
                    long start = System.nanoTime();
                    try {
                        return method.invoke(kernels, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    } finally {
                        Account account = accounts.computeIfAbsent(method.getName(), name -> new Account());
                        account.calls++;
                        account.nanos += System.nanoTime() - start;
                    }
                });
    }

    RingKernels kernels() {
        return timed;
    }

    /** By name of the operation. */
    Map<String, Account> accounts() {
        return accounts;
    }

    void reset() {
        accounts.clear();
    }
}
