package dev.glovebox.compiler.emit;

import dev.glovebox.compiler.ir.SourceLocation;
import dev.glovebox.compiler.ir.slot.CircuitIr;
import dev.glovebox.compiler.ir.slot.SlotOp;
import dev.glovebox.compiler.schedule.Liveness;
import dev.glovebox.runtime.circuit.CircuitFiles;
import dev.glovebox.runtime.circuit.CircuitProgram;
import dev.glovebox.runtime.circuit.Constants;
import dev.glovebox.runtime.circuit.DiagonalMatrix;
import dev.glovebox.runtime.circuit.Evaluator;
import dev.glovebox.runtime.circuit.SlotVector;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Writes the class of a circuit: a {@link CircuitProgram} whose {@code evaluate} calls private static parts, each a run of calls
 * on the evaluator. Vectors live in one array, whose places are used again once their vector is released. Line numbers are
 * those of the model's source.
 *
 * <p>A part stays below 8,000 bytes of code, which the just-in-time compilers of HotSpot do not go beyond.
 */
public final class ProgramEmitter {
    /** Oldest class-file version that is written: Java 17. */
    public static final int MIN_MAJOR = Opcodes.V17;

    /** Factors of a sum from which on they are packed into a string. */
    private static final int PACKED = 4;

    /** Greatest weight of a part; see {@link #weight}. */
    private static final int PART_WEIGHT = 7000;

    private static final String EVALUATOR = Type.getInternalName(Evaluator.class);
    private static final String VALUE = Type.getInternalName(Evaluator.Value.class);
    private static final String CONSTANTS = Type.getInternalName(Constants.class);
    private static final Type VALUE_TYPE = Type.getType(Evaluator.Value.class);
    private static final Type VALUES_TYPE = Type.getType(Evaluator.Value[].class);
    private static final Type VECTOR_TYPE = Type.getType(SlotVector.class);
    private static final Type VECTORS_TYPE = Type.getType(SlotVector[].class);
    private static final Type DOUBLES_TYPE = Type.getType(double[].class);
    private static final Type HOISTED_TYPE = Type.getType(Evaluator.Hoisted.class);
    private static final Type MATRIX_TYPE = Type.getType(DiagonalMatrix.class);
    private static final String EVALUATE = Type.getMethodDescriptor(
            VALUES_TYPE, Type.getType(Evaluator.class), Type.getType(Constants.class), VALUES_TYPE);
    private static final String PART = Type.getMethodDescriptor(
            Type.VOID_TYPE, Type.getType(Evaluator.class), Type.getType(Constants.class), VALUES_TYPE, VALUES_TYPE);

    private final CircuitIr circuit;
    private final CircuitFiles files;
    private final int major;
    private final Registers registers;
    private final String name;

    private ProgramEmitter(CircuitIr circuit, CircuitFiles files, int major) {
        this.circuit = circuit;
        this.files = files;
        this.major = major;
        registers = Registers.allocate(circuit);
        name = files.programClass().replace('.', '/');
    }

    /**
     * The class file.
     *
     * @param files names the class
     * @param classFileMajor of the model; the class gets the same version, at least that of Java 17
     */
    public static byte[] emit(CircuitIr circuit, CircuitFiles files, int classFileMajor) {
        return new ProgramEmitter(circuit, files, Math.max(MIN_MAJOR, classFileMajor)).run();
    }

    private byte[] run() {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        writer.visit(
                major,
                Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL | Opcodes.ACC_SUPER | Opcodes.ACC_SYNTHETIC,
                name,
                null,
                Type.getInternalName(Object.class),
                new String[] {Type.getInternalName(CircuitProgram.class)});
        circuit.nodes().stream()
                .map(CircuitIr.Node::location)
                .filter(this::isOfModel)
                .findFirst()
                .ifPresent(location -> writer.visitSource(location.file(), null));
        writeConstructor(writer);
        List<CircuitIr.Node> nodes = circuit.nodes();
        List<Integer> starts = parts(nodes);
        writeEvaluate(writer, starts.size());
        for (int part = 0; part < starts.size(); part++) {
            writePart(writer, part, starts.get(part), part + 1 < starts.size() ? starts.get(part + 1) : nodes.size());
        }
        writer.visitEnd();
        return writer.toByteArray();
    }

