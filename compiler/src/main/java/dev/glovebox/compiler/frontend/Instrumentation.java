package dev.glovebox.compiler.frontend;

import java.lang.invoke.CallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Redirects what makes function objects in a class to {@link RecordingBootstraps} and gives the class a method that returns its
 * lookup; everything else stays as it is.
 */
final class Instrumentation {
    private static final String BOOTSTRAPS = Type.getInternalName(RecordingBootstraps.class);
    private static final Set<String> COMPOSING =
            Set.of("andThen", "compose", "negate", "and", "or", "identity", "isEqual", "not", "minBy", "maxBy");
    private static final Handle FUNCTION = new Handle(
            Opcodes.H_INVOKESTATIC,
            BOOTSTRAPS,
            "function",
            MethodType.methodType(
                            CallSite.class,
                            MethodHandles.Lookup.class,
                            String.class,
                            MethodType.class,
                            MethodHandle.class)
                    .toMethodDescriptorString(),
            false);

    /** The name of the method that gives a class's own lookup, added to each class. */
    static final String LOOKUP = "glovebox$lookup";

    private static final String LOOKUP_TYPE = "()Ljava/lang/invoke/MethodHandles$Lookup;";

    private Instrumentation() {}

    static byte[] instrument(byte[] classFile) {
        ClassReader reader = new ClassReader(classFile);
        ClassWriter writer = new ClassWriter(reader, 0);
        reader.accept(new Rewriter(writer), 0);
        return writer.toByteArray();
    }

    private static boolean composes(String owner, String name) {
        return owner.startsWith("java/util/function/") && COMPOSING.contains(name);
    }

    /** Whether a method of {@code java.util.function} makes function objects, or is the body of one it made. */
    static boolean makesFunctions(Class<?> owner, String name) {
        return owner.getName().startsWith("java.util.function.")
                && (COMPOSING.contains(name) || name.startsWith("lambda$"));
    }

    private static final class Rewriter extends ClassVisitor {
        private boolean dynamic;
        private boolean isInterface;

        Rewriter(ClassVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public void visit(
                int version,
                int access,
                String name,
                @Nullable String signature,
                @Nullable String superName,
                String @Nullable [] interfaces) {
            dynamic = (version & 0xffff) >= Opcodes.V1_8;
            isInterface = (access & Opcodes.ACC_INTERFACE) != 0;
            super.visit(version, access, name, signature, superName, interfaces);
        }

        @Override
        public MethodVisitor visitMethod(
                int access,
                String name,
                String descriptor,
                @Nullable String signature,
                String @Nullable [] exceptions) {
            MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
            return dynamic ? new MethodRewriter(next) : next;
        }

        @Override
        public void visitEnd() {
            if (dynamic) {
                int visibility = isInterface ? Opcodes.ACC_PUBLIC : Opcodes.ACC_PRIVATE;
                MethodVisitor lookup = super.visitMethod(
                        visibility | Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC, LOOKUP, LOOKUP_TYPE, null, null);
                lookup.visitCode();
                lookup.visitMethodInsn(
                        Opcodes.INVOKESTATIC, "java/lang/invoke/MethodHandles", "lookup", LOOKUP_TYPE, false);
                lookup.visitInsn(Opcodes.ARETURN);
                lookup.visitMaxs(1, 0);
                lookup.visitEnd();
            }
            super.visitEnd();
        }
    }

    private static final class MethodRewriter extends MethodVisitor {
        MethodRewriter(MethodVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
            boolean lambda = bootstrap.getOwner().equals("java/lang/invoke/LambdaMetafactory");
            Handle target = lambda
                    ? new Handle(Opcodes.H_INVOKESTATIC, BOOTSTRAPS, bootstrap.getName(), bootstrap.getDesc(), false)
                    : bootstrap;
            super.visitInvokeDynamicInsn(name, descriptor, target, arguments);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            if (!isInterface || opcode == Opcodes.INVOKESPECIAL || !composes(owner, name)) {
                super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
                return;
            }
            boolean isStatic = opcode == Opcodes.INVOKESTATIC;
            Handle method = new Handle(
                    isStatic ? Opcodes.H_INVOKESTATIC : Opcodes.H_INVOKEINTERFACE, owner, name, descriptor, true);
            String type = isStatic ? descriptor : "(L" + owner + ";" + descriptor.substring(1);
            super.visitInvokeDynamicInsn(name, type, FUNCTION, method);
        }
    }
}
