package dev.glovebox.backends.java;

import dev.glovebox.runtime.ring.RingBackend;
import dev.glovebox.runtime.ring.RingKernelsContract;
import dev.glovebox.runtime.ring.RingKernelsErrorsContract;
import dev.glovebox.runtime.ring.SubringKernelsContract;
import org.junit.jupiter.api.Nested;

class ScalarBackendTest {
    private static final RingBackend BACKEND = new ScalarBackend();

    @Nested
    class Operations extends RingKernelsContract {
        @Override
        protected RingBackend backend() {
            return BACKEND;
        }
    }

    @Nested
    class Subrings extends SubringKernelsContract {
        @Override
        protected RingBackend backend() {
            return BACKEND;
        }
    }

    @Nested
    class Errors extends RingKernelsErrorsContract {
        @Override
        protected RingBackend backend() {
            return BACKEND;
        }
    }
}