    /** The first node of each part. */
    private static List<Integer> parts(List<CircuitIr.Node> nodes) {
        List<Integer> starts = new ArrayList<>();
        int weight = 0;
        for (int i = 0; i < nodes.size(); i++) {
            int own = weight(nodes.get(i).op());
            if (i == 0 || weight + own > PART_WEIGHT) {
                starts.add(i);
                weight = 0;
            }
            weight += own;
        }
        return starts;
    }

    /** At least the bytes of code of an operation with the releases of its operands. */
    private static int weight(SlotOp op) {
        return 36 + 36 * op.operands().size();
    }

    private boolean isOfModel(SourceLocation location) {
        return location.line() > 0 && location.className().replace('/', '.').equals(files.model());
    }

    private static void writeConstructor(ClassWriter writer) {
        MethodVisitor method = writer.visitMethod(Opcodes.ACC_PUBLIC, "<init>", "()V", null, null);
        method.visitCode();
        method.visitVarInsn(Opcodes.ALOAD, 0);
        method.visitMethodInsn(Opcodes.INVOKESPECIAL, Type.getInternalName(Object.class), "<init>", "()V", false);
        method.visitInsn(Opcodes.RETURN);
        method.visitMaxs(0, 0);
        method.visitEnd();
    }

    private void writeEvaluate(ClassWriter writer, int parts) {
        MethodVisitor method = writer.visitMethod(Opcodes.ACC_PUBLIC, "evaluate", EVALUATE, null, null);
        method.visitCode();
        Code code = new Code(method, 1, 2, 3, 4);
        code.pushInt(registers.count());
        method.visitTypeInsn(Opcodes.ANEWARRAY, VALUE);
        method.visitVarInsn(Opcodes.ASTORE, code.vectors);
        for (int part = 0; part < parts; part++) {
            for (int argument : new int[] {code.evaluator, code.constants, code.inputs, code.vectors}) {
                method.visitVarInsn(Opcodes.ALOAD, argument);
            }
            method.visitMethodInsn(Opcodes.INVOKESTATIC, name, "part" + part, PART, false);
        }
        code.pushInt(circuit.outputs().size());
        method.visitTypeInsn(Opcodes.ANEWARRAY, VALUE);
        for (int i = 0; i < circuit.outputs().size(); i++) {
            method.visitInsn(Opcodes.DUP);
            code.pushInt(i);
            code.load(circuit.outputs().get(i));
            method.visitInsn(Opcodes.AASTORE);
        }
        method.visitInsn(Opcodes.ARETURN);
        method.visitMaxs(0, 0);
        method.visitEnd();
    }

    private void writePart(ClassWriter writer, int part, int from, int to) {
        MethodVisitor method =
                writer.visitMethod(Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC, "part" + part, PART, null, null);
        method.visitCode();
        Code code = new Code(method, 0, 1, 2, 3);
        int line = 0;
        for (int i = from; i < to; i++) {
            CircuitIr.Node node = circuit.nodes().get(i);
            if (isOfModel(node.location()) && node.location().line() != line) {
                line = node.location().line();
                Label label = new Label();
                method.visitLabel(label);
                method.visitLineNumber(line, label);
            }
            code.write(i, node.op());
        }
        method.visitInsn(Opcodes.RETURN);
        method.visitMaxs(0, 0);
        method.visitEnd();
    }

    /** Instructions of one method, whose parameters stand in these local variables. */
    private final class Code {
        private final MethodVisitor method;
        private final int evaluator;
        private final int constants;
        private final int inputs;
        private final int vectors;

        Code(MethodVisitor method, int evaluator, int constants, int inputs, int vectors) {
            this.method = method;
            this.evaluator = evaluator;
            this.constants = constants;
            this.inputs = inputs;
            this.vectors = vectors;
        }

