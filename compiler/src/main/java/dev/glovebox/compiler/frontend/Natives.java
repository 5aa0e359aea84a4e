package dev.glovebox.compiler.frontend;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Runs code of the user and of the JDK as the JVM would, on public data. */
final class Natives {
    private final Trace trace;
    private final Heap heap;

    Natives(Trace trace, Heap heap) {
        this.trace = trace;
        this.heap = heap;
    }

    /** What code in a class may access; for classes of the JDK, what everyone may. */
    MethodHandles.Lookup lookup(Class<?> caller) {
        if (ClassFile.isJdk(caller)) {
            return MethodHandles.publicLookup();
        }
        try {
            if (!(caller.getClassLoader() instanceof LiftingClassLoader)) {
                return MethodHandles.privateLookupIn(caller, MethodHandles.lookup());
            }
            Method lookup = caller.getDeclaredMethod(Instrumentation.LOOKUP);
            lookup.setAccessible(true);
            return (MethodHandles.Lookup) lookup.invoke(null);
        } catch (InvocationTargetException e) {
            throw trace.thrown(e.getTargetException());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot see into " + caller, e);
        } catch (LinkageError e) {
            throw trace.thrown(e);
        }
    }

    /** Calls a method with boxed arguments, receiver first; a constructor has none. */
    @Nullable
    Object call(MethodRef ref, @Nullable Object[] arguments, Class<?> caller) {
        if (ref.handle == null) {
            ref.handle = spread(handle(ref, caller));
        }
        return staysInside(ref, arguments) ? run(ref.handle, arguments) : invoke(ref.handle, arguments);
    }

    /** Whether a method of the JDK gets nothing but its receiver and values, so that it cannot store the one in the other. */
    private static boolean staysInside(MethodRef ref, @Nullable Object[] arguments) {
        if (ref.isStatic() || !ClassFile.isJdk(ref.owner)) {
            return false;
        }
        for (int i = 1; i < arguments.length; i++) {
            if (arguments[i] != null && !Heap.isLeaf(arguments[i])) {
                return false;
            }
        }
        return true;
    }

    static MethodHandle spread(MethodHandle handle) {
        int count = handle.type().parameterCount();
        return handle.asFixedArity().asType(MethodType.genericMethodType(count)).asSpreader(Object[].class, count);
    }

    /** Calls what {@link #spread} made; what it throws is an exception of the user's program. */
    @Nullable
    Object invoke(MethodHandle spread, @Nullable Object[] arguments) {
        for (Object argument : arguments) {
            heap.escape(argument);
        }
        return run(spread, arguments);
    }

    private @Nullable Object run(MethodHandle spread, @Nullable Object[] arguments) {
        try {
            return (Object) spread.invokeExact(arguments);
        } catch (Trace.Thrown | dev.glovebox.compiler.diagnostic.CompilationException e) {
            throw e;
        } catch (Throwable e) {
            throw trace.thrown(e);
        }
    }

    private MethodHandle handle(MethodRef ref, Class<?> caller) {
        MethodHandles.Lookup lookup = lookup(caller);
        try {
            return switch (ref.kind) {
                case MethodHandleInfo.REF_invokeStatic -> lookup.findStatic(ref.owner, ref.name, ref.type);
                case MethodHandleInfo.REF_newInvokeSpecial -> lookup.findConstructor(ref.owner, ref.type);
                case MethodHandleInfo.REF_invokeSpecial ->
                    ref.isConstructor()
                            ? lookup.findConstructor(ref.owner, ref.type)
                            : lookup.findSpecial(ref.owner, ref.name, ref.type, caller);
                default -> lookup.findVirtual(ref.owner, ref.name, ref.type);
            };
        } catch (NoSuchMethodException e) {
            throw trace.thrown(new NoSuchMethodError(e.getMessage()));
        } catch (IllegalAccessException e) {
            throw trace.thrown(new IllegalAccessError(e.getMessage()));
        }
    }

    Class<?> load(String binaryName, Class<?> caller) {
        try {
            return Class.forName(binaryName, false, caller.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            throw trace.thrown(
                    e instanceof LinkageError ? e : new NoClassDefFoundError(Objects.requireNonNull(e.getMessage())));
        }
    }
}
