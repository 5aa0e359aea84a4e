package dev.glovebox.compiler.frontend;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A method as a call site or method handle names it. */
final class MethodRef {
    final Class<?> owner;
    final String name;
    final String descriptor;

    /** A reference kind of {@link MethodHandleInfo}. */
    final int kind;

    final MethodType type;

    /** Types of the arguments, with the receiver first; a constructor's receiver is the object it initialises. */
    final List<Class<?>> argumentTypes;

    /** How to call it natively, once that was needed. */
    @Nullable
    MethodHandle handle;

    MethodRef(Class<?> owner, String name, String descriptor, int kind) {
        this.owner = owner;
        this.name = name;
        this.descriptor = descriptor;
        this.kind = kind;
        this.type = MethodType.fromMethodDescriptorString(descriptor, owner.getClassLoader());
        this.argumentTypes = Arguments.types(isStatic() ? null : owner, type);
    }

    boolean isStatic() {
        return kind == MethodHandleInfo.REF_invokeStatic;
    }

    boolean isConstructor() {
        return name.equals("<init>");
    }

    /** Whether the receiver's class decides which method runs. */
    boolean isVirtual() {
        return kind == MethodHandleInfo.REF_invokeVirtual || kind == MethodHandleInfo.REF_invokeInterface;
    }

    Class<?> result() {
        return type.returnType();
    }

    /** How messages name it. */
    String display() {
        String simple = owner.getSimpleName();
        return isConstructor() ? "new " + simple : simple + "." + name;
    }
}
