package dev.glovebox.compiler.frontend;

import dev.glovebox.compiler.ir.SourceLocation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The versions of arrays and objects while both sides of branches on encrypted data run: a tree, each version with what it changed
 * from its parent's. The memory itself is in the state of the current version.
 */
final class History {
    /** What one stretch of the program changed. */
    static final class Version {
        final @Nullable Version parent;
        private final int depth;
        private final long start;
        private final Map<Place, Write> writes = new LinkedHashMap<>();

        /** The branch at which the version ended, and the calls that led there; once it has children. */
        @Nullable
        SourceLocation branch;

        List<SourceLocation> stack = List.of();

        /** When it ended. */
        private long end;

        private Version(@Nullable Version parent, long start) {
            this.parent = parent;
            this.depth = parent == null ? 0 : parent.depth + 1;
            this.start = start;
        }

        /** Whether an object was made after this version ended. */
        boolean precedes(long birth) {
            return birth > end;
        }
    }

    /** The value before the version, and while another version is current, the value at its end. */
    private static final class Write {
        private final Virtual.Slot before;
        private Virtual.Slot after;

        Write(Virtual.Slot before) {
            this.before = before;
            this.after = before;
        }
    }

    private @Nullable Version current;
    private long clock;
    private int branching;

    /** Whether some sides of branches have run and others have not. */
    boolean isBranching() {
        return branching > 0;
    }

    /** The birth of an object made now; later ones are greater. */
    long birth() {
        return isBranching() ? ++clock : 0;
    }

    /** The version that memory is in. */
    Version current() {
        return java.util.Objects.requireNonNull(current);
    }

    /** When the current version began. */
    long start() {
        return current == null ? 0 : current.start;
    }

    /** Ends the current version at a branch, the first of a method's call if {@code begins}. */
    Version branch(boolean begins, SourceLocation at, List<SourceLocation> stack) {
        if (begins) {
            branching++;
        }
        Version version = current == null ? new Version(null, ++clock) : current;
        version.branch = at;
        version.stack = stack;
        version.end = ++clock;
        current = version;
        return version;
    }

    /** A version after another one. */
    Version after(Version parent) {
        return new Version(parent, ++clock);
    }

    /** All sides of the branches of a method's call have come together. */
    void joined() {
        if (--branching == 0) {
            current = null;
        }
    }

    /** Declares that a place will be written; an object made in the current version needs no record. */
    void write(Place place, long birthOfHolder) {
        if (isBranching() && current != null && birthOfHolder <= current.start) {
            current.writes.computeIfAbsent(place, p -> new Write(p.read()));
        }
    }

    /** Puts memory into the state of another version. */
    void switchTo(Version target) {
        Version from = java.util.Objects.requireNonNull(current);
        Version common = common(from, target);
        for (Version v = from; v != common; v = parent(v)) {
            for (Map.Entry<Place, Write> entry :
                    List.copyOf(v.writes.entrySet()).reversed()) {
                entry.getValue().after = entry.getKey().read();
                entry.getKey().write(entry.getValue().before);
            }
        }
        redo(target, common);
        current = target;
    }

    private static void redo(Version target, Version common) {
        if (target != common) {
            redo(parent(target), common);
            target.writes.forEach((place, write) -> place.write(write.after));
        }
    }

    private static Version parent(Version version) {
        return java.util.Objects.requireNonNull(version.parent);
    }

    /** The newest version that both come from. */
    static Version common(Version a, Version b) {
        Version x = a;
        Version y = b;
        while (x != y) {
            if (x.depth >= y.depth) {
                x = parent(x);
            } else {
                y = parent(y);
            }
        }
        return x;
    }

    /** What a version, not current, has changed since an older one. */
    static Map<Place, Virtual.Slot> changes(Version version, Version since) {
        Map<Place, Virtual.Slot> changes = new LinkedHashMap<>();
        for (Version v = version; v != since; v = parent(v)) {
            v.writes.forEach((place, write) -> changes.putIfAbsent(place, write.after));
        }
        return changes;
    }
}
