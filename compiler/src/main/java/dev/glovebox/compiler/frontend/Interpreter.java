package dev.glovebox.compiler.frontend;

import dev.glovebox.compiler.CompilerOptions;
import dev.glovebox.compiler.diagnostic.Code;
import dev.glovebox.compiler.frontend.Branches.Target;
import dev.glovebox.compiler.frontend.Conditions.Condition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MultiANewArrayInsnNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/** Runs bytecode on values that are public or encrypted. */
final class Interpreter {
    /** Nested calls that are interpreted. */
    static final int MAX_DEPTH = 2000;

    private final CompilerOptions options;
    private final Trace trace;
    private final Natives natives;
    private final Arithmetic arithmetic;
    private final ArrayOps arrays;
    private final Fields fields;
    private final Calls calls;
    private final Dynamics dynamics;
    private final Decisions decisions;
    private final Branches branches;
    private long steps;

    /** @param precisionBits that the circuit asks for */
    Interpreter(
            CompilerOptions options,
            LiftingClassLoader loader,
            Trace trace,
            Algebra algebra,
            Heap heap,
            int precisionBits) {
        this.options = options;
        this.trace = trace;
        this.natives = new Natives(trace, heap);
        Conditions conditions = new Conditions(options.maxEntries(), () -> {
            throw limit(
                    "the conditions of branches on encrypted data have more than " + options.maxEntries() + " nodes",
                    "fewer branches that depend on each other, or a higher limit",
                    "Compute numbers on both sides instead of making later branches depend on earlier ones.");
        });
        this.decisions = new Decisions(algebra, conditions);
        this.arithmetic = new Arithmetic(trace, algebra, decisions);
        this.fields = new Fields(trace, heap, natives);
        this.arrays = new ArrayOps(trace, heap, fields);
        this.branches =
                new Branches(trace, heap, conditions, new Merge(trace, heap, arrays, fields, algebra, conditions));
        this.calls = new Calls(
                this,
                loader,
                trace,
                heap,
                natives,
                new Intrinsics(trace, algebra, decisions, arrays),
                new TensorOps(trace, algebra, heap, arrays, precisionBits));
        this.dynamics = new Dynamics(trace, heap, natives);
    }

    Fields fields() {
        return fields;
    }

    /** Instructions run so far. */
    long steps() {
        return steps;
    }

    /** Runs a method on its arguments, receiver first. */
    Virtual.Slot run(MethodCode code, Arguments arguments) {
        Frame caller = trace.top;
        if (caller != null && caller.depth >= MAX_DEPTH) {
            throw limit("calls are nested " + MAX_DEPTH + " deep", "recursion that ends sooner", "Write it as a loop.");
        }
        Frame frame = new Frame(code, caller);
        arguments.store(frame);
        trace.top = frame;
        try {
            while (true) {
                try {
                    return run(frame);
                } catch (Trace.Thrown thrown) {
                    handle(frame, thrown);
                }
            }
        } finally {
            trace.top = caller;
        }
    }

    private RuntimeException limit(String found, String expected, String wayOut) {
        return trace.failure(Code.LIMIT_EXCEEDED, found, expected, wayOut);
    }

    private void handle(Frame frame, Trace.Thrown thrown) {
        Object exception = thrown.exception;
        Class<?> type = exception instanceof Virtual v ? v.type() : exception.getClass();
        for (MethodCode.Handler handler : frame.code.handlers) {
            boolean covers = handler.start() <= frame.pc && frame.pc < handler.end();
            if (covers
                    && (handler.type() == null || resolve(handler.type(), frame).isAssignableFrom(type))) {
                int from = frame.pc;
                frame.clearStack();
                frame.pushRef(exception);
                frame.pc = handler.target();
                branches.moved(frame, from);
                return;
            }
        }
        throw frame.ways == null ? thrown : branches.thrown(thrown);
    }

    private Class<?> resolve(String internalName, Frame frame) {
        return natives.load(internalName.replace('/', '.'), frame.code.owner.type);
    }

