package dev.glovebox.backends.java;

import dev.glovebox.runtime.ring.RingBackend;

class AutovectorSchemeTest extends SchemeSuites {
    @Override
    RingBackend backend() {
        return new AutovectorBackend();
    }
}
