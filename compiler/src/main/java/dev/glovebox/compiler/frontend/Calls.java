package dev.glovebox.compiler.frontend;

import dev.glovebox.compiler.diagnostic.Code;
import dev.glovebox.dsl.Tensor;
import java.lang.invoke.MethodHandleInfo;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.MethodInsnNode;

/**
 * Calls. On public data they run natively; on encrypted data the user's code is interpreted, and so are function objects;
 * {@link Intrinsics} knows some methods of the JDK, and the others are diagnostics.
 */
final class Calls {
    private final Interpreter interpreter;
    private final LiftingClassLoader loader;
    private final Trace trace;
    private final Heap heap;
    private final Natives natives;
    private final Intrinsics intrinsics;
    private final TensorOps tensors;
    private final Materializer materializer;
    private final Effects effects;
    private final Methods methods;
    private final Map<LambdaBody, MethodRef> bodies = new HashMap<>();
    private final Map<Object, Object> decomposed = new IdentityHashMap<>();

    Calls(
            Interpreter interpreter,
            LiftingClassLoader loader,
            Trace trace,
            Heap heap,
            Natives natives,
            Intrinsics intrinsics,
            TensorOps tensors) {
        this.interpreter = interpreter;
        this.loader = loader;
        this.trace = trace;
        this.heap = heap;
        this.natives = natives;
        this.intrinsics = intrinsics;
        this.tensors = tensors;
        this.materializer = new Materializer(this, heap, natives);
        this.methods = new Methods(loader);
        this.effects = new Effects(trace, heap);
    }

    void invoke(Frame frame, MethodInsnNode insn) {
        Class<?> caller = frame.code.owner.type;
        MethodRef ref = (MethodRef) frame.code.resolved[frame.pc];
        if (ref == null) {
            ref = new MethodRef(natives.load(insn.owner.replace('/', '.'), caller), insn.name, insn.desc, kind(insn));
            frame.code.resolved[frame.pc] = ref;
        }
        Arguments arguments = Arguments.pop(frame, ref.argumentTypes);
        if (ref.isConstructor()) {
            initialize(frame, ref, arguments, caller);
        } else {
            Virtual.Slot result = invoke(ref, arguments, caller);
            Values.push(frame, ref.result(), result.bits(), result.ref());
        }
    }

    private static int kind(MethodInsnNode insn) {
        return switch (insn.getOpcode()) {
            case Opcodes.INVOKESTATIC -> MethodHandleInfo.REF_invokeStatic;
            case Opcodes.INVOKEINTERFACE -> MethodHandleInfo.REF_invokeInterface;
            case Opcodes.INVOKEVIRTUAL -> MethodHandleInfo.REF_invokeVirtual;
            default ->
                insn.name.equals("<init>") ? MethodHandleInfo.REF_newInvokeSpecial : MethodHandleInfo.REF_invokeSpecial;
        };
    }

    /** Calls a method that is not a constructor. */
    Virtual.Slot invoke(MethodRef ref, Arguments arguments, Class<?> caller) {
        if (!ref.isStatic() && arguments.refs()[0] == null) {
            throw trace.thrown(new NullPointerException("cannot call " + ref.display() + " on null"));
        }
        Heap.Contents contents = contents(arguments);
        if (contents == Heap.Contents.PUBLIC && !Instrumentation.makesFunctions(ref.owner, ref.name)) {
            return heap.history.isBranching()
                    ? onOneSide(ref, arguments, caller)
                    : Values.slot(ref.result(), natives.call(ref, arguments.boxed(), caller));
        }
        MethodCode code = methods.select(ref, ref.isStatic() ? null : arguments.refs()[0]);
        if (code != null) {
            if (ref.isStatic()) {
                initialize(ref.owner);
            }
            return interpreter.run(code, arguments);
        }
        Virtual.Slot result = ref.isStatic() ? null : function(ref, arguments, caller);
        if (result == null) {
            result = intrinsics.call(ref, arguments);
        }
        if (result == null) {
            result = tensors.call(ref, arguments, caller, this);
        }
        if (result != null) {
            return result;
        }
        @Nullable
        Object @Nullable [] real = contents == Heap.Contents.ENCRYPTED ? null : materializer.real(arguments, caller);
        if (real != null) {
            return Values.slot(ref.result(), natives.call(ref, real, caller));
        }
        throw unsupported(ref);
    }

    /** A call on public data while other sides of branches wait: what user code changes gets versions if it is interpreted. */
    private Virtual.Slot onOneSide(MethodRef ref, Arguments arguments, Class<?> caller) {
        MethodCode code = methods.select(ref, ref.isStatic() ? null : arguments.refs()[0]);
        if (code != null && code.owner.user && !Tensor.class.getPackage().equals(ref.owner.getPackage())) {
            if (ref.isStatic()) {
                initialize(ref.owner);
            }
            return interpreter.run(code, arguments);
        }
        Virtual.Slot result = ref.isStatic() ? null : function(ref, arguments, caller);
        if (result == null && Intrinsics.writesArrays(ref)) {
            result = intrinsics.call(ref, arguments);
        }
        if (result == null) {
            effects.check(ref, arguments);
            Object value = natives.call(ref, arguments.boxed(), caller);
            effects.returned(value);
            result = Values.slot(ref.result(), value);
        }
        return result;
    }