    private Virtual.Slot run(Frame f) {
        AbstractInsnNode[] instructions = f.code.instructions;
        while (true) {
            if (++steps > options.maxSteps()) {
                throw limit(
                        "lifting took more than " + options.maxSteps() + " steps",
                        "a model that ends, or a higher limit",
                        "Check for an endless loop, or raise maxSteps.");
            }
            AbstractInsnNode insn = instructions[f.pc];
            int opcode = insn.getOpcode();
            if (opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN) {
                Virtual.Slot result = result(f, opcode);
                Virtual.Slot last = f.ways == null ? result : branches.returned(f, result);
                if (last != null) {
                    return last;
                }
                continue;
            }
            if (partsWays(f, insn, opcode)) {
                continue;
            }
            int from = f.pc;
            int next = jump(f, insn, opcode);
            if (next >= 0) {
                f.pc = next;
            } else {
                executeChecked(f, insn, opcode);
                f.pc++;
            }
            if (f.ways != null) {
                branches.moved(f, from);
            }
        }
    }

    /** Runs a jump that depends on encrypted data. */
    private boolean partsWays(Frame f, AbstractInsnNode insn, int opcode) {
        if (opcode >= Opcodes.IFEQ && opcode <= Opcodes.IF_ICMPLE) {
            boolean two = opcode >= Opcodes.IF_ICMPEQ;
            if (f.isEncrypted(1) || (two && f.isEncrypted(2))) {
                Scalar b = f.popInteger(false);
                Scalar a = two ? f.popInteger(false) : b;
                Condition taken = two ? decisions.test(opcode, a, b) : decisions.test(opcode, b);
                Target jump = new Target(taken, f.code.index(((JumpInsnNode) insn).label));
                Target next = new Target(decisions.conditions.not(taken), f.pc + 1);
                branches.part(f, List.of(next, jump), decisions.hasFewValues(two ? List.of(a, b) : List.of(b)));
                return true;
            }
        }
        if ((opcode == Opcodes.TABLESWITCH || opcode == Opcodes.LOOKUPSWITCH) && f.isEncrypted(1)) {
            branches.part(f, targets(f, insn, f.popInteger(false)), true);
            return true;
        }
        return false;
    }

    private List<Target> targets(Frame f, AbstractInsnNode insn, Scalar value) {
        Map<Integer, Condition> conditions = new LinkedHashMap<>();
        Condition none = decisions.conditions.always;
        for (int key : MethodCode.keys(insn)) {
            Condition equal = decisions.equal(value, key);
            none = decisions.conditions.and(none, decisions.conditions.not(equal));
            conditions.merge(f.code.switchTarget(insn, key), equal, decisions.conditions::or);
        }
        conditions.merge(f.code.defaultTarget(insn), none, decisions.conditions::or);
        return conditions.entrySet().stream()
                .map(e -> new Target(e.getValue(), e.getKey()))
                .toList();
    }

    private void executeChecked(Frame f, AbstractInsnNode insn, int opcode) {
        try {
            execute(f, insn, opcode);
        } catch (Frame.EncryptedInteger e) {
            throw encryptedInteger(opcode);
        }
    }

    private RuntimeException encryptedInteger(int opcode) {
        boolean index = (opcode >= Opcodes.IALOAD && opcode <= Opcodes.SALOAD)
                || (opcode >= Opcodes.IASTORE && opcode <= Opcodes.SASTORE)
                || (opcode >= Opcodes.NEWARRAY && opcode <= Opcodes.ANEWARRAY)
                || opcode == Opcodes.MULTIANEWARRAY;
        return index
                ? Arithmetic.index(trace)
                : trace.failure(
                        Code.UNSUPPORTED_OPERATION,
                        "an operation on an integer that depends on encrypted data",
                        "sums, products and comparisons of such integers, or any operation if the integer has few"
                                + " values",
                        "Compute with double, or with booleans.");
    }

    private static Virtual.Slot result(Frame f, int opcode) {
        if (opcode == Opcodes.RETURN) {
            return new Virtual.Slot(0, null);
        }
        f.sp -= opcode == Opcodes.LRETURN || opcode == Opcodes.DRETURN ? 2 : 1;
        return new Virtual.Slot(f.bits[f.sp], f.refs[f.sp]);
    }

    /** The next instruction if this one decides it, else -1. */
    private int jump(Frame f, AbstractInsnNode insn, int opcode) {
        if (opcode < Opcodes.IFEQ
                || (opcode > Opcodes.LOOKUPSWITCH && opcode < Opcodes.IFNULL)
                || opcode == Opcodes.RET) {
            return -1;
        }
        return switch (insn) {
            case JumpInsnNode j -> isTaken(f, opcode) ? f.code.index(j.label) : f.pc + 1;
            case TableSwitchInsnNode _, LookupSwitchInsnNode _ -> f.code.switchTarget(insn, f.popInt());
            default -> -1;
        };
    }