        void pushInt(int value) {
            if (value >= -1 && value <= 5) {
                method.visitInsn(Opcodes.ICONST_0 + value);
            } else if (value == (byte) value) {
                method.visitIntInsn(Opcodes.BIPUSH, value);
            } else if (value == (short) value) {
                method.visitIntInsn(Opcodes.SIPUSH, value);
            } else {
                method.visitLdcInsn(value);
            }
        }

        /** Pushes the vector that a node defines. */
        void load(int node) {
            if (circuit.nodes().get(node).op() instanceof SlotOp.Input(int index)) {
                method.visitVarInsn(Opcodes.ALOAD, inputs);
                pushInt(index);
            } else {
                method.visitVarInsn(Opcodes.ALOAD, vectors);
                pushInt(registers.of().get(node));
            }
            method.visitInsn(Opcodes.AALOAD);
        }

        void write(int node, SlotOp op) {
            if (!(op instanceof SlotOp.Input)) {
                method.visitVarInsn(Opcodes.ALOAD, vectors);
                pushInt(registers.of().get(node));
                method.visitVarInsn(Opcodes.ALOAD, evaluator);
                call(op, registers.releases().get(node));
                method.visitInsn(Opcodes.AASTORE);
            }
            for (int ended : registers.releases().get(node)) {
                if (!Liveness.consumes(op, ended, registers.releases().get(node))) {
                    method.visitVarInsn(Opcodes.ALOAD, evaluator);
                    load(ended);
                    invoke("release", Type.VOID_TYPE, VALUE_TYPE);
                }
            }
        }

        /** Pushes an operand, marked if the operation takes its last use. */
        private void operand(SlotOp op, int operand, List<Integer> ended) {
            if (Liveness.consumes(op, operand, ended)) {
                method.visitVarInsn(Opcodes.ALOAD, evaluator);
                load(operand);
                invoke("last", VALUE_TYPE, VALUE_TYPE);
            } else {
                load(operand);
            }
        }

        private void call(SlotOp op, List<Integer> ended) {
            switch (op) {
                case SlotOp.SumOfScalarProducts o -> {
                    array(VALUE_TYPE, o.operands(), x -> operand(op, x, ended));
                    factors(o.factors());
                    pushInt(o.level());
                    invoke("sumOfScalarProducts", VALUE_TYPE, VALUES_TYPE, DOUBLES_TYPE, Type.INT_TYPE);
                }
                case SlotOp.SumOfPlainProducts o -> {
                    array(VALUE_TYPE, o.operands(), x -> operand(op, x, ended));
                    array(VECTOR_TYPE, o.vectors(), v -> constant("vector", v, VECTOR_TYPE));
                    pushInt(o.level());
                    invoke("sumOfPlainProducts", VALUE_TYPE, VALUES_TYPE, VECTORS_TYPE, Type.INT_TYPE);
                }
                case SlotOp.SumOfProducts o -> {
                    array(VALUE_TYPE, o.left(), x -> operand(op, x, ended));
                    array(VALUE_TYPE, o.right(), x -> operand(op, x, ended));
                    invoke("sumOfProducts", VALUE_TYPE, VALUES_TYPE, VALUES_TYPE);
                }
                default -> {
                    op.operands().forEach(x -> operand(op, x, ended));
                    call(op);
                }
            }
        }

        /** Pushes a new array; in few entries of the constant pool, which has 65,535. */
        private void factors(List<Double> factors) {
            if (factors.size() < PACKED) {
                array(Type.DOUBLE_TYPE, factors, method::visitLdcInsn);
                return;
            }
            StringBuilder packed = new StringBuilder(4 * factors.size());
            for (double factor : factors) {
                long bits = Double.doubleToRawLongBits(factor);
                for (int k = 3; k >= 0; k--) {
                    packed.append((char) (bits >>> k * Character.SIZE));
                }
            }
            method.visitLdcInsn(packed.toString());
            method.visitMethodInsn(
                    Opcodes.INVOKESTATIC,
                    Type.getInternalName(CircuitProgram.class),
                    "doubles",
                    Type.getMethodDescriptor(DOUBLES_TYPE, Type.getType(String.class)),
                    true);
        }

