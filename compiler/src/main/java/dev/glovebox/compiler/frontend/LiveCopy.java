package dev.glovebox.compiler.frontend;

import dev.glovebox.compiler.diagnostic.Code;
import dev.glovebox.compiler.diagnostic.CompilationException;
import dev.glovebox.compiler.diagnostic.Diagnostic;
import dev.glovebox.compiler.ir.SourceLocation;
import dev.glovebox.dsl.Tensor;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Copies a model that lives in the program into the world of the lifting class loader, with all that it refers to. Arrays, the
 * user's objects, records and enums, tensors, and the JDK's values and usual containers can be copied; anything else is refused.
 */
final class LiveCopy {
    private final LiftingClassLoader loader;
    private final SourceLocation location;
    private final Map<Object, Object> copies = new IdentityHashMap<>();

    LiveCopy(LiftingClassLoader loader, SourceLocation location) {
        this.loader = loader;
        this.location = location;
    }

    /** @throws CompilationException {@link Code#LIVE_STATE} if something cannot be copied */
    Object copy(Object model) {
        return Objects.requireNonNull(copy(model, model.getClass().getSimpleName()));
    }

    private @Nullable Object copy(@Nullable Object value, String path) {
        if (value == null || isValue(value)) {
            return value;
        }
        Object known = copies.get(value);
        if (known != null) {
            return known;
        }
        Class<?> type = value.getClass();
        if (type.isArray()) {
            return array(value, path);
        }
        if (value instanceof Class<?> c) {
            return mapped(c, path);
        }
        if (value instanceof Enum<?> e && !ClassFile.isJdk(e.getDeclaringClass())) {
            return constant(e, path);
        }
        if (ClassFile.isJdk(type)) {
            return ofJdk(value, path);
        }
        if (type.isHidden() || type.isSynthetic()) {
            throw refused(path, "a function object", "a method, or an object of a class of yours");
        }
        return type.isRecord() ? record(value, path) : object(value, path);
    }

    /** Whether a value cannot change and is one in both worlds. */
    private static boolean isValue(Object value) {
        return value instanceof String
                || value instanceof Boolean
                || value instanceof Character
                || value instanceof Tensor
                || (value instanceof Number && ClassFile.isJdk(value.getClass()) && !isAtomic(value))
                || (value instanceof Enum<?> e && ClassFile.isJdk(e.getDeclaringClass()))
                || (value.getClass().getPackageName().equals("java.time") && value instanceof Comparable<?>);
    }

    private static boolean isAtomic(Object number) {
        return number.getClass().getPackageName().equals("java.util.concurrent.atomic");
    }

    private Class<?> mapped(Class<?> type, String path) {
        if (type.isPrimitive() || ClassFile.isJdk(type)) {
            return type;
        }
        if (type.isArray()) {
            return mapped(type.componentType(), path).arrayType();
        }
        try {
            return Class.forName(type.getName(), false, loader);
        } catch (ClassNotFoundException | LinkageError e) {
            throw refused(
                    path, "an object of " + type.getName() + ", whose class file cannot be found", "an ordinary class");
        }
    }

    private Object array(Object array, String path) {
        int length = Array.getLength(array);
        Object copy = Array.newInstance(mapped(array.getClass().componentType(), path), length);
        copies.put(array, copy);
        if (array instanceof Object[]) {
            for (int i = 0; i < length; i++) {
                Array.set(copy, i, copy(Array.get(array, i), path + "[" + i + "]"));
            }
        } else {
            System.arraycopy(array, 0, copy, 0, length);
        }
        return copy;
    }

    private Object constant(Enum<?> constant, String path) {
        return Arrays.stream(mapped(constant.getDeclaringClass(), path).getEnumConstants())
                .filter(c -> ((Enum<?>) c).name().equals(constant.name()))
                .findFirst()
                .orElseThrow();
    }

    private Object record(Object value, String path) {
        RecordComponent[] components = value.getClass().getRecordComponents();
        @Nullable Object[] values = new @Nullable Object[components.length];
        Class<?>[] types = new Class<?>[components.length];
        for (int i = 0; i < values.length; i++) {
            String name = components[i].getName();
            types[i] = mapped(components[i].getType(), path);
            try {
                Field field = value.getClass().getDeclaredField(name);
                field.setAccessible(true);
                values[i] = copy(field.get(value), path + "." + name);
            } catch (ReflectiveOperationException | InaccessibleObjectException e) {
                throw inaccessible(path + "." + name);
            }
        }
        try {
            Constructor<?> constructor = mapped(value.getClass(), path).getDeclaredConstructor(types);
            constructor.setAccessible(true);
            Object copy = constructor.newInstance(values);
            copies.put(value, copy);
            return copy;
        } catch (ReflectiveOperationException e) {
            throw refused(path, "a record whose constructor throws " + cause(e), "a record that can be made again");
        }
    }

    private static @Nullable Throwable cause(ReflectiveOperationException e) {
        return e instanceof InvocationTargetException ? e.getCause() : e;
    }

