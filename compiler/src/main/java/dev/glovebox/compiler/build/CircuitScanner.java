package dev.glovebox.compiler.build;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Finds the annotated methods of a folder of class files, without loading a class. */
public final class CircuitScanner {
    private static final String ANNOTATION = "Ldev/glovebox/dsl/Circuit;";
    private static final byte[] ANNOTATION_BYTES = ANNOTATION.getBytes(StandardCharsets.UTF_8);

    private CircuitScanner() {}

    /** The methods that carry {@code @Circuit}, in order of their names; overloads count once. */
    public static SortedSet<CircuitMethod> scan(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return new TreeSet<>();
        }
        List<Path> classes;
        try (Stream<Path> files = Files.walk(folder)) {
            classes = files.filter(file -> file.toString().endsWith(".class")).toList();
        }
        SortedSet<CircuitMethod> found = new TreeSet<>();
        for (Path file : classes) {
            byte[] bytes = Files.readAllBytes(file);
            if (contains(bytes, ANNOTATION_BYTES)) {
                scan(bytes, found);
            }
        }
        return found;
    }

    /** The methods of one class file that carry {@code @Circuit}. */
    public static SortedSet<CircuitMethod> scan(byte[] classFile) {
        SortedSet<CircuitMethod> found = new TreeSet<>();
        scan(classFile, found);
        return found;
    }

    private static void scan(byte[] classFile, SortedSet<CircuitMethod> found) {
        ClassReader reader = new ClassReader(classFile);
        String model = reader.getClassName().replace('/', '.');
        ClassVisitor visitor = new ClassVisitor(Opcodes.ASM9) {
            @Override
            public MethodVisitor visitMethod(
                    int access,
                    String name,
                    String descriptor,
                    @Nullable String signature,
                    String @Nullable [] exceptions) {
                return new MethodVisitor(Opcodes.ASM9) {
                    @Override
                    public @Nullable AnnotationVisitor visitAnnotation(String annotation, boolean visible) {
                        if (annotation.equals(ANNOTATION) && (access & Opcodes.ACC_SYNTHETIC) == 0) {
                            found.add(new CircuitMethod(model, name));
                        }
                        return null;
                    }
                };
            }
        };
        reader.accept(visitor, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    }

    /** A class that uses the annotation has its descriptor in the constant pool; most classes do not. */
    private static boolean contains(byte[] bytes, byte[] part) {
        for (int i = 0; i + part.length <= bytes.length; i++) {
            int j = 0;
            while (j < part.length && bytes[i + j] == part[j]) {
                j++;
            }
            if (j == part.length) {
                return true;
            }
        }
        return false;
    }
}
