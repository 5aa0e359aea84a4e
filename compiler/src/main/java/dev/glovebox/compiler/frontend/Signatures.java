package dev.glovebox.compiler.frontend;

import dev.glovebox.compiler.diagnostic.Code;
import dev.glovebox.compiler.diagnostic.CompilationException;
import dev.glovebox.compiler.diagnostic.Diagnostic;
import dev.glovebox.compiler.ir.SourceLocation;
import dev.glovebox.dsl.Circuit;
import dev.glovebox.dsl.Encrypted;
import dev.glovebox.dsl.Outside;
import dev.glovebox.dsl.Packing;
import dev.glovebox.dsl.Public;
import dev.glovebox.dsl.Tensor;
import dev.glovebox.runtime.circuit.CircuitSignature.ElementRange;
import dev.glovebox.runtime.circuit.CircuitSignature.Parameter;
import dev.glovebox.runtime.circuit.DataType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodNode;

/** Reads the annotations of a circuit method. */
final class Signatures {
    private static final String TYPES = "double, double[], double[][], Tensor or a record of those";

    private final Method method;
    private final @Nullable MethodNode node;
    private final SourceLocation location;

    Signatures(Method method, @Nullable ClassFile file) {
        this.method = method;
        this.node =
                file == null ? null : file.method(method.getName(), org.objectweb.asm.Type.getMethodDescriptor(method));
        this.location = new SourceLocation(
                method.getDeclaringClass().getName(),
                method.getName(),
                file == null ? "" : file.sourceFile(),
                firstLine(node));
    }

    private static int firstLine(@Nullable MethodNode node) {
        if (node != null) {
            for (var insn : node.instructions) {
                if (insn instanceof LineNumberNode line) {
                    return line.line;
                }
            }
        }
        return 0;
    }

    /** The one annotated method of that name, of the class or a superclass. */
    static Method find(Class<?> model, String name, @Nullable ClassFile file) {
        List<Method> found = new ArrayList<>();
        boolean plain = false;
        for (Class<?> c = model; c != null && found.isEmpty(); c = c.getSuperclass()) {
            for (Method m : c.getDeclaredMethods()) {
                boolean named = m.getName().equals(name) && !m.isBridge();
                plain |= named;
                if (named && m.isAnnotationPresent(Circuit.class)) {
                    found.add(m);
                }
            }
        }
        if (found.size() == 1 && !Modifier.isAbstract(found.getFirst().getModifiers())) {
            return found.getFirst();
        }
        SourceLocation at = new SourceLocation(model.getName(), name, file == null ? "" : file.sourceFile(), 0);
        String what = found.size() > 1
                ? "several methods " + name + " have @Circuit"
                : !found.isEmpty()
                        ? "the circuit method " + name + " is abstract"
                        : plain ? "the method " + name + " has no @Circuit" : "there is no method " + name;
        throw new CompilationException(new Diagnostic(
                Code.BAD_ANNOTATION,
                at,
                what + " in " + model.getName(),
                "one method of that name with @Circuit and a body",
                "Annotate one method, and give overloads other names.",
                List.of(at)));
    }

    SourceLocation location() {
        return location;
    }

    int precisionBits() {
        int bits = method.getAnnotation(Circuit.class).precisionBits();
        if (bits < 4 || bits > 30) {
            throw bad(Code.BAD_ANNOTATION, "precisionBits is " + bits, "4 to 30", "Ask for a precision in that range.");
        }
        return bits;
    }

    Packing packing() {
        return method.getAnnotation(Circuit.class).packing();
    }

    private CompilationException bad(Code code, String found, String expected, String wayOut) {
        return new CompilationException(new Diagnostic(code, location, found, expected, wayOut, List.of(location)));
    }