    private static boolean isTaken(Frame f, int opcode) {
        if (opcode == Opcodes.GOTO) {
            return true;
        }
        if (opcode == Opcodes.IFNULL || opcode == Opcodes.IFNONNULL) {
            return (f.popRef() == null) == (opcode == Opcodes.IFNULL);
        }
        if (opcode == Opcodes.IF_ACMPEQ || opcode == Opcodes.IF_ACMPNE) {
            Object right = f.popRef();
            return (f.popRef() == right) == (opcode == Opcodes.IF_ACMPEQ);
        }
        int b = opcode >= Opcodes.IF_ICMPEQ ? f.popInt() : 0;
        int a = f.popInt();
        return switch (opcode) {
            case Opcodes.IFEQ, Opcodes.IF_ICMPEQ -> a == b;
            case Opcodes.IFNE, Opcodes.IF_ICMPNE -> a != b;
            case Opcodes.IFLT, Opcodes.IF_ICMPLT -> a < b;
            case Opcodes.IFGE, Opcodes.IF_ICMPGE -> a >= b;
            case Opcodes.IFGT, Opcodes.IF_ICMPGT -> a > b;
            case Opcodes.IFLE, Opcodes.IF_ICMPLE -> a <= b;
            default -> throw new IllegalStateException("not supported: instruction " + opcode);
        };
    }

    private void execute(Frame f, AbstractInsnNode insn, int opcode) {
        switch (insn) {
            case VarInsnNode v -> local(f, v, opcode);
            case FieldInsnNode access -> fields.access(f, access);
            case MethodInsnNode call -> calls.invoke(f, call);
            case IincInsnNode i -> increment(f, i);
            case LdcInsnNode ldc -> constant(f, ldc.cst);
            case IntInsnNode i -> {
                if (opcode == Opcodes.NEWARRAY) {
                    f.pushRef(arrays.create(primitive(i.operand), f.popInt()));
                } else {
                    f.pushInt(i.operand);
                }
            }
            case TypeInsnNode t -> type(f, t, opcode);
            case InvokeDynamicInsnNode d -> dynamics.invoke(f, d);
            case MultiANewArrayInsnNode m -> multiArray(f, m);
            default -> simple(f, opcode);
        }
    }

    private void increment(Frame f, IincInsnNode insn) {
        if (f.refs[insn.var] instanceof Symbol symbol) {
            f.refs[insn.var] = arithmetic.sum(symbol, insn.incr);
        } else {
            f.bits[insn.var] = (int) (f.bits[insn.var] + insn.incr);
        }
    }

    private static void local(Frame f, VarInsnNode insn, int opcode) {
        if (opcode <= Opcodes.ALOAD) {
            int slots = opcode == Opcodes.LLOAD || opcode == Opcodes.DLOAD ? 2 : 1;
            f.bits[f.sp] = f.bits[insn.var];
            f.refs[f.sp] = f.refs[insn.var];
            f.sp += slots;
        } else {
            f.sp -= opcode == Opcodes.LSTORE || opcode == Opcodes.DSTORE ? 2 : 1;
            f.bits[insn.var] = f.bits[f.sp];
            f.refs[insn.var] = f.refs[f.sp];
        }
    }

    private void constant(Frame f, Object value) {
        switch (value) {
            case Double d -> f.pushDouble(d);
            case Integer i -> f.pushInt(i);
            case Long l -> f.pushLong(l);
            case Float x -> f.pushFloat(x);
            case String s -> f.pushRef(s.intern());
            case Type t when t.getSort() != Type.METHOD -> f.pushRef(resolve(t.getInternalName(), f));
            case ConstantDynamic c -> throw dynamics.unsupported(c.getBootstrapMethod());
            default -> f.pushRef(dynamics.constant(value, f.code.owner.type));
        }
    }

    private static Class<?> primitive(int operand) {
        return switch (operand) {
            case Opcodes.T_BOOLEAN -> boolean.class;
            case Opcodes.T_CHAR -> char.class;
            case Opcodes.T_FLOAT -> float.class;
            case Opcodes.T_DOUBLE -> double.class;
            case Opcodes.T_BYTE -> byte.class;
            case Opcodes.T_SHORT -> short.class;
            case Opcodes.T_INT -> int.class;
            default -> long.class;
        };
    }

