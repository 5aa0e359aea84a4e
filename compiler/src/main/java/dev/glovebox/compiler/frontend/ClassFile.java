package dev.glovebox.compiler.frontend;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** A loaded class and its class file. */
final class ClassFile {
    final Class<?> type;
    final ClassNode node = new ClassNode();

    /** Whether it is not part of the JDK. */
    final boolean user;

    private final Map<String, MethodNode> methods = new HashMap<>();
    private final Map<MethodNode, MethodCode> code = new HashMap<>();

    ClassFile(Class<?> type, byte[] bytes) {
        this.type = type;
        this.user = !isJdk(type);
        new ClassReader(bytes).accept(node, ClassReader.SKIP_FRAMES);
        for (MethodNode method : node.methods) {
            methods.put(method.name + method.desc, method);
        }
    }

    static boolean isJdk(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        if (loader == null || loader == ClassLoader.getPlatformClassLoader()) {
            return true;
        }
        String module = type.getModule().getName();
        return module != null && (module.startsWith("java.") || module.startsWith("jdk."));
    }

    String binaryName() {
        return type.getName();
    }

    String sourceFile() {
        return node.sourceFile == null ? "" : node.sourceFile;
    }

    @Nullable
    MethodNode method(String name, String descriptor) {
        return methods.get(name + descriptor);
    }

    MethodCode code(MethodNode method) {
        return code.computeIfAbsent(method, m -> new MethodCode(this, m));
    }

    static boolean is(MethodNode method, int flag) {
        return (method.access & flag) != 0;
    }

    static boolean isAbstract(MethodNode method) {
        return is(method, Opcodes.ACC_ABSTRACT);
    }

    static String internalName(Class<?> type) {
        return Type.getInternalName(type);
    }
}
