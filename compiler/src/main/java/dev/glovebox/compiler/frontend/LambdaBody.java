package dev.glovebox.compiler.frontend;

import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodType;
import org.objectweb.asm.Handle;

/**
 * The method behind a lambda expression or method reference.
 *
 * @param kind a reference kind of {@link MethodHandleInfo}
 * @param type of the interface method after erasure
 * @param dynamicType of the interface method at this site
 * @param factory captured values → interface
 */
record LambdaBody(
        Class<?> owner,
        String name,
        String descriptor,
        int kind,
        String interfaceMethod,
        MethodType type,
        MethodType dynamicType,
        MethodType factory) {

    static LambdaBody of(
            MethodHandleInfo info,
            String interfaceMethod,
            MethodType type,
            MethodType dynamicType,
            MethodType factory) {
        return new LambdaBody(
                info.getDeclaringClass(),
                info.getName(),
                info.getMethodType().toMethodDescriptorString(),
                info.getReferenceKind(),
                interfaceMethod,
                type,
                dynamicType,
                factory);
    }

    static LambdaBody of(
            Handle handle,
            Class<?> owner,
            String interfaceMethod,
            MethodType type,
            MethodType dynamicType,
            MethodType factory) {
        return new LambdaBody(
                owner,
                handle.getName(),
                handle.getDesc(),
                handle.getTag(),
                interfaceMethod,
                type,
                dynamicType,
                factory);
    }

    Class<?> functionalInterface() {
        return factory.returnType();
    }

    boolean isStatic() {
        return kind == MethodHandleInfo.REF_invokeStatic;
    }

    boolean isConstructor() {
        return kind == MethodHandleInfo.REF_newInvokeSpecial;
    }
}