        /** Pushes a new array. */
        private <T> void array(Type type, List<T> elements, Consumer<T> push) {
            pushInt(elements.size());
            if (type == Type.DOUBLE_TYPE) {
                method.visitIntInsn(Opcodes.NEWARRAY, Opcodes.T_DOUBLE);
            } else {
                method.visitTypeInsn(Opcodes.ANEWARRAY, type.getInternalName());
            }
            for (int i = 0; i < elements.size(); i++) {
                method.visitInsn(Opcodes.DUP);
                pushInt(i);
                push.accept(elements.get(i));
                method.visitInsn(type.getOpcode(Opcodes.IASTORE));
            }
        }

        private void call(SlotOp op) {
            switch (op) {
                case SlotOp.Input _,
                        SlotOp.SumOfScalarProducts _,
                        SlotOp.SumOfPlainProducts _,
                        SlotOp.SumOfProducts _ -> throw new IllegalArgumentException(op + " is written otherwise");
                case SlotOp.Add _ -> onVectors("add", 2);
                case SlotOp.Subtract _ -> onVectors("subtract", 2);
                case SlotOp.Multiply _ -> onVectors("multiply", 2);
                case SlotOp.Negate _ -> onVectors("negate", 1);
                case SlotOp.Relinearize _ -> onVectors("relinearize", 1);
                case SlotOp.Rescale _ -> onVectors("rescale", 1);
                case SlotOp.RelinearizeRescale _ -> onVectors("relinearizeRescale", 1);
                case SlotOp.Hoist _ -> invoke("hoist", HOISTED_TYPE, VALUE_TYPE);
                case SlotOp.AddPlain o -> withConstant("addPlain", "vector", o.vector(), VECTOR_TYPE);
                case SlotOp.MultiplyPlain o -> withConstant("multiplyPlain", "vector", o.vector(), VECTOR_TYPE);
                case SlotOp.LinearTransform o -> withConstant("linearTransform", "matrix", o.matrix(), MATRIX_TYPE);
                case SlotOp.AddScalar o -> withScalar("addScalar", o.scalar());
                case SlotOp.MultiplyScalar o -> withScalar("multiplyScalar", o.scalar());
                case SlotOp.MultiplyInteger o -> withInt("multiplyInteger", o.factor());
                case SlotOp.Rotate o -> withInt("rotate", o.steps());
                case SlotOp.Adjust o -> withInt("adjust", o.level());
            }
        }

        private void onVectors(String operation, int operands) {
            invoke(
                    operation,
                    VALUE_TYPE,
                    Collections.nCopies(operands, VALUE_TYPE).toArray(Type[]::new));
        }

        private void constant(String kind, int index, Type type) {
            method.visitVarInsn(Opcodes.ALOAD, constants);
            pushInt(index);
            method.visitMethodInsn(
                    Opcodes.INVOKEVIRTUAL, CONSTANTS, kind, Type.getMethodDescriptor(type, Type.INT_TYPE), false);
        }

        private void withConstant(String operation, String kind, int index, Type type) {
            constant(kind, index, type);
            invoke(operation, VALUE_TYPE, VALUE_TYPE, type);
        }

        private void withScalar(String operation, double scalar) {
            method.visitLdcInsn(scalar);
            invoke(operation, VALUE_TYPE, VALUE_TYPE, Type.DOUBLE_TYPE);
        }

        private void withInt(String operation, int value) {
            pushInt(value);
            invoke(operation, VALUE_TYPE, VALUE_TYPE, Type.INT_TYPE);
        }

        private void invoke(String operation, Type result, Type... arguments) {
            method.visitMethodInsn(
                    Opcodes.INVOKEINTERFACE, EVALUATOR, operation, Type.getMethodDescriptor(result, arguments), true);
        }
    }
}