    private RuntimeException unsupported(MethodRef ref) {
        boolean jdk = ClassFile.isJdk(ref.owner);
        return trace.failure(
                Code.UNSUPPORTED_CALL,
                ref.display() + " is called with encrypted data",
                jdk
                        ? "arithmetic, arrays, functions of Math such as exp, log, sqrt, abs, max, min and pow, or"
                                + " your own methods"
                        : "methods with a class file",
                jdk
                        ? "Call it on public data only, or write out what it does as a loop over arrays."
                        : "Make the class file of " + ref.owner.getName() + " available to the compiler.");
    }

    private Heap.Contents contents(Arguments arguments) {
        Heap.Contents most = Heap.Contents.PUBLIC;
        for (Object ref : arguments.refs()) {
            Heap.Contents contents = heap.contents(ref);
            if (contents.compareTo(most) > 0) {
                most = contents;
            }
        }
        return most;
    }

    private void initialize(Class<?> type) {
        if (ClassFile.isJdk(type)) {
            return;
        }
        try {
            Class.forName(type.getName(), true, type.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            throw trace.thrown(e);
        }
    }

    /** Calls a function object's body, or returns null if the receiver is none whose body is known. */
    private Virtual.@Nullable Slot function(MethodRef ref, Arguments arguments, Class<?> caller) {
        Object receiver = Objects.requireNonNull(arguments.refs()[0]);
        if (ref.owner == Object.class) {
            return null;
        }
        if (receiver instanceof Virtual.Lambda lambda) {
            return callBody(lambda.body, lambda.captured, ref, arguments);
        }
        LambdaBody body = loader.lambdaBody(receiver.getClass());
        if (body != null) {
            return callBody(body, captured(receiver, body), ref, arguments);
        }
        LiftingClassLoader.Composition composition = loader.composition(receiver);
        if (composition == null) {
            return null;
        }
        Object function = decomposed.get(receiver);
        if (function == null) {
            function = decompose(composition);
            decomposed.put(receiver, function);
        }
        @Nullable Object[] refs = arguments.refs().clone();
        refs[0] = function;
        return invoke(ref, new Arguments(arguments.types(), arguments.bits(), refs), caller);
    }

    private Object decompose(LiftingClassLoader.Composition composition) {
        Class<?> owner = composition.owner();
        boolean isStatic = Arrays.stream(owner.getMethods())
                .anyMatch(m -> m.getName().equals(composition.name())
                        && java.lang.reflect.Modifier.isStatic(m.getModifiers()));
        MethodRef ref = new MethodRef(
                owner,
                composition.name(),
                composition.descriptor(),
                isStatic ? MethodHandleInfo.REF_invokeStatic : MethodHandleInfo.REF_invokeInterface);
        Object[] values = composition.arguments();
        Arguments arguments = new Arguments(ref.argumentTypes, new long[values.length], values.clone());
        return Objects.requireNonNull(invoke(ref, arguments, owner).ref());
    }

    private static Arguments captured(Object lambda, LambdaBody body) {
        Field[] fields = lambda.getClass().getDeclaredFields();
        Field[] order = Arrays.stream(fields)
                .filter(f -> f.getName().startsWith("arg$"))
                .sorted(Comparator.comparingInt(
                        f -> Integer.parseInt(f.getName().substring(4))))
                .toArray(Field[]::new);
        List<Class<?>> types = body.factory().parameterList();
        if (order.length != types.size()) {
            throw new IllegalStateException("the JDK keeps captured values in another way");
        }
        long[] bits = new long[order.length];
        @Nullable Object[] refs = new @Nullable Object[order.length];
        for (int i = 0; i < order.length; i++) {
            order[i].setAccessible(true);
            try {
                Virtual.Slot slot = Values.slot(types.get(i), order[i].get(lambda));
                bits[i] = slot.bits();
                refs[i] = slot.ref();
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(e);
            }
        }
        return new Arguments(types, bits, refs);
    }

    /** @param arguments with the function object first */
    private Virtual.Slot callBody(LambdaBody body, Arguments captured, MethodRef ref, Arguments arguments) {
        MethodRef target =
                bodies.computeIfAbsent(body, b -> new MethodRef(b.owner(), b.name(), b.descriptor(), b.kind()));
        List<Class<?>> types = body.isConstructor() ? target.type.parameterList() : target.argumentTypes;
        Arguments all = captured.plus(arguments.from(1)).adapted(types, trace);
        if (body.isConstructor()) {
            return new Virtual.Slot(0, construct(target, all, body.owner()));
        }
        Virtual.Slot result = invoke(target, all, body.owner());
        return Adaptation.adapt(target.result(), ref.result(), result, trace);
    }

    /** Runs {@code <init>}: of an object that NEW announced, or of the superclass or another constructor of an object. */
    private void initialize(Frame frame, MethodRef ref, Arguments arguments, Class<?> caller) {
        Object receiver = Objects.requireNonNull(arguments.refs()[0]);
        if (receiver instanceof Virtual.Uninitialized) {
            frame.replace(receiver, construct(ref, arguments.from(1), caller));
        } else if (ref.owner != Object.class && ref.owner != Record.class) {
            MethodCode code = methods.select(ref, receiver);
            if (code == null) {
                throw trace.failure(
                        Code.UNSUPPORTED_CALL,
                        "an object with encrypted data has the superclass " + ref.owner.getName(),
                        "a class whose superclasses are your own",
                        "Keep the encrypted data in a class of its own.");
            }
            interpreter.run(code, arguments);
        }
    }

    /** Whether a class and its superclasses are the user's. */
    private static boolean isOwnClass(Class<?> type) {
        for (Class<?> c = type; c != Object.class && c != Record.class; c = c.getSuperclass()) {
            if (c == null || ClassFile.isJdk(c)) {
                return false;
            }
        }
        return true;
    }

    /** A new object; the arguments are without receiver. */
    Object construct(MethodRef ref, Arguments arguments, Class<?> caller) {
        Heap.Contents contents = contents(arguments);
        boolean interpreted = heap.history.isBranching() && isOwnClass(ref.owner);
        if (contents == Heap.Contents.PUBLIC && !interpreted) {
            return heap.own(Objects.requireNonNull(natives.call(ref, arguments.boxed(), caller)));
        }
        Virtual.Instance object = new Virtual.Instance(ref.owner);
        if (heap.history.isBranching()) {
            heap.own(object);
        }
        MethodCode code = methods.select(ref, object);
        if (code != null) {
            initialize(ref.owner);
            interpreter.run(code, Arguments.of(ref.owner, object).plus(arguments));
            return object;
        }
        @Nullable
        Object @Nullable [] real = contents == Heap.Contents.ENCRYPTED ? null : materializer.real(arguments, caller);
        if (real == null) {
            throw unsupported(ref);
        }
        return heap.own(Objects.requireNonNull(natives.call(ref, real, caller)));
    }

    /** Which method a call runs. */
    private record Methods(LiftingClassLoader loader) {
        /** The code that a call runs if it may be interpreted, or null. */
        @Nullable
        MethodCode select(MethodRef ref, @Nullable Object receiver) {
            ClassFile owner = loader.file(ref.owner);
            boolean fixed = !ref.isVirtual();
            if (owner != null && !fixed) {
                var declared = owner.method(ref.name, ref.descriptor);
                fixed = declared != null && ClassFile.is(declared, Opcodes.ACC_PRIVATE);
            }
            Class<?> start = fixed || receiver == null ? ref.owner : Interpreter.typeOf(receiver);
            MethodCode code = inSuperclasses(start, ref);
            return code == null ? inInterfaces(start, ref) : runnable(code);
        }

        private static @Nullable MethodCode runnable(MethodCode code) {
            boolean known = code.owner.user || code.owner.binaryName().startsWith("java.util.function.");
            return known && !ClassFile.is(code.node, Opcodes.ACC_NATIVE) ? code : null;
        }

        private @Nullable MethodCode inSuperclasses(Class<?> start, MethodRef ref) {
            for (Class<?> c = start; c != null; c = ref.isConstructor() ? null : c.getSuperclass()) {
                MethodCode code = declared(c, ref);
                if (code != null) {
                    return code;
                }
            }
            return null;
        }

        private @Nullable MethodCode declared(Class<?> type, MethodRef ref) {
            ClassFile file = loader.file(type);
            var method = file == null ? null : file.method(ref.name, ref.descriptor);
            return file == null || method == null || ClassFile.isAbstract(method) ? null : file.code(method);
        }

        private @Nullable MethodCode inInterfaces(Class<?> start, MethodRef ref) {
            List<Class<?>> all = new ArrayList<>();
            for (Class<?> c = start; c != null; c = c.getSuperclass()) {
                collect(c, all);
            }
            MethodCode best = null;
            for (Class<?> type : all) {
                MethodCode code = declared(type, ref);
                if (code != null && (best == null || best.owner.type.isAssignableFrom(type))) {
                    best = code;
                }
            }
            return best == null ? null : runnable(best);
        }

        private static void collect(Class<?> type, List<Class<?>> out) {
            for (Class<?> i : type.getInterfaces()) {
                if (!out.contains(i)) {
                    out.add(i);
                    collect(i, out);
                }
            }
        }
    }
}
