package dev.glovebox.compiler.frontend;

import dev.glovebox.compiler.diagnostic.Code;
import java.io.Serializable;
import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;

/** The {@code invokedynamic} instructions that javac emits. */
final class Dynamics {
    static final String SWITCHES = "java/lang/runtime/SwitchBootstraps";
    private static final String LAMBDAS = "java/lang/invoke/LambdaMetafactory";
    private static final String STRINGS = "java/lang/invoke/StringConcatFactory";
    private static final String RECORDS = "java/lang/runtime/ObjectMethods";
    private static final Set<String> KNOWN = Set.of(SWITCHES, LAMBDAS, STRINGS, RECORDS);

    private final Trace trace;
    private final Heap heap;
    private final Natives natives;

    /** A linked instruction. */
    private record Site(
            MethodType type,
            @Nullable MethodHandle target,
            @Nullable LambdaBody lambda) {}

    Dynamics(Trace trace, Heap heap, Natives natives) {
        this.trace = trace;
        this.heap = heap;
        this.natives = natives;
    }

    void invoke(Frame frame, InvokeDynamicInsnNode insn) {
        String bootstrap = insn.bsm.getOwner();
        if (!KNOWN.contains(bootstrap)) {
            throw unsupported(insn.bsm);
        }
        Class<?> caller = frame.code.owner.type;
        MethodType type = MethodType.fromMethodDescriptorString(insn.desc, caller.getClassLoader());
        Arguments arguments = Arguments.pop(frame, type.parameterList());
        Heap.Contents contents = Heap.Contents.PUBLIC;
        for (Object ref : arguments.refs()) {
            Heap.Contents c = heap.contents(ref);
            contents = c.compareTo(contents) > 0 ? c : contents;
        }
        boolean open = contents == Heap.Contents.PUBLIC;
        switch (bootstrap) {
            case LAMBDAS -> frame.pushRef(lambda(frame, insn, arguments, caller, open));
            case SWITCHES -> frame.pushInt(label(frame, insn, arguments, caller));
            case STRINGS -> {
                if (!open) {
                    throw text(trace);
                }
                frame.pushRef(link(frame, insn, arguments, caller));
            }
            default -> {
                if (!open) {
                    throw trace.failure(
                            Code.UNSUPPORTED_OPERATION,
                            "a record's " + insn.name + " looks at encrypted data",
                            "arithmetic and functions of Math on encrypted values",
                            "Compare or print the record on the client, after decryption.");
                }
                Values.pushBoxed(frame, type.returnType(), link(frame, insn, arguments, caller));
            }
        }
    }

    static RuntimeException text(Trace trace) {
        return trace.failure(
                Code.UNSUPPORTED_OPERATION,
                "text is made of encrypted data",
                "text made of public data",
                "Leave the encrypted value out of the text; only the client can see it.");
    }

    RuntimeException unsupported(Handle bootstrap) {
        return trace.failure(
                Code.UNSUPPORTED_BOOTSTRAP,
                "an instruction is linked by " + bootstrap.getOwner().replace('/', '.') + "." + bootstrap.getName(),
                "lambda expressions, text, records and switches as javac compiles them",
                "Compile the class with javac, or write the expression in another way.");
    }

    private @Nullable Object lambda(
            Frame frame, InvokeDynamicInsnNode insn, Arguments captured, Class<?> caller, boolean open) {
        if (open && caller.getClassLoader() instanceof LiftingClassLoader) {
            return link(frame, insn, captured, caller);
        }
        Site site = (Site) frame.code.resolved[frame.pc];
        LambdaBody body = site == null ? null : site.lambda;
        if (body == null) {
            Handle handle = (Handle) insn.bsmArgs[1];
            body = LambdaBody.of(
                    handle,
                    natives.load(handle.getOwner().replace('/', '.'), caller),
                    insn.name,
                    (MethodType) constant(insn.bsmArgs[0], caller),
                    (MethodType) constant(insn.bsmArgs[2], caller),
                    MethodType.fromMethodDescriptorString(insn.desc, caller.getClassLoader()));
            frame.code.resolved[frame.pc] = new Site(body.factory(), site == null ? null : site.target, body);
        }
        return new Virtual.Lambda(body, captured, markers(insn, caller));
    }

    /** The interfaces that an alternate metafactory adds. */
    private List<Class<?>> markers(InvokeDynamicInsnNode insn, Class<?> caller) {
        List<Class<?>> markers = new ArrayList<>();
        if (insn.bsm.getName().equals("altMetafactory")) {
            int flags = (Integer) insn.bsmArgs[3];
            if ((flags & LambdaMetafactory.FLAG_SERIALIZABLE) != 0) {
                markers.add(Serializable.class);
            }
            int count = (flags & LambdaMetafactory.FLAG_MARKERS) != 0 ? (Integer) insn.bsmArgs[4] : 0;
            for (int i = 0; i < count; i++) {
                markers.add((Class<?>) constant(insn.bsmArgs[5 + i], caller));
            }
        }
        return markers;
    }

