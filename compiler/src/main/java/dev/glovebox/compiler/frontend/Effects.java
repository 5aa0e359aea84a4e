package dev.glovebox.compiler.frontend;

import dev.glovebox.compiler.diagnostic.Code;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.BaseStream;
import org.jspecify.annotations.Nullable;

/**
 * What a native call may change while only one side of a branch on encrypted data runs. The JDK's objects have no versions, so they
 * may change only if the running side made them.
 */
final class Effects {
    private static final List<String> CHANGING = List.of(
            "add",
            "append",
            "clear",
            "compute",
            "delete",
            "drain",
            "getAnd",
            "increment",
            "decrement",
            "insert",
            "merge",
            "next",
            "offer",
            "poll",
            "pop",
            "print",
            "push",
            "put",
            "read",
            "remove",
            "replace",
            "retain",
            "reverse",
            "set",
            "shuffle",
            "sort",
            "swap",
            "update",
            "write");

    private static final Set<String> STATELESS =
            Set.of("java.util.function", "java.lang.invoke", "java.math", "java.time");

    private final Trace trace;
    private final Heap heap;

    Effects(Trace trace, Heap heap) {
        this.trace = trace;
        this.heap = heap;
    }

    /** Refuses a native call on public data that may change what the other side sees. */
    void check(MethodRef ref, Arguments arguments) {
        if (!ClassFile.isJdk(ref.owner)) {
            return;
        }
        Object receiver = ref.isStatic() ? null : arguments.refs()[0];
        if (receiver instanceof Iterator<?> iterator) {
            heap.history.write(new Place.Effect(iterator), heap.birth(iterator));
            return;
        }
        boolean changes = receiver == null
                ? ref.result() == void.class && takesObjects(arguments) && !ref.name.startsWith("require")
                : !isValue(receiver) && (ref.result() == void.class || changes(ref.name));
        if (changes && (receiver == null || heap.birth(receiver) <= heap.history.start())) {
            throw trace.failure(
                    Code.EFFECT_UNDER_ENCRYPTED,
                    ref.display() + " may change an object on one side of a branch on encrypted data",
                    "local variables, arrays and your own objects as what the sides change",
                    "Make the call before or after the branch, or keep the data in an array.");
        }
    }

    private static boolean changes(String name) {
        return CHANGING.stream().anyMatch(name::startsWith);
    }

    private static boolean isValue(Object receiver) {
        return Heap.isLeaf(receiver)
                || receiver instanceof Enum<?>
                || receiver instanceof Record
                || receiver instanceof Optional<?>
                || receiver instanceof BaseStream<?, ?>
                || STATELESS.contains(receiver.getClass().getPackageName());
    }

    private static boolean takesObjects(Arguments arguments) {
        for (Object argument : arguments.refs()) {
            if (argument != null && !Heap.isLeaf(argument)) {
                return true;
            }
        }
        return false;
    }

    /** What a native call returned: an iterator is new. */
    void returned(@Nullable Object result) {
        if (result instanceof Iterator<?> iterator) {
            heap.own(iterator);
        }
    }
}
