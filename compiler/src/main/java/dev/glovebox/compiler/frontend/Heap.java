package dev.glovebox.compiler.frontend;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What lifting knows about objects beyond their real contents: encrypted elements and fields, by identity, and which objects
 * were made while lifting. The real slot of an encrypted element holds NaN, or null for a reference.
 */
final class Heap {
    private final Map<Object, State> states = new IdentityHashMap<>();
    private final Map<Class<?>, List<Field>> fieldsOf = new HashMap<>();
    private final Supplier<List<Class<?>>> classes;
    private @Nullable Object model;
    private boolean frozen;
    private boolean hidesIntegers;
    final History history = new History();

    /** Grows whenever an object that held nothing encrypted may have come to hold something. */
    private long version = 1;

    private static final class State {
        /** Made while lifting and, for all we know, not reachable from shared state. */
        boolean owned;

        /** Reachable from the model before the call; such an object never holds encrypted data. */
        boolean shared;

        @Nullable
        Object @Nullable [] elements;

        @Nullable
        Map<String, Object> fields;

        int hidden;

        /** The version at which nothing encrypted was reachable from it. */
        long cleanAt;

        /** When it was made, by {@link History#birth}. */
        long birth;

        /** Whether a copy of it stands for it since the sides of a branch came together, or it is that copy. */
        boolean frozen;
    }

    /** @param classes the user's classes that are loaded; their static fields are shared state */
    Heap(Supplier<List<Class<?>>> classes) {
        this.classes = classes;
    }

    private State state(Object object) {
        return states.computeIfAbsent(object, o -> new State());
    }

    /** Declares what existed before the call. */
    void share(@Nullable Object instance) {
        model = instance;
        if (instance != null) {
            walk(instance, o -> {
                state(o).shared = true;
                return true;
            });
        }
    }

    /** Declares that the interpreter itself made an object. */
    <T> T own(T object) {
        State state = state(object);
        state.owned = true;
        state.birth = history.birth();
        return object;
    }

    /** When an object was made, by {@link History#birth}; 0 if before all branches. */
    long birth(@Nullable Object object) {
        State state = states.get(object);
        return state == null ? 0 : state.birth;
    }

    /** Forbids to write an array. */
    void freeze(Object array) {
        state(array).frozen = true;
        frozen = true;
    }

    boolean isFrozen(Object array) {
        State state = frozen ? states.get(array) : null;
        return state != null && state.frozen;
    }

    /** What stands for an array element, or null if the real array has it. */
    @Nullable
    Object element(Object array, int index) {
        State state = states.get(array);
        return state == null || state.elements == null ? null : state.elements[index];
    }

    /** Whether some array of integers holds encrypted ones. */
    boolean hidesIntegers() {
        return hidesIntegers;
    }

    /** Puts an encrypted or virtual value, or none, in place of an array element. */
    void setElement(Object array, int index, int length, @Nullable Object value) {
        State state = value == null ? states.get(array) : state(array);
        if (state == null || (state.elements == null && value == null)) {
            return;
        }
        if (state.elements == null) {
            state.elements = new @Nullable Object[length];
            hidesIntegers |= array instanceof int[];
        }
        count(state, state.elements[index], value);
        state.elements[index] = value;
    }

    @Nullable
    Object field(Object object, String key) {
        State state = states.get(object);
        return state == null || state.fields == null ? null : state.fields.get(key);
    }

    void setField(Object object, String key, @Nullable Object value) {
        State state = value == null ? states.get(object) : state(object);
        if (state == null || (state.fields == null && value == null)) {
            return;
        }
        if (state.fields == null) {
            state.fields = new HashMap<>();
        }
        count(state, value == null ? state.fields.remove(key) : state.fields.put(key, value), value);
    }

    private void count(State state, @Nullable Object old, @Nullable Object now) {
        if (now != null && state.hidden == 0) {
            version++;
        }
        state.hidden += (now == null ? 0 : 1) - (old == null ? 0 : 1);
    }

    /** Declares that a reference was stored somewhere. */
    void stored() {
        version++;
    }

    /** Whether an array or object itself has encrypted or virtual contents. */
    boolean hasHidden(Object object) {
        State state = states.get(object);
        return state != null && state.hidden > 0;
    }

    /** What is reachable from a value. */
    enum Contents {
        PUBLIC,
        /** Objects that exist only while lifting, but nothing encrypted. */
        VIRTUAL,
        ENCRYPTED
    }

    Contents contents(@Nullable Object value) {
        if (value == null || isLeaf(value)) {
            return Contents.PUBLIC;
        }
        if (isEncrypted(value)) {
            return Contents.ENCRYPTED;
        }
        State known = states.get(value);
        if (known != null && known.hidden == 0 && (known.shared || known.cleanAt == version)) {
            return Contents.PUBLIC;
        }
        Contents[] found = {Contents.PUBLIC};
        walk(value, o -> {
            if (isEncrypted(o)) {
                found[0] = Contents.ENCRYPTED;
            } else if (o instanceof Virtual && found[0] == Contents.PUBLIC) {
                found[0] = Contents.VIRTUAL;
            }
            State s = states.get(o);
            return found[0] != Contents.ENCRYPTED && (s == null || !s.shared);
        });
        if (found[0] == Contents.PUBLIC && !(value instanceof Virtual)) {
            state(value).cleanAt = version;
        }
        return found[0];
    }

