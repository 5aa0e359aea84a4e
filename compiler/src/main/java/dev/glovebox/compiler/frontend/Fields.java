package dev.glovebox.compiler.frontend;

import dev.glovebox.compiler.diagnostic.Code;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.FieldInsnNode;

/** Field access of interpreted code. */
final class Fields {
    private final Trace trace;
    private final Heap heap;
    private final Natives natives;
    private final Map<Class<?>, List<Ref>> instance = new HashMap<>();

    /** A resolved field; the key names it in {@link Virtual.Instance} and {@link Heap}. */
    record Ref(Field field, String key) {
        Class<?> type() {
            return field.getType();
        }

        boolean isStatic() {
            return Modifier.isStatic(field.getModifiers());
        }
    }

    Fields(Trace trace, Heap heap, Natives natives) {
        this.trace = trace;
        this.heap = heap;
        this.natives = natives;
    }

    void access(Frame frame, FieldInsnNode insn) {
        Ref ref = (Ref) frame.code.resolved[frame.pc];
        if (ref == null) {
            Class<?> caller = frame.code.owner.type;
            ref = reference(natives.load(insn.owner.replace('/', '.'), caller), insn.name);
            frame.code.resolved[frame.pc] = ref;
        }
        boolean put = insn.getOpcode() == Opcodes.PUTFIELD || insn.getOpcode() == Opcodes.PUTSTATIC;
        Virtual.Slot value = null;
        if (put) {
            frame.sp -= Arguments.slots(ref.type());
            value = new Virtual.Slot(frame.bits[frame.sp], frame.refs[frame.sp]);
        }
        Object object = ref.isStatic() ? null : frame.popRef();
        if (object == null && !ref.isStatic()) {
            throw trace.thrown(new NullPointerException("the object of field " + insn.name + " is null"));
        }
        if (value != null) {
            put(ref, object, value);
        } else {
            Virtual.Slot result = get(ref, object);
            Values.push(frame, ref.type(), result.bits(), result.ref());
        }
    }

    Virtual.Slot get(Ref ref, @Nullable Object target) {
        Object object = target;
        if (object instanceof Virtual.Instance v) {
            if (v.real == null) {
                Virtual.Slot slot = v.fields.get(ref.key);
                return slot == null ? new Virtual.Slot(0, null) : slot;
            }
            object = v.real;
        }
        if (ref.isStatic() && ref.field.getName().equals("$assertionsDisabled")) {
            return new Virtual.Slot(1, null);
        }
        Object hidden = object == null ? null : heap.field(object, ref.key);
        return hidden != null ? new Virtual.Slot(0, hidden) : Values.slot(ref.type(), read(ref, object));
    }

    private void put(Ref ref, @Nullable Object target, Virtual.Slot value) {
        if (heap.history.isBranching()) {
            heap.history.write(new Place.Variable(this, target, ref), heap.birth(target));
        }
        Object object = target;
        if (object instanceof Virtual.Instance v) {
            if (v.real == null) {
                write(ref, target, value);
                return;
            }
            object = v.real;
        }
        Heap.Contents contents = heap.contents(value.ref());
        if (contents == Heap.Contents.PUBLIC) {
            heap.link(object, value.ref());
        } else if (object == null || !heap.isWritable(object)) {
            throw sharedWrite("field " + ref.key.replace('#', '.'));
        }
        write(ref, object, value);
    }

    /** Writes a field without checks. */
    void write(Ref ref, @Nullable Object target, Virtual.Slot value) {
        Object object = target;
        if (object instanceof Virtual.Instance v) {
            if (v.real == null) {
                v.fields.put(ref.key, value);
                heap.stored();
                return;
            }
            object = v.real;
        }
        boolean hide = value.ref() instanceof Symbol || value.ref() instanceof Virtual;
        if (object != null) {
            heap.setField(object, ref.key, hide ? value.ref() : null);
        }
        if (!hide || !ref.type().isPrimitive()) {
            set(ref, object, hide ? null : Values.box(ref.type(), value.bits(), value.ref()));
        } else if (ref.type() == double.class || ref.type() == float.class) {
            set(ref, object, ref.type() == double.class ? (Object) Double.NaN : Float.NaN);
        }
        heap.stored();
    }

    RuntimeException sharedWrite(String what) {
        return trace.failure(
                Code.SHARED_STATE_WRITE,
                "encrypted data is stored in " + what + ", which existed before the call",
                "encrypted data only in objects that the circuit method makes",
                "Use a local variable or an object made inside the method; a circuit keeps nothing between calls.");
    }

    RuntimeException frozen() {
        return trace.failure(
                Code.BRANCH_ON_ENCRYPTED,
                "an array is written that a branch on encrypted data has chosen among several",
                "arrays that are only read after such a choice",
                "Copy the array before you write it, or choose among its elements.");
    }

    private @Nullable Object read(Ref ref, @Nullable Object object) {
        try {
            return ref.field.get(object);
        } catch (IllegalAccessException e) {
            throw trace.thrown(new IllegalAccessError(e.getMessage()));
        } catch (LinkageError e) {
            throw trace.thrown(e);
        }
    }

    private void set(Ref ref, @Nullable Object object, @Nullable Object value) {
        try {
            ref.field.set(object, value);
        } catch (IllegalAccessException e) {
            throw trace.thrown(new IllegalAccessError(e.getMessage()));
        } catch (LinkageError e) {
            throw trace.thrown(e);
        }
    }

    /** The instance fields of a class and its superclasses. */
    List<Ref> instance(Class<?> type) {
        return instance.computeIfAbsent(type, t -> {
            List<Ref> all = new ArrayList<>();
            for (Class<?> c = t; c != null && !ClassFile.isJdk(c); c = c.getSuperclass()) {
                for (Field field : c.getDeclaredFields()) {
                    if (!Modifier.isStatic(field.getModifiers())) {
                        all.add(reference(c, field.getName()));
                    }
                }
            }
            return all;
        });
    }

    /** A field by name, of a class or its superclasses. */
    Ref reference(Class<?> owner, String name) {
        Field field = find(owner, name);
        if (field == null) {
            throw trace.thrown(new NoSuchFieldError(owner.getName() + "." + name));
        }
        if (!Modifier.isPublic(field.getModifiers()) || !ClassFile.isJdk(field.getDeclaringClass())) {
            field.trySetAccessible();
        }
        return new Ref(field, key(field));
    }

    static String key(Field field) {
        return field.getDeclaringClass().getName() + "#" + field.getName();
    }

    private static @Nullable Field find(Class<?> owner, String name) {
        for (Class<?> c = owner; c != null; c = c.getSuperclass()) {
            for (Field field : c.getDeclaredFields()) {
                if (field.getName().equals(name)) {
                    return field;
                }
            }
            for (Class<?> i : c.getInterfaces()) {
                Field field = find(i, name);
                if (field != null) {
                    return field;
                }
            }
        }
        return null;
    }
}
