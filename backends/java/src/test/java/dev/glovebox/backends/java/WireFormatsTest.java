package dev.glovebox.backends.java;

import dev.glovebox.runtime.client.SecretKeyFileContract;
import dev.glovebox.runtime.ring.RingBackend;
import dev.glovebox.runtime.wire.WireFormatsContract;
import dev.glovebox.runtime.wire.WireFuzzContract;
import org.junit.jupiter.api.Nested;

class WireFormatsTest {
    @Nested
    class Formats extends WireFormatsContract {
        @Override
        protected RingBackend backend() {
            return new ScalarBackend();
        }
    }

    @Nested
    class Fuzz extends WireFuzzContract {
        @Override
        protected RingBackend backend() {
            return new ScalarBackend();
        }
    }

    @Nested
    class KeyFile extends SecretKeyFileContract {
        @Override
        protected RingBackend backend() {
            return new ScalarBackend();
        }
    }
}