    private static boolean isEncrypted(Object value) {
        return value instanceof Symbol || value instanceof Virtual.Box || value instanceof Virtual.EncryptedTensor;
    }

    /** Declares that shared state may now refer to a value. */
    void escape(@Nullable Object value) {
        if (value == null || isLeaf(value)) {
            return;
        }
        walk(value, o -> {
            State s = states.get(o);
            if (s != null) {
                s.owned = false;
            }
            return s == null || !s.shared;
        });
    }

    /** Declares that a public value is stored in an object, or in a static field. */
    void link(@Nullable Object holder, @Nullable Object value) {
        if (value != null && (holder == null || !state(holder).owned)) {
            escape(value);
        }
    }

    /** Whether encrypted data may be stored in an object: whether it is reachable neither from the model nor from statics. */
    boolean isWritable(Object object) {
        State state = state(object);
        if (!state.owned && !state.shared) {
            if (reachableFromShared(object)) {
                state.shared = true;
            } else {
                state.owned = true;
            }
        }
        return state.owned;
    }

    private boolean reachableFromShared(Object object) {
        boolean[] found = new boolean[1];
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Predicate<Object> visit = o -> {
            found[0] |= o == object;
            return !found[0];
        };
        if (model != null) {
            walk(model, visit, seen);
        }
        for (Class<?> type : classes.get()) {
            for (Field field : type.getDeclaredFields()) {
                if (Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
                    Object value = read(field, null);
                    if (value != null && !found[0]) {
                        walk(value, visit, seen);
                    }
                }
            }
        }
        return found[0];
    }

    private static @Nullable Object read(Field field, @Nullable Object object) {
        try {
            return field.trySetAccessible() ? field.get(object) : null;
        } catch (ReflectiveOperationException | LinkageError e) {
            return null;
        }
    }

    private void walk(Object root, Predicate<Object> visit) {
        walk(root, visit, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    /** Visits what is reachable, a reference for each object once; the visitor says whether to go on beyond it. */
    private void walk(Object root, Predicate<Object> visit, Set<Object> seen) {
        Deque<Object> queue = new ArrayDeque<>();
        List<@Nullable Object> next = new ArrayList<>();
        next.add(root);
        while (true) {
            for (Object o : next) {
                if (o != null && !isLeaf(o) && seen.add(o)) {
                    queue.add(o);
                }
            }
            next.clear();
            Object object = queue.poll();
            if (object == null) {
                return;
            }
            if (visit.test(object)) {
                children(object, next);
            }
        }
    }

    /** Whether a value refers to nothing that could change. */
    static boolean isLeaf(Object o) {
        return o instanceof String
                || o instanceof Number
                || o instanceof Boolean
                || o instanceof Character
                || o instanceof Class<?>;
    }

    private void children(Object object, List<@Nullable Object> out) {
        State state = states.get(object);
        if (state != null && state.elements != null) {
            Collections.addAll(out, state.elements);
        }
        if (state != null && state.fields != null) {
            out.addAll(state.fields.values());
        }
        switch (object) {
            case Symbol symbol -> {}
            case Virtual.Instance v -> {
                v.fields.values().forEach(slot -> out.add(slot.ref()));
                out.add(v.real);
            }
            case Virtual.Lambda l -> Collections.addAll(out, l.captured.refs());
            case Virtual other -> {}
            case Object[] array -> Collections.addAll(out, array);
            default -> {
                if (!object.getClass().isArray()) {
                    contained(object, out);
                    for (Field field : fields(object.getClass())) {
                        out.add(read(field, object));
                    }
                }
            }
        }
    }

    /** What the JDK's containers hold. */
    private static void contained(Object object, List<@Nullable Object> out) {
        switch (object) {
            case Collection<?> c -> out.addAll(c);
            case Map<?, ?> m -> {
                out.addAll(m.keySet());
                out.addAll(m.values());
            }
            case Map.Entry<?, ?> e -> {
                out.add(e.getKey());
                out.add(e.getValue());
            }
            case Optional<?> o -> out.add(o.orElse(null));
            case AtomicReference<?> r -> out.add(r.get());
            default -> {}
        }
    }

    /** The reference fields of a user's class. */
    private List<Field> fields(Class<?> type) {
        return fieldsOf.computeIfAbsent(type, t -> {
            List<Field> fields = new ArrayList<>();
            for (Class<?> c = t; c != null && !ClassFile.isJdk(c); c = c.getSuperclass()) {
                for (Field field : c.getDeclaredFields()) {
                    if (!Modifier.isStatic(field.getModifiers())
                            && !field.getType().isPrimitive()) {
                        fields.add(field);
                    }
                }
            }
            return fields;
        });
    }
}