    private void type(Frame f, TypeInsnNode insn, int opcode) {
        Class<?> type = (Class<?>) f.code.resolved[f.pc];
        if (type == null) {
            type = resolve(insn.desc, f);
            f.code.resolved[f.pc] = type;
        }
        switch (opcode) {
            case Opcodes.NEW -> f.pushRef(new Virtual.Uninitialized(type));
            case Opcodes.ANEWARRAY -> f.pushRef(arrays.create(type, f.popInt()));
            case Opcodes.INSTANCEOF -> {
                Object object = f.popRef();
                f.pushInt(object != null && isInstance(type, object) ? 1 : 0);
            }
            default -> {
                Object object = f.refs[f.sp - 1];
                if (object != null && !isInstance(type, object)) {
                    throw trace.thrown(
                            new ClassCastException(typeOf(object).getName() + " is not a " + type.getName()));
                }
            }
        }
    }

    static Class<?> typeOf(Object object) {
        return object instanceof Virtual v ? v.type() : object.getClass();
    }

    private static boolean isInstance(Class<?> type, Object object) {
        return object instanceof Virtual v ? v.isInstance(type) : type.isInstance(object);
    }

    private void multiArray(Frame f, MultiANewArrayInsnNode insn) {
        int[] lengths = new int[insn.dims];
        for (int i = insn.dims - 1; i >= 0; i--) {
            lengths[i] = f.popInt();
        }
        Class<?> component = resolve(insn.desc, f);
        for (int i = 0; i < insn.dims; i++) {
            component = Objects.requireNonNull(component.getComponentType());
        }
        f.pushRef(arrays.create(component, lengths));
    }

    private void simple(Frame f, int opcode) {
        if (opcode >= Opcodes.IADD && opcode <= Opcodes.DCMPG) {
            arithmetic.execute(f, opcode);
        } else if (opcode >= Opcodes.IALOAD && opcode <= Opcodes.SALOAD) {
            arrays.load(f, opcode);
        } else if (opcode >= Opcodes.IASTORE && opcode <= Opcodes.SASTORE) {
            arrays.store(f, opcode);
        } else if (opcode <= Opcodes.DCONST_1) {
            smallConstant(f, opcode);
        } else {
            stack(f, opcode);
        }
    }

    private static void smallConstant(Frame f, int opcode) {
        if (opcode == Opcodes.ACONST_NULL) {
            f.pushRef(null);
        } else if (opcode >= Opcodes.ICONST_M1 && opcode <= Opcodes.ICONST_5) {
            f.pushInt(opcode - Opcodes.ICONST_0);
        } else if (opcode == Opcodes.LCONST_0 || opcode == Opcodes.LCONST_1) {
            f.pushLong(opcode - Opcodes.LCONST_0);
        } else if (opcode >= Opcodes.FCONST_0 && opcode <= Opcodes.FCONST_2) {
            f.pushFloat(opcode - Opcodes.FCONST_0);
        } else if (opcode != Opcodes.NOP) {
            f.pushDouble(opcode - Opcodes.DCONST_0);
        }
    }

    private void stack(Frame f, int opcode) {
        switch (opcode) {
            case Opcodes.POP -> f.sp--;
            case Opcodes.POP2 -> f.sp -= 2;
            case Opcodes.DUP -> f.duplicate(1, 0);
            case Opcodes.DUP_X1 -> f.duplicate(1, 1);
            case Opcodes.DUP_X2 -> f.duplicate(1, 2);
            case Opcodes.DUP2 -> f.duplicate(2, 0);
            case Opcodes.DUP2_X1 -> f.duplicate(2, 1);
            case Opcodes.DUP2_X2 -> f.duplicate(2, 2);
            case Opcodes.SWAP -> f.swap();
            case Opcodes.ARRAYLENGTH -> f.pushInt(arrays.length(f));
            case Opcodes.ATHROW -> throw trace.thrown(nonNull(f.popRef()));
            case Opcodes.MONITORENTER, Opcodes.MONITOREXIT -> nonNull(f.popRef());
            default -> throw new IllegalStateException("not supported: instruction " + opcode);
        }
    }

    private Object nonNull(@Nullable Object object) {
        if (object == null) {
            throw trace.thrown(new NullPointerException());
        }
        return object;
    }
}