    /** Index of the first label, from the restart index on, that the selector matches. */
    private int label(Frame frame, InvokeDynamicInsnNode insn, Arguments arguments, Class<?> caller) {
        Object selector = arguments.refs()[0];
        if (!(selector instanceof Virtual) && !(selector instanceof Symbol)) {
            return (Integer) Objects.requireNonNull(link(frame, insn, arguments, caller));
        }
        Class<?> type =
                selector instanceof Virtual v ? v.type() : arguments.types().getFirst();
        for (int i = (int) arguments.bits()[1]; i < insn.bsmArgs.length; i++) {
            boolean typed = insn.bsmArgs[i] instanceof Type || insn.bsmArgs[i] instanceof ConstantDynamic;
            if (typed && constant(insn.bsmArgs[i], caller) instanceof Class<?> label && matches(label, type)) {
                return i;
            }
        }
        return insn.bsmArgs.length;
    }

    private boolean matches(Class<?> label, Class<?> type) {
        if (label.isPrimitive() && label != type && label != double.class) {
            throw trace.failure(
                    Code.UNSUPPORTED_OPERATION,
                    "a pattern asks whether an encrypted value is a " + label,
                    "patterns of the value's own type",
                    "Match a double.");
        }
        return label.isAssignableFrom(type)
                || label == double.class
                || (type.isPrimitive()
                        && label.isAssignableFrom(
                                MethodType.methodType(type).wrap().returnType()));
    }

    /** Links the instruction as the JVM would, and runs it. */
    private @Nullable Object link(Frame frame, InvokeDynamicInsnNode insn, Arguments arguments, Class<?> caller) {
        Site site = (Site) frame.code.resolved[frame.pc];
        MethodHandle target = site == null ? null : site.target;
        if (target == null) {
            MethodType type = MethodType.fromMethodDescriptorString(insn.desc, caller.getClassLoader());
            target = Natives.spread(callSite(insn, type, caller).dynamicInvoker());
            frame.code.resolved[frame.pc] = new Site(type, target, site == null ? null : site.lambda);
        }
        return natives.invoke(target, arguments.boxed());
    }

    private CallSite callSite(InvokeDynamicInsnNode insn, MethodType type, Class<?> caller) {
        MethodHandles.Lookup lookup = natives.lookup(caller);
        List<Object> arguments = new ArrayList<>(List.of(lookup, insn.name, type));
        for (Object argument : insn.bsmArgs) {
            arguments.add(constant(argument, caller));
        }
        String owner = insn.bsm.getOwner().equals(LAMBDAS)
                ? ClassFile.internalName(RecordingBootstraps.class)
                : insn.bsm.getOwner();
        Handle bootstrap = new Handle(insn.bsm.getTag(), owner, insn.bsm.getName(), insn.bsm.getDesc(), false);
        try {
            return (CallSite) handle(bootstrap, caller).invokeWithArguments(arguments);
        } catch (Trace.Thrown | dev.glovebox.compiler.diagnostic.CompilationException e) {
            throw e;
        } catch (Throwable e) {
            throw trace.thrown(e);
        }
    }

    /** A constant of the class file as a bootstrap method gets it. */
    Object constant(Object value, Class<?> caller) {
        return switch (value) {
            case Type t
            when t.getSort() == Type.METHOD ->
                MethodType.fromMethodDescriptorString(t.getDescriptor(), caller.getClassLoader());
            case Type t -> natives.load(t.getInternalName().replace('/', '.'), caller);
            case Handle h -> handle(h, caller);
            case ConstantDynamic c -> dynamicConstant(c, caller);
            default -> value;
        };
    }

    private Object dynamicConstant(ConstantDynamic c, Class<?> caller) {
        if (!c.getBootstrapMethod().getOwner().equals(ClassFile.internalName(ConstantBootstraps.class))) {
            throw unsupported(c.getBootstrapMethod());
        }
        Object type = Type.getType(c.getDescriptor()).getSort() >= Type.ARRAY
                ? constant(Type.getType(c.getDescriptor()), caller)
                : Objects.requireNonNull(MethodType.fromMethodDescriptorString("()" + c.getDescriptor(), null)
                        .returnType());
        List<Object> arguments = new ArrayList<>(List.of(natives.lookup(caller), c.getName(), type));
        for (int i = 0; i < c.getBootstrapMethodArgumentCount(); i++) {
            arguments.add(constant(c.getBootstrapMethodArgument(i), caller));
        }
        try {
            return Objects.requireNonNull(handle(c.getBootstrapMethod(), caller).invokeWithArguments(arguments));
        } catch (Throwable e) {
            throw trace.thrown(e);
        }
    }

    private MethodHandle handle(Handle h, Class<?> caller) {
        Class<?> owner = h.getOwner().equals(ClassFile.internalName(RecordingBootstraps.class))
                ? RecordingBootstraps.class
                : natives.load(h.getOwner().replace('/', '.'), caller);
        MethodType type = MethodType.fromMethodDescriptorString(h.getDesc(), caller.getClassLoader());
        MethodHandles.Lookup lookup = natives.lookup(caller);
        try {
            return switch (h.getTag()) {
                case MethodHandleInfo.REF_invokeStatic -> lookup.findStatic(owner, h.getName(), type);
                case MethodHandleInfo.REF_newInvokeSpecial -> lookup.findConstructor(owner, type);
                case MethodHandleInfo.REF_invokeSpecial -> lookup.findSpecial(owner, h.getName(), type, caller);
                default -> lookup.findVirtual(owner, h.getName(), type);
            };
        } catch (ReflectiveOperationException e) {
            throw trace.thrown(new IncompatibleClassChangeError(e.getMessage()));
        }
    }
}
