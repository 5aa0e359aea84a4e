package dev.glovebox.backends.nativecode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.runtime.ring.RingBackend;
import dev.glovebox.runtime.ring.RingBackends;
import dev.glovebox.runtime.ring.RingKernelsContract;
import dev.glovebox.runtime.ring.RingKernelsErrorsContract;
import dev.glovebox.runtime.ring.SubringKernelsContract;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@NeedsLibrary
class NativeBackendTest {
    private static final RingBackend BACKEND = new NativeBackend();

    @Test
    void isTheFirstChoice() {
        assertThat(RingBackends.choose().name()).isEqualTo("native");
        assertThat(BACKEND.availability().reason()).matches("C\\+\\+ kernels for [a-z0-9-]+");
    }

    @Nested
    class Operations extends RingKernelsContract {
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

    @Nested
    class Subrings extends SubringKernelsContract {
        @Override
        protected RingBackend backend() {
            return BACKEND;
        }
    }

    @Nested
    class SubringsOfFourLanes extends SubringKernelsContract {
        @Override
        protected RingBackend backend() {
            return new NativeBackend(InstructionSet.AVX2);
        }
    }

    /** The code of AVX-512, on processors without it. */
    @Nested
    class EightLanes extends RingKernelsContract {
        @Override
        protected RingBackend backend() {
            return new NativeBackend(InstructionSet.AVX2_PAIRS);
        }
    }
}