    List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>();
        Class<?>[] types = method.getParameterTypes();
        for (int i = 0; i < types.length; i++) {
            String name = name(i);
            Encrypted encrypted = method.getParameters()[i].getAnnotation(Encrypted.class);
            if (encrypted == null) {
                parameters.add(supplied(name, types[i], method.getParameters()[i].getAnnotation(Public.class)));
            } else {
                parameters.add(
                        types[i].isRecord() ? structure(name, types[i]) : leaf(name, types[i], Declared.of(encrypted)));
            }
        }
        if (parameters.stream().allMatch(Parameter::supplied)) {
            throw bad(
                    Code.UNSUPPORTED_TYPE,
                    "the circuit method " + method.getName() + " has no "
                            + (parameters.isEmpty() ? "parameter" : "encrypted parameter"),
                    "an @Encrypted parameter",
                    "Give it the data to be encrypted.");
        }
        Class<?> result = method.getReturnType();
        if (!isLeaf(result) && !(result.isRecord() && componentsAreLeaves(result))) {
            throw bad(
                    Code.UNSUPPORTED_TYPE,
                    "the circuit method returns " + result.getSimpleName(),
                    TYPES,
                    "Return encrypted results as numbers.");
        }
        return parameters;
    }

    /** A public parameter; without an annotation it is a double in the default range. */
    private Parameter supplied(String name, Class<?> type, @Nullable Public annotation) {
        if (annotation == null && type != double.class) {
            throw bad(
                    Code.UNSUPPORTED_TYPE,
                    "the parameter " + name + " has neither @Encrypted nor @Public",
                    "@Encrypted with shape and range, or @Public with them for data that the server supplies",
                    "Annotate it, or make public data a field of the model.");
        }
        Declared declared = annotation == null
                ? new Declared(
                        "@Public", new int[0], new double[] {-1}, new double[] {1}, new double[0], Outside.REFUSE)
                : new Declared(
                        "@Public",
                        annotation.shape(),
                        annotation.min(),
                        annotation.max(),
                        new double[0],
                        Outside.REFUSE);
        Parameter parameter = leaf(name, type, declared);
        return new Parameter(name, parameter.type(), parameter.elements(), true);
    }

    /** What an annotation of a parameter says. */
    private record Declared(
            String annotation, int[] shape, double[] min, double[] max, double[] step, Outside outside) {
        static Declared of(Encrypted encrypted) {
            return new Declared(
                    "@Encrypted",
                    encrypted.shape(),
                    encrypted.min(),
                    encrypted.max(),
                    encrypted.step(),
                    encrypted.outside());
        }
    }

    private static boolean isLeaf(Class<?> type) {
        return type == double.class || type == double[].class || type == double[][].class || type == Tensor.class;
    }

    private static boolean componentsAreLeaves(Class<?> type) {
        return type.getRecordComponents().length > 0
                && Arrays.stream(type.getRecordComponents()).allMatch(c -> isLeaf(c.getType()));
    }

    /** The name in the source, as far as the class file has it. */
    private String name(int parameter) {
        if (method.getParameters()[parameter].isNamePresent()) {
            return method.getParameters()[parameter].getName();
        }
        int slot = Modifier.isStatic(method.getModifiers()) ? 0 : 1;
        for (int i = 0; i < parameter; i++) {
            slot += Arguments.slots(method.getParameterTypes()[i]);
        }
        if (node != null && node.localVariables != null) {
            for (LocalVariableNode variable : node.localVariables) {
                if (variable.index == slot && node.instructions.indexOf(variable.start) <= 1) {
                    return variable.name;
                }
            }
        }
        return "arg" + parameter;
    }

    private Parameter structure(String name, Class<?> type) {
        List<DataType.Component> components = new ArrayList<>();
        List<ElementRange> ranges = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            String label = name + "." + component.getName();
            Encrypted encrypted = component.getAnnotation(Encrypted.class);
            if (encrypted == null) {
                throw bad(
                        Code.UNSUPPORTED_TYPE,
                        "the record component " + label + " has no @Encrypted",
                        "@Encrypted on every component",
                        "Annotate it, or make public data a field of the model.");
            }
            Parameter leaf = leaf(label, component.getType(), Declared.of(encrypted));
            components.add(new DataType.Component(component.getName(), leaf.type()));
            ranges.addAll(leaf.elements());
        }
        if (components.isEmpty()) {
            throw bad(
                    Code.UNSUPPORTED_TYPE,
                    "the record " + type.getSimpleName() + " is empty",
                    TYPES,
                    "Give it components.");
        }
        return new Parameter(name, new DataType.Structure(type.getName(), components), ranges);
    }

    private Parameter leaf(String name, Class<?> type, Declared encrypted) {
        if (!isLeaf(type)) {
            throw bad(
                    Code.UNSUPPORTED_TYPE,
                    name + " has the type " + type.getSimpleName(),
                    TYPES,
                    "Convert it to double on the client.");
        }
        int[] shape = encrypted.shape();
        int dimensions =
                type == double.class ? 0 : type == double[].class ? 1 : type == double[][].class ? 2 : shape.length;
        boolean positive = Arrays.stream(shape).allMatch(n -> n > 0);
        long size = Arrays.stream(shape).asLongStream().reduce(1, (a, b) -> Math.min(a * b, Integer.MAX_VALUE));
        if (shape.length != dimensions || !positive || size == Integer.MAX_VALUE) {
            throw bad(
                    Code.BAD_ANNOTATION,
                    encrypted.annotation() + " of " + name + " has the shape " + Arrays.toString(shape) + " for "
                            + type.getSimpleName(),
                    dimensions == 0 ? "no shape" : dimensions + " positive length" + (dimensions > 1 ? "s" : ""),
                    dimensions == 0 ? "Remove shape." : "Declare shape as the array's lengths.");
        }
        return new Parameter(name, dataType(type, shape), ranges(name, dataType(type, shape), encrypted));
    }

    private static DataType dataType(Class<?> type, int[] shape) {
        if (type == Tensor.class) {
            return new DataType.Tensor(Arrays.stream(shape).boxed().toList());
        }
        return switch (shape.length) {
            case 0 -> new DataType.Scalar();
            case 1 -> new DataType.Vector(shape[0]);
            default -> new DataType.Matrix(shape[0], shape[1]);
        };
    }

    private List<ElementRange> ranges(String name, DataType type, Declared encrypted) {
        double[] min = encrypted.min();
        double[] max = encrypted.max();
        int size = type.size();
        if (min.length == 0 || max.length == 0) {
            throw bad(
                    Code.MISSING_RANGE,
                    encrypted.annotation() + " of " + name + " has no " + (min.length == 0 ? "min" : "max"),
                    "the range of the data",
                    "Declare min and max: one value, or one for each element.");
        }
        if ((min.length != 1 && min.length != size) || (max.length != 1 && max.length != size)) {
            throw bad(
                    Code.BAD_ANNOTATION,
                    encrypted.annotation() + " of " + name + " has " + min.length + " min and " + max.length + " max",
                    "one value, or " + size,
                    "Declare one value, or one for each element.");
        }
        double[] step = encrypted.step();
        boolean steps = Arrays.stream(step).allMatch(s -> s >= 0 && Double.isFinite(s));
        if (step.length > 1 && step.length != size || !steps) {
            throw bad(
                    Code.BAD_ANNOTATION,
                    encrypted.annotation() + " of " + name + " has the step " + Arrays.toString(step),
                    "one number that is at least 0, or " + size,
                    "Declare the distance of the values that the data can have.");
        }
        List<ElementRange> ranges = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            double lo = min[min.length == 1 ? 0 : i];
            double hi = max[max.length == 1 ? 0 : i];
            if (!Double.isFinite(lo) || !Double.isFinite(hi) || lo > hi) {
                throw bad(
                        Code.BAD_ANNOTATION,
                        encrypted.annotation() + " of " + name + " has the range [" + lo + ", " + hi + "]",
                        "finite numbers, min at most max",
                        "Declare the range that the data can have.");
            }
            double distance = step.length == 0 ? 0 : step[step.length == 1 ? 0 : i];
            ranges.add(new ElementRange(label(name, type, i), lo, hi, encrypted.outside(), distance));
        }
        return ranges;
    }

    private static String label(String name, DataType type, int element) {
        return switch (type) {
            case DataType.Vector v -> name + "[" + element + "]";
            case DataType.Matrix m -> name + "[" + element / m.columns() + "][" + element % m.columns() + "]";
            case DataType.Tensor t -> name + index(t.shape(), element);
            default -> name;
        };
    }

    private static String index(List<Integer> shape, int element) {
        String index = "";
        int rest = element;
        for (int length : shape.reversed()) {
            index = "[" + rest % length + "]" + index;
            rest /= length;
        }
        return index;
    }

    /** Whether the class file lacks the code of the method. */
    boolean hasNoCode() {
        return node == null || (node.access & Opcodes.ACC_NATIVE) != 0;
    }
}
