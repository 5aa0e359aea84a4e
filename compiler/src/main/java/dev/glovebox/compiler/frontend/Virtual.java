package dev.glovebox.compiler.frontend;

import dev.glovebox.dsl.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A reference that exists only while lifting, because what it stands for holds encrypted data. */
sealed interface Virtual {

    /** The class that the program sees. */
    Class<?> type();

    /** As {@link Class#isInstance}. */
    default boolean isInstance(Class<?> wanted) {
        return wanted.isAssignableFrom(type());
    }

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

    /** A tensor of numbers of which some are encrypted; neither array is to be changed. */
    final class EncryptedTensor implements Virtual {
        final int[] shape;
        final Scalar[] elements;

        EncryptedTensor(int[] shape, Scalar[] elements) {
            this.shape = shape;
            this.elements = elements;
        }

        @Override
        public Class<?> type() {
            return Tensor.class;
        }
    }

    /** A function object: the captured values are in slots as for a call. */
    final class Lambda implements Virtual {
        final LambdaBody body;
        final Arguments captured;

        /** Further interfaces that the object has. */
        final List<Class<?>> markers;

        /** The real object, once a native call needed it. */
        @Nullable
        Object real;

        Lambda(LambdaBody body, Arguments captured, List<Class<?>> markers) {
            this.body = body;
            this.captured = captured;
            this.markers = List.copyOf(markers);
        }

        @Override
        public Class<?> type() {
            return body.functionalInterface();
        }

        @Override
        public boolean isInstance(Class<?> wanted) {
            return wanted.isAssignableFrom(type()) || markers.stream().anyMatch(wanted::isAssignableFrom);
        }
    }
}
