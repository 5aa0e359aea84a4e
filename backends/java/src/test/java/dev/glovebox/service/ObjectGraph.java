package dev.glovebox.service;

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Everything that can be reached from an object through fields and arrays; JDK internals that are closed are passed by. */
final class ObjectGraph {
    private ObjectGraph() {}

    static List<Object> find(Object root, Class<?> type) {
        return walk(root).stream().filter(type::isInstance).toList();
    }

    static Set<String> packages(Object root) {
        Set<String> packages = new TreeSet<>();
        walk(root).forEach(o -> packages.add(o.getClass().getPackageName()));
        return packages;
    }

    private static Set<Object> walk(Object root) {
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Object> open = new ArrayDeque<>();
        push(root, seen, open);
        while (!open.isEmpty()) {
            Object object = open.pop();
            Class<?> type = object.getClass();
            if (object instanceof Iterable<?> items) {
                items.forEach(item -> push(item, seen, open));
            } else if (object instanceof Map<?, ?> map) {
                map.forEach((key, value) -> {
                    push(key, seen, open);
                    push(value, seen, open);
                });
            } else if (object instanceof Object[] array) {
                for (Object element : array) {
                    push(element, seen, open);
                }
            }
            for (Class<?> c = type; c != null && c != Object.class; c = c.getSuperclass()) {
                for (Field field : c.getDeclaredFields()) {
                    if (!field.getType().isPrimitive() && !Modifier.isStatic(field.getModifiers()) && opens(field)) {
                        push(get(field, object), seen, open);
                    }
                }
            }
        }
        return seen;
    }

    private static boolean opens(AccessibleObject member) {
        return member.trySetAccessible();
    }

    private static Object get(Field field, Object object) {
        try {
            return field.get(object);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    private static void push(Object object, Set<Object> seen, Deque<Object> open) {
        if (object != null && !(object instanceof Class<?>) && seen.add(object)) {
            open.push(object);
        }
    }
}
