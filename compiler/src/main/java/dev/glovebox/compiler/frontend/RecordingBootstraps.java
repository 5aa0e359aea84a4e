package dev.glovebox.compiler.frontend;

import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.LambdaConversionException;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/**
 * Bootstrap methods that instrumented model classes link to: they make the same function objects as the JDK's and note what is
 * behind them. Public for those classes only.
 */
public final class RecordingBootstraps {
    private static final MethodHandle NOTE =
            find("note", Object.class, LiftingClassLoader.class, LambdaBody.class, Object.class);
    private static final MethodHandle COMPOSE = find(
            "compose",
            Object.class,
            LiftingClassLoader.class,
            MethodHandle.class,
            MethodHandleInfo.class,
            Object[].class);

    private RecordingBootstraps() {}

    private static MethodHandle find(String name, Class<?> result, Class<?>... parameters) {
        try {
            return MethodHandles.lookup()
                    .findStatic(RecordingBootstraps.class, name, MethodType.methodType(result, parameters));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** As {@link LambdaMetafactory#metafactory}. */
    public static CallSite metafactory(
            Lookup caller,
            String interfaceMethod,
            MethodType factory,
            MethodType type,
            MethodHandle body,
            MethodType dynamicType)
            throws LambdaConversionException {
        CallSite site = LambdaMetafactory.metafactory(caller, interfaceMethod, factory, type, body, dynamicType);
        return noting(caller, site, interfaceMethod, factory, type, body, dynamicType);
    }

    /** As {@link LambdaMetafactory#altMetafactory}. */
    public static CallSite altMetafactory(
            Lookup caller, String interfaceMethod, MethodType factory, Object... arguments)
            throws LambdaConversionException {
        CallSite site = LambdaMetafactory.altMetafactory(caller, interfaceMethod, factory, arguments);
        return noting(
                caller,
                site,
                interfaceMethod,
                factory,
                (MethodType) arguments[0],
                (MethodHandle) arguments[1],
                (MethodType) arguments[2]);
    }

    private static CallSite noting(
            Lookup caller,
            CallSite site,
            String interfaceMethod,
            MethodType factory,
            MethodType type,
            MethodHandle body,
            MethodType dynamicType) {
        if (!(caller.lookupClass().getClassLoader() instanceof LiftingClassLoader loader)) {
            return site;
        }
        LambdaBody lambda = LambdaBody.of(caller.revealDirect(body), interfaceMethod, type, dynamicType, factory);
        MethodHandle note = MethodHandles.insertArguments(NOTE, 0, loader, lambda)
                .asType(MethodType.methodType(factory.returnType(), factory.returnType()));
        return new ConstantCallSite(MethodHandles.filterReturnValue(site.getTarget(), note));
    }

    @SuppressWarnings("UnusedMethod") // the method handle NOTE
    private static Object note(LiftingClassLoader loader, LambdaBody body, Object function) {
        loader.record(function, body);
        return function;
    }

    /** Links a call of a default or static method of {@code java.util.function}. */
    public static CallSite function(Lookup caller, String name, MethodType type, MethodHandle method) {
        MethodHandle target = method;
        if (caller.lookupClass().getClassLoader() instanceof LiftingClassLoader loader) {
            MethodHandleInfo info = caller.revealDirect(method);
            target = MethodHandles.insertArguments(COMPOSE, 0, loader, method, info)
                    .asCollector(Object[].class, type.parameterCount());
        }
        return new ConstantCallSite(target.asType(type));
    }

    @SuppressWarnings("UnusedMethod") // the method handle COMPOSE
    private static @Nullable Object compose(
            LiftingClassLoader loader, MethodHandle method, MethodHandleInfo info, Object[] arguments)
            throws Throwable {
        Object function = method.invokeWithArguments(arguments);
        if (function != null) {
            loader.record(
                    function,
                    new LiftingClassLoader.Composition(
                            info.getDeclaringClass(),
                            info.getName(),
                            info.getMethodType().toMethodDescriptorString(),
                            arguments.clone()));
        }
        return function;
    }
}