    private Object object(Object value, String path) {
        Class<?> target = mapped(value.getClass(), path);
        Object copy = allocate(target, path);
        copies.put(value, copy);
        Class<?> to = target;
        for (Class<?> from = value.getClass();
                from != Object.class;
                from = from.getSuperclass(), to = to.getSuperclass()) {
            if (ClassFile.isJdk(from)) {
                throw refused(
                        path, "an object that extends " + from.getName(), "a class whose superclasses are your own");
            }
            for (Field field : from.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())) {
                    transfer(field, value, to, copy, path + "." + field.getName());
                }
            }
        }
        return copy;
    }

    private void transfer(Field from, Object value, Class<?> to, Object copy, String path) {
        try {
            Field target = to.getDeclaredField(from.getName());
            from.setAccessible(true);
            target.setAccessible(true);
            target.set(copy, copy(from.get(value), path));
        } catch (ReflectiveOperationException | InaccessibleObjectException e) {
            throw inaccessible(path);
        }
    }

    /** An object of which no constructor ran, as deserialisation makes it. */
    private Object allocate(Class<?> type, String path) {
        try {
            Class<?> factory = Class.forName("sun.reflect.ReflectionFactory");
            Object made = factory.getMethod("getReflectionFactory").invoke(null);
            Constructor<?> constructor = (Constructor<?>) Objects.requireNonNull(
                    factory.getMethod("newConstructorForSerialization", Class.class, Constructor.class)
                            .invoke(made, type, Object.class.getDeclaredConstructor()));
            return constructor.newInstance();
        } catch (ReflectiveOperationException e) {
            throw refused(path, "an object that cannot be made (" + e + ")", "an object of an ordinary class");
        }
    }

    private Object ofJdk(Object value, String path) {
        return switch (value) {
            case Optional<?> o -> Optional.ofNullable(copy(o.orElse(null), path));
            case TreeMap<?, ?> m when m.comparator() == null -> map(value, m, new TreeMap<>(), path);
            case TreeSet<?> s when s.comparator() == null -> elements(value, s, new TreeSet<>(), path);
            case LinkedHashMap<?, ?> m -> map(value, m, new LinkedHashMap<>(), path);
            case HashMap<?, ?> m -> map(value, m, new HashMap<>(), path);
            case LinkedHashSet<?> s -> elements(value, s, new LinkedHashSet<>(), path);
            case HashSet<?> s -> elements(value, s, new HashSet<>(), path);
            case LinkedList<?> l -> elements(value, l, new LinkedList<>(), path);
            case ArrayDeque<?> d -> elements(value, d, new ArrayDeque<>(), path);
            case List<?> l when isPlain(l) -> elements(value, l, new ArrayList<>(), path);
            case Set<?> s when isPlain(s) -> elements(value, s, new LinkedHashSet<>(), path);
            case Map<?, ?> m when isPlain(m) -> map(value, m, new LinkedHashMap<>(), path);
            default ->
                throw refused(
                        path,
                        "a " + value.getClass().getName(),
                        "numbers, text, arrays, tensors, lists, sets, maps and objects of your own classes");
        };
    }

    /** Whether a collection is nothing but its elements: an ArrayList, or an unmodifiable or array-backed one. */
    private static boolean isPlain(Object collection) {
        String name = collection.getClass().getName();
        return name.equals("java.util.ArrayList")
                || name.equals("java.util.Arrays$ArrayList")
                || name.startsWith("java.util.ImmutableCollections")
                || name.startsWith("java.util.Collections$Unmodifiable")
                || name.startsWith("java.util.Collections$Empty")
                || name.startsWith("java.util.Collections$Singleton");
    }

    private Object elements(Object original, Collection<?> from, Collection<@Nullable Object> to, String path) {
        copies.put(original, to);
        int i = 0;
        for (Object element : from) {
            to.add(copy(element, path + "[" + i++ + "]"));
        }
        return to;
    }

    private Object map(Object original, Map<?, ?> from, Map<@Nullable Object, @Nullable Object> to, String path) {
        copies.put(original, to);
        from.forEach((key, value) -> to.put(copy(key, path), copy(value, path + "[" + key + "]")));
        return to;
    }

    /**
     * Checks that numbers in static variables of the classes that were lifted are those of the live program; a circuit is compiled
     * from classes that are initialised anew.
     */
    void checkStatics(@Nullable ClassLoader live) {
        for (Class<?> type : loader.defined()) {
            for (Field field : type.getDeclaredFields()) {
                int modifiers = field.getModifiers();
                if (Modifier.isStatic(modifiers) && !Modifier.isFinal(modifiers) && isNumeric(field.getType())) {
                    checkStatic(field, live);
                }
            }
        }
    }

    private static boolean isNumeric(Class<?> type) {
        Class<?> element = type;
        while (element.isArray()) {
            element = element.componentType();
        }
        return element.isPrimitive() || element == String.class || element == Double.class || element == Tensor.class;
    }

    private void checkStatic(Field lifted, @Nullable ClassLoader live) {
        String name = lifted.getDeclaringClass().getSimpleName() + "." + lifted.getName();
        try {
            Field original = Class.forName(lifted.getDeclaringClass().getName(), true, live)
                    .getDeclaredField(lifted.getName());
            lifted.setAccessible(true);
            original.setAccessible(true);
            if (!Objects.deepEquals(lifted.get(null), original.get(null))) {
                throw refused(name, "a static variable that was changed", "a final one, or a field of the model");
            }
        } catch (ReflectiveOperationException | InaccessibleObjectException e) {
            throw inaccessible(name);
        }
    }

    private CompilationException inaccessible(String path) {
        return refused(path, "a field that the compiler cannot reach", "a field in a package that is open to it");
    }

    private CompilationException refused(String path, String found, String expected) {
        return new CompilationException(new Diagnostic(
                Code.LIVE_STATE,
                location,
                path + " is " + found,
                expected,
                "Change the field, or let the build compile the class, which makes the instance itself.",
                List.of(location)));
    }
}
