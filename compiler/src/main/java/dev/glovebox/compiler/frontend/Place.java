package dev.glovebox.compiler.frontend;

import org.jspecify.annotations.Nullable;

/** An array element or a field, of any object or static. Places are equal if they are the same memory. */
sealed interface Place {
    /** The array or object; null for a static field. */
    @Nullable
    Object holder();

    Class<?> type();

    Virtual.Slot read();

    /** Writes without the checks and the bookkeeping of a write by the program. */
    void write(Virtual.Slot value);

    /** How diagnostics name it. */
    String display();

    /** An element of an array. */
    record Element(ArrayOps arrays, Object holder, int index) implements Place {
        @Override
        public Class<?> type() {
            return holder.getClass().getComponentType();
        }

        @Override
        public Virtual.Slot read() {
            return arrays.read(holder, index);
        }

        @Override
        public void write(Virtual.Slot value) {
            arrays.write(holder, index, value);
        }

        @Override
        public String display() {
            return "element " + index + " of an array";
        }

        @Override
        public boolean equals(@Nullable Object o) {
            return o instanceof Element e && e.holder == holder && e.index == index;
        }

        @Override
        public int hashCode() {
            return 31 * System.identityHashCode(holder) + index;
        }
    }

    /** What the JDK keeps inside an iterator: it has no versions, but a merge sees that a side changed it. */
    record Effect(Object holder) implements Place {
        @Override
        public Class<?> type() {
            return Object.class;
        }

        @Override
        public Virtual.Slot read() {
            return new Virtual.Slot(0, null);
        }

        @Override
        public void write(Virtual.Slot value) {}

        @Override
        public String display() {
            return "an iterator";
        }

        @Override
        public boolean equals(@Nullable Object o) {
            return o instanceof Effect e && e.holder == holder;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(holder);
        }
    }

    /** A field. */
    record Variable(Fields fields, @Nullable Object holder, Fields.Ref field) implements Place {
        @Override
        public Class<?> type() {
            return field.type();
        }

        @Override
        public Virtual.Slot read() {
            return fields.get(field, holder);
        }

        @Override
        public void write(Virtual.Slot value) {
            fields.write(field, holder, value);
        }

        @Override
        public String display() {
            return "the field " + field.field().getName();
        }

        @Override
        public boolean equals(@Nullable Object o) {
            return o instanceof Variable v
                    && v.holder == holder
                    && v.field.key().equals(field.key());
        }

        @Override
        public int hashCode() {
            return 31 * System.identityHashCode(holder) + field.key().hashCode();
        }
    }
}
