package dev.glovebox.compiler.frontend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.compiler.CompilerOptions;
import dev.glovebox.compiler.diagnostic.CompilationException;
import dev.glovebox.compiler.diagnostic.Diagnostic;
import dev.glovebox.dsl.Circuit;
import dev.glovebox.dsl.Encrypted;
import java.util.Map;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** A model as no javac emits it: an invokedynamic instruction with a bootstrap method of its own. */
final class BootstrapFixture extends ClassLoader {
    private static final String NAME = "fixture/Odd";

    private BootstrapFixture() {
        super(BootstrapFixture.class.getClassLoader());
    }

    static Diagnostic failure() {
        byte[] bytes = classFile();
        Class<?> model = new BootstrapFixture().defineClass("fixture.Odd", bytes, 0, bytes.length);
        try {
            LiftedModel lifted =
                    new Lifter(CompilerOptions.DEFAULT).lift(model, "f", Map.of(NAME + ".class", bytes)::get);
            throw new AssertionError("lifted: " + lifted.program());
        } catch (CompilationException e) {
            assertThat(e.diagnostics()).hasSize(1);
            return e.diagnostics().getFirst();
        }
    }

    private static byte[] classFile() {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, NAME, null, "java/lang/Object", null);
        writer.visitSource("Odd.java", null);
        MethodVisitor f = writer.visitMethod(Opcodes.ACC_STATIC, "f", "(D)D", null, null);
        f.visitAnnotation(Type.getDescriptor(Circuit.class), true).visitEnd();
        AnnotationVisitor encrypted = f.visitParameterAnnotation(0, Type.getDescriptor(Encrypted.class), true);
        encrypted.visit("min", new double[] {0});
        encrypted.visit("max", new double[] {1});
        encrypted.visitEnd();
        f.visitCode();
        Label line = new Label();
        f.visitLabel(line);
        f.visitLineNumber(42, line);
        f.visitVarInsn(Opcodes.DLOAD, 0);
        String type = "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;)"
                + "Ljava/lang/invoke/CallSite;";
        f.visitInvokeDynamicInsn(
                "g", "(D)D", new Handle(Opcodes.H_INVOKESTATIC, "fixture/Bootstraps", "link", type, false));
        f.visitInsn(Opcodes.DRETURN);
        f.visitMaxs(2, 2);
        f.visitEnd();
        writer.visitEnd();
        return writer.toByteArray();
    }
}
