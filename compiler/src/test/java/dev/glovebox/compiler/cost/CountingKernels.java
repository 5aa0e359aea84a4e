package dev.glovebox.compiler.cost;

import dev.glovebox.runtime.ring.Basis;
import dev.glovebox.runtime.ring.RingKernels;
import dev.glovebox.runtime.ring.RnsPolynomial;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;

/** Kernels that count the bytes of the polynomials that are alive. */
final class CountingKernels {
    private final RingKernels kernels;
    private long bytes;
    private long peak;

    CountingKernels(RingKernels kernels) {
        this.kernels = kernels;
    }

    RingKernels kernels() {
        return counted(kernels);
    }

    private RingKernels counted(RingKernels of) {
        return (RingKernels) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {RingKernels.class},
                (proxy, method, arguments) -> invoke(of, method, arguments));
    }

    synchronized long bytes() {
        return bytes;
    }

    /** Most bytes since {@link #reset}. */
    synchronized long peak() {
        return peak;
    }

    synchronized void reset() {
        peak = bytes;
    }

    private synchronized void add(long change) {
        bytes += change;
        peak = Math.max(peak, bytes);
    }

    private final class Counted implements RnsPolynomial {
        private final RnsPolynomial polynomial;
        private final long size;
        private final AtomicBoolean open = new AtomicBoolean(true);

        Counted(RnsPolynomial polynomial, int degree) {
            this.polynomial = polynomial;
            size = (long) polynomial.basis().size() * degree * Double.BYTES;
            add(size);
        }

        @Override
        public Basis basis() {
            return polynomial.basis();
        }

        @Override
        public void close() {
            polynomial.close();
            if (open.compareAndSet(true, false)) {
                add(-size);
            }
        }
    }

    private Object invoke(RingKernels of, Method method, Object[] arguments) throws Throwable {
        Object[] own = arguments == null
                ? new Object[0]
                : Arrays.stream(arguments).map(this::own).toArray();
        try {
            Object result = method.invoke(of, own);
            return switch (result) {
                case RnsPolynomial polynomial ->
                    new Counted(polynomial, of.ring().degree());
                case RingKernels subring -> counted(subring);
                case null, default -> result;
            };
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private Object own(Object argument) {
        return switch (argument) {
            case Counted counted -> counted.polynomial;
            case RnsPolynomial[] all ->
                Arrays.stream(all).map(p -> (RnsPolynomial) own(p)).toArray(RnsPolynomial[]::new);
            case null -> null;
            default -> argument;
        };
    }
}
