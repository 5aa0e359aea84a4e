package dev.glovebox.compiler.frontend;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A reference that exists only while lifting, because what it stands for holds encrypted data. */
sealed interface Virtual {

    /** The class that the program sees. */
    Class<?> type();

    /** What NEW pushes, until a constructor runs. */
    final class Uninitialized implements Virtual {
        private final Class<?> type;

        Uninitialized(Class<?> type) {
            this.type = type;
        }

        @Override
        public Class<?> type() {
            return type;
        }
    }

    /** An object whose constructor was interpreted; fields by declaring class and name. */
    final class Instance implements Virtual {
        private final Class<?> type;
        final Map<String, Slot> fields = new LinkedHashMap<>();

        /** The real object, once a native call needed it; then the fields above are out of use. */
        @Nullable
        Object real;

        Instance(Class<?> type) {
            this.type = type;
        }

        @Override
        public Class<?> type() {
            return type;
        }
    }

    /** A field's value, as in a {@link Frame}. */
    record Slot(long bits, @Nullable Object ref) {}

    /** A boxed encrypted number. */
    final class Box implements Virtual {
        private final Class<?> type;
        final Symbol value;

        Box(Class<?> type, Symbol value) {
            this.type = type;
            this.value = value;
        }

        @Override
        public Class<?> type() {
            return type;
        }
    }

    /** A function object: the captured values are in slots as for a call. */
    final class Lambda implements Virtual {
        final LambdaBody body;
        final Arguments captured;

        /** The real object, once a native call needed it. */
        @Nullable
        Object real;

        Lambda(LambdaBody body, Arguments captured) {
            this.body = body;
            this.captured = captured;
        }

        @Override
        public Class<?> type() {
            return body.functionalInterface();
        }
    }
}
