package dev.glovebox.compiler.frontend;

import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes real objects of virtual ones that hold nothing encrypted, when a native call needs them. */
final class Materializer {
    private final Calls calls;
    private final Heap heap;
    private final Natives natives;
    private final Thread thread = Thread.currentThread();

    Materializer(Calls calls, Heap heap, Natives natives) {
        this.calls = calls;
        this.heap = heap;
        this.natives = natives;
    }

    /** Boxed arguments without virtual ones, or null if that cannot be. */
    @Nullable
    Object @Nullable [] real(Arguments arguments, Class<?> caller) {
        @Nullable Object[] boxed = arguments.boxed();
        for (int i = 0; i < boxed.length; i++) {
            if (boxed[i] instanceof Virtual v) {
                boxed[i] = real(v, caller);
            }
            if (boxed[i] instanceof Virtual || heap.contents(boxed[i]) != Heap.Contents.PUBLIC) {
                return null;
            }
        }
        return boxed;
    }

    private Object real(Virtual value, Class<?> caller) {
        return switch (value) {
            case Virtual.Lambda l -> {
                if (l.real == null) {
                    l.real = proxy(l);
                }
                yield l.real;
            }
            case Virtual.Instance v when v.real != null -> v.real;
            case Virtual.Instance v
            when v.type().isRecord() -> {
                Object real = record(v, caller);
                v.real = real instanceof Virtual ? null : real;
                yield real;
            }
            default -> value;
        };
    }

    private Object proxy(Virtual.Lambda lambda) {
        Class<?> type = lambda.type();
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, values) -> {
            if (Thread.currentThread() != thread) {
                throw new IllegalStateException(
                        "a function of the model is called by another thread while it is compiled");
            }
            @Nullable Object[] arguments = values == null ? new @Nullable Object[0] : values;
            if (method.getDeclaringClass() == Object.class) {
                return identity(self, method, arguments);
            }
            try {
                return call(lambda, method, arguments);
            } catch (Trace.Thrown e) {
                throw e.exception instanceof Throwable t ? t : e;
            }
        });
    }

    private static @Nullable Object identity(Object self, Method method, @Nullable Object[] arguments) {
        return switch (method.getName()) {
            case "equals" -> self == arguments[0];
            case "hashCode" -> System.identityHashCode(self);
            default -> "function";
        };
    }

    private @Nullable Object call(Virtual.Lambda lambda, Method method, @Nullable Object[] values) {
        MethodType type = MethodType.methodType(method.getReturnType(), method.getParameterTypes());
        MethodRef ref = new MethodRef(
                method.getDeclaringClass(),
                method.getName(),
                type.toMethodDescriptorString(),
                MethodHandleInfo.REF_invokeInterface);
        Arguments arguments = Arguments.of(ref.owner, lambda);
        for (int i = 0; i < values.length; i++) {
            Class<?> t = type.parameterType(i);
            Virtual.Slot slot = Values.slot(t, values[i]);
            arguments = arguments.plus(
                    new Arguments(java.util.List.of(t), new long[] {slot.bits()}, new @Nullable Object[] {slot.ref()}));
        }
        Virtual.Slot result = calls.invoke(ref, arguments, lambda.body.owner());
        return ref.result() == void.class ? null : Values.box(ref.result(), result.bits(), result.ref());
    }

    private Object record(Virtual.Instance object, Class<?> caller) {
        RecordComponent[] components = object.type().getRecordComponents();
        @Nullable Object[] values = new @Nullable Object[components.length];
        for (int i = 0; i < values.length; i++) {
            Class<?> type = components[i].getType();
            Virtual.Slot slot = object.fields.getOrDefault(
                    object.type().getName() + "#" + components[i].getName(), new Virtual.Slot(0, null));
            values[i] = Values.box(type, slot.bits(), slot.ref());
            if (values[i] instanceof Virtual v) {
                values[i] = real(v, caller);
            }
            if (heap.contents(values[i]) != Heap.Contents.PUBLIC) {
                return object;
            }
        }
        MethodType type = MethodType.methodType(
                void.class,
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
        MethodRef constructor = new MethodRef(
                object.type(), "<init>", type.toMethodDescriptorString(), MethodHandleInfo.REF_newInvokeSpecial);
        return Objects.requireNonNull(natives.call(constructor, values, object.type()));
    }
}
